//! Protection against DNS rebinding.

use std::net::IpAddr;

use axum::{
    extract::Request,
    http::{StatusCode, header::HOST},
    middleware::Next,
    response::Response,
};

use crate::error_body::error_response;

/// Refuses requests with a foreign `Host`: such a name may resolve to this machine, so that a web
/// page of that host can use the sandbox. Phones, emulators and containers use addresses or names
/// without a dot.
pub(in crate::sandbox) async fn check_host(request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST);
    let host = host.map_or("", |host| host.to_str().unwrap_or("."));
    if is_local_host(host) {
        next.run(request).await
    } else {
        let message = "the Host header is not allowed: use localhost or an IP address";
        error_response(StatusCode::FORBIDDEN, message)
    }
}

fn is_local_host(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, port)| {
        let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        if is_port { name } else { host }
    });
    let is_address = name.parse::<IpAddr>().is_ok() || name.starts_with('[');
    let is_reserved = name.ends_with(".localhost") || name == "host.docker.internal";
    is_address || is_reserved || !name.contains('.')
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
            ("", true),
            ("evil.test", false),
            ("evil.test:4020", false),
            ("127.0.0.1.evil.test", false),
            ("evil.test:", false),
        ] {
            assert_eq!(is_local_host(host), is_local, "{host}");
        }
    }
}
