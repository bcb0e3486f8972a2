//! Findings as annotations of a GitHub Actions run.
//!
//! Form and escaping:
//! <https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions>

use std::io::{self, Write};

use super::{Inspected, Source, sanitize};
use crate::inspect::Severity;

/// Writes an annotation for each finding. The most severe come first, because GitHub shows only the
/// first few of each kind.
pub(crate) fn write(out: &mut dyn Write, inspected: &Inspected<'_>) -> io::Result<()> {
    let location = location(inspected.source);
    for finding in &inspected.report.findings {
        let command = level(finding.severity);
        let text = escape_data(&format!(
            "{}\n{}",
            sanitize(&finding.message),
            sanitize(finding.advice())
        ));
        let title = format!("{} {}", finding.rule.code, finding.rule.name);
        let title = escape_property(&title);
        writeln!(out, "::{command} {location}title={title}::{text}")?;
    }
    Ok(())
}

/// Returns the properties `file` and `line`, each with a comma after it, as far as they are known.
fn location(source: Source<'_>) -> String {
    let Some(file) = source.file else {
        return String::new();
    };
    let file = escape_property(&sanitize(file));
    match source.line {
        Some(line) => format!("file={file},line={line},"),
        None => format!("file={file},"),
    }
}

/// Returns the command for a severity.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

pub(super) fn escape_data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

pub(super) fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_end_the_command() {
        assert_eq!(escape_data("50%\r\n::error::"), "50%25%0D%0A::error::");
        assert_eq!(escape_property("a,b:c%\n"), "a%2Cb%3Ac%25%0A");
    }
}
