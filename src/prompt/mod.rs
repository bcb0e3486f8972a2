//! Interactive prompts on standard error. Only this folder uses `dialoguer`.

#[cfg(unix)]
mod interrupt_guard;

use std::io;

use dialoguer::{Input, Password, Select, console::Term, theme::SimpleTheme};
use zeroize::Zeroizing;

use crate::console::sanitize;

/// A prompt that was not answered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PromptError {
    /// The user pressed Escape in a selection, or Ctrl-C if that did not end the process.
    #[error("interrupted, nothing was changed")]
    Interrupted,
    #[error("cannot read from the terminal: {0}")]
    Failed(io::Error),
}

/// Prompts for a text that is not echoed. The text is empty if nothing is typed or the input ends.
///
/// # Errors
/// Returns an error if the prompt is interrupted or the terminal cannot be used.
pub(crate) fn password(prompt: &str) -> Result<Zeroizing<String>, PromptError> {
    let password = Password::with_theme(&SimpleTheme)
        .with_prompt(sanitize(prompt))
        .allow_empty_password(true);
    interact(|term| password.interact_on(term).map(Some)).map(Zeroizing::new)
}

/// Prompts for a text until `check` accepts it. The text is empty if nothing is typed.
///
/// # Errors
/// Returns an error if the prompt is interrupted or the terminal cannot be used.
pub(crate) fn text(
    prompt: &str,
    check: fn(&str) -> Result<(), String>,
) -> Result<String, PromptError> {
    let input = Input::<String>::with_theme(&SimpleTheme)
        .with_prompt(sanitize(prompt))
        .allow_empty(true)
        .validate_with(move |text: &String| check(text));
    interact(|term| input.interact_on(term).map(Some))
}

/// Prompts for one of the items, and returns its index. `preselected` is the index that Enter accepts.
///
/// # Errors
/// Returns an error if the prompt is interrupted or the terminal cannot be used.
pub(crate) fn choice(
    prompt: &str,
    items: &[&str],
    preselected: usize,
) -> Result<usize, PromptError> {
    let select = Select::with_theme(&SimpleTheme)
        .with_prompt(prompt)
        .items(items)
        .default(preselected);
    interact(|term| select.interact_on_opt(term))
}

/// Prompts for yes or no until one of them is typed, followed by Enter. Enter alone is `default`.
///
/// # Errors
/// Returns an error if the prompt is interrupted or the terminal cannot be used.
pub(crate) fn confirm(prompt: &str, default: bool) -> Result<bool, PromptError> {
    // Not dialoguer's `Confirm`: it acts on a single key, or else on the last `y` or `n` of the line,
    // which is `y` in `not today`.
    let choices = if default { "[Y/n]" } else { "[y/N]" };
    let check = |reply: &str| match parse_reply(reply, true) {
        Some(_) => Ok(()),
        None => Err("type y or n".to_owned()),
    };
    let reply = text(&format!("{prompt} {choices}"), check)?;
    Ok(parse_reply(&reply, default).unwrap_or(default))
}

/// Returns true for yes and false for no. `None` if the reply is neither.
fn parse_reply(reply: &str, default: bool) -> Option<bool> {
    match reply.trim().to_ascii_lowercase().as_str() {
        "" => Some(default),
        "y" | "yes" => Some(true),
        "n" | "no" => Some(false),
        _ => None,
    }
}

/// Runs a prompt, and restores the terminal in any case.
fn interact<T>(
    prompt: impl FnOnce(&Term) -> dialoguer::Result<Option<T>>,
) -> Result<T, PromptError> {
    let term = Term::stderr();
    #[cfg(unix)]
    let guard = interrupt_guard::restore_at_signal(&term).map_err(PromptError::Failed)?;
    let answer = prompt(&term);
    #[cfg(unix)]
    drop(guard);
    // A selection hides the cursor, and does not show it again if it fails.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_are_whole_words() {
        for (reply, expected) in [
            ("", Some(false)),
            (" Y ", Some(true)),
            ("yes", Some(true)),
            ("n", Some(false)),
            ("NO", Some(false)),
            ("not today", None),
            ("ye", None),
            ("q", None),
        ] {
            assert_eq!(parse_reply(reply, false), expected, "{reply}");
        }
        assert_eq!(parse_reply("", true), Some(true));
    }
}
