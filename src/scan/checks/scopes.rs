//! Scope strings, judged with the rules of `inspect`.

use std::ops::Range;

use serde_json::json;

use super::scope_fixes::{STAND_IN, is_separator};
use crate::{
    inspect::{EntryKind, Finding, Levels, Requirements, ScopeEntry, Severity, Subject, run_rules},
    scan::{
        features::features_of,
        file_kind::FileKind,
        finding::{Fix, SourceFinding},
        options::Options,
        source::Source,
        strings::{mapped::HOLE, scope_string::ScopeString},
    },
    text::shorten,
    token::{Object, scope::USER_PREFIX},
};

/// The maximum number of bytes after a scope in which its line can name another one.
const MAX_BESIDE: usize = 200;

impl ScopeString {
    /// Judges the scope string with the rules of `inspect`.
    pub(in crate::scan) fn check(
        &self,
        source: &Source<'_>,
        is_requested: bool,
        options: &Options,
    ) -> Vec<SourceFinding> {
        let text = self.expression.value.text();
        let planned = text.replace(HOLE, STAND_IN);
        let claims = json!({ "scope": planned }).to_string();
        let Ok(claims) = Object::parse(&claims) else {
            return Vec::new();
        };
        let names_user = planned.to_ascii_lowercase().contains(USER_PREFIX);
        let is_whole = !self.is_open() && (names_user || is_requested && self.is_named_scope);
        // Of a part of a scope nothing is required: the other parts may have it.
        let features = if is_whole {
            features_of(text, options)
        } else {
            Vec::new()
        };
        let requirements = Requirements::for_features(&features, options.now);
        let subject = Subject::planned(claims, &requirements);
        let report = run_rules(&subject, &Levels::default());
        let findings = report.findings.iter();
        let is_multiline = text.contains('\n');
        let mut has_separator = false;
        findings
            .filter(|finding| {
                is_decidable(finding, is_whole, source) || is_without_user(finding, text)
            })
            .filter(|finding| !self.is_named_beside(source, finding))
            .filter(|finding| !is_about_hole(finding, &subject, text))
            .filter(|finding| !self.expression.is_changed || !depends_on_spelling(finding))
            .filter(|finding| match finding.rule.name {
                // One separator is reported for all of them, and for the indentation.
                "bad-separator" => !std::mem::replace(&mut has_separator, true),
                "extra-space" => !is_multiline,
                _ => true,
            })
            .filter_map(|finding| self.source_finding(source, &subject, finding))
            .collect()
    }

    /// Returns true if the line of a scope names the scope that is missing in it, as a test does.
    fn is_named_beside(&self, source: &Source<'_>, finding: &Finding) -> bool {
        let is_missing = finding.rule.name == "missing-scope" && finding.span.is_none();
        let missing = finding.scope.as_deref().filter(|_| is_missing);
        let (Some(missing), Some(last)) = (missing, self.expression.literals.last()) else {
            return false;
        };
        let line = source.line_at(last.end);
        let end = source.text.floor_char_boundary(last.end + MAX_BESIDE);
        let rest = source.text.get(last.end..line.end.min(end));
        rest.is_some_and(|rest| rest.contains(missing))
    }

    fn source_finding(
        &self,
        source: &Source<'_>,
        subject: &Subject<'_>,
        finding: &Finding,
    ) -> Option<SourceFinding> {
        let value = &self.expression.value;
        let whole = self.expression.literals.first()?.clone();
        let span = finding.span.as_ref().filter(|span| !span.is_empty());
        let range = span
            .and_then(|span| value.source_range(span))
            .unwrap_or(whole);
        let range = self.decisive_range(finding).unwrap_or(range);
        let mut message = with_expressions(&finding.message, value.text());
        if finding.rule.name == "several-users" && value.text().contains(HOLE) {
            // The users are known only when the program runs.
            "the scope names several users, so Courier does not know which one is meant"
                .clone_into(&mut message);
        }
        let mut found = SourceFinding::new(finding.rule.name, range.clone(), shorten(&message));
        // Without a feature of the Inbox, it is only a note in a token.
        let is_legacy = finding.rule.name == "legacy-messages-scope";
        found.severity = if is_legacy {
            finding.rule.severity
        } else {
            finding.severity
        };
        found.help = finding
            .help
            .as_ref()
            .map(|help| with_expressions(help, value.text()));
        if finding.rule.name == "missing-scope" && span.is_none() {
            let missing = finding.scope.as_deref()?;
            found.fix = self.addition(source, missing).map(|(at, text)| Fix {
                range: at..at,
                text,
            });
            found.help = Some(format!("add `{missing}`"));
            return Some(found);
        }
        let Some(span) = span.cloned() else {
            return Some(found);
        };
        let separator = self.expression.separator.clone();
        if let Some(separator) = separator.filter(|separator| *separator == range) {
            let found = found.help("join the scopes with a space");
            let fix = match &source.text[separator.clone()] {
                // The separator is another argument.
                "implode" | "Enum.join" => return Some(found),
                call if call.ends_with("()") => {
                    let name = if call == "toString()" {
                        "join"
                    } else {
                        &call[..call.len() - 2]
                    };
                    match name {
                        "joined" => "joined(separator: \" \")".to_owned(),
                        "joinToString" => "joinToString(\" \")".to_owned(),
                        _ => format!("{name}(' ')"),
                    }
                }
                "join" => "join(' ')".to_owned(),
                // A block of YAML that keeps its line breaks.
                block if block.starts_with('|') => ">-".to_owned(),
                quotes if quotes.starts_with(['"', '\'', '`']) => {
                    format!("{0} {0}", &quotes[..1])
                }
                _ => " ".to_owned(),
            };
            return Some(found.fix(separator, fix));
        }
        if finding.rule.name == "missing-space" && self.decisive_range(finding).is_some() {
            return Some(found.help("add a space").fix(range.start..range.start, " "));
        }
        if finding.rule.name == "duplicate-scope"
            && let Some(removed) = self.with_space(source, &range)
        {
            return Some(found.fix(removed, ""));
        }
        if finding.rule.name == "bad-separator"
            && let Some((literal, text)) = self.separated_by_spaces(source, &range)
        {
            return Some(
                found
                    .help("separate the scopes with a space")
                    .fix(literal, text),
            );
        }
        if let Some(text) = self.correction(source, subject, &span, finding) {
            found.help.get_or_insert_with(|| format!("write `{text}`"));
            found = found.fix(range, text);
        }
        Some(found)
    }

