//! User IDs within other text: in quotes, in a list, or in a printed object.

use super::{kind::Leftover, shape::between};

/// A user ID within other text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrappedUserId {
    /// The ID inside.
    pub(crate) id: String,
    /// A description of the text around the ID.
    pub(crate) surroundings: &'static str,
}

/// The wrapping by quotes of any kind.
pub(super) const QUOTES: &str = "quotes";

/// Quotes, which cannot occur within a quoted ID.
const QUOTE_PAIRS: &[(&str, &str)] = &[
    ("\"", "\""),
    ("'", "'"),
    ("`", "`"),
    ("“", "”"),
    ("‘", "’"),
    ("«", "»"),
    ("„", "“"),
    ("\\\"", "\\\""),
    ("\\'", "\\'"),
];

/// Texts before and after an ID, with their description.
const PAIRS: &[(&str, &str, &str)] = &[
    ("b'", "'", "the `b'...'` of Python's bytes"),
    ("b\"", "\"", "the `b\"...\"` of bytes in Python or Rust"),
    ("u'", "'", "the `u'...'` of Python 2"),
    ("u\"", "\"", "the `u\"...\"` of Python 2"),
    ("r'", "'", "the `r'...'` of Python"),
    ("Optional(", ")", "`Optional(...)` of Swift"),
    ("Optional[", "]", "`Optional[...]` of Java"),
    ("OptionalInt[", "]", "`OptionalInt[...]` of Java"),
    ("OptionalLong[", "]", "`OptionalLong[...]` of Java"),
    ("Some(", ")", "`Some(...)` of Rust or Scala"),
    ("Just ", "", "`Just` of Haskell"),
    ("Just(", ")", "`Just(...)`"),
    ("Ok(", ")", "`Ok(...)` of Rust"),
    ("Right(", ")", "`Right(...)` of Scala"),
    ("Success(", ")", "`Success(...)` of Kotlin or Scala"),
    ("ObjectId(", ")", "`ObjectId(...)` of MongoDB"),
    ("UUID(", ")", "`UUID(...)` of Python"),
    ("user_id:", "", "a second `user_id:`"),
    ("user_id=", "", "the name of a field"),
    ("userId:", "", "the name of a field"),
    ("userId=", "", "the name of a field"),
];

/// The names of the fields that contain an ID, the best first.
const ID_FIELDS: &[&str] = &[
    "user_id", "userId", "UserId", "UserID", "id", "Id", "ID", "uid", "sub", "rawValue", "value",
];

/// The program of a printed object that several print alike.
const SEVERAL: &str = "JavaScript, Python and others print";

impl WrappedUserId {
    /// Returns the user ID within other text, `None` if there is no other text or no ID.
    pub(super) fn find(text: &str) -> Option<Self> {
        let found = |id: &str, surroundings| {
            Some(Self {
                id: id.trim().to_owned(),
                surroundings,
            })
        };
        if let Some(id) = unquoted(text) {
            return found(id, QUOTES);
        }
        for (open, close, surroundings) in PAIRS {
            if let Some(id) = between(text, open, close).filter(|id| !id.is_empty()) {
                return found(id, *surroundings);
            }
        }
        if let Some(id) = bad_verb_value(text) {
            return found(id, "an error of Go's `fmt`");
        }
        if let Some(id) = only_element(text) {
            return found(id, "the brackets of a list");
        }
        if let Some(id) = only_argument(text) {
            return found(id, "the name of a type");
        }
        found(id_field(text)?, "the fields of an object")
    }
}

/// Returns what a text is that begins like a printed object or list and contains no ID.
pub(super) fn object(text: &str) -> Option<Leftover> {
    let is_list = text.starts_with('[') || ["]", "{", "}", "('", "(\""].contains(&text);
    let is_tuple = text.starts_with("('") || text.starts_with("(\"");
    let is_map = text.starts_with('{') && text.contains(['"', '\'', ':', '=', ',']);
    (is_list || is_tuple || is_map || is_record(text)).then_some(Leftover::Object(SEVERAL))
}

/// Returns true if a text begins like an object in which programs print an ID.
pub(super) fn may_contain_id(text: &str) -> bool {
    const TEMPLATES: [&str; 4] = ["{{", "{%", "{!", "{$"];
    const STARTS: [&str; 6] = ["{", "map[", "&{", "&map[", "#<", "%!"];
    !TEMPLATES.iter().any(|start| text.starts_with(start))
        && (STARTS.iter().any(|start| text.starts_with(start)) || is_record(text))
}

fn unquoted(text: &str) -> Option<&str> {
    let mut pairs = QUOTE_PAIRS.iter();
    pairs.find_map(|(open, close)| between(text, open, close).filter(|id| !id.contains(open)))
}

