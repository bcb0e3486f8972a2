//! A running key command on Windows. Its child processes go on after the time limit: only a job object
//! could end them, and that needs unsafe code.

use std::{
    io,
    process::{Child, Command, ExitStatus},
    time::Duration,
};

use wait_timeout::ChildExt as _;

/// A key command that was started.
pub(super) struct CommandJob {
    pub(super) child: Child,
}

impl CommandJob {
    /// Starts the command.
    ///
    /// # Errors
    /// Returns an error if it cannot be started.
    pub(super) fn start(command: &mut Command) -> io::Result<Self> {
        let child = command.spawn()?;
        Ok(Self { child })
    }

    /// Waits for the command. Returns `None` if it was killed at the time limit.
    ///
    /// # Errors
    /// Returns an error if the system cannot wait for the command.
    pub(super) fn wait(mut self, time_limit: Duration) -> io::Result<Option<ExitStatus>> {
        let status = self.child.wait_timeout(time_limit)?;
        if status.is_none() {
            self.child.kill()?;
            self.child.wait()?;
        }
        Ok(status)
    }
}
