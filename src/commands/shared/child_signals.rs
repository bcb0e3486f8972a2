//! Signals that are forwarded to a child process.

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind};

#[cfg(unix)]
use crate::signals;

/// The signals that are forwarded. A signal that was ignored when this process started, as by
/// nohup(1) and for background jobs, stays ignored here and in the child.
#[cfg(unix)]
pub(in crate::commands) struct Signals {
    hang_up: Option<Signal>,
    interrupt: Option<Signal>,
    quit: Option<Signal>,
    terminate: Option<Signal>,
    user_1: Option<Signal>,
    user_2: Option<Signal>,
    /// True if a terminal sends its signals to the child itself. Forwarding them would deliver them
    /// twice.
    has_terminal: bool,
}

/// A received signal.
#[cfg(unix)]
pub(in crate::commands) struct Arrived(Option<rustix::process::Signal>);

#[cfg(unix)]
impl Signals {
    /// Installs the signal handlers.
    ///
    /// # Errors
    /// Returns an error if a handler cannot be installed.
    pub(in crate::commands) fn new() -> io::Result<Self> {
        let take = |kind| match signals::is_ignored(kind) {
            Some(true) => Ok(None),
            // If the system does not report it, forwarding is the better choice.
            Some(false) | None => signals::listen(kind).map(Some),
        };
        Ok(Self {
            hang_up: take(SignalKind::hangup())?,
            interrupt: take(SignalKind::interrupt())?,
            quit: take(SignalKind::quit())?,
            terminate: take(SignalKind::terminate())?,
            user_1: take(SignalKind::user_defined1())?,
            user_2: take(SignalKind::user_defined2())?,
            has_terminal: has_terminal(),
        })
    }

    /// The next one.
    pub(in crate::commands) async fn next(&mut self) -> Arrived {
        use rustix::process::Signal;
        let typed = |signal| Arrived((!self.has_terminal).then_some(signal));
        tokio::select! {
            () = next(&mut self.hang_up) => typed(Signal::HUP),
            () = next(&mut self.interrupt) => typed(Signal::INT),
            () = next(&mut self.quit) => typed(Signal::QUIT),
            () = next(&mut self.terminate) => Arrived(Some(Signal::TERM)),
            () = next(&mut self.user_1) => Arrived(Some(Signal::USR1)),
            () = next(&mut self.user_2) => Arrived(Some(Signal::USR2)),
        }
    }
}

#[cfg(unix)]
async fn next(signal: &mut Option<Signal>) {
    match signal {
        Some(signal) => {
            signal.recv().await;
        }
        None => std::future::pending().await,
    }
}

/// Returns true if this process is in the foreground of a terminal, which then sends its signals to
/// the child too.
#[cfg(unix)]
fn has_terminal() -> bool {
    let terminal = std::fs::File::open("/dev/tty").ok();
    let foreground = terminal.and_then(|terminal| rustix::termios::tcgetpgrp(terminal).ok());
    foreground == Some(rustix::process::getpgrp())
}

#[cfg(unix)]
impl Arrived {
    /// Sends the signal to a process that has not ended yet.
    pub(in crate::commands) fn send_to(self, process: Option<u32>) {
        let process = process.and_then(|id| i32::try_from(id).ok());
        let process = process.and_then(rustix::process::Pid::from_raw);
        if let (Some(process), Some(signal)) = (process, self.0) {
            // Sending fails if the process has just ended.
            let _ = rustix::process::kill_process(process, signal);
        }
    }
}

/// The console sends its signals to the child itself.
#[cfg(not(unix))]
pub(in crate::commands) struct Signals(tokio::signal::windows::CtrlC);

/// A signal that came.
#[cfg(not(unix))]
pub(in crate::commands) struct Arrived;

#[cfg(not(unix))]
impl Signals {
    /// Handles Ctrl-C, so that it ends only the child.
    ///
    /// # Errors
    /// Returns an error if the handler cannot be installed.
    pub(in crate::commands) fn new() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    /// The next one.
    pub(in crate::commands) async fn next(&mut self) -> Arrived {
        self.0.recv().await;
        Arrived
    }
}

#[cfg(not(unix))]
impl Arrived {
    /// Does nothing: the console has sent the signal to the child.
    pub(in crate::commands) fn send_to(self, _process: Option<u32>) {}
}
