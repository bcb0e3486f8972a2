//! The REST API.

mod brands;
mod client;
mod issue_token;
mod lists;
mod message_query;
mod messages;
mod preferences;
mod render;
mod send;
mod tenants;
mod tokens;

use std::sync::Arc;

use axum::{
    Router,
    routing::{delete, get, post, put},
};

use super::shared::Shared;

/// The routes that only backends use. Browsers cannot: there are no CORS headers.
pub(super) fn backend_routes() -> Router<Arc<Shared>> {
    Router::new()
        .route("/auth/issue-token", post(issue_token::issue_token))
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
}

/// The routes that apps use too, with a user token or the client key.
pub(super) fn app_routes() -> Router<Arc<Shared>> {
    Router::new()
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
            put(lists::subscribe_with_client_key),
        )
        .route(
            "/client/lists/{list}/unsubscribe/{user}",
            delete(lists::unsubscribe_with_client_key),
        )
        .route(
            "/lists/{list}/subscriptions/{user}",
            put(lists::subscribe).delete(lists::unsubscribe),
        )
        .route("/client/identify/{user}", post(client::identify))
        .route("/inbound/courier", post(client::track))
}
