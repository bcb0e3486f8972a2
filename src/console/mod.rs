//! Redacted logging to standard error, for commands and for the client of Courier's API.

mod sanitize;
mod stream;

use std::sync::PoisonError;

use indicatif::WeakProgressBar;
use schemars::JsonSchema;
use serde::Serialize;

use crate::{document::SchemaName, redact::Secrets};
pub(crate) use sanitize::{sanitize, sanitize_json, sanitize_title};
pub use stream::SharedStream;

/// The amount of output to standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verbosity {
    /// Only errors, and the messages of a command that fetches the API key.
    Quiet,
    /// Warnings and notes as well.
    Normal,
    /// One line for each request as well.
    Verbose,
    /// The headers and bodies of each request as well.
    Trace,
}

/// Standard error, with the verbosity that was chosen. Clones share the stream and its secrets.
#[derive(Debug, Clone)]
pub(crate) struct Console {
    stream: SharedStream,
    verbosity: Verbosity,
    json: bool,
}

/// The kind of a message to standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Level {
    /// One of several things failed. An error that ends the command is a document of its own.
    Error,
    /// Something works, but probably not as intended.
    Warning,
    /// Something worth knowing.
    Note,
    /// A summary of the work done.
    Info,
    /// A request and its outcome, with `-v`; headers and bodies with `-vv`.
    Debug,
}

/// A message to standard error as a line of JSON.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Note<'a> {
    schema: SchemaName<Note<'static>>,
    /// The kind of the message.
    level: Level,
    /// The text.
    message: &'a str,
}

impl Level {
    /// Returns the label in front of a message in plain text.
    pub(crate) fn label(self) -> Option<&'static str> {
        match self {
            Self::Error => Some("error:"),
            Self::Warning => Some("warning:"),
            Self::Note => Some("note:"),
            Self::Info | Self::Debug => None,
        }
    }
}

impl Console {
    /// A console that prints plain text.
    pub(crate) fn new(stream: SharedStream, verbosity: Verbosity) -> Self {
        Self {
            stream,
            verbosity,
            json: false,
        }
    }

    /// Switches JSON lines on or off.
    pub(crate) fn with_json(self, json: bool) -> Self {
        Self { json, ..self }
    }

    /// The verbosity that was chosen.
    pub(crate) fn verbosity(&self) -> Verbosity {
        self.verbosity
    }

    /// Returns true if standard error is a terminal.
    pub(crate) fn is_terminal(&self) -> bool {
        self.stream.is_terminal
    }

    /// The secrets that are removed from everything that is printed.
    pub(crate) fn secrets(&self) -> &Secrets {
        &self.stream.secrets
    }

    /// Returns true if messages are lines of JSON.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Prints a message with the label of its level, unless the console is less verbose than
    /// `verbosity`: as one line, redacted and sanitized.
    pub(crate) fn print(&self, verbosity: Verbosity, level: Level, message: &str) {
        self.print_labeled(verbosity, level, level.label(), message);
    }

    /// Like [`Self::print`], with a label that has colors.
    pub(crate) fn print_labeled(
        &self,
        verbosity: Verbosity,
        level: Level,
        label: Option<&str>,
        message: &str,
    ) {
        if self.json {
            return self.print_lines(verbosity, level, message);
        }
        let message = self.stream.secrets.redact(message);
        let message = sanitize(&message);
        match label {
            Some(label) => self.print_text(verbosity, &format!("{label} {message}")),
            None => self.print_text(verbosity, &message),
        }
    }

    /// Prints a message of several lines, each of which is sanitized already, without a label.
    pub(crate) fn print_lines(&self, verbosity: Verbosity, level: Level, message: &str) {
        if !self.json {
            self.print_text(verbosity, message);
        } else if verbosity <= self.verbosity {
            let message = &*self.stream.secrets.redact(message);
            let schema = SchemaName::new();
            self.print_json(&Note {
                schema,
                level,
                message,
            });
        }
    }

    /// Prints text that is sanitized already, redacted and with a line end.
    pub(crate) fn print_text(&self, verbosity: Verbosity, text: &str) {
        if verbosity <= self.verbosity {
            self.write_unredacted(&self.stream.secrets.redact(text));
        }
    }

    /// Prints a JSON document as one redacted line at every verbosity.
    pub(crate) fn print_json(&self, document: &impl Serialize) {
        if let Ok(text) = self.stream.secrets.to_redacted_json(document) {
            self.write_unredacted(&sanitize_json(&text));
        }
    }

    /// Prints everything from now on above this progress bar, as long as it exists.
    pub(crate) fn print_above(&self, progress_bar: WeakProgressBar) {
        let current = self.stream.progress_bar.lock();
        *current.unwrap_or_else(PoisonError::into_inner) = progress_bar;
    }

    /// Writes a line as it is, including any secrets in it.
    pub(crate) fn write_unredacted(&self, line: &str) {
        self.stream.write_line(line);
    }
}
