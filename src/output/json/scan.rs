//! JSON output of `scan`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    document::SchemaName,
    inspect::Severity,
    output::scan_report::{PlacedFinding, ScanReport},
};

/// The findings of `scan`.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Scan<'a> {
    schema: SchemaName<Scan<'static>>,
    /// `ok`, or `bad`: a finding is at least as severe as `--fail-on`.
    #[schemars(extend("enum" = ["ok", "bad"]))]
    verdict: &'static str,
    /// The number of files that were scanned.
    files: u64,
    /// Their total size.
    bytes: u64,
    /// The number of errors.
    errors: usize,
    /// The number of warnings.
    warnings: usize,
    /// The number of notes.
    notes: usize,
    /// The number of findings that comments silence.
    silenced: usize,
    /// The number of findings that the baseline lists.
    known: usize,
    /// The files with more findings than are listed.
    truncated: Vec<&'a str>,
    /// The paths that could not be read, each with the reason.
    unreadable: &'a [String],
    /// The findings, ordered by path and position.
    findings: Vec<Finding<'a>>,
}

/// A finding, as a line of `scan --format jsonl`.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ScanFinding<'a> {
    schema: SchemaName<ScanFinding<'static>>,
    #[serde(flatten)]
    finding: Finding<'a>,
}

/// A finding in a file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SourceFinding")]
struct Finding<'a> {
    /// The code of the rule, such as `CA602`.
    code: &'static str,
    /// The name of the rule, such as `committed-key`.
    rule: &'static str,
    /// `error`, `warning` or `note`.
    #[schemars(extend("enum" = ["error", "warning", "note"]))]
    severity: &'static str,
    /// The problem.
    message: &'a str,
    /// The correction.
    help: &'a str,
    /// The path of the file.
    file: &'a str,
    /// The line, from 1.
    line: usize,
    /// The first character in the line, from 1. A character is a Unicode code point.
    column: usize,
    /// The line of the end.
    end_line: usize,
    /// The column after the last character.
    end_column: usize,
    /// The corrected line, without white space around it.
    fix: Option<&'a str>,
    /// 16 hex digits that stay the same when other lines of the file change.
    fingerprint: &'a str,
}

impl<'a> From<&ScanReport<'a>> for Scan<'a> {
    fn from(report: &ScanReport<'a>) -> Self {
        Self {
            schema: SchemaName::new(),
            verdict: if report.fails() { "bad" } else { "ok" },
            files: report.files,
            bytes: report.bytes,
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            notes: report.count(Severity::Note),
            silenced: report.silenced,
            known: report.known,
            truncated: report.truncated.clone(),
            unreadable: report.unreadable,
            findings: report.findings.iter().map(Finding::from).collect(),
        }
    }
}

impl<'a> From<&PlacedFinding<'a>> for ScanFinding<'a> {
    fn from(placed: &PlacedFinding<'a>) -> Self {
        Self {
            schema: SchemaName::new(),
            finding: Finding::from(placed),
        }
    }
}

impl<'a> From<&PlacedFinding<'a>> for Finding<'a> {
    fn from(placed: &PlacedFinding<'a>) -> Self {
        let finding = placed.finding;
        Self {
            code: finding.rule.code,
            rule: finding.rule.name,
            severity: finding.severity.name(),
            message: &finding.message,
            help: &finding.help,
            file: placed.path,
            line: finding.start.line,
            column: finding.start.column,
            end_line: finding.end.line,
            end_column: finding.end.column,
            fix: finding.fix.as_ref().and_then(|fix| fix.line.as_deref()),
            fingerprint: &finding.fingerprint,
        }
    }
}
