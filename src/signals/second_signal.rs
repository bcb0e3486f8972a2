//! The second signal: it ends a command even if the thread of the async runtime is busy or blocked.
//!
//! A thread of its own counts the signals, because the runtime handles none while it computes or waits
//! for a slow reader of its output.

use std::{
    io,
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

use signal_hook::{iterator::Signals, low_level::emulate_default_handler};

use super::{TERMINATION_SIGNALS, is_ignored};

/// The time in which a command can still report its results after the second signal. The third one
/// ends it at once.
const GRACE: Duration = Duration::from_millis(500);

/// The time in which signals count as one: a terminal sends Ctrl-C to a whole process group, and a parent
/// process such as npm forwards it again.
const REPETITION: Duration = Duration::from_millis(100);

/// Starts the thread, unless it runs already. Signals that are ignored stay ignored.
///
/// # Errors
/// Returns an error if the handlers cannot be installed.
pub(super) fn end_process_at_second_signal() -> io::Result<()> {
    static IS_STARTED: Mutex<bool> = Mutex::new(false);
    let mut is_started = IS_STARTED.lock().unwrap_or_else(PoisonError::into_inner);
    if *is_started {
        return Ok(());
    }
    let handled = TERMINATION_SIGNALS.into_iter();
    let handled = handled.filter(|signal| is_ignored((*signal).into()) != Some(true));
    let mut signals = Signals::new(handled)?;
    thread::spawn(move || {
        let mut signals = signals.forever();
        let Some(_) = signals.next() else { return };
        let (first, mut is_ending) = (Instant::now(), false);
        for signal in signals {
            if is_ending {
                end_process(signal, Duration::ZERO);
            } else if first.elapsed() >= REPETITION {
                is_ending = true;
                thread::spawn(move || end_process(signal, GRACE));
            }
        }
    });
    *is_started = true;
    Ok(())
}

/// Ends the process by the signal, as if it was never handled.
fn end_process(signal: i32, grace: Duration) {
    thread::sleep(grace);
    // This returns only if the signal is unknown.
    let _ = emulate_default_handler(signal);
}
