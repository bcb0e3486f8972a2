//! `/_sandbox/`: what a test may do behind the API's back.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header::HOST, header::ORIGIN},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde_json::json;

use super::{
    rest::{failure, invalid},
    seed::Seed,
    server::Shared,
};

/// The routes, closed to web pages of other origins.
pub(super) fn routes(shared: Arc<Shared>) -> Router<Arc<Shared>> {
    Router::new()
        .route("/health", get(health))
        .route("/seed", post(seed))
        .route("/state", get(state))
        .layer(from_fn_with_state(shared, guard))
}

/// A page that a developer happens to visit must not be able to use this: neither by a request
/// across origins nor through a name that resolves to this machine.
async fn guard(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    if is_trusted(request.headers(), shared.url()) {
        next.run(request).await
    } else {
        let message = "the sandbox is controlled from this machine only";
        failure(StatusCode::FORBIDDEN, "authorization_error", message)
    }
}

fn is_trusted(headers: &HeaderMap, url: &str) -> bool {
    let text = |name| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    let host = text(HOST).unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let is_loopback = matches!(host, "127.0.0.1" | "localhost" | "[::1]");
    let own = [url.to_owned(), url.replace("127.0.0.1", "localhost")];
    is_loopback && text(ORIGIN).is_none_or(|origin| own.iter().any(|own| own == origin))
}

async fn health() -> Response {
    Json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") })).into_response()
}

async fn seed(State(shared): State<Arc<Shared>>, body: Bytes) -> Response {
    let now = shared.now();
    match Seed::parse(&body).and_then(|seed| seed.plant(&mut shared.state(), now)) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => invalid(&error.to_string()),
    }
}

async fn state(State(shared): State<Arc<Shared>>) -> Response {
    Json(Seed::of(&shared.state())).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_other_origins_are_shut_out() {
        let rows = [
            ("127.0.0.1:4020", None, true),
            ("localhost:4020", None, true),
            ("[::1]:4020", None, true),
            ("127.0.0.1", None, true),
            ("127.0.0.1:4020", Some("http://127.0.0.1:4020"), true),
            ("127.0.0.1:4020", Some("http://localhost:4020"), true),
            ("127.0.0.1:4020", Some("http://127.0.0.1:3000"), false),
            ("127.0.0.1:4020", Some("https://evil.test"), false),
            ("127.0.0.1:4020", Some("null"), false),
            ("evil.test:4020", None, false),
            ("127.0.0.1.evil.test", None, false),
            ("", None, false),
        ];
        for (host, origin, trusted) in rows {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, host.parse().unwrap());
            if let Some(origin) = origin {
                headers.insert(ORIGIN, origin.parse().unwrap());
            }
            assert_eq!(
                is_trusted(&headers, "http://127.0.0.1:4020"),
                trusted,
                "{host} {origin:?}"
            );
        }
    }
}
