//! The format of errors that axum responds with.

use axum::{
    http::header::{CONTENT_LENGTH, CONTENT_TYPE},
    response::Response,
};

use crate::error_body::error_response;

/// Replaces axum's plain-text errors with errors in Courier's format.
pub(in crate::sandbox) async fn format_errors(response: Response) -> Response {
    let status = response.status();
    let is_plain_text = response.headers().get(CONTENT_TYPE).is_none_or(|kind| {
        kind.to_str()
            .is_ok_and(|kind| kind.starts_with("text/plain"))
    });
    if !status.is_client_error() || !is_plain_text {
        return response;
    }
    let mut formatted = error_response(status, status.canonical_reason().unwrap_or("Bad Request"));
    // The other headers are kept. Those of CORS let a page read the error.
    let headers = response.headers().iter();
    let headers = headers.filter(|(name, _)| ![CONTENT_TYPE, CONTENT_LENGTH].contains(name));
    let headers = headers.map(|(name, value)| (name.clone(), value.clone()));
    formatted.headers_mut().extend(headers);
    formatted
}
