//! JSON output about the program itself: errors, completions, manual pages, the demo.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

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
    /// What to do.
    help: Option<String>,
    /// The exit code of the process.
    exit_code: u8,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Demo {
    pub(crate) schema: SchemaName<Demo>,
    /// The steps of the tour.
    pub(crate) steps: Vec<DemoStep>,
}

/// A step of the tour.
#[derive(Serialize, JsonSchema)]
pub(crate) struct DemoStep {
    /// What the step shows.
    pub(crate) title: &'static str,
    /// The command line.
    pub(crate) command: String,
    /// The exit code of the command.
    pub(crate) exit_code: u8,
    /// What the command printed on standard output.
    pub(crate) stdout: String,
    /// What the command printed on standard error.
    pub(crate) stderr: String,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Completions {
    pub(crate) schema: SchemaName<Completions>,
    /// The shell.
    pub(crate) shell: String,
    /// The script to load in the shell.
    pub(crate) script: String,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Man {
    pub(crate) schema: SchemaName<Man>,
    /// The manual page in roff.
    pub(crate) page: String,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct ManPages {
    pub(crate) schema: SchemaName<ManPages>,
    /// The directory of the manual pages.
    pub(crate) directory: String,
    /// The number of pages.
    pub(crate) pages: usize,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Field<'a> {
    schema: SchemaName<Field<'static>>,
    /// The path of the field in the report, or `fixed-scope` for `--fix-scope`.
    field: &'a str,
    /// The value, `null` if the token has no such field.
    #[schemars(with = "serde_json::Value")]
    value: Option<&'a RawValue>,
}

impl<'a> Field<'a> {
    /// The field of `--fix-scope`.
    pub(crate) const FIXED_SCOPE: &'static str = "fixed-scope";

    pub(crate) fn of(field: &'a str, value: Option<&'a RawValue>) -> Self {
        Self {
            schema: SchemaName::new(),
            field,
            value,
        }
    }
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
