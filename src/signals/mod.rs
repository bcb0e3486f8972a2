//! Signal handling: who handles Ctrl-C (SIGINT), SIGTERM and SIGHUP.
//!
//! Initially the program handles none of them, and the operating system ends the process. Three parts
//! of the program change this:
//!
//! - A **command** that has something to finish listens for signals with [`shutdown`] or
//!   [`Interrupts`]. From then on, the first signal does not end the process by itself. The second one
//!   does, whatever the process is doing (`second_signal`).
//! - `exec` uses [`listen_unless_ignored`], to forward signals to its child. No signal ends it before its child.
//! - An [`EndGuard`] has something to clean up before a signal ends the process. An open prompt has
//!   changed the terminal, and a key command has child processes.
//!
//! A signal that was handled once never gets back its default action from the operating system:
//! signal handlers stay installed. After the first guard, `default_action` therefore ends the
//! process in its place, unless a command listens.

#[cfg(unix)]
mod default_action;
#[cfg(unix)]
mod end_guard;
#[cfg(unix)]
mod foreground;
#[cfg(unix)]
mod second_signal;

use std::io;
#[cfg(unix)]
use std::task::Poll;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind};

#[cfg(unix)]
use default_action::TERMINATION_SIGNALS;
#[cfg(unix)]
pub(crate) use {end_guard::EndGuard, foreground::Terminal};

/// A stream of signals that ask a command to stop: Ctrl-C, SIGTERM and SIGHUP. While it exists, and
/// afterwards, the first signal does not end the process.
pub(crate) struct Interrupts {
    #[cfg(unix)]
    signals: [Option<Signal>; TERMINATION_SIGNALS.len()],
    #[cfg(windows)]
    signal: tokio::signal::windows::CtrlC,
}

impl Interrupts {
    /// Starts to listen. A signal stays ignored if it was ignored at the start, as nohup(1) sets it.
    ///
    /// # Errors
    /// Returns an error if a handler cannot be installed.
    #[cfg(unix)]
    pub(crate) fn new() -> io::Result<Self> {
        second_signal::end_process_at_second_signal()?;
        let [terminate, hang_up, interrupt] =
            TERMINATION_SIGNALS.map(|signal| listen_unless_ignored(SignalKind::from_raw(signal)));
        Ok(Self {
            signals: [terminate?, hang_up?, interrupt?],
        })
    }

    /// Starts to listen for Ctrl-C.
    ///
    /// # Errors
    /// Returns an error if the handler cannot be installed.
    #[cfg(windows)]
    pub(crate) fn new() -> io::Result<Self> {
        let signal = tokio::signal::windows::ctrl_c()?;
        Ok(Self { signal })
    }

    /// Waits for the next signal.
    pub(crate) async fn next(&mut self) {
        #[cfg(unix)]
        std::future::poll_fn(|task| {
            let mut signals = self.signals.iter_mut().flatten();
            if signals.any(|signal| signal.poll_recv(task).is_ready()) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
        #[cfg(windows)]
        self.signal.recv().await;
    }
}

/// Starts to listen for a signal to stop. The future is ready when one arrives.
///
/// # Errors
/// Returns an error if a handler cannot be installed.
pub(crate) fn shutdown() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupts = Interrupts::new()?;
    Ok(async move { interrupts.next().await })
}

/// Starts to listen for a signal, `None` if it is ignored. If that is unknown it is handled: to end
/// without cleanup would be worse.
///
/// # Errors
/// Returns an error if the handler cannot be installed.
#[cfg(unix)]
pub(crate) fn listen_unless_ignored(kind: SignalKind) -> io::Result<Option<Signal>> {
    match is_ignored(kind) {
        Some(true) => Ok(None),
        Some(false) | None => listen(kind).map(Some),
    }
}

/// Starts to listen for a signal, which from now on does not end the process anymore.
///
/// # Errors
/// Returns an error if the handler cannot be installed.
#[cfg(unix)]
fn listen(kind: SignalKind) -> io::Result<Signal> {
    let signal = tokio::signal::unix::signal(kind)?;
    default_action::disable(kind.as_raw_value());
    Ok(signal)
}

/// Returns true if a signal is ignored by this process. `None` if that is unknown: only Linux
/// reports it without unsafe code.
#[cfg(unix)]
fn is_ignored(kind: SignalKind) -> Option<bool> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))?;
    let mask = u64::from_str_radix(mask.trim(), 16).ok()?;
    let bit = 1_u64.checked_shl(kind.as_raw_value().cast_unsigned().checked_sub(1)?)?;
    Some(mask & bit != 0)
}
