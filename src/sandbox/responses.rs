//! Error responses in the format of Courier's.

use axum::{
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;

use super::auth::Refusal;
use crate::error_body::error_response;

/// The header that names the rule of `inspect` that explains a refusal, or the worst mistake in an
/// issued token.
pub(super) const RULE_HEADER: HeaderName = HeaderName::from_static("x-courier-auth-rule");

/// The header that explains a refusal for which there is no rule.
pub(super) const REASON_HEADER: HeaderName = HeaderName::from_static("x-courier-auth-reason");

/// An error that a handler responds with.
#[derive(Debug)]
pub(super) enum ApiError {
    /// 401
    Unauthorized(Refusal),
    /// Another status, with the message in the body.
    Status(StatusCode, String),
}

impl ApiError {
    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::Status(StatusCode::BAD_REQUEST, message.into())
    }

    pub(super) fn not_found() -> Self {
        Self::Status(StatusCode::NOT_FOUND, "Not Found".to_owned())
    }

    pub(super) fn conflict(message: impl Into<String>) -> Self {
        Self::Status(StatusCode::CONFLICT, message.into())
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Self::Unauthorized(refusal)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        match self {
            Self::Unauthorized(refusal) => refusal.into_response(),
            Self::Status(status, message) => error_response(status, &message),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = error_response(StatusCode::UNAUTHORIZED, "Unauthorized");
        let (name, value) = match self {
            Self::Rule(code) => (RULE_HEADER, code),
            Self::Because(reason) => (REASON_HEADER, reason),
        };
        let headers = response.headers_mut();
        headers.insert(name, HeaderValue::from_static(value));
        response
    }
}

/// Parses the JSON body of a request.
///
/// # Errors
/// Returns a 400 response with the parser's message.
pub(super) fn parse_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body).map_err(|error| ApiError::bad_request(error.to_string()))
}
