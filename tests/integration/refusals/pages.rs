//! Requests that a web page of another origin may not send (CORS).

use super::{GAP, Request, check, request::Call};

fn preflight(path: &str, method: &str, headers: &str) -> Request {
    Request::new(Call::Preflight, "OPTIONS", path)
        .header("origin", "https://app.test")
        .header("access-control-request-method", method)
        .header("access-control-request-headers", headers)
}

#[test]
fn pages_reach_the_routes_of_apps_only() {
    let request = preflight("/<?>", "POST", "authorization,content-type");
    check(&request.rows(
        404,
        &[
            ("q", "auth/issue-token", "404 Not Found"),
            ("client/q", "send", "404 Not Found"),
            ("brands", "messages", "404 Not Found"),
            (
                "users/alice/tokens",
                "users/alice/tenants/acme",
                "404 Not Found",
            ),
            ("inbound/courier", "requests/m/archive", "404 Not Found"),
        ],
    ));
}

#[test]
fn pages_send_the_methods_of_the_sdks_only() {
    let sdk = "authorization,content-type,x-courier-ua,x-courier-user-id,x-courier-client-key,\
        x-courier-client-source-id,x-courier-user-signature,x-courier-client-version";
    let request = preflight("/users/alice/tokens/t", GAP, sdk);
    let listed = "access-control-allow-methods: GET,POST,PUT,PATCH,DELETE";
    check(&request.rows(
        200,
        &[
            ("PUT", "TRACE", listed),
            ("DELETE", "CONNECT", listed),
            ("PATCH", "LINK", listed),
        ],
    ));
}
