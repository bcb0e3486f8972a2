//! The report of `doctor`: checks in sections, each with its status, a message and how to fix it.

use std::{
    io::{self, Write},
    time::Duration,
};

use super::{Paint, Palette, palette::wrap, sanitize};
use crate::text::plural;

/// The maximum width of the name column. A longer name shifts its message to the right.
const MAX_NAME_WIDTH: usize = 24;

/// The minimum width of the message column, even on a narrow terminal.
const MIN_MESSAGE_WIDTH: usize = 20;

/// A section of the report. The variants are in the order of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Configuration,
    Network,
    Token,
    Inbox,
}

/// The result of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CheckStatus {
    Passed,
    Failed,
    /// The check passed, but the user should know something.
    Warning,
    /// The check was not run, or its result does not matter.
    Skipped,
}

/// A check that has been run or skipped.
#[derive(Debug)]
pub(crate) struct Check {
    pub(crate) section: Section,
    pub(crate) name: String,
    pub(crate) status: CheckStatus,
    pub(crate) message: String,
    /// The advice that fixes the problem.
    pub(crate) help: Option<String>,
    /// The command that fixes the problem. It is printed on a line of its own, to be copied.
    pub(crate) command: Option<String>,
    pub(crate) duration: Option<Duration>,
}

/// All checks of a run, in the order in which they were run.
#[derive(Debug, Default)]
pub(crate) struct Checks(Vec<Check>);

impl Section {
    const ALL: [Self; 4] = [Self::Configuration, Self::Network, Self::Token, Self::Inbox];

    /// Returns the section's title.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Configuration => "Configuration",
            Self::Network => "Network",
            Self::Token => "Token",
            Self::Inbox => "Inbox",
        }
    }
}

impl CheckStatus {
    /// Returns the status as JSON names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Passed => "ok",
            Self::Failed => "bad",
            Self::Warning => "warning",
            Self::Skipped => "skipped",
        }
    }
}

impl Check {
    fn new(section: Section, name: &str, status: CheckStatus, message: impl Into<String>) -> Self {
        Self {
            section,
            name: name.to_owned(),
            status,
            message: message.into(),
            help: None,
            command: None,
            duration: None,
        }
    }

    pub(crate) fn passed(section: Section, name: &str, message: impl Into<String>) -> Self {
        Self::new(section, name, CheckStatus::Passed, message)
    }

    pub(crate) fn failed(section: Section, name: &str, message: impl Into<String>) -> Self {
        Self::new(section, name, CheckStatus::Failed, message)
    }

    pub(crate) fn warning(section: Section, name: &str, message: impl Into<String>) -> Self {
        Self::new(section, name, CheckStatus::Warning, message)
    }

    pub(crate) fn skipped(section: Section, name: &str, message: impl Into<String>) -> Self {
        Self::new(section, name, CheckStatus::Skipped, message)
    }

    /// Adds how to fix the problem.
    pub(crate) fn with_help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// Adds the command that fixes the problem.
    pub(crate) fn with_command(self, command: impl Into<String>) -> Self {
        Self {
            command: Some(command.into()),
            ..self
        }
    }

    /// Adds how long the check took.
    pub(crate) fn with_duration(self, duration: Duration) -> Self {
        Self {
            duration: Some(duration),
            ..self
        }
    }
}

