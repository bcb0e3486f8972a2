//! Findings with all that a report shows, so that the text of the file can be dropped.

use std::{ops::Range, sync::LazyLock};

use regex_lite::{Captures, Regex};
use sha2::{Digest as _, Sha256};

use super::{
    finding::{Fix, SourceFinding},
    source::Source,
};
use crate::{
    inspect::{Rule, Severity},
    redact::redact,
};

/// The maximum length of the part of a line that is kept before and after a finding.
const MAX_CONTEXT: usize = 160;

/// The number of bytes of a fingerprint.
const FINGERPRINT_LENGTH: usize = 8;

/// A finding with its position and the line of its place, without secrets.
#[derive(Debug, Clone)]
pub(crate) struct LocatedFinding {
    pub(crate) rule: &'static Rule,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    pub(crate) help: String,
    pub(crate) start: Position,
    /// The position after the last character.
    pub(crate) end: Position,
    pub(crate) excerpt: Excerpt,
    pub(crate) fix: Option<LocatedFix>,
    /// The hash of the rule, the path and the line without white space. It stays the same when other
    /// lines are added.
    pub(crate) fingerprint: String,
}

/// A position in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    /// The line, from 1.
    pub(crate) line: usize,
    /// The character in the line, from 1. A character is a Unicode code point.
    pub(crate) column: usize,
}

/// The line of a finding, or the part of a long line around it.
#[derive(Debug, Clone)]
pub(crate) struct Excerpt {
    pub(crate) text: String,
    /// The byte range of the finding in the text.
    pub(crate) span: Range<usize>,
}

/// A replacement of a part of the file.
#[derive(Debug, Clone)]
pub(crate) struct LocatedFix {
    pub(crate) start: Position,
    pub(crate) end: Position,
    /// `None` if it contains a secret, which must not be shown, nor be replaced in the file.
    pub(crate) text: Option<String>,
    /// The corrected line, `None` if the fix is not within one line.
    pub(crate) line: Option<String>,
}

impl LocatedFinding {
    pub(super) fn new(source: &Source<'_>, finding: SourceFinding) -> Self {
        let help = redact(finding.advice()).into_owned();
        let line = source.line_at(finding.range.start);
        let end = finding
            .range
            .end
            .clamp(finding.range.start, line.end.max(finding.range.start));
        let context = context(source.text, &line, &(finding.range.start..end));
        Self {
            rule: finding.rule,
            severity: finding.severity,
            message: redact(&finding.message).into_owned(),
            help,
            start: position(source, finding.range.start),
            end: position(source, end),
            excerpt: Excerpt::new(source.text, &context, &(finding.range.start..end)),
            fix: finding.fix.map(|fix| LocatedFix::new(source, &fix)),
            fingerprint: fingerprint(finding.rule, source.path, &source.text[context]),
        }
    }

    /// Distinguishes this finding from an equal one earlier in the file.
    pub(super) fn add_ordinal(&mut self, ordinal: usize) {
        if ordinal > 0 {
            self.fingerprint = hash([self.fingerprint.as_str(), &ordinal.to_string()]);
        }
    }

    /// Moves the finding behind the parts of the file that were read before: a number of lines, and of
    /// characters of a line that is not complete.
    pub(crate) fn move_behind(&mut self, lines: usize, columns: usize) {
        let fix = self.fix.iter_mut();
        let positions = fix.flat_map(|fix| [&mut fix.start, &mut fix.end]);
        for position in positions.chain([&mut self.start, &mut self.end]) {
            if position.line == 1 {
                position.column += columns;
            }
            position.line += lines;
        }
    }
}

impl Excerpt {
    fn new(text: &str, context: &Range<usize>, span: &Range<usize>) -> Self {
        let before = without_secrets(&text[context.start..span.start]);
        let marked = without_secrets(&text[span.clone()]);
        // The name of a variable can be marked, and its value follows.
        let rest = without_secrets(&text[span.start..context.end]);
        let after = match rest.strip_prefix(&marked) {
            Some(after) => after.to_owned(),
            None => without_secrets(&text[span.end..context.end]),
        };
        let span = before.len()..before.len() + marked.len();
        Self {
            text: before + &marked + &after,
            span,
        }
    }
}

