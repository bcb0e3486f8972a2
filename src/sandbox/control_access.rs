//! Access to the control API and the page: from this machine and the sandbox's own pages. Options open it to
//! other machines.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, Uri, header::ORIGIN},
    middleware::Next,
    response::Response,
};

use super::{middleware::refuse_host, options::Access, shared::Shared};
use crate::{
    error_body::error_response,
    listener::{Peer, is_own_origin, requested_host},
};

/// Refuses requests of other machines, unless they are allowed; requests from web pages of other
/// origins; and requests with a `Host` that is not this machine: such a name may resolve to it, so that its
/// page has the same origin.
pub(super) async fn check_origin(
    State(shared): State<Arc<Shared>>,
    Extension(peer): Extension<Peer>,
    request: Request,
    next: Next,
) -> Response {
    let access = shared.access();
    if !is_open_to(access, peer) {
        return refusal();
    }
    let (uri, headers) = (request.uri(), request.headers());
    let is_trusted = if access.exposes_control {
        if let Some(refusal) = refuse_host(uri, headers, &access.allowed_hosts) {
            return refusal;
        }
        is_same_origin(uri, headers)
    } else {
        is_trusted(uri, headers, shared.url())
    };
    if is_trusted {
        next.run(request).await
    } else {
        let message = "the control API accepts requests from this machine and this origin only";
        error_response(StatusCode::FORBIDDEN, message)
    }
}

/// Returns true if a client can use the control API and the page.
pub(super) fn is_open_to(access: &Access, Peer(address): Peer) -> bool {
    access.exposes_control || address.is_loopback()
}

/// Responds to a client on another machine.
pub(super) fn refusal() -> Response {
    let message = "the control API and the page are for the machine of the sandbox only: start it with \
                   --expose-control to open them to others";
    error_response(StatusCode::FORBIDDEN, message)
}

/// Returns true if no web page sent a request, or one of the host that the request names.
fn is_same_origin(uri: &Uri, headers: &HeaderMap) -> bool {
    let Ok(Some(host)) = requested_host(uri, headers) else {
        return false;
    };
    let mut origins = headers.get_all(ORIGIN).iter();
    let origin = origins
        .next()
        .map(|origin| origin.to_str().unwrap_or_default());
    let is_own = |origin: &str| is_own_origin(origin, &host);
    origin.is_none_or(is_own) && origins.next().is_none()
}

fn is_trusted(uri: &Uri, headers: &HeaderMap, url: &str) -> bool {
    let host = requested_host(uri, headers).ok().flatten();
    let mut origins = headers.get_all(ORIGIN).iter();
    let origin = origins
        .next()
        .map(|origin| origin.to_str().unwrap_or_default());
    let own_hosts = ["127.0.0.1", "localhost", "[::1]"];
    let is_own = |origin: &str| {
        let mut own_origins = own_hosts.iter().map(|own| url.replace("127.0.0.1", own));
        own_origins.any(|own| own == origin)
    };
    host.is_some_and(|host| host.name.is_loopback())
        && origin.is_none_or(is_own)
        && origins.next().is_none()
}

#[cfg(test)]
mod tests {
    use axum::http::header::HOST;

    use super::*;

    #[test]
    fn pages_of_other_origins_are_refused() {
        let rows = [
            ("127.0.0.1:4020", None, true),
            ("localhost:4020", None, true),
            ("[::1]:4020", None, true),
            ("127.0.0.1", None, true),
            ("127.0.0.1:4020", Some("http://127.0.0.1:4020"), true),
            ("127.0.0.1:4020", Some("http://localhost:4020"), true),
            ("[::1]:4020", Some("http://[::1]:4020"), true),
            ("[::1]:4020", Some("http://[::1]:3000"), false),
            ("127.0.0.1:4020", Some("http://127.0.0.1:3000"), false),
            ("127.0.0.1:4020", Some("https://evil.test"), false),
            ("127.0.0.1:4020", Some("null"), false),
            ("evil.test:4020", None, false),
            ("127.0.0.1.evil.test", None, false),
            ("", None, false),
        ];
        for (host, origin, expected) in rows {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, host.parse().unwrap());
            if let Some(origin) = origin {
                headers.insert(ORIGIN, origin.parse().unwrap());
            }
            assert_eq!(
                is_trusted(
                    &Uri::from_static("/health"),
                    &headers,
                    "http://127.0.0.1:4020"
                ),
                expected,
                "{host} {origin:?}"
            );
        }
    }
}
