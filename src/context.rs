//! What a command is given.

use chrono::{DateTime, Utc};

use crate::{environment::Environment, output::Output, process::Input, token::ApiKey};

/// The world of one command: no command reaches beyond it but through `courier` and `sandbox`.
pub(crate) struct Context<'c> {
    pub(crate) environment: Environment,
    pub(crate) now: fn() -> DateTime<Utc>,
    pub(crate) stdin: Input<'c>,
    pub(crate) output: Output<'c>,
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
}
