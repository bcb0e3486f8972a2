//! What is said beside the answer, on standard error: by commands and, while a request is under
//! way, by the client of Courier's API. No secret gets through.

mod sanitize;
mod secrets;

use std::sync::PoisonError;

pub(crate) use sanitize::sanitize;
pub(crate) use secrets::Secrets;

use crate::process::SharedStream;

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// Only what must be.
    Quiet,
    /// Warnings and notes too.
    Normal,
    /// What was sent and what came of it too, in a line.
    Verbose,
    /// That with its headers and bodies.
    Trace,
}

/// Standard error. Clones write to the same stream and know the same secrets.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    stream: SharedStream,
    level: Level,
    secrets: Secrets,
}

impl Words {
    /// Nothing is said yet.
    pub(crate) fn new(stream: SharedStream, level: Level, secrets: Secrets) -> Self {
        Self {
            stream,
            level,
            secrets,
        }
    }

    /// How much is said.
    pub(crate) fn level(&self) -> Level {
        self.level
    }

    /// Whether a person reads it.
    pub(crate) fn is_terminal(&self) -> bool {
        self.stream.is_terminal
    }

    /// What must not be said.
    pub(crate) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// Says a text and ends its line, where so much is to be said.
    pub(crate) fn say(&self, level: Level, text: &str) {
        if level <= self.level {
            self.write(&self.secrets.redacted(text));
        }
    }

    /// Writes a line as it is, secrets and all.
    pub(crate) fn write(&self, line: &str) {
        let mut writer = self
            .stream
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // Nothing can be said about a standard error that cannot be written to. One write a line:
        // another process that writes there does not come between.
        let _ = writer.write_all(format!("{line}\n").as_bytes());
        let _ = writer.flush();
    }
}
