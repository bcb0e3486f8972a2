//! The page of a rule (`explain RULE`): what the rule finds, why it matters, an example that fails
//! and one that passes, and how to fix it.

use std::{
    io::{self, Write},
    ops::Range,
};

use chrono::DateTime;

use super::{
    Paint, Palette,
    page::{MAX_WIDTH, page_width, sentences, wrapped, write_title},
};
use crate::{
    client_behaviors::ClientBehavior,
    inspect::{
        Finding, Rule, ServerBehavior, Severity,
        example::{Example, Excerpt, NOW},
        example_finding,
    },
    scan,
};

/// The maximum width of a line of an example that is marked, unless it cannot be shortened. Narrow
/// terminals show carets at the wrong place if they have to wrap the line.
const MAX_MARKED_WIDTH: usize = 60;

/// The minimum width of a note that begins under the carets.
const MIN_NOTE_WIDTH: usize = 30;

/// The scopes of the Inbox, which long examples leave out.
const INBOX_SCOPES: &str = "inbox:read:messages inbox:write:events";

/// A problem that a rule reports about an example.
struct Problem {
    severity: Severity,
    message: String,
}

/// The lines of an example, with a mark in one of them.
struct Snippet {
    lines: Vec<String>,
    marked_line: usize,
    mark: Range<usize>,
}

/// Writes the pages of rules for a terminal of this width, `None` if it is not known.
pub(crate) fn write_all(
    out: &mut dyn Write,
    palette: Palette,
    width: Option<usize>,
    rules: &[&Rule],
) -> io::Result<()> {
    let width = page_width(width);
    for (at, rule) in rules.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        write(out, palette, width, rule)?;
    }
    Ok(())
}

fn write(out: &mut dyn Write, palette: Palette, width: usize, rule: &Rule) -> io::Result<()> {
    let name = palette.paint(Paint::Strong, &format!("{} {}", rule.code, rule.name));
    let severity = palette.paint(Paint::of(rule.severity), rule.severity.name());
    let effect = if rule.is_about_tokens() {
        server(rule.server)
    } else {
        "found by `courier-auth scan`"
    };
    writeln!(out, "{name} ({severity}; {effect})")?;
    writeln!(out, "{}", wrapped("", rule.summary, width))?;

    write_title(out, palette, "Why it matters")?;
    writeln!(out, "{}", wrapped("  ", &sentences(rule.why), width))?;

    write_title(out, palette, "Example that fails")?;
    write_condition(out, rule, rule.bad)?;
    let (failing, problem) = failing_example(rule);
    for (at, line) in failing.lines.iter().enumerate() {
        writeln!(out, "{line}")?;
        if let Some(problem) = problem.as_ref().filter(|_| at == failing.marked_line) {
            write_mark(out, palette, width, &failing.mark, problem)?;
        }
    }

    write_title(out, palette, "Example that passes")?;
    write_condition(out, rule, rule.good)?;
    let passing = match rule.good {
        Example::Source { .. } => Snippet::source(rule.good, 0..0),
        example => Snippet::new(example.excerpt(), None),
    };
    for line in passing.lines {
        writeln!(out, "{line}")?;
    }

    write_title(out, palette, "How to fix it")?;
    writeln!(out, "{}", wrapped("  ", &sentences(rule.fix), width))?;

    let behaviors = ClientBehavior::of_rule(rule.name).map(|behavior| behavior.name);
    let behaviors: Vec<&str> = behaviors.collect();
    if behaviors.is_empty() {
        return Ok(());
    }
    let title = "Behaviors of Courier's clients (courier-auth explain NAME)";
    write_title(out, palette, title)?;
    writeln!(out, "{}", wrapped("  ", &behaviors.join(", "), width))
}

/// Returns the example that fails, and what the rule reports about it.
fn failing_example(rule: &Rule) -> (Snippet, Option<Problem>) {
    if let Example::Source { .. } = rule.bad {
        let finding = scan::example_finding(rule, rule.bad);
        let mark = finding
            .as_ref()
            .map_or(0..0, |finding| finding.range.clone());
        let problem = finding.map(|finding| Problem {
            severity: finding.severity,
            message: finding.message,
        });
        return (Snippet::source(rule.bad, mark), problem);
    }
    let finding = example_finding(rule, rule.bad);
    let snippet = Snippet::new(rule.bad.excerpt(), finding.as_ref());
    let problem = finding.map(|finding| Problem {
        severity: finding.severity,
        message: finding.message,
    });
    (snippet, problem)
}

