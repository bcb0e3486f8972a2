//! The second signal: it ends a command even if the thread of the async runtime is busy or blocked.
//!
//! A thread of its own counts the signals, because the runtime handles none while it computes or waits
//! for a slow reader of its output.

use std::{
    io,
    sync::{Mutex, PoisonError},
    thread,
    time::Duration,
};

use signal_hook::{iterator::Signals, low_level::emulate_default_handler};

use super::{TERMINATION_SIGNALS, is_ignored};

/// The time in which a command can still report its results after the second signal. The third one
/// ends it at once.
const GRACE: Duration = Duration::from_millis(500);

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
        for (count, signal) in signals.forever().enumerate() {
            match count {
                0 => {}
                1 => _ = thread::spawn(move || end_process(signal, GRACE)),
                _ => end_process(signal, Duration::ZERO),
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
