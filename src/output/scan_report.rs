//! The report of `scan` for people.

use std::io::{self, Write};

use super::{Paint, Palette, sanitize, snippet};
use crate::{inspect::Severity, scan::LocatedFinding, text::plural};

/// The result of `scan`.
#[derive(Debug)]
pub(crate) struct ScanReport<'r> {
    /// The findings, ordered by path and position.
    pub(crate) findings: Vec<PlacedFinding<'r>>,
    /// The number of scanned files.
    pub(crate) files: u64,
    /// The total size of the scanned files.
    pub(crate) bytes: u64,
    /// The number of findings that comments silence.
    pub(crate) silenced: usize,
    /// The number of findings that the baseline lists.
    pub(crate) known: usize,
    /// The files with more findings than are reported.
    pub(crate) truncated: Vec<&'r str>,
    /// The paths that could not be read, each with the reason.
    pub(crate) unreadable: &'r [String],
    /// The lowest severity that fails.
    pub(crate) fail_on: Severity,
}

/// A finding in a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PlacedFinding<'r> {
    pub(crate) path: &'r str,
    pub(crate) finding: &'r LocatedFinding,
}

impl ScanReport<'_> {
    /// Returns the number of findings of this severity.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        let mut findings = self.findings.iter();
        findings
            .by_ref()
            .filter(|placed| placed.finding.severity == severity)
            .count()
    }

    /// Returns true if a finding is as severe as the limit.
    pub(crate) fn fails(&self) -> bool {
        let mut findings = self.findings.iter();
        findings.any(|placed| placed.finding.severity >= self.fail_on)
    }
}

/// Writes the findings and a summary.
pub(crate) fn write(
    out: &mut dyn Write,
    palette: Palette,
    report: &ScanReport<'_>,
) -> io::Result<()> {
    for placed in &report.findings {
        let finding = placed.finding;
        writeln!(
            out,
            "{}",
            snippet::render_source(palette, placed.path, finding)
        )?;
        let line = finding.fix.as_ref().and_then(|fix| fix.line.as_deref());
        if let Some(line) = line.filter(|line| line.len() <= palette.width()) {
            writeln!(
                out,
                "  = fix: {}",
                palette.paint(Paint::Good, &sanitize(line))
            )?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", summary(palette, report))
}

fn summary(palette: Palette, report: &ScanReport<'_>) -> String {
    let files = plural(report.files, "file");
    let count = |severity: Severity| match report.count(severity) {
        0 => None,
        count => Some(plural(count as u64, severity.name())),
    };
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    let counts: Vec<String> = severities.into_iter().filter_map(count).collect();
    let mut others = Vec::new();
    if report.known > 0 {
        others.push(format!(
            "{} in the baseline",
            plural(report.known as u64, "finding")
        ));
    }
    if report.silenced > 0 {
        others.push(format!("{} silenced", report.silenced));
    }
    let others = if others.is_empty() {
        String::new()
    } else {
        format!(" ({})", others.join(", "))
    };
    let (paint, sign) = if report.fails() {
        (Paint::Error, palette.sign("✗", "bad:"))
    } else if report.count(Severity::Warning) > 0 {
        (Paint::Warning, "!")
    } else {
        (Paint::Good, palette.sign("✓", "ok:"))
    };
    let found = if counts.is_empty() {
        format!("no problems in {files}{others}")
    } else {
        format!("{} in {files}{others}", counts.join(", "))
    };
    palette.paint(paint, &format!("{sign} {found}"))
}
