//! A request to a sandbox, as its control API lists it.

use serde::{Deserialize, Serialize};

/// A request to a sandbox and its outcome, without secrets.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct RequestSummary {
    /// The number of the request, counted from 1.
    pub(crate) number: u64,
    /// The time of the request, by the sandbox's clock.
    pub(crate) time: String,
    pub(crate) method: String,
    /// The path without the query, which may contain a token.
    pub(crate) path: String,
    /// The user whom the request is about.
    pub(crate) user: Option<String>,
    /// The GraphQL operation.
    pub(crate) operation: Option<String>,
    /// `None` while the request is in flight, and if it got no response.
    pub(crate) status: Option<u16>,
    /// The fingerprint of the token or API key.
    pub(crate) token: Option<String>,
    /// The rule of `inspect` that explains a refusal, or the worst mistake in an issued token.
    pub(crate) rule: Option<String>,
    /// The reason for a refusal that no rule explains.
    pub(crate) reason: Option<String>,
    /// The duration of the request, `None` while it is in flight.
    pub(crate) milliseconds: Option<u64>,
}
