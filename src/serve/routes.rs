//! Routes: the token endpoint and `/health`.

use std::sync::{Arc, atomic::Ordering};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, RawQuery, State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode},
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::json;
use tokio::sync::oneshot;

use super::{
    body::{user_of_body, user_of_form},
    middleware::{cors, log_request, reject_foreign},
    options::AllowedUsers,
    responses::{self, refuse},
    state::ServerState,
    token_cache::TokenRequest,
};

/// The maximum length of a body, in bytes.
const MAX_BODY: usize = 16 * 1024;

/// Builds the router.
pub(super) fn routes(state: Arc<ServerState>) -> Router {
    let endpoint = get(token_by_query).post(token_by_body);
    let path = state.path.strip_suffix('/').unwrap_or(&state.path);
    // Front ends write the path with a slash at its end, and without one.
    let router = Router::new().route(&format!("{path}/"), endpoint.clone());
    let router = match path {
        "" => router,
        path => router.route(path, endpoint),
    };
    router
        .route("/health", get(health))
        .fallback(async || refuse(StatusCode::NOT_FOUND, None, "not found"))
        .method_not_allowed_fallback(async || {
            refuse(StatusCode::METHOD_NOT_ALLOWED, None, "use GET or POST")
        })
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(Arc::clone(&state), reject_foreign))
        .layer(cors(&state.origins))
        .layer(from_fn_with_state(Arc::clone(&state), log_request))
        .with_state(state)
}

async fn health(State(state): State<Arc<ServerState>>) -> Response {
    Json(json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "served": state.served.load(Ordering::Relaxed),
        "issued": state.issued.load(Ordering::Relaxed),
    }))
    .into_response()
}

async fn token_by_query(
    State(state): State<Arc<ServerState>>,
    RawQuery(query): RawQuery,
) -> Response {
    token(&state, user_of_form(query.unwrap_or_default().as_bytes())).await
}

async fn token_by_body(
    State(state): State<Arc<ServerState>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(rejection) => {
            let reason = match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => "the request body is too large".to_owned(),
                _ => rejection.body_text(),
            };
            return refuse(rejection.status(), None, &reason);
        }
    };
    let user_of_query = user_of_form(query.unwrap_or_default().as_bytes());
    match user_of_body(&headers, &body) {
        Ok(user) => token(&state, user.or(user_of_query)).await,
        Err(invalid) => refuse(invalid.status, None, &invalid.reason),
    }
}

/// Responds with a token for the requested user, if that user is allowed.
async fn token(state: &ServerState, requested: Option<String>) -> Response {
    let requested = requested.filter(|user| !user.is_empty());
    let user = match (&state.users, requested) {
        (AllowedUsers::Only(only), None) => only.clone(),
        (AllowedUsers::Only(only), Some(user)) if user == *only => user,
        (AllowedUsers::Listed(listed), Some(user)) if listed.contains(&user) => user,
        (AllowedUsers::Any, Some(user)) => user,
        (AllowedUsers::Only(_), Some(user)) => {
            let reason = format!("user {user} is not allowed; restart with --user {user}");
            return refuse(StatusCode::FORBIDDEN, Some(user), &reason);
        }
        (AllowedUsers::Listed(_), Some(user)) => {
            let reason = format!("user {user} is not allowed; restart with --allow-user {user}");
            return refuse(StatusCode::FORBIDDEN, Some(user), &reason);
        }
        (AllowedUsers::Listed(_) | AllowedUsers::Any, None) => {
            let reason =
                "no user given: add ?user=ID, or send {\"user\": \"ID\"} or user=ID as the body";
            return refuse(StatusCode::BAD_REQUEST, None, reason);
        }
    };
    let (reply_sender, reply) = oneshot::channel();
    let request = TokenRequest {
        user: user.clone(),
        reply_sender,
    };
    let is_sent = state.token_requests.send(request).await.is_ok();
    match reply.await {
        Ok(reply) if is_sent => match reply.token {
            Ok(token) => {
                state.served.fetch_add(1, Ordering::Relaxed);
                responses::token(user, &token, reply.source)
            }
            Err(error) => responses::issue_error(user, &error, reply.source),
        },
        _ => refuse(
            StatusCode::SERVICE_UNAVAILABLE,
            Some(user),
            "the server is shutting down",
        ),
    }
}
