//! The report of `doctor`: checks in groups, each with its status, a message and how to fix it.

use std::io::{self, Write};

use super::{
    check::{Check, CheckStatus, Checks},
    check_id::{CheckId, GROUPS},
};
use crate::{
    output::{Paint, Palette, palette::wrap, sanitize},
    text::plural,
};

/// The maximum width of the name column. A longer name shifts its message to the right.
const MAX_NAME_WIDTH: usize = 24;

/// The minimum width of the message column, even on a narrow terminal.
const MIN_MESSAGE_WIDTH: usize = 20;

/// Writes the report. `width` is the width of the terminal, `None` if lines are not to be wrapped.
pub(crate) fn write(
    out: &mut dyn Write,
    palette: Palette,
    checks: &Checks,
    width: Option<usize>,
) -> io::Result<()> {
    let name_widths = checks.iter().map(|check| check.name().chars().count());
    let layout = Layout {
        palette,
        name_width: name_widths.max().unwrap_or_default().min(MAX_NAME_WIDTH),
        line_width: width.unwrap_or(usize::MAX),
    };
    for (group, title) in GROUPS {
        let in_group = checks.iter().filter(|check| check.id.group() == *group);
        let rows: Vec<&Check> = in_group.collect();
        if rows.is_empty() {
            continue;
        }
        writeln!(out, "{}", palette.paint(Paint::Strong, title))?;
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
    check.name() == next.name() && has_passed(check) && has_passed(next)
}

fn write_summary(out: &mut dyn Write, palette: Palette, checks: &Checks) -> io::Result<()> {
    let failed = checks.count(CheckStatus::Failed);
    let warnings = plural(checks.count(CheckStatus::Warning), "warning");
    let has_warnings = checks.count(CheckStatus::Warning) > 0;
    let (paint, text) = match (failed, has_warnings) {
        (0, false) => (Paint::Good, "all checks passed".to_owned()),
        (0, true) => (Paint::Warning, format!("no check failed, {warnings}")),
        (_, false) => (Paint::Error, format!("{} failed", plural(failed, "check"))),
        (_, true) => {
            let checks = plural(failed, "check");
            (Paint::Error, format!("{checks} failed, {warnings}"))
        }
    };
    writeln!(out, "{}", palette.paint(paint, &text))?;
    if failed == 0 && !has_warnings && has_messages(checks) {
        let hint =
            "if your app shows something else, it may be its client: courier-auth explain clients";
        writeln!(out, "{}", palette.paint(Paint::Faint, hint))?;
    }
    Ok(())
}

/// Returns true if the Inbox served its messages, so that an app could show them.
fn has_messages(checks: &Checks) -> bool {
    let mut checks = checks.iter();
    checks.any(|check| check.id == CheckId::Messages && check.status == CheckStatus::Passed)
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
        let name = sanitize(check.name());
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
            let colon = if check.fix.is_some() { ":" } else { "" };
            let help = format!("{arrow} {}{colon}", sanitize(help));
            self.write_wrapped(out, &help, str::to_owned)?;
            if let Some(fix) = &check.fix {
                writeln!(out, "      {}", sanitize(fix))?;
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
