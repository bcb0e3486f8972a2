//! Shell variables in single quotes of curl and wget commands.

use std::ops::Range;

use crate::{
    inspect::Severity,
    scan::{
        file_kind::FileKind,
        finding::SourceFinding,
        marks::Mark,
        shell::{
            MAX_COMMAND, Quoted, has_commands, is_command, is_manifest, quoted_here_document,
            read_command,
        },
        source::{Source, contains_ignoring_case},
    },
};

/// The texts that make a command one for Courier.
const COURIER: [&str; 2] = ["courier", "issue-token"];

/// Checks the curl command whose name begins at a position. Returns its findings and its end.
pub(in crate::scan) fn check(source: &Source<'_>, at: usize) -> (Vec<SourceFinding>, usize) {
    let text = source.text;
    let skipped = (Vec::new(), at + 4);
    if !has_commands(source) || !is_command(source, at) {
        return skipped;
    }
    let (quoted, end) = read_command(source, at);
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

/// Checks the text that a shell assigns to a variable in single quotes, around a scope: `BODY='{"scope": …}'`.
/// Returns the findings and the end of the text.
pub(in crate::scan) fn check_assignment(
    source: &Source<'_>,
    at: usize,
) -> Option<(Vec<SourceFinding>, usize)> {
    if source.kind != FileKind::Shell || source.is_prose(at) {
        return None;
    }
    let text = source.text;
    let before = source.shortly_before(at);
    let (name, content) = before.split_once("='")?;
    let start = at - content.len();
    let limit = text.floor_char_boundary((at + MAX_COMMAND).min(text.len()));
    let end = at + text[at..limit].find('\'')?;
    let name = name.trim_start();
    let declared = ["export ", "local ", "readonly "]
        .iter()
        .find_map(|word| name.strip_prefix(word));
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_assignment = declared.unwrap_or(name).chars().all(is_name);
    if !is_assignment || content.contains('\'') || source.has(Mark::ShellReplacement) {
        return None;
    }
    let quoted = Quoted {
        content: start..end,
    };
    Some((unexpanded(source, &quoted), end))
}

/// Reports each variable of an argument. One fix corrects them all.
fn unexpanded(source: &Source<'_>, argument: &Quoted) -> Vec<SourceFinding> {
    let content = &source.text[argument.content.clone()];
    // GraphQL has variables of its own.
    let is_graphql = ["query", "mutation", "subscription"]
        .iter()
        .any(|word| content.contains(word));
    let is_shell_variable = |range: &Range<usize>| {
        if is_makefile(source) && !content[..range.start].ends_with('$') {
            return false;
        }
        let after = content[range.end..].trim_start_matches('"').trim_start();
        let is_json_key = after.starts_with(':') && content[..range.start].ends_with('"');
        !is_json_key && (!is_graphql || is_constant(&content[range.clone()]))
    };
    let severity = match source.kind {
        FileKind::Document => Severity::Warning,
        _ => Severity::Error,
    };
    let escaped = in_double_quotes(source, content);
    let outer = argument.content.start - 1..argument.content.end + 1;
    // A command in a string of JSON has a backslash before each quote.
    let quote = if is_manifest(source) { "\\\"" } else { "\"" };
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
            .fix(outer.clone(), format!("{quote}{escaped}{quote}"))
        });
    findings.collect()
}

/// Returns a text as it is written in double quotes, in which only the variables are replaced.
fn in_double_quotes(source: &Source<'_>, content: &str) -> String {
    let add = |escaped: &mut String, text: &str| {
        for c in text.chars() {
            if matches!(c, '\\' | '"' | '`' | '$') {
                escaped.push('\\');
            }
            escaped.push(c);
        }
    };
    let mut escaped = String::new();
    let mut at = 0;
    for variable in variables(content) {
        // In a Makefile, the variable has two signs.
        let has_two = is_makefile(source) && content[..variable.start].ends_with('$');
        let start = variable.start - usize::from(has_two);
        add(&mut escaped, &content[at..start]);
        escaped.push_str(&content[start..variable.end]);
        at = variable.end;
    }
    add(&mut escaped, &content[at..]);
    escaped
}

/// Returns true for a Makefile, in which `$$NAME` is a variable of the shell, and `$NAME` one of make.
fn is_makefile(source: &Source<'_>) -> bool {
    source.file_name() == "Makefile" || source.extension() == "mk"
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

/// Returns the ranges of `$NAME` and `${NAME}` in a text. Those within another one do not count.
fn variables(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut position = 0;
    std::iter::from_fn(move || {
        while let Some(found) = memchr::memchr(b'$', &text.as_bytes()[position..]) {
            let at = position + found;
            if let Some(end) = variable_end(text, at) {
                position = end;
                return Some(at..end);
            }
            position = at + 1;
        }
        None
    })
}

/// Returns the end of the variable whose `$` is at a position, `None` if there is none.
fn variable_end(text: &str, at: usize) -> Option<usize> {
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
    (starts && is_closed).then(|| at + 1 + braces + length + close)
}
