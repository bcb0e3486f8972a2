//! Middleware: the request log, CORS, and protection against pages of foreign origins.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{Request, State},
    http::{
        HeaderName, HeaderValue, Method, StatusCode,
        header::{ORIGIN, RETRY_AFTER},
    },
    middleware::Next,
    response::Response,
};
use tower_http::cors::{AllowHeaders, AllowOrigin, CorsLayer};

use super::{
    log::{LogDetails, LoggedRequest, RequestOutcome},
    responses::refuse,
    state::ServerState,
};
use crate::listener::{HostName, is_own_origin, requested_host};

/// The time for which a browser may cache a CORS preflight response.
const PREFLIGHT_MAX_AGE: Duration = Duration::from_mins(10);

/// The relation between the server and the page that sends the request, as the browser reports it
/// (<https://www.w3.org/TR/fetch-metadata/>).
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Logs each request with its response.
pub(super) async fn log_request(
    State(state): State<Arc<ServerState>>,
    request: Request,
    next: Next,
) -> Response {
    let started_at = Instant::now();
    let method = request.method().to_string();
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let details = response.extensions().get::<LogDetails>().cloned();
    let details = details.unwrap_or_else(|| LogDetails {
        user: None,
        outcome: RequestOutcome::NoToken("no token requested".to_owned()),
    });
    (state.log)(LoggedRequest {
        method,
        path,
        user: details.user,
        status: response.status().as_u16(),
        outcome: details.outcome,
        duration: started_at.elapsed(),
    });
    response
}

/// Allows pages of these origins, and no others, to read responses.
pub(super) fn cors(origins: &[String]) -> CorsLayer {
    let origins = origins.iter().filter_map(|origin| origin.parse().ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.collect::<Vec<HeaderValue>>()))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .allow_credentials(true)
        .expose_headers([RETRY_AFTER])
        .max_age(PREFLIGHT_MAX_AGE)
}

/// Rejects requests from pages of other origins, which could cause tokens to be issued even though
/// CORS keeps them from reading the response. Also rejects foreign host names that resolve to this
/// machine, to prevent DNS rebinding.
pub(super) async fn reject_foreign(
    State(state): State<Arc<ServerState>>,
    request: Request,
    next: Next,
) -> Response {
    match rejection_reason(&state, &request) {
        Some(reason) => refuse(StatusCode::FORBIDDEN, None, &reason),
        None => next.run(request).await,
    }
}

fn rejection_reason(state: &ServerState, request: &Request) -> Option<String> {
    let headers = request.headers();
    let host = requested_host(request.uri(), headers).ok().flatten();
    let Some(host) = host.filter(|host| is_allowed_host(state, &host.name)) else {
        let allowed = if state.is_local {
            "127.0.0.1"
        } else {
            "an IP address"
        };
        return Some(format!(
            "this host name is not allowed; use localhost or {allowed}"
        ));
    };
    let mut origins = headers.get_all(ORIGIN).iter();
    let Some(origin) = origins.next() else {
        // A page can send a GET request without `Origin`, for example for an image.
        let site = headers.get(SEC_FETCH_SITE).map(HeaderValue::as_bytes);
        let is_foreign = matches!(site, Some(b"cross-site" | b"same-site"));
        let reason = "pages of other origins must use fetch and be allowed with --allow-origin";
        return is_foreign.then(|| reason.to_owned());
    };
    if origins.next().is_some() {
        return Some("the request has more than one Origin header".to_owned());
    }
    let origin = origin.to_str().unwrap_or_default();
    let is_trusted =
        is_own_origin(origin, &host) || state.origins.iter().any(|allowed| allowed == origin);
    match origin {
        _ if is_trusted => None,
        "null" => Some(
            "pages without an origin, such as files and sandboxed frames, are not allowed; serve the page over http"
                .to_owned(),
        ),
        _ => Some(format!("origin {origin} is not allowed; restart with --allow-origin {origin}")),
    }
}

/// Returns true for the hosts under which pages cannot reach this server by DNS rebinding: addresses, and
/// names that are not looked up or are the user's own.
fn is_allowed_host(state: &ServerState, host: &HostName) -> bool {
    let is_address = matches!(host, HostName::Address(_));
    host.is_loopback() || (is_address && !state.is_local) || state.allowed_hosts.contains(host)
}
