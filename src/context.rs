//! The surroundings of one command: environment, clock and streams.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::{
    console::sanitize,
    env_vars::EnvVars,
    error::Error,
    exit::Exit,
    output::{Output, Paint, json::Failure},
    process::Input,
    reason::Reason,
};

/// Everything that a command uses besides its arguments. Only `courier`, `sandbox` and `serve` reach
/// beyond it.
pub(crate) struct Context<'c> {
    pub(crate) env: EnvVars,
    pub(crate) now: fn() -> DateTime<Utc>,
    /// The current folder, `None` if no project file is used.
    pub(crate) folder: Option<PathBuf>,
    pub(crate) stdin: Input<'c>,
    pub(crate) output: Output<'c>,
    /// True if the output is JSON.
    pub(crate) json: bool,
    /// The option that selects the output format, if there is one.
    pub(crate) format_option: Option<&'static str>,
    /// True if prompts are disabled.
    pub(crate) no_input: bool,
    /// True if warnings about configuration files are errors.
    pub(crate) strict_config: bool,
}

impl Context<'_> {
    /// Returns true if a prompt can be shown and answered.
    pub(crate) fn may_ask(&self) -> bool {
        !self.no_input && self.stdin.is_terminal && self.output.stderr_is_terminal()
    }

    /// Prints an error and its help line on standard error.
    pub(crate) fn report(&mut self, error: &Error) {
        // A closed pipe is success, see `Error::exit`.
        if error.exit() == Exit::Ok {
            return;
        }
        self.report_failure(
            error.exit(),
            error.reason(),
            error.to_string(),
            error.help(),
        );
    }

    /// Prints a failure on standard error: a message and a help line, or one line of JSON.
    pub(crate) fn report_failure(
        &mut self,
        exit: Exit,
        reason: Reason,
        message: String,
        help: Option<String>,
    ) {
        if self.json {
            let failure = Failure::new(exit, reason, message, help);
            return self.output.console().print_json(&failure);
        }
        let palette = self.output.stderr_palette();
        let label = palette.paint(Paint::Error, "error:");
        self.print_paragraph(&format!("{label} {}", sanitize(&message)));
        if let Some(help) = help {
            let label = palette.paint(Paint::Note, "help:");
            self.print_paragraph(&format!("{label} {}", sanitize(&help)));
        }
    }

    /// Prints a paragraph on standard error, wrapped if that is a terminal.
    pub(crate) fn print_paragraph(&self, text: &str) {
        if self.json || !self.output.stderr_is_terminal() {
            return self.output.print_error(text);
        }
        // Redacted before it is wrapped, because a secret on two lines would not be recognized.
        let text = self.output.redact(text);
        let text = self.output.stderr_palette().wrap(&text, "  ");
        self.output.print_error(&text);
    }
}
