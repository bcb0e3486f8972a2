//! The REST API, and every route of the sandbox.

mod issue;
mod messages;
mod send;
mod tenants;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::Method,
    middleware::{from_fn_with_state, map_response},
    routing::{get, post, put},
};
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

use super::{admin, answer, graphql, idempotency, layers, server::Shared, socket};

/// The longest body of a request to the API, in bytes.
const MAX_BODY: usize = 2 * 1024 * 1024;

/// Every route of the sandbox.
pub(super) fn routes(shared: Arc<Shared>) -> Router {
    let backend = Router::new()
        .route("/auth/issue-token", post(issue::issue_token))
        .route("/send", post(send::send))
        .route("/messages", get(messages::list))
        .route("/messages/{id}", get(messages::details))
        .route("/messages/{id}/history", get(messages::history))
        .route("/messages/{id}/output", get(messages::output))
        .route("/messages/{id}/cancel", post(messages::cancel))
        .route("/messages/{id}/resend", post(messages::resend))
        .route("/requests/{id}/archive", put(messages::archive))
        .route(
            "/users/{user}/tenants/{tenant}",
            put(tenants::join).delete(tenants::leave),
        )
        .route_layer(from_fn_with_state(Arc::clone(&shared), idempotency::layer));
    let apps = Router::new()
        .route("/", get(socket::upgrade))
        .route("/q", post(graphql::execute))
        // Below the layer: what a browser asks first is no method of a route.
        .method_not_allowed_fallback(async || answer::not_found())
        .layer(cors());
    Router::new()
        .merge(backend)
        .merge(apps)
        .fallback(async || answer::not_found())
        .method_not_allowed_fallback(async || answer::not_found())
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(Arc::clone(&shared), layers::faults))
        .layer(from_fn_with_state(Arc::clone(&shared), layers::journal))
        .nest("/_sandbox", admin::routes(Arc::clone(&shared)))
        .layer(map_response(layers::in_shape))
        .with_state(shared)
}

/// What browsers ask before an SDK in a page may ask anything.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([answer::RULE])
}
