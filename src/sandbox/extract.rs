//! Extractors of handlers.

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Request},
    http::{StatusCode, request::Parts},
    response::Response,
};

use super::{
    auth::{Principal, Refusal, WorkspaceKey},
    headers::authorization,
    shared::Shared,
};
use crate::{error_body::error_response, time::unix_seconds};

/// The API key of a backend. Requests without one are refused.
pub(super) struct Backend(pub(super) WorkspaceKey);

impl FromRequestParts<Arc<Shared>> for Backend {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Refusal> {
        let authorization = authorization(&parts.headers);
        let key = shared.workspace().backend_key(authorization.as_deref())?;
        Ok(Self(key))
    }
}

impl FromRequestParts<Arc<Shared>> for Principal {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Refusal> {
        let authorization = authorization(&parts.headers);
        let now = unix_seconds(shared.now());
        Self::authenticate(authorization.as_deref(), &shared.workspace(), now)
    }
}

/// The bytes of a body, whatever its `Content-Type`.
pub(super) struct RawBody(pub(super) Bytes);

impl<S: Send + Sync> FromRequest<S> for RawBody {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let body = Bytes::from_request(request, state).await;
        body.map(Self).map_err(|error| match error.status() {
            status @ StatusCode::PAYLOAD_TOO_LARGE => error_response(
                status,
                "the request body is too large: `GET /_sandbox/capabilities` lists the limits",
            ),
            status => error_response(status, &error.body_text()),
        })
    }
}