impl Checks {
    pub(crate) fn add(&mut self, check: Check) {
        self.0.push(check);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Check> {
        self.0.iter()
    }

    /// Returns the number of checks with this status.
    pub(crate) fn count(&self, status: CheckStatus) -> usize {
        self.0.iter().filter(|check| check.status == status).count()
    }
}

/// Writes the report. `width` is the width of the terminal, `None` if lines are not to be wrapped.
pub(crate) fn write(
    out: &mut dyn Write,
    palette: Palette,
    checks: &Checks,
    width: Option<usize>,
) -> io::Result<()> {
    let name_widths = checks.iter().map(|check| check.name.chars().count());
    let layout = Layout {
        palette,
        name_width: name_widths.max().unwrap_or_default().min(MAX_NAME_WIDTH),
        line_width: width.unwrap_or(usize::MAX),
    };
    for section in Section::ALL {
        let mut in_section = checks
            .iter()
            .filter(|check| check.section == section)
            .peekable();
        if in_section.peek().is_none() {
            continue;
        }
        writeln!(out, "{}", palette.paint(Paint::Strong, section.title()))?;
        let rows: Vec<&Check> = in_section.collect();
        for row in rows.chunk_by(|check, next| is_same_row(check, next)) {
            layout.write_row(out, row)?;
        }
        writeln!(out)?;
    }
    write_summary(out, palette, checks)
}

/// Returns true if two successive checks share a row: both passed, and they have the same name.
fn is_same_row(check: &Check, next: &Check) -> bool {
    let has_passed = |check: &Check| check.status == CheckStatus::Passed;
    check.name == next.name && has_passed(check) && has_passed(next)
}

fn write_summary(out: &mut dyn Write, palette: Palette, checks: &Checks) -> io::Result<()> {
    let failed = checks.count(CheckStatus::Failed);
    let (paint, result) = if failed == 0 {
        (Paint::Good, "all checks passed".to_owned())
    } else {
        (Paint::Error, format!("{} failed", plural(failed, "check")))
    };
    let text = match checks.count(CheckStatus::Warning) {
        0 => result,
        warnings => format!("{result}; {}", plural(warnings, "warning")),
    };
    writeln!(out, "{}", palette.paint(paint, &text))
}

/// The layout of the lines: symbol, name and message in columns.
struct Layout {
    palette: Palette,
    name_width: usize,
    line_width: usize,
}

impl Layout {
    /// Writes the checks of one row. Several checks have all passed.
    fn write_row(&self, out: &mut dyn Write, row: &[&Check]) -> io::Result<()> {
        let Some((last, others)) = row.split_last() else {
            return Ok(());
        };
        let messages = others.iter().map(|check| format!("{}, ", check.message));
        self.write_check(out, &messages.collect::<String>(), last)
    }

    /// Writes a check. `before` precedes its message.
    fn write_check(&self, out: &mut dyn Write, before: &str, check: &Check) -> io::Result<()> {
        let palette = self.palette;
        let (paint, symbol) = match check.status {
            CheckStatus::Passed => (Paint::Good, palette.sign("✓", "+")),
            CheckStatus::Failed => (Paint::Error, palette.sign("✗", "X")),
            CheckStatus::Warning => (Paint::Warning, "!"),
            CheckStatus::Skipped => (Paint::Faint, palette.sign("–", "-")),
        };
        let symbol = palette.paint(paint, symbol);
        let name = sanitize(&check.name);
        write!(out, "  {symbol} {name:<0$} ", self.name_width)?;

        let millis = check.duration.map(|duration| duration.as_millis());
        let duration = match millis {
            Some(millis) if millis > 0 => format!(" ({millis} ms)"),
            _ => String::new(),
        };
        let prefix = match check.status {
            CheckStatus::Skipped => "skipped: ",
            _ => "",
        };
        let message = format!("{prefix}{before}{}{duration}", check.message);
        self.write_wrapped(out, &sanitize(&message), |line| match check.status {
            CheckStatus::Skipped => palette.paint(Paint::Faint, line),
            _ => line.to_owned(),
        })?;

        if let Some(help) = check.help.as_ref()
            && check.status != CheckStatus::Passed
        {
            let indent = self.message_column();
            write!(out, "{:indent$}", "")?;
            let arrow = palette.paint(Paint::Note, palette.sign("→", "->"));
            let colon = if check.command.is_some() { ":" } else { "" };
            let help = format!("{arrow} {}{colon}", sanitize(help));
            self.write_wrapped(out, &help, str::to_owned)?;
            if let Some(command) = &check.command {
                writeln!(out, "      {}", sanitize(command))?;
            }
        }
        Ok(())
    }

    /// Returns the column in which messages start: after the indent, the symbol and the name.
    fn message_column(&self) -> usize {
        2 + 1 + 1 + self.name_width + 1
    }

    /// Writes a text that starts in the message column, wrapped at the line width. The cursor is in
    /// that column already.
    fn write_wrapped(
        &self,
        out: &mut dyn Write,
        text: &str,
        paint: impl Fn(&str) -> String,
    ) -> io::Result<()> {
        let column = self.message_column();
        let width = self.line_width.saturating_sub(column);
        let text = wrap(text, width.max(MIN_MESSAGE_WIDTH), "");
        for (at, line) in text.lines().enumerate() {
            let indent = if at == 0 { 0 } else { column };
            writeln!(out, "{:indent$}{}", "", paint(line))?;
        }
        Ok(())
    }
}
