//! JSON output that contains texts in other formats: scripts, manual pages, and the output of `demo`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::SchemaName;

#[derive(Serialize, JsonSchema)]
pub(crate) struct Demo {
    pub(crate) schema: SchemaName<Demo>,
    /// The steps of the tour.
    pub(crate) steps: Vec<DemoStep>,
}

/// A step of the tour.
#[derive(Serialize, JsonSchema)]
pub(crate) struct DemoStep {
    /// The subject of the step.
    pub(crate) title: &'static str,
    /// The command line.
    pub(crate) command: String,
    /// The exit code of the command.
    pub(crate) exit_code: u8,
    /// The standard output of the command.
    pub(crate) stdout: String,
    /// The standard error of the command.
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
