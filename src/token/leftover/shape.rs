//! Shapes of leftovers: the patterns that the table uses.

/// The pattern of a leftover.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// The whole text.
    Whole(&'static str),
    /// The start of the text. A scope ends an ID at the first space, so the end may be missing.
    Start(&'static str),
    /// The name of a value between two marks, such as `%USER_ID%`.
    Name(&'static str, &'static str),
    /// A function that recognizes the text.
    Check(fn(&str) -> bool),
}

/// The maximum length of the expression between brackets.
const MAX_EXPRESSION_LENGTH: usize = 64;

/// The words that a name for a user ID, a token or an API key ends in.
const VALUE_WORDS: &[&str] = &[
    "id",
    "user",
    "token",
    "jwt",
    "scope",
    "scopes",
    "tenant",
    "brand",
    "key",
    "secret",
    "uid",
    "uuid",
    "guid",
    "sub",
    "email",
    "username",
    "userid",
    "apikey",
    "authkey",
    "tenantid",
    "accountid",
    "memberid",
    "customerid",
    "accesstoken",
    "authtoken",
];

impl Shape {
    /// Returns true if the text has this shape.
    pub(super) fn matches(self, text: &str) -> bool {
        match self {
            Self::Whole(whole) => text == whole,
            // Most texts differ in the first byte already.
            Self::Start(start) => {
                text.as_bytes().first() == start.as_bytes().first() && text.starts_with(start)
            }
            Self::Name(open, close) => {
                between(text, open, close).is_some_and(|name| names_value(name.trim()))
            }
            Self::Check(check) => check(text),
        }
    }
}

/// Returns the text between two marks.
pub(super) fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    text.strip_prefix(open)?.strip_suffix(close)
}

/// Returns true if a name ends in the word for the value that belongs in its place: `userId`, `USER_ID`,
/// `user.id` and `YOUR TOKEN`, but not `david`.
pub(super) fn names_value(name: &str) -> bool {
    let last = words(name).last();
    last.is_some_and(|word| VALUE_WORDS.contains(&word.to_ascii_lowercase().as_str()))
        && name.bytes().all(is_name_byte)
        && !name.starts_with(|c: char| c.is_ascii_digit())
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b' ' | b'.')
}

/// Splits a name at its separators, and where a capital follows a lowercase letter.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let parts = name
        .split(['_', '-', ' ', '.'])
        .filter(|part| !part.is_empty());
    parts.flat_map(|part| {
        let bytes = part.as_bytes();
        let starts_word =
            |at: &usize| bytes[*at].is_ascii_uppercase() && bytes[*at - 1].is_ascii_lowercase();
        // The first word begins with the part itself, and only the last word matters.
        let last = (1..bytes.len()).rev().find(starts_word);
        last.into_iter()
            .map(|at| &part[at..])
            .chain(last.is_none().then_some(part))
    })
}

/// Returns true if the whole text is an expression in single braces, rather than JSON: `{user_id}`,
/// `{$user->id}`, `{0}` or `{user?.id}`.
pub(super) fn is_braced_expression(text: &str) -> bool {
    between(text, "{", "}").is_some_and(is_expression)
}

/// Returns true for a name in angle brackets, such as `<user id>`.
pub(super) fn is_angled_name(text: &str) -> bool {
    between(text, "<", ">").is_some_and(is_expression)
}

/// Returns true if the text between brackets is an expression, rather than JSON or HTML.
fn is_expression(text: &str) -> bool {
    const PUNCTUATION: &[u8] = b"_-. {}$>?![]()";
    let is_number = text.len() > 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    !text.is_empty()
        && !is_number
        && text.len() <= MAX_EXPRESSION_LENGTH
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || PUNCTUATION.contains(&byte))
}

/// Returns true for a variable such as `$USER_ID` and `$user.id`. `$alice` is a name: after a lone
/// dollar sign, only a name of a value is a variable.
pub(super) fn is_shell_variable(text: &str) -> bool {
    text.strip_prefix('$').is_some_and(names_value)
}

/// Returns true for a variable of PHP with a member: `$user->id` and `$row['id']`.
pub(super) fn is_php_member(text: &str) -> bool {
    let name = text.strip_prefix('$').unwrap_or_default();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    is_name
        && ["->", "['", "[\"", "::"]
            .iter()
            .any(|member| name.contains(member))
}

/// Returns true for text such as `YOUR_USER_ID`, `your-user-id` and `YOUR TOKEN`, and false for
/// `your-highness`, which may be a user ID.
pub(super) fn is_your_name(text: &str) -> bool {
    const OWNERS: [&str; 6] = ["your", "my", "insert", "replace", "enter", "paste"];
    const ENDINGS: [&str; 6] = ["_here", "-here", " here", "_HERE", "-HERE", " HERE"];
    // `my-user` and `my-brand` are names that people choose.
    const CHOSEN: [&str; 4] = ["user", "username", "brand", "tenant"];
    let Some((owner, rest)) = text.split_once(['_', '-', ' ', '.']) else {
        return false;
    };
    let name = ENDINGS.iter().find_map(|ending| rest.strip_suffix(ending));
    let name = name
        .unwrap_or(rest)
        .trim_start_matches(|c: char| c.is_ascii_digit());
    let is_chosen = owner.eq_ignore_ascii_case("my")
        && CHOSEN
            .iter()
            .any(|chosen| name.eq_ignore_ascii_case(chosen));
    OWNERS.iter().any(|known| known.eq_ignore_ascii_case(owner)) && names_value(name) && !is_chosen
}