/// Returns the value in an error of Go's `fmt`, such as `%!d(string=u-17)`.
fn bad_verb_value(text: &str) -> Option<&str> {
    let (verb, rest) = text.strip_prefix("%!")?.split_once('(')?;
    let (kind, value) = rest.strip_suffix(')')?.split_once('=')?;
    let is_kind = kind
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    (verb.len() == 1 && is_kind).then_some(value)
}

/// Returns the only element of a list, a set or a tuple: `["u-17"]`, `[17]`, `('u-17',)`.
fn only_element(text: &str) -> Option<&str> {
    const BRACKETS: [(&str, &str); 3] = [("[", "]"), ("(", ")"), ("{", "}")];
    let is_word = |text: &str| {
        let is_separator = |c: char| c.is_whitespace() || "%,:='\"[](){}".contains(c);
        !text.is_empty() && !text.contains(is_separator)
    };
    BRACKETS.iter().find_map(|(open, close)| {
        let body = between(text, open, close)?.trim();
        let element = body.strip_suffix(',').unwrap_or(body);
        let is_bare = *open == "[" && is_word(element);
        unquoted(element).or_else(|| is_bare.then_some(element))
    })
}

/// Returns the only quoted argument after the name of a type: `UserId("u-17")`.
fn only_argument(text: &str) -> Option<&str> {
    let (name, rest) = text.split_once('(')?;
    is_type_name(name).then(|| unquoted(rest.strip_suffix(')')?))?
}

/// Returns the value of the field that contains the ID of a printed object: `{"id":"u-17"}`,
/// `User(id=u-17)`, `map[id:u-17]` and `#<User id: "u-17">`.
fn id_field(text: &str) -> Option<&str> {
    let inner = text.trim_start_matches('[');
    if !may_contain_id(inner) {
        return None;
    }
    let mut names = ID_FIELDS.iter();
    names.find_map(|name| {
        let mut found = text.match_indices(name);
        found.find_map(|(at, _)| value_after(&text[..at], &text[at + name.len()..]))
    })
}

/// Returns the value between the name of a field, with the text before it, and the next field.
fn value_after<'t>(before: &str, after: &'t str) -> Option<&'t str> {
    let begins_name = before.ends_with(|c: char| " \"'\\{[(,&:@".contains(c));
    let after = after.trim_start_matches(['"', '\'', '\\', ' ']);
    if !begins_name || !after.starts_with([':', '=']) {
        return None;
    }
    let value = after.trim_start_matches([':', '=', '>', ' ']);
    // Checked before the end is searched: nested objects would take quadratic time.
    if value.starts_with(['{', '[']) {
        return None;
    }
    let is_quoted = value.trim_start_matches('\\').starts_with(['"', '\'']);
    let value = if is_quoted {
        quoted_value(value)?
    } else {
        let end = value.find(|c: char| c.is_whitespace() || ",}])\"'\\>;".contains(c));
        &value[..end.unwrap_or(value.len())]
    };
    (!value.is_empty()).then_some(value)
}

/// Returns the value between the quote at the start of a text and the quote that closes it. Both may
/// be escaped, as in `\"u-17\"`. `None` if no quote closes the value.
fn quoted_value(text: &str) -> Option<&str> {
    let unescaped = text.trim_start_matches('\\');
    let quote = unescaped.chars().next().filter(char::is_ascii)?;
    let escapes = text.len() - unescaped.len();
    let value = &unescaped[1..];
    let mut quotes = value.match_indices(quote);
    quotes.find_map(|(at, _)| {
        let backslashes = at - value[..at].trim_end_matches('\\').len();
        // Backslashes within the value come in pairs, and each backslash of a pair is escaped like
        // the quotes.
        let closes = backslashes % (2 * escapes + 2) == escapes;
        closes.then(|| &value[..at - escapes])
    })
}

/// Returns true for an object with the name of its type: `User(id=1)`, `User { id: 1 }`. A scope ends
/// the latter after `User {`.
fn is_record(text: &str) -> bool {
    let Some(at) = text.find(['(', '{', '[']) else {
        return false;
    };
    let (name, rest) = (text[..at].trim_end(), text[at + 1..].trim_start());
    let field = rest.split([':', '=']).next().unwrap_or_default().trim_end();
    let is_field = field.len() < rest.len()
        && !field.is_empty()
        && field
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_type_name(name) && (is_field || text.ends_with(" {"))
}

fn is_type_name(name: &str) -> bool {
    let last = name.rsplit(['.', ':']).next().unwrap_or_default();
    last.starts_with(|c: char| c.is_ascii_uppercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_.:$".contains(&byte))
}