/// Writes the time or the options of `inspect` that the result of an example depends on.
fn write_condition(out: &mut dyn Write, rule: &Rule, example: Example) -> io::Result<()> {
    let options = example.options().join(" ");
    match example {
        Example::Source { path, .. } => writeln!(out, "  {path}:"),
        Example::Verified { key_is_right: true } => {
            writeln!(
                out,
                "  inspect {options} (with the key that signed the token)"
            )
        }
        Example::Verified { .. } => writeln!(out, "  inspect {options} (with a different key)"),
        _ if rule.code.starts_with("CA2") => {
            let date = DateTime::from_timestamp(NOW, 0).unwrap_or_default();
            writeln!(
                out,
                "  now: {NOW} ({})",
                date.format("%Y-%m-%d %H:%M:%S UTC")
            )
        }
        _ if options.is_empty() => Ok(()),
        _ => writeln!(out, "  inspect {options}"),
    }
}

/// Describes what Courier's servers do with a token that has the fault.
fn server(server: ServerBehavior) -> &'static str {
    match server {
        ServerBehavior::Refuses => "Courier rejects the token",
        ServerBehavior::Serves => "Courier accepts the token",
        ServerBehavior::Depends => "the result depends on the request",
    }
}

/// Writes carets under the mark and the message of the finding: beside them if it fits, else under
/// them.
fn write_mark(
    out: &mut dyn Write,
    palette: Palette,
    width: usize,
    mark: &Range<usize>,
    problem: &Problem,
) -> io::Result<()> {
    let paint = |text: &str| palette.paint(Paint::of(problem.severity), text);
    let indent = " ".repeat(mark.start);
    let carets = "^".repeat(mark.len());
    let message = problem.message.as_str();
    if mark.end + 1 + message.len() <= width {
        return writeln!(out, "{indent}{}", paint(&format!("{carets} {message}")));
    }
    writeln!(out, "{indent}{}", paint(&carets))?;
    let indent = if mark.start + MIN_NOTE_WIDTH <= width {
        indent
    } else {
        "    ".to_owned()
    };
    for line in textwrap::wrap(message, width - indent.len()) {
        writeln!(out, "{indent}{}", paint(&line))?;
    }
    Ok(())
}

impl Snippet {
    /// Lays out source code of one line, with a mark at this range. A token is shown shortened, and a
    /// mark on it covers what is shown.
    fn source(example: Example, mark: Range<usize>) -> Self {
        let shown = example.to_string();
        let Example::Source { text, .. } = example else {
            return Self::new(example.excerpt(), None);
        };
        let after = text.len() - (text.find("TOKEN").or(text.find("API_KEY'"))).map_or(0, |at| at);
        let is_shortened = text
            .get(mark.start..)
            .is_some_and(|rest| rest.len() == after);
        let end = match text[mark.start.min(text.len())..].find(['\'', '"']) {
            Some(length) if is_shortened => shown.len() - (text.len() - mark.start - length),
            _ => mark.end,
        };
        Self {
            marked_line: 0,
            mark: mark.start + 2..end + 2,
            lines: vec![format!("  {shown}")],
        }
    }

    /// Lays out an excerpt, with the mark where the finding is.
    fn new(excerpt: Excerpt, finding: Option<&Finding>) -> Self {
        match excerpt {
            Excerpt::Text { part, text, mark } => {
                let start = part.map_or_else(|| "  ".to_owned(), |part| format!("  {part}: "));
                // A caret after the text marks a missing part.
                let mark = mark.start..mark.end.max(mark.start + 1);
                Self {
                    marked_line: 0,
                    mark: start.len() + mark.start..start.len() + mark.end,
                    lines: vec![start + &text],
                }
            }
            Excerpt::Members { part, members } => Self::members(part, members, finding),
        }
    }

    fn members(
        part: Option<&str>,
        members: Vec<(String, String)>,
        finding: Option<&Finding>,
    ) -> Self {
        let marked = finding.and_then(|finding| match finding.claim.as_deref() {
            Some(claim) => members.iter().rposition(|(name, _)| name == claim),
            None => Some(0),
        });
        let last = members.len().saturating_sub(1);
        let mut snippet = Self {
            lines: vec![part.map_or_else(|| "  {".to_owned(), |part| format!("  {part}: {{"))],
            marked_line: marked.unwrap_or(last) + 1,
            mark: 0..0,
        };
        let max_width = finding.map_or(MAX_WIDTH, |_| MAX_MARKED_WIDTH);
        for (at, (name, mut value)) in members.into_iter().enumerate() {
            let start = format!("    \"{name}\": ");
            // The span is a range of the string, which follows a quote.
            let mut mark = match finding.and_then(|finding| finding.span.clone()) {
                Some(span) if marked == Some(at) => span.start + 1..span.end + 1,
                _ if marked == Some(at) => 0..value.len(),
                _ => value.len()..value.len() + 1,
            };
            if start.len() + value.len() > max_width {
                leave_out_inbox_scopes(&mut value, &mut mark);
            }
            if at + 1 == snippet.marked_line {
                snippet.mark = start.len() + mark.start..start.len() + mark.end;
            }
            let comma = if at == last { "" } else { "," };
            snippet.lines.push(format!("{start}{value}{comma}"));
        }
        snippet.lines.push("  }".to_owned());
        snippet
    }
}

