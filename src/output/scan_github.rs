//! Findings of `scan` as annotations of a GitHub Actions run.

use std::io::{self, Write};

use super::{
    github::{escape_data, escape_property, level},
    sanitize,
    scan_report::ScanReport,
};

/// Writes an annotation for each finding, the most severe first, because GitHub shows only the first few
/// of each kind.
pub(crate) fn write(out: &mut dyn Write, report: &ScanReport<'_>) -> io::Result<()> {
    let mut findings = report.findings.clone();
    findings.sort_by_key(|placed| std::cmp::Reverse(placed.finding.severity));
    for placed in findings {
        let finding = placed.finding;
        let text = format!(
            "{}\n{}",
            sanitize(&finding.message),
            sanitize(&finding.help)
        );
        writeln!(
            out,
            "::{} file={},line={},endLine={},col={},endColumn={},title={}::{}",
            level(finding.severity),
            escape_property(&sanitize(placed.path)),
            finding.start.line,
            finding.end.line,
            finding.start.column,
            finding.end.column,
            escape_property(&format!("{} {}", finding.rule.code, finding.rule.name)),
            escape_data(&text)
        )?;
    }
    Ok(())
}
