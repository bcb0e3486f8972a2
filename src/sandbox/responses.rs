//! Error responses in the format of Courier's, and JSON responses of a limited size.

use std::io;

use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use serde::{Serialize, Serializer, de::DeserializeOwned};

use super::{auth::Refusal, limits::MAX_RESPONSE, state::StoreFull};
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

    pub(super) fn too_large(message: impl Into<String>) -> Self {
        Self::Status(StatusCode::PAYLOAD_TOO_LARGE, message.into())
    }

    pub(super) fn conflict(message: impl Into<String>) -> Self {
        Self::Status(StatusCode::CONFLICT, message.into())
    }
}

impl From<StoreFull> for ApiError {
    fn from(_: StoreFull) -> Self {
        Self::too_large(StoreFull::MESSAGE)
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

/// Returns a document as the JSON body of a response.
///
/// # Errors
/// Returns a 413 response if it is larger than [`MAX_RESPONSE`].
pub(super) fn json_response(document: &impl Serialize) -> Result<Response, ApiError> {
    json_response_up_to(MAX_RESPONSE, document)
}

/// Returns a document as the JSON body of a response of at most `maximum` bytes. They are counted
/// while they are written.
///
/// # Errors
/// Returns a 413 response if it is larger.
pub(super) fn json_response_up_to(
    maximum: usize,
    document: &impl Serialize,
) -> Result<Response, ApiError> {
    let mut body = LimitedBody {
        bytes: Vec::new(),
        maximum,
    };
    serde_json::to_writer(&mut body, document).map_err(|_| {
        let message = format!("the response is larger than {maximum} bytes: request fewer items");
        ApiError::too_large(message)
    })?;
    let json = HeaderValue::from_static("application/json");
    Ok(([(CONTENT_TYPE, json)], body.bytes).into_response())
}

/// A body that refuses to grow above its maximum, in bytes.
struct LimitedBody {
    bytes: Vec<u8>,
    maximum: usize,
}

impl io::Write for LimitedBody {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > self.maximum.saturating_sub(self.bytes.len()) {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A JSON array whose items are created one by one, while it is serialized.
pub(super) struct Each<F>(pub(super) F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// Parses the JSON body of a request.
///
/// # Errors
/// Returns a 400 response with the parser's message.
pub(super) fn parse_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(body).map_err(|error| ApiError::bad_request(error.to_string()))
}
