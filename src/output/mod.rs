//! Standard output and standard error of a command: colors and symbols, and one renderer for each
//! thing shown.

pub(crate) mod behavior_page;
pub(crate) mod diff;
pub(crate) mod doctor;
pub(crate) mod github;
mod headline;
pub(crate) mod json;
mod json_text;
mod page;
mod palette;
pub(crate) mod reference;
pub(crate) mod report;
mod request_line;
pub(crate) mod rule_page;
pub(crate) mod sarif;
pub(crate) mod scan_github;
pub(crate) mod scan_report;
pub(crate) mod snippet;
pub(crate) mod table;
mod timeline;

use std::io::{self, Write};

pub(crate) use crate::console::{sanitize, sanitize_json, sanitize_title};
pub(crate) use palette::{Paint, Palette};
pub(crate) use request_line::RequestLine;

use crate::{
    console::{Console, Level, Verbosity},
    env_vars::EnvVars,
    inspect::{Comparison, Report, Requirements, Subject, TokenFacts, Verdict},
    process::Stream,
};

/// The length below which a part of a token is not masked: it could be part of other words.
const MIN_MASKED_LENGTH: usize = 20;

/// An inspected text, with everything that a renderer shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Inspected<'i> {
    pub(crate) subject: &'i Subject<'i>,
    pub(crate) report: &'i Report,
    pub(crate) verdict: Verdict,
    pub(crate) source: Source<'i>,
}

/// Two compared tokens, with everything that a renderer shows.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Compared<'c> {
    pub(crate) a: ComparedToken<'c>,
    pub(crate) b: ComparedToken<'c>,
    pub(crate) comparison: &'c Comparison<'c>,
    pub(crate) requirements: &'c Requirements,
}

/// One of two compared tokens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ComparedToken<'c> {
    pub(crate) facts: &'c TokenFacts,
    pub(crate) source: Source<'c>,
}

/// The position of an inspected text in the input.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Source<'i> {
    /// The file, `None` for other inputs.
    pub(crate) file: Option<&'i str>,
    /// The line, from 1, if the input has several.
    pub(crate) line: Option<usize>,
    /// The argument, from 1, if the command line has several.
    pub(crate) argument: Option<usize>,
    /// The path in a JSON document, in the notation of `jq`.
    pub(crate) path: Option<&'i str>,
}

/// The output cannot be written to standard output.
#[derive(Debug, thiserror::Error)]
#[error("cannot write to standard output: {0}")]
pub(crate) struct StdoutError(io::Error);

/// The two output streams of a command. Everything that is not revealed on purpose is redacted.
#[derive(Debug)]
pub(crate) struct Output<'o> {
    stdout: Stream<'o>,
    console: Console,
    stdout_palette: Palette,
    stderr_palette: Palette,
    /// The parts of a JSON document that are not printed yet.
    json_parts: Vec<u8>,
}

impl StdoutError {
    /// Returns true if the reader closed the pipe.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        self.0.kind() == io::ErrorKind::BrokenPipe
    }
}

impl From<io::Error> for StdoutError {
    fn from(error: io::Error) -> Self {
        Self(error)
    }
}

impl From<serde_json::Error> for StdoutError {
    fn from(error: serde_json::Error) -> Self {
        Self(error.into())
    }
}

impl<'o> Output<'o> {
    /// Decides about colors and symbols of each stream, and redacts the secrets of the environment
    /// from now on. `forced_color` overrides environment and terminal.
    pub(crate) fn new(
        stdout: Stream<'o>,
        console: Console,
        forced_color: Option<bool>,
        env: &EnvVars,
    ) -> Self {
        for secret in env.secrets() {
            console.secrets().add(secret);
        }
        Self {
            stdout_palette: Palette::decide(forced_color, env, stdout.is_terminal),
            stderr_palette: Palette::decide(forced_color, env, console.is_terminal()),
            stdout,
            console,
            json_parts: Vec::new(),
        }
    }

    /// Returns standard error.
    pub(crate) fn console(&self) -> &Console {
        &self.console
    }

    /// Redacts this text from now on.
    pub(crate) fn add_secret(&self, secret: &str) {
        self.console.secrets().add(secret);
    }

    /// Returns true if standard error is a terminal.
    pub(crate) fn stderr_is_terminal(&self) -> bool {
        self.console.is_terminal()
    }

    /// Returns true if standard output is a terminal.
    pub(crate) fn stdout_is_terminal(&self) -> bool {
        self.stdout.is_terminal
    }

    /// Returns the palette of standard error.
    pub(crate) fn stderr_palette(&self) -> Palette {
        self.stderr_palette
    }

    /// Makes errors and notes JSON lines from now on.
    pub(crate) fn use_json(&mut self) {
        self.console = self.console.clone().with_json(true);
    }

    /// Returns the palette of standard output.
    pub(crate) fn stdout_palette(&self) -> Palette {
        self.stdout_palette
    }

    /// Writes rendered text to standard output, redacted.
    ///
    /// # Errors
    /// Returns an error if standard output cannot be written.
    pub(crate) fn print(
        &mut self,
        render: impl FnOnce(&mut dyn Write, Palette) -> io::Result<()>,
    ) -> Result<(), StdoutError> {
        let mut text = Vec::new();
        render(&mut text, self.stdout_palette)?;
        let text = self.redact(&String::from_utf8_lossy(&text));
        self.print_unredacted(text.as_bytes())
    }

