//! Support of the `Idempotency-Key` header: the response to the first request with a key is the
//! response to all that follow (<https://www.courier.com/docs/reference/get-started>). Like
//! Courier, it does not compare the bodies.

#![warn(clippy::arithmetic_side_effects)]

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, TimeDelta, Utc};

use super::faults::is_dropped;
use crate::sandbox::{
    auth::Workspace,
    headers::{authorization, header_text},
    idempotency::{KeyedRequest, StoredResponse},
    limits::MAX_RESPONSE,
    responses::ApiError,
    shared::Shared,
    time::parse_iso_or_millis,
};

/// The minimum time to keep a response, which is the default too.
const MIN_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// The maximum time to keep a response.
const MAX_LIFETIME: TimeDelta = TimeDelta::days(365);

/// Responds with the stored response, or stores the response. Unauthorized requests neither get a
/// stored response nor leave one.
pub(in crate::sandbox) async fn replay_responses(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    let Some(key) = storage_key(&request, &shared.workspace()) else {
        return next.run(request).await;
    };
    let now = shared.now();
    let Some(expires_at) = expires_at(request.headers(), now) else {
        return ApiError::bad_request("Expiration is not a valid date").into_response();
    };
    let begun = shared
        .idempotency()
        .begin(&key, expires_at, now, shared.log());
    let first_request = match begun {
        KeyedRequest::First(first_request) => first_request,
        KeyedRequest::Concurrent => return StatusCode::ACCEPTED.into_response(),
        KeyedRequest::Repeated(response) => return response.into_response(),
    };
    let response = next.run(request).await;
    if is_dropped(&response) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, MAX_RESPONSE).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    first_request.finish(StoredResponse {
        status: parts.status,
        headers: parts.headers.clone(),
        body: body.clone(),
    });
    Response::from_parts(parts, Body::from(body))
}

/// Returns the key under which the response is stored, `None` if the request is not idempotent.
fn storage_key(request: &Request, workspace: &Workspace) -> Option<String> {
    let key = header_text(request.headers(), "idempotency-key")?;
    let authorization = authorization(request.headers());
    let is_authorized = workspace.backend_key(authorization.as_deref()).is_ok();
    let has_key = request.method() == Method::POST && !key.trim().is_empty() && is_authorized;
    has_key.then(|| format!("{} {key}", request.uri().path()))
}

/// Returns the expiry of the stored response, `None` if the header is invalid.
fn expires_at(headers: &HeaderMap, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let requested = header_text(headers, "x-idempotency-expiration");
    let requested = match requested.as_deref().map(str::trim) {
        None | Some("") => now,
        Some(text) => parse_iso_or_millis(text)?,
    };
    // The year of the clock has four digits, so that these are never out of range.
    let earliest = now.checked_add_signed(MIN_LIFETIME)?;
    let latest = now.checked_add_signed(MAX_LIFETIME)?;
    Some(requested.clamp(earliest, latest))
}
