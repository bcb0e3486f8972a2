//! Redacted logging to standard error, for commands and for the client of Courier's API.

mod sanitize;
mod stream;

use std::sync::PoisonError;

use indicatif::WeakProgressBar;
use serde::Serialize;

use crate::redact::Secrets;
pub(crate) use sanitize::sanitize;
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

/// `courier-auth/note/v1`: a message to standard error as a line of JSON.
#[derive(Serialize)]
struct Note<'a> {
    schema: &'static str,
    message: &'a str,
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

    /// Prints a message, redacted and with a line end, unless the console is less verbose than
    /// `verbosity`.
    pub(crate) fn print(&self, verbosity: Verbosity, message: &str) {
        if verbosity > self.verbosity {
            return;
        }
        let message = &*self.stream.secrets.redact(message);
        if self.json {
            let schema = "courier-auth/note/v1";
            self.print_json(&Note { schema, message });
        } else {
            self.write_unredacted(message);
        }
    }

    /// Prints a JSON document as one redacted line at every verbosity.
    pub(crate) fn print_json(&self, document: &impl Serialize) {
        if let Ok(text) = self.stream.secrets.to_redacted_json(document) {
            self.write_unredacted(&text);
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
