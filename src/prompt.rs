//! Questions to a person, on standard error. The only file that names `dialoguer`.

use std::io;

use dialoguer::{Confirm, Input, Password, Select, console::Term, theme::SimpleTheme};
use zeroize::Zeroizing;

/// Why a question got no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PromptError {
    /// Escape where something is to be chosen, or Ctrl-C where that does not end the process.
    #[error("interrupted; nothing was changed")]
    Interrupted,
    #[error("no answer: {0}")]
    Failed(io::Error),
}

/// A text that is not shown while it is typed; with nothing typed, or at the end of the input, an
/// empty one.
///
/// # Errors
/// When there is none.
pub(crate) fn password(prompt: &str) -> Result<Zeroizing<String>, PromptError> {
    let question = Password::with_theme(&SimpleTheme)
        .with_prompt(prompt)
        .allow_empty_password(true);
    asked(|term| question.interact_on(term).map(Some)).map(Zeroizing::new)
}

/// A text; with nothing typed, an empty one.
///
/// # Errors
/// When there is no answer, or none that `check` takes.
pub(crate) fn text(
    prompt: &str,
    check: fn(&str) -> Result<(), String>,
) -> Result<String, PromptError> {
    let question = Input::<String>::with_theme(&SimpleTheme)
        .with_prompt(prompt)
        .allow_empty(true)
        .validate_with(move |text: &String| check(text));
    asked(|term| question.interact_on(term).map(Some))
}

/// The place of the chosen item.
///
/// # Errors
/// When none is chosen.
pub(crate) fn choice(prompt: &str, items: &[&str]) -> Result<usize, PromptError> {
    let question = Select::with_theme(&SimpleTheme)
        .with_prompt(prompt)
        .items(items)
        .default(0);
    asked(|term| question.interact_on_opt(term))
}

/// Yes or no.
///
/// # Errors
/// When neither is typed.
pub(crate) fn confirm(prompt: &str, default: bool) -> Result<bool, PromptError> {
    let question = Confirm::with_theme(&SimpleTheme)
        .with_prompt(prompt)
        .default(default);
    asked(|term| question.interact_on_opt(term))
}

/// Asks; whatever happens, the terminal is afterwards as it was.
fn asked<T>(ask: impl FnOnce(&Term) -> dialoguer::Result<Option<T>>) -> Result<T, PromptError> {
    let term = Term::stderr();
    #[cfg(unix)]
    let guard = interrupt::Guard::new(&term).map_err(PromptError::Failed)?;
    let answer = ask(&term);
    #[cfg(unix)]
    drop(guard);
    // A question that chooses hides it.
    let _ = term.show_cursor();
    match answer {
        Ok(Some(answer)) => Ok(answer),
        Ok(None) => Err(PromptError::Interrupted),
        Err(dialoguer::Error::IO(error)) if error.kind() == io::ErrorKind::Interrupted => {
            Err(PromptError::Interrupted)
        }
        Err(dialoguer::Error::IO(error)) => Err(PromptError::Failed(error)),
    }
}

/// Ctrl-C and the like while a question is asked: the process ends by it, but not with a terminal
/// that shows no cursor or nothing of what is typed.
#[cfg(unix)]
mod interrupt {
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

    use crate::signals::{self, ENDING};

    /// Takes them over as long as it lives.
    pub(super) struct Guard {
        terminal: Terminal,
        registered: Vec<SigId>,
        handle: Handle,
        before: signals::Before,
    }

    /// The terminal as it was, and which of them came.
    #[derive(Clone)]
    struct Terminal {
        term: Term,
        before: Option<Termios>,
        caught: [Arc<AtomicBool>; ENDING.len()],
    }

    impl Terminal {
        /// Ends the process if one of them came: it may have ended the question first.
        fn end_if_asked_to(&self) {
            let mut caught = ENDING.into_iter().zip(&self.caught);
            let Some((signal, _)) = caught.find(|(_, caught)| caught.load(Ordering::SeqCst)) else {
                return;
            };
            if let Some(before) = &self.before {
                let _ = tcsetattr(stdio::stdin(), OptionalActions::Now, before);
            }
            let _ = self.term.show_cursor();
            let _ = self.term.write_line("");
            let _ = emulate_default_handler(signal);
        }
    }

    impl Guard {
        pub(super) fn new(term: &Term) -> io::Result<Self> {
            let terminal = Terminal {
                term: term.clone(),
                before: tcgetattr(stdio::stdin()).ok(),
                caught: Default::default(),
            };
            let registered = ENDING.iter().zip(&terminal.caught);
            let registered = registered
                .map(|(signal, caught)| flag::register(*signal, Arc::clone(caught)))
                .collect::<io::Result<_>>()?;
            let mut signals = Signals::new(ENDING)?;
            let handle = signals.handle();
            let watched = terminal.clone();
            thread::spawn(move || {
                for _ in &mut signals {
                    watched.end_if_asked_to();
                }
            });
            Ok(Self {
                terminal,
                registered,
                handle,
                before: signals::hold()?,
            })
        }
    }

    impl Drop for Guard {
        fn drop(&mut self) {
            self.terminal.end_if_asked_to();
            signals::release(&self.before);
            self.handle.close();
            for id in self.registered.drain(..) {
                unregister(id);
            }
        }
    }
}
