//! Lists of literals, and the separator that joins them.

use std::ops::Range;

use super::{
    brackets::{matching, open_before},
    expression::Expression,
    literal::Literal,
    mapped::Mapped,
    operator::{operand_end, skip_space},
};
use crate::{
    scan::{
        file_kind::{FileKind, Language},
        source::{Source, key_before, word_around},
    },
    token::scope::USER_PREFIX,
};

/// The maximum distance from a list to the call that joins it.
const MAX_JOIN_DISTANCE: usize = 1_000;

/// Reads the list of literals around a position.
pub(super) fn list_around(source: &Source<'_>, at: usize) -> Option<Expression> {
    let text = source.text;
    let open = open_before(text, at)?;
    let close = matching(text, open)?;
    let is_element = text[open..at].trim_end().ends_with(['[', '(', '{', ',']);
    if !is_element || !is_list(text, open) {
        return None;
    }
    let separator = separator_before(source, open)
        .or_else(|| separator_after(source, open, close))
        .or_else(|| separator_elsewhere(source, open, close));
    let mut list = Expression::new(Mapped::default(), open..close + 1, Vec::new());
    list.is_open = separator.is_none();
    list.is_list = separator.is_none();
    list.separator = separator.as_ref().map(|separator| separator.range.clone());
    let separator = separator.map_or_else(|| " ".to_owned(), |separator| separator.text);
    let mut users = 0;
    let mut position = open + 1;
    loop {
        position = skip_space(text, position);
        if position >= close {
            break;
        }
        let end = if let Some(literal) = Literal::at(source, position) {
            if !list.value.text().is_empty() {
                list.value.push_virtual(&separator, position);
            }
            let element = Expression::starting_with(source, literal);
            users += usize::from(element.value.text().starts_with(USER_PREFIX));
            list.value.append(&element.value);
            list.is_open |= element.is_open;
            list.literals.extend(element.literals);
            element.range.end
        } else {
            list.is_open = true;
            operand_end(source, position)?.max(position + 1)
        };
        if end > close {
            // The bracket that ends the list is in a literal.
            return None;
        }
        let next = skip_space(text, end);
        if next >= close {
            break;
        }
        // A trailing condition or call belongs to no element that is known.
        if text.as_bytes()[next] != b',' {
            list.is_open = true;
        }
        position = text[next..close]
            .find(',')
            .map_or(close, |comma| next + comma + 1);
    }
    // A list of several users is a list of whole scopes.
    (!list.literals.is_empty() && users < 2).then_some(list)
}

/// Returns true if a bracket opens a list: `[`, and the calls and types that make one.
fn is_list(text: &str, open: usize) -> bool {
    const CALLS: [&str; 11] = [
        "listOf",
        "arrayOf",
        "List.of",
        "asList",
        "array",
        "Array.of",
        "Set.of",
        "setOf",
        "tuple",
        "list",
        "Stream.of",
    ];
    let before = text[..open].trim_end();
    match text.as_bytes()[open] {
        // `x[` is an index.
        b'[' => {
            !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ')' | ']'))
                || before.ends_with("return")
        }
        b'{' => {
            before.ends_with("string[]")
                || before.ends_with("new[]")
                || before.ends_with("[]string")
                || before.ends_with("String[]")
                || before.ends_with("<string>")
        }
        b'(' => CALLS.iter().any(|call| before.ends_with(call)),
        _ => false,
    }
}

/// The text between the elements of a list.
struct Separator {
    text: String,
    range: Range<usize>,
}

impl From<Literal> for Separator {
    fn from(literal: Literal) -> Self {
        let text = literal.value.text().to_owned();
        // An empty separator has no place of its own.
        let range = if text.is_empty() {
            literal.outer
        } else {
            literal.content
        };
        Self { text, range }
    }
}

