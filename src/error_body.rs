//! Error responses in Courier's format, for `sandbox` and `serve`.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use serde_json::json;

/// Returns an error response with a `message` and a `type`
/// (<https://www.courier.com/docs/platform/sending/handling-responses-and-errors>).
pub(crate) fn error_response(status: StatusCode, message: &str) -> Response {
    let kind = match status {
        StatusCode::UNAUTHORIZED => "authentication_error",
        StatusCode::FORBIDDEN => "authorization_error",
        StatusCode::TOO_MANY_REQUESTS => "rate_limit_error",
        status if status.is_server_error() => "api_error",
        _ => "invalid_request_error",
    };
    (status, Json(json!({ "message": message, "type": kind }))).into_response()
}
