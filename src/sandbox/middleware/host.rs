//! Protection against DNS rebinding.

use axum::{extract::Request, http::StatusCode, middleware::Next, response::Response};

use crate::{
    error_body::error_response,
    listener::{Authority, HostName, requested_host},
};

/// Refuses requests with a foreign `Host`: such a name may resolve to this machine, so that a web
/// page of that host can use the sandbox. Phones, emulators and containers use addresses or names
/// without a dot.
pub(in crate::sandbox) async fn check_host(request: Request, next: Next) -> Response {
    let host = requested_host(request.uri(), request.headers());
    if host.is_ok_and(|host| host.is_none_or(|host| is_local_host(&host))) {
        next.run(request).await
    } else {
        let message = "the Host header is not allowed: use localhost or an IP address";
        error_response(StatusCode::FORBIDDEN, message)
    }
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
