//! Shell variables in single quotes of curl and wget commands.

use std::ops::Range;

use crate::{
    inspect::Severity,
    scan::{
        file_kind::FileKind,
        finding::SourceFinding,
        source::{Source, contains_ignoring_case},
    },
};

/// The maximum length of a command.
const MAX_COMMAND: usize = 8 * 1024;

/// The maximum length of the text before a command in its line that is looked at.
const MAX_BEFORE: usize = 1_000;

/// The texts that make a command one for Courier.
const COURIER: [&str; 2] = ["courier", "issue-token"];

/// An argument in single quotes.
struct Quoted {
    /// The range between the quotes.
    content: Range<usize>,
}

/// Checks the curl command whose name begins at a position. Returns its findings and its end.
pub(in crate::scan) fn check(source: &Source<'_>, at: usize) -> (Vec<SourceFinding>, usize) {
    let text = source.text;
    let skipped = (Vec::new(), at + 4);
    if !source.kind.has_shell_commands() || !is_command(source, at) {
        return skipped;
    }
    let (quoted, end) = read_command(text, at);
    let command = &text[at..end];
    if !COURIER
        .iter()
        .any(|word| contains_ignoring_case(command, word))
    {
        return (Vec::new(), end);
    }
    let mut findings: Vec<_> = quoted
        .iter()
        .flat_map(|argument| unexpanded(source, argument))
        .collect();
    if let Some(document) = quoted_here_document(text, at..end) {
        findings.extend(unexpanded_in_document(source, &document));
    }
    (findings, end)
}

/// Returns the range of the curl command that contains a position.
pub(in crate::scan) fn command_around(source: &Source<'_>, at: usize) -> Option<Range<usize>> {
    if !source.kind.has_shell_commands() {
        return None;
    }
    let text = source.text;
    let limit = text.ceil_char_boundary(at.saturating_sub(MAX_COMMAND / 4));
    let before = &text[limit..at];
    let start = limit + before.rfind("curl").max(before.rfind("wget"))?;
    let (_, end) = read_command(text, start);
    (is_command(source, start) && at < end).then_some(start..end)
}

/// Returns true if a curl command begins at a position, and the shell reads its quotes as such. In
/// double quotes, in a here-document and in a Compose file, variables in single quotes are replaced.
fn is_command(source: &Source<'_>, at: usize) -> bool {
    let text = source.text;
    let before = before(text, at);
    let is_in_double_quotes = before.matches('"').count() % 2 == 1;
    let file = source.path.rsplit('/').next().unwrap_or_default();
    if is_in_double_quotes || file.contains("compose") || source.is_in_here_document(at) {
        return false;
    }
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.');
    !text[..at].ends_with(is_word)
        && text[at + 4..].starts_with([' ', '\t', '\\', '\n'])
        && !source.is_prose(at)
}

/// Returns the text before a command in its line.
fn before(text: &str, at: usize) -> &str {
    let start = text.ceil_char_boundary(at.saturating_sub(MAX_BEFORE));
    let line = text[start..at]
        .rfind('\n')
        .map_or(start, |end| start + end + 1);
    &text[line..at]
}

/// Reads a command to its end: a line break without a backslash, or an operator. Returns the arguments
/// in single quotes.
fn read_command(text: &str, start: usize) -> (Vec<Quoted>, usize) {
    let bytes = text.as_bytes();
    let limit = text.floor_char_boundary((start + MAX_COMMAND).min(text.len()));
    let mut quoted = Vec::new();
    let mut at = start;
    let is_in_single_quotes = before(text, start).matches('\'').count() % 2 == 1;
    while at < limit {
        match bytes[at] {
            // The end of the text that contains the command, as in `sh -c 'curl …'`.
            b'\'' if is_in_single_quotes => break,
            // Some documents forget the backslash before an option.
            b'\n' if text[at..].trim_start().starts_with(['-', '\'', '"']) => at += 1,
            b'\n' | b';' | b'|' | b'&' | b'`' => break,
            b'\\' => at += 2,
            b'\'' => {
                let Some(length) = memchr::memchr(b'\'', &bytes[at + 1..limit]) else {
                    break;
                };
                quoted.push(Quoted {
                    content: at + 1..at + 1 + length,
                });
                at += length + 2;
            }
            b'"' => at = double_quoted_end(text, at + 1, limit),
            b'$' if text[at..].starts_with("$(") => at = substitution_end(text, at, limit),
            _ => at += 1,
        }
    }
    (quoted, text.ceil_char_boundary(at.min(limit)))
}

