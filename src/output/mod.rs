//! Everything that is written: both streams, their colour and signs, one renderer for each thing
//! shown.

pub(crate) mod doctor;
pub(crate) mod explain;
pub(crate) mod github;
pub(crate) mod json;
mod palette;
pub(crate) mod report;
pub(crate) mod snippet;
pub(crate) mod table;
mod timeline;

use std::io::{self, Write};

pub(crate) use crate::console::sanitize;
pub(crate) use palette::{Paint, Palette};

use crate::{
    cli::{Globals, When},
    console::{Console, SharedStream, Verbosity},
    env_vars::EnvVars,
    error::Error,
    inspect::{Report, Subject, Verdict},
    process::Stream,
};

/// Below this length a part of a token would mask words.
const MASKED_PART: usize = 20;

/// One text that was judged, with all there is to show of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Inspected<'i> {
    pub(crate) subject: &'i Subject<'i>,
    pub(crate) report: &'i Report,
    pub(crate) verdict: Verdict,
    pub(crate) source: Source<'i>,
}

/// Where a text came from.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Source<'i> {
    /// The file, where it was one.
    pub(crate) file: Option<&'i str>,
    /// The line, from 1, where it is one of several.
    pub(crate) line: Option<usize>,
    /// Which argument it is, from 1, where it stood on the command line.
    pub(crate) argument: Option<usize>,
}

/// The two streams of a run, and what may be written to them.
#[derive(Debug)]
pub(crate) struct Output<'o> {
    stdout: Stream<'o>,
    console: Console,
    stdout_palette: Palette,
    stderr_palette: Palette,
}

impl<'o> Output<'o> {
    /// Decides about colour and signs for each stream.
    pub(crate) fn new(
        stdout: Stream<'o>,
        stderr: SharedStream,
        globals: Option<&Globals>,
        environment: &EnvVars,
        json: bool,
    ) -> Self {
        let when = globals.map_or(When::Auto, |globals| globals.color);
        let level = match globals {
            Some(globals) if globals.quiet => Verbosity::Quiet,
            Some(globals) if globals.verbose >= 2 => Verbosity::Trace,
            Some(globals) if globals.verbose == 1 => Verbosity::Verbose,
            _ => Verbosity::Normal,
        };
        let console = Console::new(stderr, level).with_json(json);
        for secret in environment.secrets() {
            console.secrets().add(secret);
        }
        Self {
            stdout_palette: Palette::decide(when, environment, stdout.is_terminal),
            stderr_palette: Palette::decide(when, environment, console.is_terminal()),
            stdout,
            console,
        }
    }

    /// Standard error, for who says something while a command is at work.
    pub(crate) fn console(&self) -> &Console {
        &self.console
    }

    /// Never shows this text from now on, but where it is revealed as the answer itself.
    pub(crate) fn keep_secret(&self, secret: &str) {
        self.console.secrets().add(secret);
    }

    /// Whether a person reads standard error.
    pub(crate) fn stderr_is_terminal(&self) -> bool {
        self.console.is_terminal()
    }

    /// Whether a person reads standard output.
    pub(crate) fn stdout_is_terminal(&self) -> bool {
        self.stdout.is_terminal
    }

    /// How standard error is coloured.
    pub(crate) fn stderr_palette(&self) -> Palette {
        self.stderr_palette
    }

    /// How standard output is coloured.
    pub(crate) fn stdout_palette(&self) -> Palette {
        self.stdout_palette
    }

    /// Writes the answer, or a part of it. No secret gets through.
    ///
    /// # Errors
    /// When standard output does not take it.
    pub(crate) fn answer(
        &mut self,
        render: impl FnOnce(&mut dyn Write, Palette) -> io::Result<()>,
    ) -> Result<(), Error> {
        let mut text = Vec::new();
        render(&mut text, self.stdout_palette).map_err(Error::Stdout)?;
        let text = self
            .console
            .secrets()
            .redact(&String::from_utf8_lossy(&text));
        self.reveal(text.as_bytes())
    }

    /// Writes an answer, or a part of it, that may be a secret, or that holds none for sure.
    ///
    /// # Errors
    /// When standard output does not take it.
    pub(crate) fn reveal(&mut self, text: &[u8]) -> Result<(), Error> {
        let stdout = &mut *self.stdout.writer;
        stdout
            .write_all(text)
            .and_then(|()| stdout.flush())
            .map_err(Error::Stdout)
    }

    /// Writes a document of JSON as the answer, in one line. No secret gets through.
    ///
    /// # Errors
    /// When standard output does not take it.
    pub(crate) fn json(&mut self, document: &impl serde::Serialize) -> Result<(), Error> {
        let text = self.console.secrets().to_redacted_json(document);
        let text = text.map_err(|error| Error::Stdout(error.into()))?;
        self.reveal(format!("{text}\n").as_bytes())
    }

    /// The same where secrets are part of the answer.
    ///
    /// # Errors
    /// When standard output does not take it.
    pub(crate) fn reveal_json(&mut self, document: &impl serde::Serialize) -> Result<(), Error> {
        let text = serde_json::to_string(document);
        let text = text.map_err(|error| Error::Stdout(error.into()))?;
        self.reveal(format!("{text}\n").as_bytes())
    }

    /// Says something beside the answer, in one line, unless asked to be quiet.
    pub(crate) fn note(&self, text: &str) {
        self.console.print(Verbosity::Normal, text);
    }

    /// Says something that must be said, in one line. No secret gets through.
    pub(crate) fn complain(&self, text: &str) {
        self.console.print(Verbosity::Quiet, text);
    }

    /// Tells a GitHub Actions run to show this secret, and each part of it, nowhere from now on.
    /// That takes the secret itself, on standard error, where the run reads and hides it
    /// (<https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions>).
    pub(crate) fn mask(&self, secret: &str) {
        let parts = secret.split('.').filter(|part| part.len() >= MASKED_PART);
        for text in [secret].into_iter().chain(parts) {
            self.console
                .write_unredacted(&format!("::add-mask::{text}"));
        }
    }

    /// The text without any secret, for what a server said and an answer repeats.
    pub(crate) fn redact(&self, text: &str) -> String {
        self.console.secrets().redact(text)
    }
}
