//! Termination signals while a prompt is open: the terminal is restored before the process ends, so
//! that the shell does not get a terminal without cursor or echo.

use std::io;

use dialoguer::console::Term;
use rustix::{
    stdio,
    termios::{OptionalActions, tcgetattr, tcsetattr},
};

use crate::signals::EndGuard;

/// Returns a guard that handles termination signals until it is dropped.
///
/// # Errors
/// Returns an error if the handlers cannot be installed.
pub(super) fn restore_at_signal(term: &Term) -> io::Result<EndGuard> {
    let (term, original_mode) = (term.clone(), tcgetattr(stdio::stdin()).ok());
    EndGuard::new(move || {
        if let Some(mode) = &original_mode {
            let _ = tcsetattr(stdio::stdin(), OptionalActions::Now, mode);
        }
        let _ = term.show_cursor();
        let _ = term.write_line("");
    })
}
