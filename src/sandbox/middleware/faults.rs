//! Injection of the configured faults and latency.

use std::{io, sync::Arc};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{
        HeaderValue, StatusCode,
        header::{CONTENT_TYPE, RETRY_AFTER},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    error_body::error_response,
    sandbox::{
        faults::{AppliedFault, FAULT_REASON, FaultKind, route_of},
        graphql,
        limits::{MAX_BODY, MAX_LATENCY},
        page,
        responses::REASON_HEADER,
        shared::Shared,
    },
};

/// Delays the request, and responds in place of the handler if a fault says so.
pub(in crate::sandbox) async fn inject_faults(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    if page::is_page_request(&request) {
        return next.run(request).await;
    }
    let route = route_of(request.method(), request.uri().path());
    let AppliedFault {
        latency,
        kind,
        retry_after,
    } = shared.faults().apply(route);
    let latency = latency.saturating_add(shared.latency()).min(MAX_LATENCY);
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    let Some(kind) = kind else {
        return next.run(request).await;
    };
    // The journal shows the body that it saw, and the operation.
    let body = to_bytes(request.into_body(), MAX_BODY).await;
    let operation = graphql::operation_name(route, &body.unwrap_or_default());
    let mut response = response_of(&kind);
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    if let Some(operation) = operation {
        response.extensions_mut().insert(operation);
    }
    response
}

/// Returns the response of a fault.
fn response_of(kind: &FaultKind) -> Response {
    let mut response = match kind {
        FaultKind::Status(status) => error_response(*status, &message(*status)),
        FaultKind::Malformed => {
            let json = HeaderValue::from_static("application/json");
            ([(CONTENT_TYPE, json)], "{\"data\":").into_response()
        }
        FaultKind::Drop => return dropped_connection(),
    };
    let reason = HeaderValue::from_static(FAULT_REASON);
    response.headers_mut().insert(REASON_HEADER, reason);
    response
}

fn message(status: StatusCode) -> String {
    let reason = status.canonical_reason().unwrap_or("Error");
    // Courier's 401 has this message, verbatim.
    if status == StatusCode::UNAUTHORIZED {
        return reason.to_owned();
    }
    format!("{reason} ({FAULT_REASON})")
}

/// Marks a response whose connection is dropped.
#[derive(Clone)]
struct Dropped;

/// Returns true if the connection is dropped instead of sending the response.
pub(super) fn is_dropped(response: &Response) -> bool {
    response.extensions().get::<Dropped>().is_some()
}

/// Returns a response whose body fails before its first byte, so that the connection is closed and
/// nothing is sent.
fn dropped_connection() -> Response {
    let error = io::Error::other(FAULT_REASON);
    let body = futures_util::stream::once(async { Err::<Bytes, _>(error) });
    let mut response = Response::new(Body::from_stream(body));
    response.extensions_mut().insert(Dropped);
    response
}
