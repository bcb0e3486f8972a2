//! Responses with a token or an error.

use axum::{
    Json,
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, RETRY_AFTER},
    },
    response::{IntoResponse, Response},
};
use chrono::SecondsFormat;
use serde_json::json;

use super::{
    cache_entry::{IssuedToken, TokenSource},
    failure::IssueError,
    log::{RequestOutcome, with_log_details},
};
use crate::{error_body::error_response, time::from_unix_seconds};

/// Returns the response with a token. Browsers must not cache it, because the token expires.
pub(super) fn token(user: String, token: &IssuedToken, source: TokenSource) -> Response {
    let expires_at = from_unix_seconds(token.exp);
    let expires_at = expires_at.map(|time| time.to_rfc3339_opts(SecondsFormat::Secs, true));
    let body = Json(json!({ "token": token.jwt.expose(), "expires_at": expires_at }));
    let response = ([(CACHE_CONTROL, "no-store")], body).into_response();
    let outcome = match source {
        TokenSource::Issued => "issued",
        TokenSource::Shared => "shared",
        TokenSource::Cached => "cached",
    };
    with_log_details(response, Some(user), RequestOutcome::Token(outcome))
}

/// Returns the response to a request for which Courier issued no token. The log says if the failure is an
/// earlier one, so that Courier got no request.
pub(super) fn issue_error(user: String, error: &IssueError, source: TokenSource) -> Response {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut response = error_response(status, &error.message);
    if let Some(wait) = error.retry_after {
        let seconds = wait.as_millis().div_ceil(1_000);
        let seconds = u64::try_from(seconds).unwrap_or(u64::MAX);
        let headers = response.headers_mut();
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    let reason = match source {
        TokenSource::Cached => format!(
            "no request sent after an earlier failure: {}",
            error.message
        ),
        TokenSource::Issued | TokenSource::Shared => error.message.clone(),
    };
    with_log_details(response, Some(user), RequestOutcome::NoToken(reason))
}

/// Returns an error response. Its body has the form of Courier's errors, which SDKs can read.
pub(super) fn refuse(status: StatusCode, user: Option<String>, reason: &str) -> Response {
    let outcome = RequestOutcome::NoToken(reason.to_owned());
    with_log_details(error_response(status, reason), user, outcome)
}
