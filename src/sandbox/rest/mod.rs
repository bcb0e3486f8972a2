//! The REST API, and every route of the sandbox.

mod brands;
mod client;
mod issue;
mod messages;
mod party;
mod preferences;
mod send;
mod tenants;
mod tokens;

use std::sync::Arc;

use axum::{
    Router,
    extract::{
        DefaultBodyLimit, RawQuery, State,
        ws::{WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    http::{
        HeaderMap, Method,
        header::{ORIGIN, RETRY_AFTER},
    },
    middleware::{from_fn, from_fn_with_state, map_response, map_response_with_state},
    response::{IntoResponse as _, Response},
    routing::{delete, get, post, put},
};
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

use super::{admin, answer, auth, graphql, idempotency, layers, page, server::Shared, socket};

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
        .layer(from_fn_with_state(Arc::clone(&shared), layers::faults))
        // What a fault answers is given again too.
        .layer(from_fn_with_state(Arc::clone(&shared), idempotency::layer));
    let apps = Router::new()
        .route("/", get(front))
        .route("/q", post(graphql::execute_inbox))
        .route("/client/q", post(graphql::execute_client))
        .route(
            "/users/{user}/tokens",
            get(tokens::list).put(tokens::put_all),
        )
        .route(
            "/users/{user}/tokens/{token}",
            get(tokens::get)
                .put(tokens::put)
                .patch(tokens::patch)
                .delete(tokens::delete),
        )
        .route("/users/{user}/preferences", get(preferences::list))
        .route(
            "/users/{user}/preferences/{topic}",
            get(preferences::get)
                .put(preferences::put)
                .patch(preferences::put)
                .delete(preferences::delete),
        )
        .route("/brands", get(brands::list).post(brands::create))
        .route(
            "/brands/{id}",
            get(brands::get).put(brands::put).delete(brands::delete),
        )
        .route(
            "/client/lists/{list}/subscribe/{user}",
            put(client::subscribe),
        )
        .route(
            "/client/lists/{list}/unsubscribe/{user}",
            delete(client::unsubscribe),
        )
        .route("/inbound/courier", post(client::inbound))
        // Below the layers: what a browser asks first is no method of a route.
        .method_not_allowed_fallback(nowhere)
        .layer(from_fn_with_state(Arc::clone(&shared), layers::faults))
        .layer(from_fn_with_state(Arc::clone(&shared), idempotency::layer))
        // A page can read what went wrong, and what its browser asks before meets no fault.
        .layer(cors());
    Router::new()
        .merge(backend)
        .merge(apps)
        .fallback(nowhere)
        .method_not_allowed_fallback(nowhere)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn(layers::own_name))
        .layer(from_fn_with_state(Arc::clone(&shared), layers::journal))
        .nest("/_sandbox", admin::routes(Arc::clone(&shared)))
        .layer(map_response(layers::in_shape))
        .layer(map_response_with_state(Arc::clone(&shared), layers::date))
        .with_state(shared)
}

/// What browsers ask before an SDK in a page may ask anything.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::PATCH,
            Method::DELETE,
        ])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([answer::RULE, answer::REASON, RETRY_AFTER])
}

/// Where there is nothing. Courier asks first whether a token may be used there, which it may not
/// on any route that is not known.
async fn nowhere(headers: HeaderMap) -> Response {
    if auth::has_token(&headers) {
        auth::Refusal::Because("user tokens are not taken on this route").into_response()
    } else {
        answer::not_found()
    }
}

/// `GET /`: the realtime socket for whoever upgrades, and the page for whoever looks.
async fn front(
    State(shared): State<Arc<Shared>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    match upgrade {
        Ok(upgrade) => {
            let origin = answer::text_of(&headers, ORIGIN.as_str());
            socket::upgrade(
                shared,
                &query.unwrap_or_default(),
                origin.as_deref(),
                upgrade,
            )
        }
        Err(_) if query.is_none() || answer::wants_html(&headers) => page::show(),
        Err(_) => nowhere(headers).await,
    }
}