    /// Writes bytes to standard output that are a secret on purpose, or that cannot contain one.
    ///
    /// # Errors
    /// Returns an error if standard output cannot be written.
    pub(crate) fn print_unredacted(&mut self, text: &[u8]) -> Result<(), StdoutError> {
        let stdout = &mut *self.stdout.writer;
        stdout.write_all(text)?;
        Ok(stdout.flush()?)
    }

    /// Writes JSON documents of one line each to standard output, unredacted. On a terminal, unsafe
    /// characters are escaped.
    ///
    /// # Errors
    /// Returns an error if standard output cannot be written.
    pub(crate) fn print_json_lines(&mut self, lines: &[u8]) -> Result<(), StdoutError> {
        if !self.stdout.is_terminal {
            return self.print_unredacted(lines);
        }
        let lines = String::from_utf8_lossy(lines);
        let safe: Vec<_> = lines.split('\n').map(sanitize_json).collect();
        self.print_unredacted(safe.join("\n").as_bytes())
    }

    /// Writes a JSON document to standard output, redacted: indented on a terminal, otherwise on one
    /// line.
    ///
    /// # Errors
    /// Returns an error if standard output cannot be written.
    pub(crate) fn print_json(
        &mut self,
        document: &impl serde::Serialize,
    ) -> Result<(), StdoutError> {
        let text = self.console.secrets().to_redacted_json(document)?;
        let text = self.indented_on_terminal(text);
        self.print_unredacted(format!("{text}\n").as_bytes())
    }

    /// Writes a JSON document that contains secrets on purpose to standard output: indented on a
    /// terminal, otherwise on one line.
    ///
    /// # Errors
    /// Returns an error if standard output cannot be written.
    pub(crate) fn print_unredacted_json(
        &mut self,
        document: &impl serde::Serialize,
    ) -> Result<(), StdoutError> {
        let text = self.indented_on_terminal(serde_json::to_string(document)?);
        self.print_unredacted(format!("{text}\n").as_bytes())
    }

    /// Writes a part of a JSON document that is too large for memory, unredacted. On a
    /// terminal the reader is a person, so the parts are collected and indented.
    ///
    /// # Errors
    /// Returns an error if standard output cannot be written.
    pub(crate) fn print_json_part(&mut self, part: &[u8]) -> Result<(), StdoutError> {
        if self.stdout.is_terminal {
            self.json_parts.extend_from_slice(part);
            Ok(())
        } else {
            self.print_unredacted(part)
        }
    }

    /// Writes the last part of a JSON document and a line end.
    ///
    /// # Errors
    /// Returns an error if standard output cannot be written.
    pub(crate) fn finish_json(&mut self, last: &[u8]) -> Result<(), StdoutError> {
        self.print_json_part(last)?;
        let parts = std::mem::take(&mut self.json_parts);
        let text = self.indented_on_terminal(String::from_utf8_lossy(&parts).into_owned());
        self.print_unredacted(format!("{text}\n").as_bytes())
    }

    /// Indents a JSON document if standard output is a terminal.
    fn indented_on_terminal(&self, document: String) -> String {
        if !self.stdout.is_terminal {
            return document;
        }
        let mut indented = Vec::new();
        // Writing to a `Vec` never fails.
        let _ = json_text::write(&mut indented, self.stdout_palette, &document, 0);
        String::from_utf8_lossy(&indented).trim_end().to_owned()
    }

    /// Prints on standard error what the command did, unless `--quiet`.
    pub(crate) fn info(&self, text: &str) {
        self.console.print(Verbosity::Normal, Level::Info, text);
    }

    /// Prints a note on standard error, unless `--quiet`.
    pub(crate) fn note(&self, text: &str) {
        self.print_labeled(Verbosity::Normal, Level::Note, Paint::Note, text);
    }

    /// Prints a warning on standard error, unless `--quiet`.
    pub(crate) fn warn(&self, text: &str) {
        self.print_labeled(Verbosity::Normal, Level::Warning, Paint::Warning, text);
    }

    /// Prints an error on standard error, even with `--quiet`.
    pub(crate) fn error(&self, text: &str) {
        self.print_labeled(Verbosity::Quiet, Level::Error, Paint::Error, text);
    }

    /// Prints text on standard error that has its own labels and is sanitized already, even with
    /// `--quiet`. In JSON mode it is the message of an error.
    pub(crate) fn print_error(&self, text: &str) {
        self.console
            .print_lines(Verbosity::Quiet, Level::Error, text);
    }

    fn print_labeled(&self, verbosity: Verbosity, level: Level, paint: Paint, text: &str) {
        let label = level.label();
        let label = label.map(|label| self.stderr_palette.paint(paint, label));
        self.console
            .print_labeled(verbosity, level, label.as_deref(), text);
    }

    /// Tells GitHub Actions to mask this secret and each part of it in the job's log. The command
    /// must contain the secret itself; the runner reads and hides it
    /// (<https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions>).
    pub(crate) fn mask_in_github_log(&self, secret: &str) {
        let parts = secret.split('.');
        let parts = parts.filter(|part| part.len() >= MIN_MASKED_LENGTH);
        for text in [secret].into_iter().chain(parts) {
            let command = format!("::add-mask::{text}");
            self.console.write_unredacted(&command);
        }
    }

    /// Returns the text without secrets, for a server's text that becomes part of the output.
    pub(crate) fn redact(&self, text: &str) -> String {
        self.console.secrets().redact(text)
    }
}
