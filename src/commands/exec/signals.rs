//! Signals that are meant for the command.

use std::io;

/// The signals that are passed on.
#[cfg(unix)]
pub(super) struct Signals {
    hang_up: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
    quit: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    user_1: tokio::signal::unix::Signal,
    user_2: tokio::signal::unix::Signal,
    /// A terminal gives its signals to the command itself: passed on they would be two.
    has_terminal: bool,
    /// Whoever started this process wants it and the command to live on.
    ignores_hang_up: bool,
}

/// A signal that came.
#[cfg(unix)]
pub(super) struct Arrived(Option<rustix::process::Signal>);

#[cfg(unix)]
impl Signals {
    /// Takes the signals over from now on.
    ///
    /// # Errors
    /// When the system does not let go of them.
    pub(super) fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let ignores_hang_up = ignores_hang_up();
        Ok(Self {
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            terminate: signal(SignalKind::terminate())?,
            user_1: signal(SignalKind::user_defined1())?,
            user_2: signal(SignalKind::user_defined2())?,
            has_terminal: has_terminal(),
            ignores_hang_up,
        })
    }

    /// The next one.
    pub(super) async fn next(&mut self) -> Arrived {
        use rustix::process::Signal;
        let typed = |signal| Arrived((!self.has_terminal).then_some(signal));
        tokio::select! {
            _ = self.hang_up.recv() => if self.ignores_hang_up {
                Arrived(None)
            } else {
                typed(Signal::HUP)
            },
            _ = self.interrupt.recv() => typed(Signal::INT),
            _ = self.quit.recv() => typed(Signal::QUIT),
            _ = self.terminate.recv() => Arrived(Some(Signal::TERM)),
            _ = self.user_1.recv() => Arrived(Some(Signal::USR1)),
            _ = self.user_2.recv() => Arrived(Some(Signal::USR2)),
        }
    }
}

/// Whether this process stands in the foreground of a terminal, which then gives what is typed to
/// the command as well.
#[cfg(unix)]
fn has_terminal() -> bool {
    let terminal = std::fs::File::open("/dev/tty");
    let foreground = terminal
        .ok()
        .and_then(|terminal| rustix::termios::tcgetpgrp(terminal).ok());
    foreground == Some(rustix::process::getpgrp())
}

/// Whether hang-up was ignored when this process began, as nohup(1) wants it. Only Linux tells.
#[cfg(unix)]
fn ignores_hang_up() -> bool {
    const HANG_UP: u64 = 1;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    ignored.is_some_and(|mask| mask & HANG_UP != 0)
}

#[cfg(unix)]
impl Arrived {
    /// Passes it on to a process that has not ended yet.
    pub(super) fn send_to(self, process: Option<u32>) {
        let process = process.and_then(|id| i32::try_from(id).ok());
        let process = process.and_then(rustix::process::Pid::from_raw);
        if let (Some(process), Some(signal)) = (process, self.0) {
            // A process that has just ended needs it no more.
            let _ = rustix::process::kill_process(process, signal);
        }
    }
}

/// The console gives its signals to the command itself.
#[cfg(not(unix))]
pub(super) struct Signals(tokio::signal::windows::CtrlC);

/// A signal that came.
#[cfg(not(unix))]
pub(super) struct Arrived;

#[cfg(not(unix))]
impl Signals {
    /// Takes Ctrl-C over from now on, so that only the command ends by it.
    ///
    /// # Errors
    /// When the system does not let go of it.
    pub(super) fn new() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    /// The next one.
    pub(super) async fn next(&mut self) -> Arrived {
        self.0.recv().await;
        Arrived
    }
}

#[cfg(not(unix))]
impl Arrived {
    /// The command got it from the console.
    pub(super) fn send_to(self, _process: Option<u32>) {}
}
