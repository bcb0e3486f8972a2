//! Runs of the program that end.

use std::{
    ffi::OsString,
    process::ExitCode,
    sync::{Arc, Mutex},
};

use chrono::{DateTime, Utc};
use courier_auth::{Input, Process, SharedStream, Stream, run};

/// The clock of every run, in seconds since the Unix epoch: the start of 2026.
pub const START: i64 = 1_767_225_600;

/// The exit code and the output of a run.
pub struct Outcome {
    /// The exit code.
    pub code: ExitCode,
    /// Standard output, which can contain any bytes.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: String,
}

impl Outcome {
    /// Asserts that the exit code is one of `codes`.
    ///
    /// # Panics
    /// Panics if it is not.
    pub fn exits_with_one_of(&self, codes: &[u8]) {
        let is_expected = codes.iter().any(|code| ExitCode::from(*code) == self.code);
        assert!(is_expected, "{:?} {}", self.code, self.stderr);
    }
}

/// Runs the program with arguments, environment variables and standard input. None of the streams
/// is a terminal.
///
/// # Panics
/// Panics if standard error is not UTF-8.
pub fn run_program<A: Into<OsString>>(
    args: impl IntoIterator<Item = A>,
    env: &[(&str, &str)],
    mut stdin: &[u8],
) -> Outcome {
    let mut stdout = Vec::new();
    let stderr = Arc::new(Mutex::new(Vec::new()));
    let program = OsString::from("courier-auth");
    let code = run(Process {
        args: [program]
            .into_iter()
            .chain(args.into_iter().map(Into::into))
            .collect(),
        env: env
            .iter()
            .map(|(name, value)| (name.into(), value.into()))
            .collect(),
        now,
        folder: None,
        stdin: Input::new(&mut stdin, false),
        stdout: Stream::new(&mut stdout, false),
        stderr: SharedStream::new(stderr.clone(), false),
    });
    let stderr = stderr.lock().expect("the lock is not poisoned").clone();
    Outcome {
        code,
        stdout,
        stderr: String::from_utf8(stderr).expect("standard error is UTF-8"),
    }
}

/// Returns the time of [`START`].
pub(crate) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(START, 0).expect("a valid time")
}
