//! The entries of the request log.

use std::time::Duration;

use axum::response::Response;

/// A request with its result.
pub(crate) struct LoggedRequest {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) user: Option<String>,
    pub(crate) status: u16,
    /// The source of the token, `kept`, `issued` or `shared`, or the reason why there is none.
    pub(crate) outcome: String,
    pub(crate) duration: Duration,
}

/// The parts of a [`LoggedRequest`] that only the handler knows. A handler attaches them to its
/// response.
#[derive(Clone)]
pub(super) struct LogDetails {
    pub(super) user: Option<String>,
    pub(super) outcome: String,
}

/// Attaches log details to a response.
pub(super) fn with_log_details(
    mut response: Response,
    user: Option<String>,
    outcome: &str,
) -> Response {
    let outcome = outcome.to_owned();
    response
        .extensions_mut()
        .insert(LogDetails { user, outcome });
    response
}
