//! Termination signals while a prompt is open: the terminal is restored before the process ends, so
//! that the shell does not get a terminal without cursor or echo.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use dialoguer::console::Term;
use rustix::{
    stdio,
    termios::{OptionalActions, Termios, tcgetattr, tcsetattr},
};
use signal_hook::{
    SigId, flag,
    iterator::{Handle, Signals},
    low_level::{emulate_default_handler, unregister},
};

use crate::signals::{
    SuspendedAction, TERMINATION_SIGNALS, restore_default_action, suspend_default_action,
};

/// Handles termination signals until it is dropped.
pub(super) struct InterruptGuard {
    terminal: Terminal,
    flag_ids: Vec<SigId>,
    thread_handle: Handle,
    suspended: SuspendedAction,
}

/// The terminal with the mode to restore, and the signals that have arrived.
#[derive(Clone)]
struct Terminal {
    term: Term,
    original_mode: Option<Termios>,
    /// True for each of [`TERMINATION_SIGNALS`] that has arrived.
    has_arrived: [Arc<AtomicBool>; TERMINATION_SIGNALS.len()],
}

impl InterruptGuard {
    pub(super) fn new(term: &Term) -> io::Result<Self> {
        let terminal = Terminal {
            term: term.clone(),
            original_mode: tcgetattr(stdio::stdin()).ok(),
            has_arrived: Default::default(),
        };
        let flags = TERMINATION_SIGNALS.iter().zip(&terminal.has_arrived);
        let flag_ids = flags
            .map(|(signal, has_arrived)| flag::register(*signal, Arc::clone(has_arrived)))
            .collect::<io::Result<_>>()?;
        let mut signals = Signals::new(TERMINATION_SIGNALS)?;
        let thread_handle = signals.handle();
        let watched = terminal.clone();
        thread::spawn(move || {
            for _ in &mut signals {
                watched.end_process_if_signaled();
            }
        });
        Ok(Self {
            terminal,
            flag_ids,
            thread_handle,
            suspended: suspend_default_action()?,
        })
    }
}

impl Drop for InterruptGuard {
    fn drop(&mut self) {
        // The signal may have ended the prompt before the thread has seen it.
        self.terminal.end_process_if_signaled();
        restore_default_action(&self.suspended);
        self.thread_handle.close();
        for id in self.flag_ids.drain(..) {
            unregister(id);
        }
    }
}

impl Terminal {
    /// Restores the terminal and ends the process if a signal has arrived.
    fn end_process_if_signaled(&self) {
        let mut signals = TERMINATION_SIGNALS.into_iter().zip(&self.has_arrived);
        let Some((signal, _)) = signals.find(|(_, has_arrived)| has_arrived.load(Ordering::SeqCst))
        else {
            return;
        };
        if let Some(mode) = &self.original_mode {
            let _ = tcsetattr(stdio::stdin(), OptionalActions::Now, mode);
        }
        let _ = self.term.show_cursor();
        let _ = self.term.write_line("");
        let _ = emulate_default_handler(signal);
    }
}