/// Returns the position after the double quote that ends an argument.
fn double_quoted_end(text: &str, start: usize, limit: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < limit {
        match bytes[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            b'$' if text[at..].starts_with("$(") => at = substitution_end(text, at, limit),
            _ => at += 1,
        }
    }
    limit
}

/// Returns the position after `$(…)`, whose quotes belong to another command.
fn substitution_end(text: &str, start: usize, limit: usize) -> usize {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut at = start;
    while at < limit {
        match bytes[at] {
            b'\\' => at += 1,
            b'\'' => {
                let length = memchr::memchr(b'\'', &bytes[at + 1..limit]);
                at += length.map_or(0, |length| length + 1);
            }
            b'(' => depth += 1,
            b')' if depth <= 1 => return at + 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    limit
}

/// Reports each variable of an argument. One fix corrects them all.
fn unexpanded(source: &Source<'_>, argument: &Quoted) -> Vec<SourceFinding> {
    let content = &source.text[argument.content.clone()];
    // GraphQL has variables of its own.
    let is_graphql = ["query", "mutation", "subscription"]
        .iter()
        .any(|word| content.contains(word));
    let is_shell_variable = |range: &Range<usize>| {
        let after = content[range.end..].trim_start_matches('"').trim_start();
        let is_json_key = after.starts_with(':') && content[..range.start].ends_with('"');
        !is_json_key && (!is_graphql || is_constant(&content[range.clone()]))
    };
    let severity = match source.kind {
        FileKind::Document => Severity::Warning,
        _ => Severity::Error,
    };
    let escaped = content.replace('\\', "\\\\").replace('"', "\\\"");
    let outer = argument.content.start - 1..argument.content.end + 1;
    let findings = variables(content)
        .filter(is_shell_variable)
        .map(|variable| {
            let start = argument.content.start + variable.start;
            let message = format!(
                "the shell does not replace `{}` in single quotes",
                &content[variable.clone()]
            );
            SourceFinding::new(
                "unexpanded-variable",
                start..start + variable.len(),
                message,
            )
            .severity(severity)
            .help("use double quotes, and a backslash before each double quote in them")
            .fix(outer.clone(), format!("\"{escaped}\""))
        });
    findings.collect()
}

/// Returns the here-document of a command whose word is in quotes, as in `<<'EOF'`.
fn quoted_here_document(text: &str, command: Range<usize>) -> Option<Range<usize>> {
    let (_, after) = text[command.clone()].split_once("<<")?;
    let after = after.trim_start_matches(['-', ' ']);
    let quote = after.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let word = after[1..].split(quote).next()?;
    let start = command.end + text[command.end..].find('\n')? + 1;
    let limit = text.floor_char_boundary((start + MAX_COMMAND).min(text.len()));
    let mut end = start;
    for line in text[start..limit].split_inclusive('\n') {
        if line.trim() == word {
            return Some(start..end);
        }
        end += line.len();
    }
    None
}

/// Reports each variable of a here-document in which the shell replaces nothing.
fn unexpanded_in_document(source: &Source<'_>, document: &Range<usize>) -> Vec<SourceFinding> {
    let content = &source.text[document.clone()];
    let names = variables(content).filter(|range| is_constant(&content[range.clone()]));
    let findings = names.map(|variable| {
        let message = format!(
            "the shell does not replace `{}` in this here-document",
            &content[variable.clone()]
        );
        let start = document.start + variable.start;
        SourceFinding::new(
            "unexpanded-variable",
            start..start + variable.len(),
            message,
        )
        .help("remove the quotes around the word after `<<`")
    });
    findings.collect()
}

/// Returns true for a name in capital letters, as environment variables have it.
fn is_constant(name: &str) -> bool {
    !name.contains(|c: char| c.is_ascii_lowercase())
}

/// Returns the ranges of `$NAME` and `${NAME}` in a text.
fn variables(text: &str) -> impl Iterator<Item = Range<usize>> {
    let dollars = text.match_indices('$').map(|(at, _)| at);
    dollars.filter_map(|at| {
        let rest = &text[at + 1..];
        let braces = usize::from(rest.starts_with('{'));
        let name = &rest[braces..];
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let length = name.find(|c| !is_name(c)).unwrap_or(name.len());
        let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let is_closed = braces == 0 || name[length..].starts_with(['}', ':', '-']);
        let close = if braces == 1 {
            name[length..].find('}')? + 1
        } else {
            0
        };
        (starts && is_closed).then(|| at..at + 1 + braces + length + close)
    })
}
