//! JSON output of `--version`.

use serde::Serialize;

/// `courier-auth/version/v1`
#[derive(Serialize)]
pub(crate) struct Version {
    pub(crate) schema: &'static str,
    pub(crate) version: &'static str,
    /// The commit of the sources, `null` if it is unknown.
    pub(crate) commit: Option<&'static str>,
    pub(crate) target: &'static str,
    /// The features of the crate that were enabled.
    pub(crate) features: Vec<&'static str>,
    /// The version of the compiler, `null` if it is unknown.
    pub(crate) rustc: Option<&'static str>,
}
