//! Search for mistakes in source code, configuration, documents and logs, without knowledge of the
//! languages.
//!
//! [`may_have_findings`] rules out most files by a search for a few rare texts. [`scan`] looks closer:
//! [`places`] are positions at which a check begins. A check reads the [string](strings) around its
//! place, and looks at the brackets around it. The parts of a string that are known only when the program
//! runs are holes. What depends on a value that is defined elsewhere is not reported.
//!
//! The module is pure: it reads no files, and the time is one of the [`Options`].

mod checks;
mod client_code;
mod features;
mod file_kind;
mod finding;
mod located;
mod markdown;
mod marks;
mod needles;
mod options;
mod shell;
mod silence;
mod source;
mod strings;

use std::collections::{HashMap, HashSet};

use chrono::DateTime;

use checks::{endpoints::Hosts, keys, legacy, published, requests::Requests, tokens, variables};
pub(crate) use finding::SourceFinding;
pub(crate) use located::{LocatedFinding, Position};
pub(crate) use needles::may_have_findings;
pub(crate) use options::Options;

use needles::{Place, places};
use silence::Silences;
use source::Source;
use strings::scope_string;

use crate::{
    inspect::{
        MAX_LIFETIME, Rule,
        example::{Example, NOW, TENANT},
    },
    token::ApiKey,
};

/// The API key that signs the tokens of examples.
const EXAMPLE_KEY: &str = "pk_prod_FAKE";

/// The maximum number of findings of one file. A log can have millions.
pub(crate) const MAX_FINDINGS: usize = 1_000;

/// The result of scanning one file.
#[derive(Debug, Default)]
pub(crate) struct FileFindings {
    /// The findings, ordered by position.
    pub(crate) findings: Vec<LocatedFinding>,
    /// The number of findings that comments silence.
    pub(crate) silenced: usize,
    /// The unknown rules in such comments, with their lines, which count from 1.
    pub(crate) unknown_rules: Vec<(usize, String)>,
    /// True if there are more findings than are kept.
    pub(crate) is_truncated: bool,
}

/// Scans the text of a file, or of a part of it. Equal findings have equal fingerprints.
pub(crate) fn scan(path: &str, text: &str, options: &Options) -> FileFindings {
    let source = Source::new(path, text);
    let findings = find(&source, options);
    finish(&source, findings)
}

/// Returns what a rule reports about an example, `None` if it reports nothing.
pub(crate) fn example_finding(rule: &Rule, example: Example) -> Option<SourceFinding> {
    let Example::Source { path, .. } = example else {
        return None;
    };
    let key = ApiKey::new(EXAMPLE_KEY).ok()?;
    let text = example.text(&key, TENANT);
    let options = Options {
        now: DateTime::from_timestamp(NOW, 0)?,
        features: Vec::new(),
        max_lifetime: MAX_LIFETIME,
    };
    let findings = find(&Source::new(path, &text), &options);
    findings
        .into_iter()
        .find(|finding| finding.rule.code == rule.code)
}

/// Returns all findings, in no order.
fn find(source: &Source<'_>, options: &Options) -> Vec<SourceFinding> {
    let text = source.text;
    let mut findings = tokens::check(source, options);
    let mut requests = Requests::default();
    let mut hosts = Hosts::default();
    let mut variable_names = HashSet::new();
    let mut scope_strings = Vec::new();
    let mut legacy_finding: Option<SourceFinding> = None;
    // The ends of the last scope string and of the last command, which are not read twice.
    let (mut scope_end, mut command_end) = (0, 0);
    for (place, range) in places(text) {
        if findings.len() > MAX_FINDINGS {
            break;
        }
        let at = range.start;
        if place == Place::Scope
            && at >= command_end
            && let Some((found, end)) = variables::check_assignment(source, at)
        {
            command_end = end;
            findings.extend(found);
        }
        match place {
            Place::Scope if at >= scope_end => match scope_string::read(source, at) {
                Ok(scope) => {
                    scope_end = scope.expression.range.end;
                    requests.add_scope(source, &scope);
                    scope_strings.push(scope);
                }
                Err(end) => scope_end = end,
            },
            Place::ScopeName => requests.add_scope_name(source, &range),
            Place::Key => findings.extend(keys::check(source, at)),
            Place::Basic => findings.extend(keys::check_basic(source, range)),
            Place::Call => requests.add_call(source, range),
            Place::Lifetime => requests.add_lifetime(source, range),
            Place::Variable => findings.extend(published::check(
                source,
                at,
                &text[range],
                &mut variable_names,
            )),
            Place::Legacy => {
                let finding = legacy::check(source, at, &text[range]);
                // Only the most severe place of a file is reported.
                legacy_finding = legacy_finding
                    .into_iter()
                    .chain(finding)
                    .rev()
                    .max_by_key(|finding| finding.severity);
            }
            Place::Host => findings.extend(hosts.check(source, at)),
            Place::Command if at >= command_end => {
                let (found, end) = variables::check(source, at);
                command_end = end;
                findings.extend(found);
            }
            Place::Scope | Place::Command => {}
        }
    }
    for scope in &scope_strings {
        findings.extend(requests.check_scope(source, scope));
        findings.extend(scope.check(source, requests.has_calls(), options));
        if findings.len() > MAX_FINDINGS {
            break;
        }
    }
    findings.extend(legacy_finding);
    findings.extend(hosts.mixed_regions());
    findings.extend(requests.check(source, options));
    findings
}

/// Sorts the findings, and removes those that comments silence.
fn finish(source: &Source<'_>, mut findings: Vec<SourceFinding>) -> FileFindings {
    findings.sort_by_key(|finding| (finding.range.start, finding.rule.code));
    findings.dedup_by_key(|finding| {
        (
            finding.range.start,
            finding.rule.code,
            finding.message.clone(),
        )
    });
    let comments = Silences::of(source);
    let count = findings.len();
    findings.retain(|finding| !comments.silence(source, finding));
    let silenced = count - findings.len();
    let is_truncated = findings.len() > MAX_FINDINGS;
    findings.truncate(MAX_FINDINGS);
    let located = findings
        .into_iter()
        .map(|finding| LocatedFinding::new(source, finding));
    let unknown = comments.unknown.into_iter();
    FileFindings {
        findings: located.collect(),
        silenced,
        unknown_rules: unknown.map(|(line, name)| (line + 1, name)).collect(),
        is_truncated,
    }
}

impl FileFindings {
    /// Distinguishes findings that are equal, in the order of the file.
    pub(crate) fn number_equal_ones(&mut self) {
        let mut ordinals: HashMap<String, usize> = HashMap::new();
        for finding in &mut self.findings {
            let ordinal = ordinals.entry(finding.fingerprint.clone()).or_default();
            finding.add_ordinal(*ordinal);
            *ordinal += 1;
        }
    }
}
