//! Signal handling: who handles Ctrl-C (SIGINT), SIGTERM and SIGHUP.
//!
//! Initially the program handles none of them, and the operating system ends the process. Two parts
//! of the program change this:
//!
//! - A **command** that has something to finish listens for signals with [`shutdown`] or
//!   [`Interrupts`]. `exec` uses [`listen`], to forward signals to its child. From then on, the
//!   signal never ends the process by itself.
//! - An open **prompt** has changed the terminal. `prompt` calls [`suspend_default_action`] and
//!   handles the signals itself: it restores the terminal and then ends the process. When the prompt
//!   closes, it calls [`restore_default_action`].
//!
//! A signal that was handled once never gets back its default action from the operating system:
//! signal handlers stay installed. After the first prompt, `default_action` therefore ends the
//! process in its place, unless a command listens.

#[cfg(unix)]
mod default_action;

use std::io;

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind};

#[cfg(unix)]
pub(crate) use default_action::{
    SuspendedAction, TERMINATION_SIGNALS, restore_default_action, suspend_default_action,
};

/// A stream of Ctrl-C presses. While it exists, and afterwards, Ctrl-C does not end the process.
pub(crate) struct Interrupts {
    #[cfg(unix)]
    signal: Signal,
    #[cfg(windows)]
    signal: tokio::signal::windows::CtrlC,
}

impl Interrupts {
    /// Starts to listen for Ctrl-C.
    ///
    /// # Errors
    /// Returns an error if the handler cannot be installed.
    pub(crate) fn new() -> io::Result<Self> {
        #[cfg(unix)]
        let signal = listen(SignalKind::interrupt())?;
        #[cfg(windows)]
        let signal = tokio::signal::windows::ctrl_c()?;
        Ok(Self { signal })
    }

    /// Waits for the next Ctrl-C.
    pub(crate) async fn next(&mut self) {
        self.signal.recv().await;
    }
}

/// Starts to listen for Ctrl-C, SIGTERM and SIGHUP. The future is ready when one of them arrives.
/// SIGHUP stays ignored if it was ignored at the start, as nohup(1) sets it.
///
/// # Errors
/// Returns an error if a handler cannot be installed.
#[cfg(unix)]
pub(crate) fn shutdown() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupt = listen(SignalKind::interrupt())?;
    let mut terminate = listen(SignalKind::terminate())?;
    let mut hang_up = match is_ignored(SignalKind::hangup()) {
        Some(true) => None,
        // If it is unknown, handle SIGHUP: dying without cleanup would be worse.
        Some(false) | None => Some(listen(SignalKind::hangup())?),
    };
    let terminal_closed = async move {
        match &mut hang_up {
            Some(signal) => _ = signal.recv().await,
            None => std::future::pending().await,
        }
    };
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            () = terminal_closed => {}
        }
    })
}

/// Starts to listen for Ctrl-C. The future is ready when it is pressed.
///
/// # Errors
/// Returns an error if the handler cannot be installed.
#[cfg(windows)]
pub(crate) fn shutdown() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupts = Interrupts::new()?;
    Ok(async move { interrupts.next().await })
}

/// Starts to listen for a signal, which from now on does not end the process anymore.
///
/// # Errors
/// Returns an error if the handler cannot be installed.
#[cfg(unix)]
pub(crate) fn listen(kind: SignalKind) -> io::Result<Signal> {
    let signal = tokio::signal::unix::signal(kind)?;
    default_action::disable(kind.as_raw_value());
    Ok(signal)
}

/// Returns true if a signal is ignored by this process. `None` if that is unknown: only Linux
/// reports it without unsafe code.
#[cfg(unix)]
pub(crate) fn is_ignored(kind: SignalKind) -> Option<bool> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mask = status
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))?;
    let mask = u64::from_str_radix(mask.trim(), 16).ok()?;
    let bit = 1_u64.checked_shl(kind.as_raw_value().cast_unsigned().checked_sub(1)?)?;
    Some(mask & bit != 0)
}
