//! The limit of a request's method, URL and headers.

use axum::{extract::Request, http::StatusCode, middleware::Next, response::Response};

use crate::{error_body::error_response, sandbox::limits::MAX_HEAD};

/// Refuses requests whose method, URL and headers are too large. The journal does not list them.
pub(in crate::sandbox) async fn check_head(request: Request, next: Next) -> Response {
    let headers = request.headers().iter();
    let headers = headers.map(|(name, value)| name.as_str().len().saturating_add(value.len()));
    let uri = request.uri();
    let path_and_query = uri.path_and_query().map_or("", |text| text.as_str());
    let first_line = [request.method().as_str().len(), path_and_query.len()];
    let size = headers.chain(first_line).fold(0, usize::saturating_add);
    if size <= MAX_HEAD {
        return next.run(request).await;
    }
    let message = format!("the URL and headers are larger than {MAX_HEAD} bytes");
    error_response(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, &message)
}
