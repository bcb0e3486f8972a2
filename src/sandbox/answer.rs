//! What requests and answers have in common: headers as text, bodies, errors in Courier's shape.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{ACCEPT, AUTHORIZATION},
        request::Parts,
    },
    response::{IntoResponse, Response},
};

use super::{
    auth::{Key, Refusal},
    server::Shared,
};
pub(super) use crate::error_body::failure;

/// Names the rule of `inspect` that explains a refusal.
pub(super) const RULE: HeaderName = HeaderName::from_static("x-courier-auth-rule");

/// Says in words what no rule explains.
pub(super) const REASON: HeaderName = HeaderName::from_static("x-courier-auth-reason");

pub(super) fn invalid(message: &str) -> Response {
    failure(StatusCode::BAD_REQUEST, message)
}

pub(super) fn not_found() -> Response {
    failure(StatusCode::NOT_FOUND, "Not Found")
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = failure(StatusCode::UNAUTHORIZED, "Unauthorized");
        let (name, value) = match self {
            Self::Rule(code) => (RULE, code),
            Self::Because(reason) => (REASON, reason),
        };
        let headers = response.headers_mut();
        headers.insert(name, HeaderValue::from_static(value));
        response
    }
}

/// A header's text: UTF-8, or else latin1, in which browsers send it.
pub(super) fn text_of(headers: &HeaderMap, name: &str) -> Option<String> {
    let bytes = headers.get(name)?.as_bytes();
    Some(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    })
}

/// Whether a browser asks that shows a page.
pub(super) fn wants_html(headers: &HeaderMap) -> bool {
    let accept = text_of(headers, ACCEPT.as_str()).unwrap_or_default();
    accept.contains("text/html")
}

/// The text of the `Authorization` header.
pub(super) fn authorization(headers: &HeaderMap) -> Option<String> {
    text_of(headers, AUTHORIZATION.as_str())
}

/// A backend, which has an API key of the workspace.
pub(super) struct Backend(pub(super) Key);

impl FromRequestParts<Arc<Shared>> for Backend {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Refusal> {
        let authorization = authorization(&parts.headers);
        let key = shared.workspace().backend(authorization.as_deref())?;
        Ok(Self(key))
    }
}

/// A body that was read whole, whatever its type is said to be.
pub(super) struct Whole(pub(super) Bytes);

impl<S: Send + Sync> FromRequest<S> for Whole {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let body = Bytes::from_request(request, state).await;
        body.map(Self)
            .map_err(|error| failure(error.status(), &error.body_text()))
    }
}
