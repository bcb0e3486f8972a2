//! The default action of termination signals, which is to end the process, as flags that can be
//! switched off and on.
//!
//! Before the first guard, the flags have no effect: no handler is installed and the operating
//! system acts. The first [`suspend_default_action`] of a signal installs a handler that ends the
//! process if the flag of the signal is set. The flags are process-wide, because signal handlers are.

use std::{
    io,
    sync::{
        Arc, LazyLock, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    flag,
};

/// The signals that end a process by default. SIGINT comes last, because the crate `console`, which reads
/// prompts, raises it as well when another signal interrupts a prompt: the earlier ones are the real
/// cause.
pub(crate) const TERMINATION_SIGNALS: [i32; 3] = [SIGTERM, SIGHUP, SIGINT];

/// True for each of [`TERMINATION_SIGNALS`] if it ends the process.
static ENABLED: LazyLock<[Arc<AtomicBool>; TERMINATION_SIGNALS.len()]> =
    LazyLock::new(|| TERMINATION_SIGNALS.map(|_| Arc::new(AtomicBool::new(true))));

/// The signals whose handler is installed.
static INSTALLED: Mutex<Vec<i32>> = Mutex::new(Vec::new());

/// A suspended default action: the flags to restore.
pub(super) struct SuspendedAction([bool; TERMINATION_SIGNALS.len()]);

/// Switches off the default action of a signal for good, because a command handles it.
pub(super) fn disable(signal: i32) {
    let mut flags = TERMINATION_SIGNALS.iter().zip(&*ENABLED);
    if let Some((_, is_enabled)) = flags.find(|(known, _)| **known == signal) {
        is_enabled.store(false, Ordering::SeqCst);
    }
}

/// Switches off the default action of all [`TERMINATION_SIGNALS`], because a guard handles these
/// `signals`. The others stay ignored.
///
/// # Errors
/// Returns an error if a handler cannot be installed.
pub(super) fn suspend_default_action(signals: &[i32]) -> io::Result<SuspendedAction> {
    let mut installed = INSTALLED.lock().unwrap_or_else(PoisonError::into_inner);
    for (signal, is_enabled) in TERMINATION_SIGNALS.iter().zip(&*ENABLED) {
        if signals.contains(signal) && !installed.contains(signal) {
            flag::register_conditional_default(*signal, Arc::clone(is_enabled))?;
            installed.push(*signal);
        }
    }
    let flags = ENABLED.each_ref();
    Ok(SuspendedAction(flags.map(|is_enabled| {
        is_enabled.swap(false, Ordering::SeqCst)
    })))
}

/// Restores the default actions that were in force before they were suspended.
pub(super) fn restore_default_action(suspended: &SuspendedAction) {
    for (is_enabled, was_enabled) in ENABLED.iter().zip(suspended.0) {
        is_enabled.store(was_enabled, Ordering::SeqCst);
    }
}
