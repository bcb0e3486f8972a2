//! The `Date` header, by the sandbox's clock.

use std::sync::Arc;

use axum::{extract::State, http::header::DATE, response::Response};

use crate::sandbox::shared::Shared;

/// Sets the `Date` header, as a server with the sandbox's clock would.
pub(in crate::sandbox) async fn set_date(
    State(shared): State<Arc<Shared>>,
    mut response: Response,
) -> Response {
    let now = shared.now().format("%a, %d %b %Y %H:%M:%S GMT");
    if let Ok(date) = now.to_string().parse() {
        response.headers_mut().insert(DATE, date);
    }
    response
}
