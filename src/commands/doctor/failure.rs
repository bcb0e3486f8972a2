//! The check of a failed request.

use crate::{
    courier::Error,
    output::doctor::{Check, CheckId},
};

/// The help for an error that has none of its own.
const DEFAULT_HELP: &str = "try again; add -v to see the requests";

/// Returns a failed check with the error's help, or else the default help.
pub(super) fn failed_request(id: CheckId, error: &Error) -> Check {
    let help = error.help().unwrap_or_else(|| DEFAULT_HELP.to_owned());
    Check::failed(id, error.reason().as_str(), error.to_string(), help)
}
