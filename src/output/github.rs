//! Findings as annotations of a GitHub Actions run.
//!
//! Form and escaping:
//! <https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions>

use std::io::{self, Write};

use super::{Inspected, sanitize};
use crate::inspect::Severity;

/// Writes one annotation a finding, worst first: a run shows only the first few of each kind.
pub(crate) fn write(out: &mut dyn Write, inspected: &Inspected<'_>) -> io::Result<()> {
    let source = inspected.source;
    for finding in &inspected.report.findings {
        let kind = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut place = String::new();
        if let Some(file) = source.file {
            place = format!("file={},", property(&sanitize(file)));
            if let Some(line) = source.line {
                place = format!("{place}line={line},");
            }
        }
        let help = finding.help.as_deref().unwrap_or(finding.rule.fix);
        let text = data(&format!(
            "{}\n{}",
            sanitize(&finding.message),
            sanitize(help)
        ));
        let title = property(&format!("{} {}", finding.rule.code, finding.rule.name));
        writeln!(out, "::{kind} {place}title={title}::{text}")?;
    }
    Ok(())
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_the_command() {
        assert_eq!(data("50%\r\n::error::"), "50%25%0D%0A::error::");
        assert_eq!(property("a,b:c%\n"), "a%2Cb%3Ac%25%0A");
    }
}
