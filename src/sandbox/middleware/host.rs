//! Protection against DNS rebinding.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, Uri},
    middleware::Next,
    response::Response,
};

use crate::{
    error_body::error_response,
    listener::{Authority, HostName, requested_host},
    sandbox::shared::Shared,
};

/// Refuses requests with a foreign `Host`: such a name may resolve to this machine, so that a web
/// page of that host can use the sandbox. Phones, emulators and containers use addresses or names
/// without a dot.
pub(in crate::sandbox) async fn check_host(
    State(shared): State<Arc<Shared>>,
    request: Request,
    next: Next,
) -> Response {
    let allowed = &shared.access().allowed_hosts;
    match refuse_host(request.uri(), request.headers(), allowed) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    }
}

/// Returns the response to a request with a foreign or an invalid `Host`.
pub(in crate::sandbox) fn refuse_host(
    uri: &Uri,
    headers: &HeaderMap,
    allowed: &[HostName],
) -> Option<Response> {
    let message = match requested_host(uri, headers) {
        Ok(Some(host)) if !is_allowed_host(&host, allowed) => {
            "the Host header is not allowed: use localhost or an IP address, or start the sandbox with \
             --allow-host NAME"
        }
        Ok(_) => return None,
        Err(_) => "the Host header is invalid",
    };
    Some(error_response(StatusCode::FORBIDDEN, message))
}

/// Returns true for a host that a foreign web page cannot have, and for those of `--allow-host`.
fn is_allowed_host(host: &Authority, allowed: &[HostName]) -> bool {
    is_local_host(host) || allowed.contains(&host.name)
}

fn is_local_host(host: &Authority) -> bool {
    match &host.name {
        HostName::Address(_) => true,
        HostName::Domain(name) => {
            let is_reserved = name.ends_with(".localhost") || name == "host.docker.internal";
            is_reserved || !name.contains('.')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_host_names_are_refused() {
        for (host, is_local) in [
            ("127.0.0.1:4020", true),
            ("localhost", true),
            ("localhost:4020", true),
            ("[::1]:4020", true),
            ("10.0.2.2:4020", true),
            ("courier:4020", true),
            ("app.localhost:4020", true),
            ("host.docker.internal:4020", true),
            ("evil.test", false),
            ("evil.test:4020", false),
            ("127.0.0.1.evil.test", false),
        ] {
            let authority = Authority::parse(host).unwrap();
            assert_eq!(is_local_host(&authority), is_local, "{host}");
        }
    }
}