    /// Returns the place that decides, for findings about what is between two parts: the wrong separator,
    /// or the part before which a space is missing.
    fn decisive_range(&self, finding: &Finding) -> Option<Range<usize>> {
        match finding.rule.name {
            "bad-separator" | "missing-space" if self.expression.separator.is_some() => {
                self.expression.separator.clone()
            }
            "bad-separator" if self.expression.literals.len() > 1 => {
                let span = finding.span.clone()?;
                let value = &self.expression.value;
                let at = span.start + value.text().get(span)?.find(is_separator)?;
                value.source_range(&(at..at + 1))
            }
            "missing-space" if self.expression.literals.len() > 1 => {
                let scope = finding.scope.as_deref()?;
                let span = finding.span.clone()?;
                let value = &self.expression.value;
                let at = span.start + value.text().get(span)?.find(scope)?;
                value.source_range(&(at..at + scope.len()))
            }
            _ => None,
        }
    }
}

/// Returns true if a finding can be decided from the source code.
fn is_decidable(finding: &Finding, is_whole: bool, source: &Source<'_>) -> bool {
    let name = finding.rule.name;
    let is_about_scope =
        finding.rule.code.starts_with("CA3") || finding.rule.code.starts_with("CA4");
    let needs_whole = [
        "missing-scope",
        "no-user",
        "user-only",
        "no-scope",
        "legacy-messages-scope",
        "extra-space",
        "broad-scope",
        "empty-user",
    ]
    .contains(&name);
    // A character that could not be read.
    let is_unreadable = name == "unsafe-user-id" && finding.message.contains('\u{fffd}');
    // A document names the places to fill in.
    let is_example = source.kind == FileKind::Document
        && (name.starts_with("placeholder-") || name == "wrapped-user-id");
    let is_minor =
        finding.severity == Severity::Note && ["missing-scope", "unsafe-user-id"].contains(&name);
    is_about_scope
        && (is_whole || !needs_whole)
        && !is_example
        && !is_unreadable
        && !is_minor
        && name != "made-for-create"
}

/// Returns true for a space between `user_id:` and the ID, whatever the ID is.
fn is_without_user(finding: &Finding, text: &str) -> bool {
    finding.rule.name == "empty-user" && text.contains("user_id: ")
}

/// Returns true if a finding is about an entry that is known only when the program runs.
fn is_about_hole(finding: &Finding, subject: &Subject<'_>, text: &str) -> bool {
    let Some(span) = &finding.span else {
        return false;
    };
    let contains_hole = |entry: &ScopeEntry| {
        text.get(entry.span.clone())
            .is_some_and(|entry| entry.contains(HOLE))
    };
    let overlaps = |entry: &&ScopeEntry| entry.span.start < span.end && span.start < entry.span.end;
    if finding.rule.name == "no-user" {
        return false;
    }
    let mut entries = subject.scope_entries.iter().filter(overlaps);
    entries.any(|entry| match entry.kind {
        EntryKind::User | EntryKind::Joined | EntryKind::MissingSpace | EntryKind::MixedTenant => {
            finding.rule.name == "split-user-id"
        }
        EntryKind::WrongCase => false,
        _ => contains_hole(entry),
    })
}

/// Returns true if a finding is about separators or placeholders, which a call may replace.
fn depends_on_spelling(finding: &Finding) -> bool {
    let name = finding.rule.name;
    ["bad-separator", "extra-space", "missing-space"].contains(&name)
        || name.starts_with("placeholder-")
}

/// Returns a message about a planned token as one about source code.
fn with_expressions(message: &str, text: &str) -> String {
    if text.contains(HOLE) {
        message.replace(STAND_IN, "…")
    } else {
        message.to_owned()
    }
}
