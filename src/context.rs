//! What a command is given.

use std::{cell::OnceCell, rc::Rc};

use chrono::{DateTime, Utc};

use crate::{
    config::Chosen,
    env_vars::EnvVars,
    error::Error,
    exit::Exit,
    output::{Output, Paint, json::Failure, sanitize},
    process::Input,
    token::ApiKey,
};

/// The world of one command: no command reaches beyond it but through `courier` and `sandbox`.
pub(crate) struct Context<'c> {
    pub(crate) env: EnvVars,
    pub(crate) now: fn() -> DateTime<Utc>,
    pub(crate) stdin: Input<'c>,
    pub(crate) output: Output<'c>,
    /// The profile that is used, once it was looked for: the configuration is read once.
    pub(crate) profile: OnceCell<Option<Rc<Chosen>>>,
    /// The API key once it was found: standard input gives it once, a person is asked once.
    pub(crate) api_key: Option<ApiKey>,
    /// Answer in JSON.
    pub(crate) json: bool,
    /// Never ask.
    pub(crate) no_input: bool,
}

impl Context<'_> {
    /// Whether there is a person who can be asked.
    pub(crate) fn may_ask(&self) -> bool {
        !self.no_input && self.stdin.is_terminal && self.output.stderr_is_terminal()
    }

    /// Says what went wrong and what to type now.
    pub(crate) fn report(&mut self, error: &Error) {
        // The reader of a closed pipe had enough: nothing went wrong.
        if error.exit() == Exit::Ok {
            return;
        }
        if self.json {
            return self.complain_in_json(&Failure::of(error));
        }
        let palette = self.output.stderr_palette();
        let label = palette.paint(Paint::Error, "error:");
        self.output
            .complain(&format!("{label} {}", sanitize(&error.to_string())));
        if let Some(help) = error.help() {
            let label = palette.paint(Paint::Note, "help:");
            self.output.complain(&format!("{label} {help}"));
        }
    }

    /// Says what went wrong to a program.
    pub(crate) fn complain_in_json(&mut self, failure: &Failure) {
        self.output.console().print_json(failure);
    }
}
