//! Responses with a token or an error.

use axum::{
    Json,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, RETRY_AFTER},
    },
    response::{IntoResponse, Response},
};
use chrono::SecondsFormat;
use serde_json::json;

use super::{
    log::{RequestOutcome, with_log_details},
    token_cache::{IssueError, IssuedToken, TokenSource},
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

/// Returns the response to a request for which Courier issued no token.
pub(super) fn issue_error(user: String, error: &IssueError) -> Response {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut response = refuse(status, Some(user), &error.message);
    if let Some(wait) = error.retry_after {
        let seconds = wait.as_secs_f64().ceil();
        if let Ok(value) = seconds.to_string().parse() {
            response.headers_mut().insert(RETRY_AFTER, value);
        }
    }
    response
}

/// Returns an error response. Its body has the form of Courier's errors, which SDKs can read.
pub(super) fn refuse(status: StatusCode, user: Option<String>, reason: &str) -> Response {
    let outcome = RequestOutcome::NoToken(reason.to_owned());
    with_log_details(error_response(status, reason), user, outcome)
}