impl LocatedFix {
    fn new(source: &Source<'_>, fix: &Fix) -> Self {
        let line = source.line_at(fix.range.start);
        let is_within = fix.range.end <= line.end;
        let context = context(source.text, &line, &fix.range);
        let corrected = || {
            let before = &source.text[context.start..fix.range.start];
            let after = &source.text[fix.range.end..context.end.max(fix.range.end)];
            without_secrets(&format!("{before}{}{after}", fix.text))
                .trim()
                .to_owned()
        };
        Self {
            start: position(source, fix.range.start),
            end: position(source, fix.range.end),
            line: (is_within && context == line).then(corrected),
            text: (without_secrets(&fix.text) == fix.text).then(|| fix.text.clone()),
        }
    }
}

fn position(source: &Source<'_>, at: usize) -> Position {
    let before = source.before_in_line(at);
    Position {
        line: source.line_index(at) + 1,
        column: before.chars().count() + 1,
    }
}

/// Returns the part of a line around a range.
fn context(text: &str, line: &Range<usize>, range: &Range<usize>) -> Range<usize> {
    let mut start = range.start.saturating_sub(MAX_CONTEXT).max(line.start);
    let mut end = (range.end + MAX_CONTEXT)
        .min(line.end)
        .max(range.end.min(text.len()));
    start = text.ceil_char_boundary(start);
    end = text.floor_char_boundary(end);
    // A part of a secret would not be recognized.
    if start > line.start {
        let word = &text[start..range.start];
        start += word.len() - word.trim_start_matches(is_part_of_word).len();
    }
    if end < line.end {
        let word = &text[range.end.min(end)..end];
        end -= word.len() - word.trim_end_matches(is_part_of_word).len();
    }
    start..end
}

/// Returns true if a character can be part of a secret in any spelling.
fn is_part_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.+/=%\\".contains(c)
}

/// Returns a text without secrets: also without those of other services that are recognized by their form or
/// place, and without the values of variables that are named like a key of Courier.
fn without_secrets(text: &str) -> String {
    static ASSIGNED: LazyLock<Regex> = LazyLock::new(|| {
        let name = r"(?i)(courier[\w.-]*(?:key|token|secret)[\w]*";
        let value = r#"['"]?\]?\s*[:=]+\s*['"]?)([A-Za-z0-9_+/=-]{16,})"#;
        Regex::new(&[name, value].concat()).expect("the pattern is valid")
    });
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        let password = r"(://[^/\s:@]{0,100}:)[^@\s/]{1,200}@";
        let key = r"\b((?:sk|rk|whsec|ghp|gho|ghs|glpat|npm|xox[a-z])[_-])[A-Za-z0-9_-]{8,}";
        let bearer = r"(?i)\b((?:bearer|basic) )[A-Za-z0-9+/_.=-]{12,}";
        let cookie = r#"(?i)(cookie: *)[^'"`\n]{1,1000}"#;
        let pattern = [password, key, bearer, cookie].join("|");
        Regex::new(&pattern).expect("the pattern is valid")
    });
    let redacted = redact(text);
    let redacted = OTHER.replace_all(&redacted, |found: &Captures<'_>| {
        let kept = (1..=4).find_map(|group| found.get(group));
        let kept = kept.map_or("", |kept| kept.as_str());
        let end = if found[0].ends_with('@') { "@" } else { "" };
        format!("{kept}***{end}")
    });
    let hidden = ASSIGNED.replace_all(&redacted, |found: &Captures<'_>| {
        // A name of another variable has no digits.
        let is_value = found[2].contains(|c: char| c.is_ascii_digit());
        format!("{}{}", &found[1], if is_value { "***" } else { &found[2] })
    });
    hidden.into_owned()
}

fn fingerprint(rule: &Rule, path: &str, line: &str) -> String {
    let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
    hash([rule.code, path, &words])
}

fn hash<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
        hash.update([0]);
    }
    base16ct::lower::encode_string(&hash.finalize()[..FINGERPRINT_LENGTH])
}
