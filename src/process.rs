//! The surroundings of the process as values: arguments, environment, streams and clock.

use std::{
    ffi::OsString,
    fmt,
    io::{BufRead, Write},
    path::PathBuf,
};

use chrono::{DateTime, Utc};

use crate::{console::SharedStream, env_vars::EnvVars};

/// The inputs and outputs of a run.
#[derive(Debug)]
pub struct Process<'p> {
    /// The command line, which starts with the program's name.
    pub args: Vec<OsString>,
    /// The environment variables.
    pub env: EnvVars,
    /// The clock.
    pub now: fn() -> DateTime<Utc>,
    /// The current folder, in which the search for a project file begins; without it, none is used.
    pub folder: Option<PathBuf>,
    /// Standard input.
    pub stdin: Input<'p>,
    /// Standard output, for results.
    pub stdout: Stream<'p>,
    /// Standard error, for errors, warnings and notes.
    pub stderr: SharedStream,
}

/// An input stream.
pub struct Input<'p> {
    /// The source of the bytes.
    pub reader: &'p mut dyn BufRead,
    /// True if the stream is a terminal.
    pub is_terminal: bool,
}

/// An output stream.
pub struct Stream<'p> {
    /// The destination of the bytes.
    pub writer: &'p mut dyn Write,
    /// True if the stream is a terminal.
    pub is_terminal: bool,
}

impl<'p> Input<'p> {
    /// Creates an input stream.
    pub fn new(reader: &'p mut dyn BufRead, is_terminal: bool) -> Self {
        Self {
            reader,
            is_terminal,
        }
    }
}

impl<'p> Stream<'p> {
    /// Creates an output stream.
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
