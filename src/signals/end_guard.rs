//! Work to do before a termination signal ends the process, such as to restore the terminal.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use signal_hook::{
    SigId, flag,
    iterator::{Handle, Signals},
    low_level::{emulate_default_handler, unregister},
};

use super::{
    TERMINATION_SIGNALS,
    default_action::{SuspendedAction, restore_default_action, suspend_default_action},
    is_ignored,
};

/// Handles termination signals until it is dropped: it cleans up, and then ends the process.
pub(crate) struct EndGuard {
    watch: Watch,
    flag_ids: Vec<SigId>,
    thread_handle: Handle,
    suspended: SuspendedAction,
}

/// The signals that have arrived, and the work to do before they end the process.
#[derive(Clone)]
struct Watch {
    /// True for each of [`TERMINATION_SIGNALS`] that has arrived.
    has_arrived: [Arc<AtomicBool>; TERMINATION_SIGNALS.len()],
    clean_up: Arc<dyn Fn() + Send + Sync>,
}

impl EndGuard {
    /// Starts to handle the signals, except for those that are ignored. `clean_up` may run on any thread.
    ///
    /// # Errors
    /// Returns an error if the handlers cannot be installed.
    pub(crate) fn new(clean_up: impl Fn() + Send + Sync + 'static) -> io::Result<Self> {
        let watch = Watch {
            has_arrived: Default::default(),
            clean_up: Arc::new(clean_up),
        };
        let flags = TERMINATION_SIGNALS.into_iter().zip(&watch.has_arrived);
        let flags: Vec<_> = flags
            .filter(|(signal, _)| is_ignored((*signal).into()) != Some(true))
            .collect();
        let flag_ids = flags
            .iter()
            .map(|(signal, has_arrived)| flag::register(*signal, Arc::clone(has_arrived)))
            .collect::<io::Result<_>>()?;
        let handled: Vec<i32> = flags.iter().map(|(signal, _)| *signal).collect();
        let mut signals = Signals::new(&handled)?;
        let thread_handle = signals.handle();
        let watched = watch.clone();
        thread::spawn(move || {
            for _ in &mut signals {
                watched.end_process_if_signaled();
            }
        });
        Ok(Self {
            watch,
            flag_ids,
            thread_handle,
            suspended: suspend_default_action(&handled)?,
        })
    }
}

impl Drop for EndGuard {
    fn drop(&mut self) {
        // The signal may have ended the guarded work before the thread has seen it.
        self.watch.end_process_if_signaled();
        restore_default_action(&self.suspended);
        self.thread_handle.close();
        for id in self.flag_ids.drain(..) {
            unregister(id);
        }
    }
}

impl Watch {
    /// Cleans up and ends the process if a signal has arrived.
    fn end_process_if_signaled(&self) {
        let mut signals = TERMINATION_SIGNALS.into_iter().zip(&self.has_arrived);
        let Some((signal, _)) = signals.find(|(_, has_arrived)| has_arrived.load(Ordering::SeqCst))
        else {
            return;
        };
        (self.clean_up)();
        let _ = emulate_default_handler(signal);
    }
}
