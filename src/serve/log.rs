//! The entries of the request log.

use std::{fmt, time::Duration};

use axum::response::Response;

/// A request with its result.
pub(crate) struct LoggedRequest {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) user: Option<String>,
    pub(crate) status: u16,
    pub(crate) outcome: RequestOutcome,
    pub(crate) duration: Duration,
}

/// The token in a response, or the reason why it has none.
#[derive(Debug, Clone)]
pub(crate) enum RequestOutcome {
    /// The source of the token: `issued`, `cached` or `shared`.
    Token(&'static str),
    /// The reason why the response has no token.
    NoToken(String),
}

impl fmt::Display for RequestOutcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Token(source) => source,
            Self::NoToken(reason) => reason,
        })
    }
}

/// The parts of a [`LoggedRequest`] that only the handler knows. A handler attaches them to its
/// response.
#[derive(Clone)]
pub(super) struct LogDetails {
    pub(super) user: Option<String>,
    pub(super) outcome: RequestOutcome,
}

/// Attaches log details to a response.
pub(super) fn with_log_details(
    mut response: Response,
    user: Option<String>,
    outcome: RequestOutcome,
) -> Response {
    response
        .extensions_mut()
        .insert(LogDetails { user, outcome });
    response
}
