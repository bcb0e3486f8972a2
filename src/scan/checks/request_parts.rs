//! The parts of a file that belong to a request for a token: the arguments of the call, and the object or the
//! lines around a scope.

use std::ops::Range;

use crate::scan::{
    file_kind::{FileKind, Language},
    shell::command_around,
    source::{Source, word_around},
    strings::{
        brackets::{enclosing, matching, open_before},
        literal::Literal,
        operator::skip_space,
    },
};

/// The distance from a request within which its body may be made.
pub(super) const BODY_DISTANCE: usize = 2_000;

/// The maximum number of lines on each side of a scope that belong to it, in a file without brackets.
const MAX_LINES: usize = 10;

/// Returns the arguments of a call of an SDK whose name ends at a position. Some SDKs have a type for them,
/// such as `AuthIssueTokenParams`, with members or with a builder.
pub(super) fn sdk_arguments(source: &Source<'_>, name_end: usize) -> Option<Range<usize>> {
    let text = source.text;
    let rest = &text[name_end..];
    let suffix = rest.len()
        - rest
            .trim_start_matches(|c: char| c.is_ascii_alphanumeric())
            .len();
    let at = name_end + suffix;
    if text[at..].starts_with(".builder()") {
        let limit = text.floor_char_boundary((at + BODY_DISTANCE).min(text.len()));
        let end = text[at..limit].find(".build()")?;
        return Some(at..at + end);
    }
    let is_ruby = source.kind == FileKind::Code(Language::Ruby);
    if is_ruby && text[at..].starts_with(" scope:") {
        return Some(at..source.line_at(at).end);
    }
    let open = skip_space(text, at);
    let bracket = if suffix == 0 { '(' } else { '{' };
    let has_arguments = text[open..].starts_with(bracket);
    let close = has_arguments.then(|| matching(text, open)).flatten()?;
    Some(open + 1..close)
}

/// Returns the arguments of an HTTP request with the URL of the API.
pub(super) fn http_arguments(source: &Source<'_>, name: &Range<usize>) -> Option<Range<usize>> {
    if let Some(command) = command_around(source, name.start) {
        return Some(command);
    }
    let literal = Literal::around(source, name.start)?;
    enclosing(source.text, literal.outer.start)
        .filter(|range| source.text[..range.start].ends_with('('))
}

/// Returns the object, the arguments or the chain of calls that contain a scope.
pub(super) fn body_around(source: &Source<'_>, scope: &Range<usize>) -> Option<Range<usize>> {
    let text = source.text;
    let Some(range) = enclosing(text, scope.start) else {
        let command = command_around(source, scope.start);
        return command.or_else(|| lines_around(source, scope));
    };
    let before = text[..range.start - 1].trim_end();
    let is_chain = [".scope", ".put", ".addProperty", ".append", ".set"]
        .iter()
        .any(|call| before.ends_with(call));
    if !is_chain {
        return Some(range);
    }
    let statement = open_before(text, scope.start)?;
    let from = text.ceil_char_boundary(statement.saturating_sub(BODY_DISTANCE));
    let start = text[from..statement]
        .rfind([';', '{', '}'])
        .map_or(from, |end| from + end + 1);
    let to = text.floor_char_boundary((range.end + BODY_DISTANCE).min(text.len()));
    let end = text[range.end..to]
        .find([';', '}'])
        .map_or(to, |end| range.end + end);
    Some(start..end)
}

/// Returns the lines around a scope that are not indented less, in a file without brackets.
pub(super) fn lines_around(source: &Source<'_>, scope: &Range<usize>) -> Option<Range<usize>> {
    let has_members = matches!(
        source.kind,
        FileKind::Yaml | FileKind::Dotenv | FileKind::Code(Language::Other)
    );
    if !has_members {
        return None;
    }
    let index = source.line_index(scope.start);
    let indentation = |index: usize| {
        let line = &source.text[source.line_range(index)];
        let indentation = line.len() - line.trim_start().len();
        (!line.trim().is_empty()).then_some(indentation)
    };
    let own = indentation(index);
    let is_member = |index: &usize| indentation(*index) >= own;
    let first = (index.saturating_sub(MAX_LINES)..index)
        .rev()
        .take_while(is_member);
    let last = (index + 1..index + MAX_LINES).take_while(is_member);
    let start = first.last().unwrap_or(index);
    let end = last.last().unwrap_or(index);
    Some(source.line_range(start).start..source.line_range(end).end)
}