/// Returns the separator of a list that is joined before it: `" ".join([`, `implode(' ', [`,
/// `String.join(" ", List.of(`.
fn separator_before(source: &Source<'_>, open: usize) -> Option<Separator> {
    let text = source.text;
    let before = text[..open].trim_end();
    if let Some(rest) = before.strip_suffix(".join(") {
        return Literal::ending_at(source, rest.len()).map(Separator::from);
    }
    // The name of the type, as in `new string[] {`.
    let is_type =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '[' | ']' | '<' | '>' | ' ');
    let end = before.len();
    let type_start = word_around(before, &(end..end), is_type).start;
    let rest = before[..type_start].strip_suffix(',')?;
    let call = open_before(text, rest.len())?;
    let name = text[..call].trim_end();
    let calls = ["implode", "join", "Join"];
    let is_join = calls.iter().any(|join| name.ends_with(join));
    let literal = is_join.then(|| Literal::ending_at(source, rest.len()));
    literal.flatten().map(Separator::from)
}

/// Returns the separator of a list that is joined after it: `].join(' ')`, `], " ")`.
fn separator_after(source: &Source<'_>, open: usize, close: usize) -> Option<Separator> {
    let text = source.text;
    let after = skip_space(text, close + 1);
    if let Some(separator) = joined_at(source, after) {
        return Some(separator);
    }
    // `strings.Join([]string{…}, " ")` and `Enum.join([…], " ")`.
    let is_type = |c: char| c.is_ascii_alphanumeric() || matches!(c, '[' | ']' | ' ');
    let before = &text[..word_around(text, &(open..open), is_type).start];
    let defaults = ["implode(", "Enum.join("];
    if let Some(call) = defaults.iter().find(|call| before.ends_with(**call))
        && text[after..].starts_with(')')
    {
        return Some(Separator {
            text: String::new(),
            range: before.len() - call.len()..before.len() - 1,
        });
    }
    let is_join = ["implode(", "oin("]
        .iter()
        .any(|call| before.ends_with(call));
    let is_next = is_join && text[after..].starts_with(',');
    let literal = is_next.then(|| Literal::at(source, skip_space(text, after + 1)));
    literal.flatten().map(Separator::from)
}

/// Returns the separator of a list that has a name and is joined later: `parts.join(' ')`.
fn separator_elsewhere(source: &Source<'_>, open: usize, close: usize) -> Option<Separator> {
    let text = source.text;
    let name = key_before(text, open)?;
    let end = text.floor_char_boundary((close + MAX_JOIN_DISTANCE).min(text.len()));
    let mut places = text[close..end].match_indices(name);
    places.find_map(|(at, _)| joined_at(source, close + at + name.len()))
}

/// Returns the length of a call that joins a list without naming a separator, and the separator of its
/// language.
fn default_join(kind: FileKind, rest: &str) -> Option<(usize, &'static str)> {
    use FileKind::Code;
    let joins: &[(&str, &str)] = match kind {
        Code(Language::JavaScript) => &[(".join()", ","), (".toString()", ",")],
        Code(Language::Java) => &[(".joinToString()", ", ")],
        Code(Language::Swift) => &[(".joined()", "")],
        Code(Language::Ruby) => &[(".join()", ""), (".join", "")],
        _ => &[(".join()", "")],
    };
    let (call, separator) = joins.iter().find(|(call, _)| rest.starts_with(call))?;
    // `.join(' ')` of Ruby names one.
    let names_separator = !call.ends_with(')') && rest[call.len()..].starts_with('(');
    (!names_separator).then_some((call.len(), *separator))
}

/// Returns the separator of the call at a position that joins a list.
fn joined_at(source: &Source<'_>, at: usize) -> Option<Separator> {
    const CALLS: [&str; 5] = [
        ".join(",
        ".joinToString(",
        ".joined(separator:",
        ".Join(",
        "* ",
    ];
    let rest = &source.text[at..];
    if let Some((call, text)) = default_join(source.kind, rest) {
        return Some(Separator {
            text: text.to_owned(),
            range: at + 1..at + call,
        });
    }
    let call = CALLS.iter().find(|call| rest.starts_with(**call))?;
    Literal::at(source, skip_space(source.text, at + call.len())).map(Separator::from)
}
