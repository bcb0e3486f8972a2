//! What the operating system gives a process, as values: arguments, environment, streams, clock.

use std::{
    ffi::OsString,
    fmt,
    io::{BufRead, Write},
};

use chrono::{DateTime, Utc};

use crate::{console::SharedStream, env_vars::EnvVars};

/// Everything from outside that a run depends on.
#[derive(Debug)]
pub struct Process<'p> {
    /// The command line, the program's own name first.
    pub args: Vec<OsString>,
    /// The environment variables.
    pub env: EnvVars,
    /// The clock.
    pub now: fn() -> DateTime<Utc>,
    /// Standard input.
    pub stdin: Input<'p>,
    /// Standard output: the answer.
    pub stdout: Stream<'p>,
    /// Standard error: words.
    pub stderr: SharedStream,
}

/// A stream to read.
pub struct Input<'p> {
    /// Where the bytes come from.
    pub reader: &'p mut dyn BufRead,
    /// Whether a person types them.
    pub is_terminal: bool,
}

/// A stream to write.
pub struct Stream<'p> {
    /// Where the bytes go.
    pub writer: &'p mut dyn Write,
    /// Whether a person reads them.
    pub is_terminal: bool,
}

impl<'p> Input<'p> {
    /// A stream to read.
    pub fn new(reader: &'p mut dyn BufRead, is_terminal: bool) -> Self {
        Self {
            reader,
            is_terminal,
        }
    }
}

impl<'p> Stream<'p> {
    /// A stream to write.
    pub fn new(writer: &'p mut dyn Write, is_terminal: bool) -> Self {
        Self {
            writer,
            is_terminal,
        }
    }
}

impl fmt::Debug for Input<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Input(terminal: {})", self.is_terminal)
    }
}

impl fmt::Debug for Stream<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Stream(terminal: {})", self.is_terminal)
    }
}