/// Returns the names of the members of an object, without those of objects in it.
pub(super) fn members<'t>(
    text: &'t str,
    object: &Range<usize>,
) -> impl Iterator<Item = Range<usize>> + 't {
    let (start, end) = (object.start, object.end);
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut is_next = true;
    (start..end).filter_map(move |at| {
        match bytes[at] {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => is_next = true,
            byte if depth == 0 && is_next && byte.is_ascii_alphabetic() => {
                is_next = false;
                let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let name_end = word_around(text, &(at..at), is_part).end.min(end);
                let after = text[name_end..end].trim_start_matches(['"', '\'', '\\', ' ']);
                let is_name = after.starts_with(':') || after.starts_with("=>");
                return is_name.then_some(at..name_end);
            }
            byte if !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'\\') => {
                is_next = false;
            }
            _ => {}
        }
        None
    })
}

/// Returns true if a part has a lifetime, and not the value with which a program says that there is none.
pub(super) fn has_lifetime(text: &str) -> bool {
    const NAMES: [&str; 3] = ["expires_in", "expiresin", "expires-in"];
    const NONE: [&str; 8] = [
        "null",
        "None",
        "nil",
        "undefined",
        "0",
        "false",
        "\"\"",
        "''",
    ];
    let lower = text.to_ascii_lowercase();
    let mut places = NAMES.iter().flat_map(|name| {
        let places = lower.match_indices(name);
        places.map(|(at, name)| at + name.len())
    });
    places.any(|end| {
        let after = text[end..].trim_start_matches(['"', '\'', '\\']);
        let after = after.trim_start_matches([' ', ':', '=', '>', '(']);
        !NONE.iter().any(|none| {
            let rest = after.strip_prefix(none);
            rest.is_some_and(|rest| {
                let rest = rest.trim_start();
                rest.is_empty() || rest.starts_with([',', '}', ')', ']'])
            })
        })
    })
}

/// Returns true if a part has a literal for `scope` that is certainly no scope of Courier.
pub(super) fn has_other_scope(text: &str) -> bool {
    let after = text.split_once("cope").map(|(_, after)| after);
    let value = after.map(|after| {
        after
            .trim_start_matches(['"', '\'', '\\', '?', ' '])
            .trim_start_matches([':', '=', '>', ' ', '('])
            .trim_start_matches(['f', '@', '$', '\\'])
    });
    let literal = value.and_then(|value| {
        let quote = value
            .chars()
            .next()
            .filter(|c| matches!(c, '"' | '\'' | '`'))?;
        value[1..].split(quote).next()
    });
    // A name in place of the scope, as in a reference, is no scope of another service.
    literal.is_some_and(|scope| {
        scope.contains(':')
            && !["user_id", "inbox", "$", "{", "%"]
                .iter()
                .any(|own| scope.contains(own))
    })
}

/// Returns true if a part has a value for `scope`, not only a type.
pub(super) fn has_scope(text: &str) -> bool {
    const TYPES: [&str; 6] = ["string", "String", "str", "&str", "Option", "undefined"];
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut places = text
        .match_indices("cope")
        .filter(|(at, _)| text[..*at].ends_with(['s', 'S']));
    places.any(|(at, word)| {
        let before = text[..at - 1].chars().next_back();
        let after = &text[at + word.len()..];
        if before.is_some_and(is_name) || after.starts_with(is_name) {
            return false;
        }
        let after = after.trim_start_matches(['"', '\'', '\\', '?', ' ']);
        let value = after.trim_start_matches([':', '=', '>', ' ', '(', ',']);
        let is_assigned = after.starts_with([':', '=', '(', ',', '}']) || after.starts_with("to ");
        let is_literal = value.starts_with(['"', '\'', '`']);
        let is_of_other_service = is_literal
            && !["user_id:", "inbox:"]
                .iter()
                .any(|scope| text.contains(scope));
        is_assigned && !is_of_other_service && !TYPES.iter().any(|name| value.starts_with(name))
    })
}
