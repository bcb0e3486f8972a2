//! Signals that are forwarded to a child process.

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind};

#[cfg(unix)]
use crate::signals;

/// The signals that are forwarded. A signal that was ignored when this process started, as under
/// nohup(1) and in background jobs, stays ignored here and in the child.
#[cfg(unix)]
pub(in crate::commands) struct Signals {
    hang_up: Option<Signal>,
    interrupt: Option<Signal>,
    quit: Option<Signal>,
    terminate: Option<Signal>,
    user_1: Option<Signal>,
    user_2: Option<Signal>,
    /// True if the child receives the terminal's signals directly, so that forwarding would double
    /// them.
    has_terminal: bool,
}

/// A received signal.
#[cfg(unix)]
pub(in crate::commands) struct ReceivedSignal(Option<rustix::process::Signal>);

#[cfg(unix)]
impl Signals {
    /// Starts to handle the signals instead of the default action.
    ///
    /// # Errors
    /// Returns an error if a handler cannot be installed.
    pub(in crate::commands) fn new() -> io::Result<Self> {
        let take = signals::listen_unless_ignored;
        Ok(Self {
            hang_up: take(SignalKind::hangup())?,
            interrupt: take(SignalKind::interrupt())?,
            quit: take(SignalKind::quit())?,
            terminate: take(SignalKind::terminate())?,
            user_1: take(SignalKind::user_defined1())?,
            user_2: take(SignalKind::user_defined2())?,
            has_terminal: signals::Terminal::open().is_some_and(|terminal| terminal.is_ours()),
        })
    }

    /// Waits for the next signal.
    pub(in crate::commands) async fn next(&mut self) -> ReceivedSignal {
        use rustix::process::Signal;
        let from_keyboard = |signal| ReceivedSignal((!self.has_terminal).then_some(signal));
        tokio::select! {
            () = next(&mut self.hang_up) => from_keyboard(Signal::HUP),
            () = next(&mut self.interrupt) => from_keyboard(Signal::INT),
            () = next(&mut self.quit) => from_keyboard(Signal::QUIT),
            () = next(&mut self.terminate) => ReceivedSignal(Some(Signal::TERM)),
            () = next(&mut self.user_1) => ReceivedSignal(Some(Signal::USR1)),
            () = next(&mut self.user_2) => ReceivedSignal(Some(Signal::USR2)),
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

#[cfg(unix)]
impl ReceivedSignal {
    /// Forwards the signal to a process, unless that has ended.
    pub(in crate::commands) fn send_to(self, process: Option<u32>) {
        let process = process.and_then(|id| i32::try_from(id).ok());
        let process = process.and_then(rustix::process::Pid::from_raw);
        if let (Some(process), Some(signal)) = (process, self.0) {
            // This fails only if the process has just ended.
            let _ = rustix::process::kill_process(process, signal);
        }
    }
}

/// Ctrl-C, which the console sends to the child too.
#[cfg(not(unix))]
pub(in crate::commands) struct Signals(tokio::signal::windows::CtrlC);

/// A received signal.
#[cfg(not(unix))]
pub(in crate::commands) struct ReceivedSignal;

#[cfg(not(unix))]
impl Signals {
    /// Starts to handle Ctrl-C, so that only the child ends.
    ///
    /// # Errors
    /// Returns an error if the handler cannot be installed.
    pub(in crate::commands) fn new() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    /// Waits for the next signal.
    pub(in crate::commands) async fn next(&mut self) -> ReceivedSignal {
        self.0.recv().await;
        ReceivedSignal
    }
}

#[cfg(not(unix))]
impl ReceivedSignal {
    /// Does nothing: the console has sent the signal to the child.
    pub(in crate::commands) fn send_to(self, _process: Option<u32>) {}
}
