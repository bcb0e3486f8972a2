//! What is said beside the answer, on standard error: by commands and, while a request is under
//! way, by the client of Courier's API. No secret gets through.

mod sanitize;
mod secrets;
mod stream;

use serde::Serialize;

pub(crate) use sanitize::sanitize;
pub(crate) use secrets::Secrets;
pub use stream::SharedStream;

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
pub(crate) struct Console {
    stream: SharedStream,
    level: Level,
    json: bool,
}

/// `courier-auth/note/v1`: what is said to a program, a line each
#[derive(Serialize)]
struct Note<'a> {
    schema: &'static str,
    message: &'a str,
}

impl Console {
    /// Nothing is said yet.
    pub(crate) fn new(stream: SharedStream, level: Level) -> Self {
        Self {
            stream,
            level,
            json: false,
        }
    }

    /// The same, where a program reads it if that is so.
    pub(crate) fn in_json(self, json: bool) -> Self {
        Self { json, ..self }
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
        &self.stream.secrets
    }

    /// Says a text and ends its line, where so much is to be said.
    pub(crate) fn say(&self, level: Level, text: &str) {
        if level > self.level {
            return;
        }
        let message = &*self.stream.secrets.redacted(text);
        if self.json {
            let schema = "courier-auth/note/v1";
            self.say_document(&Note { schema, message });
        } else {
            self.write(message);
        }
    }

    /// Says a document of JSON, whatever is to be said.
    pub(crate) fn say_document(&self, document: &impl Serialize) {
        if let Ok(text) = self.stream.secrets.redacted_json(document) {
            self.write(&text);
        }
    }

    /// Writes a line as it is, secrets and all.
    pub(crate) fn write(&self, line: &str) {
        self.stream.write_line(line);
    }
}