/// Returns true for a parameter of a route or a query, such as `:user_id` and `:id`.
pub(super) fn is_route_parameter(text: &str) -> bool {
    text.strip_prefix(':')
        .is_some_and(|name| is_identifier(name) && names_value(name))
}

/// Returns true for an expression of Razor or Blade, such as `@user.id` and `@Model.UserId`. `@alice`
/// is a name.
pub(super) fn is_razor_expression(text: &str) -> bool {
    let path = text.strip_prefix('@').unwrap_or_default();
    let has_words = || path.contains(['.', '_']) || path.ends_with("Id") || path.ends_with("ID");
    path.split('.').all(is_identifier) && names_value(path) && has_words()
}

fn is_identifier(text: &str) -> bool {
    let is_start = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    text.bytes().next().is_some_and(is_start)
        && text
            .bytes()
            .all(|byte| is_start(byte) || byte.is_ascii_digit())
}

/// Returns true for a verb of printf: `%s`, `%1$s`, `%@` and `%(user_id)s`. `%41` is URL encoding.
pub(super) fn is_printf_verb(text: &str) -> bool {
    let rest = text.strip_prefix('%').unwrap_or_default();
    let flags = rest.trim_start_matches(|c: char| c.is_ascii_digit() || "-+.$[]*".contains(c));
    let named = flags
        .strip_prefix('(')
        .and_then(|name| name.split_once(')'));
    let verb = named.map_or(flags, |(_, verb)| verb);
    let letter = verb.trim_start_matches(['l', 'z', 'h']);
    letter.len() == 1 && letter.starts_with(|c| "sdiuvqxXTpfg@".contains(c))
}

/// Returns true for the text of an error of Go's `fmt`, such as `%!s(<nil>)` and `%!d(MISSING)`.
pub(super) fn is_go_verb_error(text: &str) -> bool {
    let rest = text.strip_prefix("%!").unwrap_or_default();
    rest.starts_with('(') || rest.get(1..).is_some_and(|rest| rest.starts_with('('))
}

/// Returns true for an arrow function of JavaScript, such as `() => user.id`.
pub(super) fn is_javascript_function(text: &str) -> bool {
    text.contains(")=>") || text.contains(") =>") || text == "()=>"
}

/// Returns true for what `Object.toString` of Java returns: `com.acme.User@1b6d3586`, `User@1b6d3586`
/// and `[B@1b6d3586`. E-mail addresses have no class name before the `@`.
pub(super) fn is_java_object(text: &str) -> bool {
    let Some((class, hash)) = text.rsplit_once('@') else {
        return false;
    };
    let is_lower_hex = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f');
    if hash.is_empty() || hash.len() > 8 || !hash.bytes().all(is_lower_hex) {
        return false;
    }
    let is_long = hash.len() > 5 && hash.bytes().any(|byte| byte.is_ascii_digit());
    let has_package = class.contains('.') && class.starts_with(|c: char| c.is_ascii_lowercase());
    let name = class.rsplit('.').next().unwrap_or_default();
    let is_class = name.starts_with(|c: char| c.is_ascii_uppercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_$/".contains(&byte));
    let is_object = is_class && (has_package || is_long && !class.contains('.'));
    is_object || is_java_array(class)
}

/// Returns true for the name that Java gives the class of an array: `[B`, `[[I` and
/// `[Ljava.lang.String;`.
fn is_java_array(class: &str) -> bool {
    let element = class.trim_start_matches('[');
    let is_primitive = matches!(element, "B" | "C" | "D" | "F" | "I" | "J" | "S" | "Z");
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"_$./".contains(&byte))
    };
    element.len() < class.len() && (is_primitive || between(element, "L", ";").is_some_and(is_name))
}

/// Returns true for what Python prints for an object, such as `<User object at 0x7f3c>`.
pub(super) fn is_python_object(text: &str) -> bool {
    const STARTS: [&str; 8] = [
        "coroutine ",
        "function ",
        "bound method ",
        "class ",
        "generator ",
        "module ",
        "built-in ",
        "property ",
    ];
    text.strip_prefix('<').is_some_and(|rest| {
        STARTS.iter().any(|start| rest.starts_with(start))
            || [" object at ", ": 0x", " at 0x", "MagicMock ", "Mock "]
                .iter()
                .any(|part| rest.contains(part))
    })
}

/// Returns true for a pointer of Go, such as `0xc000012345`. Addresses of other kinds are longer.
pub(super) fn is_go_pointer(text: &str) -> bool {
    text.len() == 12 && text.starts_with("0xc0")
}

/// Returns true for the name of a generic type of .NET, such as ``System.Lazy`1[System.String]``.
pub(super) fn is_generic_dotnet_type(text: &str) -> bool {
    text.split_once('`').is_some_and(|(name, rest)| {
        name.contains('.')
            && name.split('.').all(is_identifier)
            && rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.contains('[')
    })
}

/// Returns true for characters that hide a value, such as `***` and `••••`.
pub(super) fn is_mask(text: &str) -> bool {
    text.chars().count() > 2
        && text
            .chars()
            .all(|c| matches!(c, '*' | '•' | '●' | '∙' | '·'))
}

/// Returns true for a secret that is hidden in full or in part, such as `xxxx` and `pk_test_***`.
pub(super) fn is_masked_secret(text: &str) -> bool {
    let last = text.rsplit('_').next().unwrap_or_default();
    let is_hidden = last.len() > 2 && last.bytes().all(|byte| matches!(byte, b'x' | b'X'));
    is_hidden
        || ["***", "•••", "●●●"]
            .iter()
            .any(|mask| text.ends_with(mask))
}
