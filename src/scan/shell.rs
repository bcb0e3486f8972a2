//! Commands of a shell: where one begins and ends, and its arguments in single quotes.

use std::ops::Range;

use super::source::Source;

/// The maximum length of a command.
pub(super) const MAX_COMMAND: usize = 8 * 1024;

/// The programs that send HTTP requests, as a command begins.
const PROGRAMS: [&str; 8] = [
    "curl",
    "wget",
    "http POST",
    "http post",
    "https POST",
    "https post",
    "xh POST",
    "xh post",
];

/// An argument in single quotes.
pub(super) struct Quoted {
    /// The range between the quotes.
    pub(super) content: Range<usize>,
}

/// Returns the range of the command that contains a position.
pub(super) fn command_around(source: &Source<'_>, at: usize) -> Option<Range<usize>> {
    if !has_commands(source) {
        return None;
    }
    let text = source.text;
    let limit = text.ceil_char_boundary(at.saturating_sub(MAX_COMMAND / 4));
    let before = &text[limit..at];
    let starts = PROGRAMS.iter().filter_map(|program| before.rfind(program));
    let start = limit + starts.max()?;
    let (_, end) = read_command(source, start);
    (is_command(source, start) && at < end).then_some(start..end)
}

/// Returns true if a file can contain shell commands.
pub(super) fn has_commands(source: &Source<'_>) -> bool {
    source.kind.has_shell_commands() || is_manifest(source)
}

/// Returns true for a file with shell commands in strings of JSON.
pub(super) fn is_manifest(source: &Source<'_>) -> bool {
    ["package.json", "composer.json", "deno.json", "tasks.json"].contains(&source.file_name())
}

/// Returns true if a command begins at a position, and the shell reads its quotes as such. In double
/// quotes, in a here-document and in a Compose file, variables in single quotes are replaced.
pub(super) fn is_command(source: &Source<'_>, at: usize) -> bool {
    let text = source.text;
    let before = source.shortly_before(at);
    let is_in_double_quotes = before.matches('"').count() % 2 == 1 && !is_manifest(source);
    let is_compose = source.file_name().contains("compose");
    if is_in_double_quotes || is_compose || source.is_in_here_document(at) {
        return false;
    }
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.');
    let is_program = PROGRAMS.iter().any(|program| {
        let rest = text[at..].strip_prefix(program);
        rest.is_some_and(|rest| rest.starts_with([' ', '\t', '\\', '\n']))
    });
    is_program && !text[..at].ends_with(is_word) && !source.is_prose(at)
}

/// Reads a command to its end: a line break without a backslash, or an operator. Returns the arguments
/// in single quotes.
pub(super) fn read_command(source: &Source<'_>, start: usize) -> (Vec<Quoted>, usize) {
    let text = source.text;
    let bytes = text.as_bytes();
    let limit = text.floor_char_boundary((start + MAX_COMMAND).min(text.len()));
    let mut quoted = Vec::new();
    let mut at = start;
    let is_in_single_quotes = source.shortly_before(start).matches('\'').count() % 2 == 1;
    while at < limit {
        match bytes[at] {
            // The end of the text that contains the command, as in `sh -c 'curl …'`.
            b'\'' if is_in_single_quotes => break,
            b'"' if is_manifest(source) => break,
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

/// Returns the here-document of a command whose word is in quotes, as in `<<'EOF'`.
pub(super) fn quoted_here_document(text: &str, command: Range<usize>) -> Option<Range<usize>> {
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
