//! The report of `doctor`: what was looked at, and what came of it; for people a line a link,
//! grouped, and what mends the broken ones.

use std::{
    io::{self, Write},
    time::Duration,
};

use super::{Paint, Palette, sanitize};

/// The widest that a name stands beside what is said of it, in columns.
const WIDEST: usize = 24;

/// The parts of a report, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Configuration,
    Network,
    Token,
    Inbox,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Good,
    /// A broken link.
    Bad,
    /// It holds, and something is worth knowing.
    Warning,
    /// It could not be looked at, or need not be.
    Skipped,
}

/// One link of the chain.
#[derive(Debug)]
pub(crate) struct Check {
    pub(crate) section: Section,
    /// Its name in JSON.
    pub(crate) name: String,
    pub(crate) state: State,
    /// What was found.
    pub(crate) says: String,
    /// What mends it.
    pub(crate) help: Option<String>,
    pub(crate) took: Option<Duration>,
}

/// All of them, as they were looked at.
#[derive(Debug, Default)]
pub(crate) struct Checks(Vec<Check>);

impl Section {
    const ALL: [Self; 4] = [Self::Configuration, Self::Network, Self::Token, Self::Inbox];

    /// What it is called.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Configuration => "Configuration",
            Self::Network => "Network",
            Self::Token => "Token",
            Self::Inbox => "Inbox",
        }
    }
}

impl State {
    /// The word in JSON.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Good => "ok",
            Self::Bad => "bad",
            Self::Warning => "warning",
            Self::Skipped => "skipped",
        }
    }
}

impl Check {
    fn new(section: Section, name: &str, state: State, says: impl Into<String>) -> Self {
        Self {
            section,
            name: name.to_owned(),
            state,
            says: says.into(),
            help: None,
            took: None,
        }
    }

    pub(crate) fn good(section: Section, name: &str, says: impl Into<String>) -> Self {
        Self::new(section, name, State::Good, says)
    }

    pub(crate) fn bad(section: Section, name: &str, says: impl Into<String>) -> Self {
        Self::new(section, name, State::Bad, says)
    }

    pub(crate) fn warning(section: Section, name: &str, says: impl Into<String>) -> Self {
        Self::new(section, name, State::Warning, says)
    }

    pub(crate) fn skipped(section: Section, name: &str, says: impl Into<String>) -> Self {
        Self::new(section, name, State::Skipped, says)
    }

    /// The same with what mends it.
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self {
            help: Some(help.into()),
            ..self
        }
    }

    /// The same with how long it took.
    pub(crate) fn took(self, took: Duration) -> Self {
        Self {
            took: Some(took),
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

    /// How many ended so.
    pub(crate) fn count(&self, state: State) -> usize {
        self.0.iter().filter(|check| check.state == state).count()
    }
}

/// Writes the report; on a terminal of that width no word is torn.
pub(crate) fn write(
    out: &mut dyn Write,
    palette: Palette,
    checks: &Checks,
    width: Option<usize>,
) -> io::Result<()> {
    let names = checks.iter().map(|check| check.name.chars().count());
    let shape = Shape {
        palette,
        name: names.max().unwrap_or_default().min(WIDEST),
        width: width.unwrap_or(usize::MAX),
    };
    for section in Section::ALL {
        let of_section = || checks.iter().filter(|check| check.section == section);
        if of_section().next().is_none() {
            continue;
        }
        writeln!(out, "{}", palette.paint(Paint::Strong, section.title()))?;
        for check in of_section() {
            shape.write(out, check)?;
        }
        writeln!(out)?;
    }
    let (bad, warnings) = (checks.count(State::Bad), checks.count(State::Warning));
    let plural = |count: usize, noun: &str| match count {
        1 => format!("1 {noun}"),
        count => format!("{count} {noun}s"),
    };
    let warnings = plural(warnings, "warning");
    if bad == 0 {
        let text = format!("no link is broken; {warnings}");
        writeln!(out, "{}", palette.paint(Paint::Good, &text))
    } else {
        let text = format!("{}; {warnings}", plural(bad, "broken link"));
        writeln!(out, "{}", palette.paint(Paint::Error, &text))
    }
}

/// How lines are laid out.
struct Shape {
    palette: Palette,
    /// How wide names are, in columns.
    name: usize,
    /// How wide a line may be.
    width: usize,
}

impl Shape {
    fn write(&self, out: &mut dyn Write, check: &Check) -> io::Result<()> {
        let palette = self.palette;
        let (paint, sign) = match check.state {
            State::Good => (Paint::Good, palette.sign("✓", "+")),
            State::Bad => (Paint::Error, palette.sign("✗", "X")),
            State::Warning => (Paint::Warning, "!"),
            State::Skipped => (Paint::Faint, palette.sign("–", "-")),
        };
        let took = check.took.filter(|took| took.as_millis() > 0);
        let took = took.map(|took| format!(" ({} ms)", took.as_millis()));
        let says = format!("{}{}", check.says, took.unwrap_or_default());
        let name = sanitize(&check.name);
        write!(
            out,
            "  {} {name:<1$} ",
            palette.paint(paint, sign),
            self.name
        )?;
        let plain = |line: &str| match check.state {
            State::Skipped => palette.paint(Paint::Faint, line),
            _ => line.to_owned(),
        };
        self.fold(out, &sanitize(&says), plain)?;
        if let Some(help) = check.help.as_ref().filter(|_| check.state != State::Good) {
            write!(out, "{:1$}", "", self.indent())?;
            let arrow = palette.paint(Paint::Note, palette.sign("→", "->"));
            self.fold(out, &format!("{arrow} {}", sanitize(help)), str::to_owned)?;
        }
        Ok(())
    }

    /// How far what is said stands from the left.
    fn indent(&self) -> usize {
        2 + 1 + 1 + self.name + 1
    }

    /// Writes a text whose first line has begun, folded where the line ends.
    fn fold(
        &self,
        out: &mut dyn Write,
        text: &str,
        paint: impl Fn(&str) -> String,
    ) -> io::Result<()> {
        let width = self.width.saturating_sub(self.indent()).max(20);
        for (at, line) in textwrap::wrap(text, width).iter().enumerate() {
            let indent = if at == 0 { 0 } else { self.indent() };
            writeln!(out, "{:indent$}{}", "", paint(line))?;
        }
        Ok(())
    }
}
