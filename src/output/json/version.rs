//! JSON output of `--version`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::SchemaName;

#[derive(Serialize, JsonSchema)]
pub(crate) struct Version {
    pub(crate) schema: SchemaName<Version>,
    /// The version of courier-auth.
    pub(crate) version: &'static str,
    /// The commit of the sources, `null` if it is unknown.
    pub(crate) commit: Option<&'static str>,
    /// The target triple of the build.
    pub(crate) target: &'static str,
    /// The features of the crate that were enabled.
    pub(crate) features: Vec<&'static str>,
    /// The version of the compiler, `null` if it is unknown.
    pub(crate) rustc: Option<&'static str>,
}