/// Replaces the scopes of the Inbox with `...`, unless they are marked, and moves the mark along.
fn leave_out_inbox_scopes(value: &mut String, mark: &mut Range<usize>) {
    let Some(start) = value.find(INBOX_SCOPES) else {
        return;
    };
    let end = start + INBOX_SCOPES.len();
    if mark.start >= end {
        let removed = INBOX_SCOPES.len() - "...".len();
        *mark = mark.start - removed..mark.end - removed;
    } else if mark.end > start {
        return;
    }
    value.replace_range(start..end, "...");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::rules;

    fn page(rule: &Rule, width: usize) -> String {
        let mut out = Vec::new();
        write(&mut out, Palette::PLAIN, width, rule).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn every_page_fits_a_screen_and_marks_the_fault() {
        for (rule, width) in rules::all().flat_map(|rule| [(rule, 80), (rule, 60)]) {
            let page = page(rule, width);
            assert!(page.lines().count() <= 40, "{page}");
            // Examples and long words are not wrapped.
            let is_wrapped = |line: &&str| {
                !line.starts_with("    \"") && !line.contains("eyJ") && line.trim().contains(". ")
            };
            let mut prose = page.lines().filter(is_wrapped);
            assert!(prose.all(|line| line.chars().count() <= width), "{page}");
            assert!(
                page.lines().all(|line| line.chars().count() <= 80),
                "{page}"
            );
            assert_eq!(page.matches(" ^").count(), 1, "{page}");
            assert!(!page.contains("[fp:"), "{page}");
        }
    }

    #[test]
    fn the_shown_examples_fail_and_pass() {
        for rule in rules::all() {
            let (_, finding) = failing_example(rule);
            let finding = finding.unwrap();
            let passes = match rule.good {
                Example::Source { .. } => scan::example_finding(rule, rule.good).is_none(),
                example => example_finding(rule, example).is_none(),
            };
            assert!(passes, "{}", rule.code);
            let page = page(rule, 1_000);
            assert!(page.contains(&format!("^ {}\n", finding.message)), "{page}");
            let (_, examples) = page.split_once("that fails\n").unwrap();
            let (bad, good) = examples.split_once("that passes\n").unwrap();
            let shown = |text: &str| {
                text.lines()
                    .filter(|line| !line.contains('^'))
                    .collect::<String>()
            };
            assert!(
                !shown(bad).starts_with(&shown(good)),
                "the examples look the same: {page}"
            );
        }
    }

    #[test]
    fn the_mark_is_under_the_decisive_text() {
        let rows = [
            ("missing-scope", r#""user_id:alice inbox:read:messages""#),
            ("unknown-scope", "read:everything"),
            ("bad-separator", "inbox:read:messages,inbox:write:events"),
            ("empty-user", "user_id:"),
            ("user-mismatch", "user_id:alice"),
            ("wrong-alg", r#""RS256""#),
            ("wrapped-token", "Bearer"),
            ("bad-signature-length", "c2lnbmF0dXJl"),
            ("no-expiry", ""),
            ("bad-json", "[]"),
            (
                "committed-token",
                "eyJhbGci...9.eyJzY29w...9.ZmFrZS1z...MTI",
            ),
            ("committed-key", "pk_prod_..."),
            ("published-key", "NEXT_PUBLIC_COURIER_API_KEY"),
            ("unexpanded-variable", "$KEY"),
        ];
        for (name, expected) in rows {
            let page = page(rules::find(name).unwrap(), 80);
            let lines: Vec<&str> = page.lines().collect();
            let at = lines.iter().position(|line| line.contains('^')).unwrap();
            let start = lines[at].find('^').unwrap();
            let length = lines[at].matches('^').count();
            let marked = lines[at - 1].get(start..start + length).unwrap_or_default();
            assert_eq!(marked, expected, "{page}");
        }
    }
}
