//! JSON output of errors, on standard error.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{document::SchemaName, exit::Exit, reason::Reason};

#[derive(Serialize, JsonSchema)]
pub(crate) struct Failure {
    schema: SchemaName<Failure>,
    /// Always `error`.
    #[schemars(extend("const" = "error"))]
    level: &'static str,
    /// Why the command failed, for programs.
    reason: Reason,
    /// Why the command failed, for people.
    message: String,
    /// The next step.
    help: Option<String>,
    /// The exit code of the process.
    exit_code: u8,
}

impl Failure {
    pub(crate) fn new(exit: Exit, reason: Reason, message: String, help: Option<String>) -> Self {
        Self {
            schema: SchemaName::new(),
            level: "error",
            reason,
            message,
            help,
            exit_code: exit.code(),
        }
    }
}
