//! Whose a signal is: the question's that is asked, the command's that took it over, or nobody's,
//! and then it ends the process.
//!
//! Once a question was asked, what the system does by default has to be done here, for a signal
//! that is handled once is handled for good.

use std::{
    io,
    sync::{
        Arc, LazyLock, Once,
        atomic::{AtomicBool, Ordering},
    },
};

use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    flag,
};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// What ends a process that is asked to end. A question that any of them ends raises the last one
/// too, hence the others count first.
pub(crate) const ENDING: [i32; 3] = [SIGTERM, SIGHUP, SIGINT];

/// Whether each of [`ENDING`] ends the process at once.
static ENDS: LazyLock<[Arc<AtomicBool>; ENDING.len()]> =
    LazyLock::new(|| ENDING.map(|_| Arc::new(AtomicBool::new(true))));

/// Which of them ended the process before something else took them all over.
pub(crate) struct Before([bool; ENDING.len()]);

/// Takes one over for a command, for good.
///
/// # Errors
/// When the system does not let go of it.
pub(crate) fn take(kind: SignalKind) -> io::Result<Signal> {
    let taken = signal(kind)?;
    let mut ending = ENDING.iter().zip(&*ENDS);
    if let Some((_, ends)) = ending.find(|(ending, _)| **ending == kind.as_raw_value()) {
        ends.store(false, Ordering::SeqCst);
    }
    Ok(taken)
}

/// Keeps [`ENDING`] from ending the process for the time of a question.
///
/// # Errors
/// When the system does not let go of them.
pub(crate) fn hold() -> io::Result<Before> {
    static REGISTERED: Once = Once::new();
    let mut registered = Ok(());
    REGISTERED.call_once(|| {
        registered = ENDING.iter().zip(&*ENDS).try_for_each(|(signal, ends)| {
            flag::register_conditional_default(*signal, Arc::clone(ends)).map(drop)
        });
    });
    registered?;
    Ok(Before(
        ENDS.each_ref()
            .map(|ends| ends.swap(false, Ordering::SeqCst)),
    ))
}

/// Ends that time.
pub(crate) fn release(before: &Before) {
    for (ends, before) in ENDS.iter().zip(before.0) {
        ends.store(before, Ordering::SeqCst);
    }
}
