//! Runs a child process for `exec` and `sandbox exec`.

use std::{ffi::OsString, io};

use super::{child_advice::advice, child_signals::Signals};
use crate::{error::Error, exit::Exit, runtime};

/// Runs a command to its end, and forwards signals to it. `words` are its program and arguments.
///
/// # Errors
/// Returns an error if the command cannot be started.
pub(in crate::commands) fn run_to_end(
    mut command: tokio::process::Command,
    words: &[OsString],
) -> Result<Exit, Error> {
    let ours = |error| Error::Exec(Box::new(Error::Runtime(error)));
    let runtime = runtime::new().map_err(ours)?;
    let code = runtime.block_on(async {
        let mut signals = Signals::new().map_err(ours)?;
        let failed = |source| cannot_run(words, source);
        let mut child = command.spawn().map_err(failed)?;
        loop {
            tokio::select! {
                status = child.wait() => return status.map(code_of).map_err(failed),
                signal = signals.next() => signal.send_to(child.id()),
            }
        }
    });
    code.map(Exit::Child)
}

/// Returns the error of a command that cannot be started. Its exit codes are those of env(1).
pub(in crate::commands) fn cannot_run(words: &[OsString], source: io::Error) -> Error {
    let name = words
        .first()
        .map(|name| name.to_string_lossy().into_owned());
    Error::Command {
        name: name.unwrap_or_default(),
        help: advice(words, &source),
        source,
    }
}

/// Returns the exit code of a command that has ended: 128 plus the signal's number if a signal ended
/// it.
pub(in crate::commands) fn code_of(status: std::process::ExitStatus) -> u8 {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        if let Some(signal) = status.signal() {
            return u8::try_from(128 + signal).unwrap_or(u8::MAX);
        }
    }
    // Windows exit codes have 32 bits. A code that does not fit says nothing when it is cut.
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    code.unwrap_or(1)
}
