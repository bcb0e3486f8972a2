//! The foreground of the terminal: the process group that reads its keys and receives its signals.

use std::{fs::File, io};

use nix::sys::signal::{SigSet, SigmaskHow, Signal};
use rustix::{
    process::{Pid, getpgrp},
    termios::{tcgetpgrp, tcsetpgrp},
};

/// The terminal that controls this process.
pub(crate) struct Terminal(File);

impl Terminal {
    /// Opens the terminal. `None` if this process has none, as a daemon or a job of a CI service.
    pub(crate) fn open() -> Option<Self> {
        File::open("/dev/tty").ok().map(Self)
    }

    /// Returns true if this process group is in the foreground.
    pub(crate) fn is_ours(&self) -> bool {
        self.belongs_to(getpgrp())
    }

    /// Returns true if a process group is in the foreground.
    pub(crate) fn belongs_to(&self, group: Pid) -> bool {
        tcgetpgrp(&self.0).ok() == Some(group)
    }

    /// Puts a process group into the foreground.
    ///
    /// # Errors
    /// Returns an error if the process group is of a different session.
    pub(crate) fn give_to(&self, group: Pid) -> io::Result<()> {
        // From the background this sends SIGTTOU, which would stop this process.
        let mut blocked = SigSet::empty();
        blocked.add(Signal::SIGTTOU);
        let previous = blocked.thread_swap_mask(SigmaskHow::SIG_BLOCK)?;
        let given = tcsetpgrp(&self.0, group);
        previous.thread_set_mask()?;
        Ok(given?)
    }

    /// Puts this process group into the foreground if `group` is there.
    pub(crate) fn take_from(&self, group: Pid) {
        if self.belongs_to(group) {
            // This fails only if the terminal was closed.
            let _ = self.give_to(getpgrp());
        }
    }
}
