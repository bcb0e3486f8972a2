//! The control API at `/_sandbox/`, for tests and for the page.

mod clock;
mod connections;
mod faults;
mod inspect;
mod journal;
mod state;
mod users;
mod workspace;

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, State},
    http::StatusCode,
    middleware::from_fn_with_state,
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{
    control_access::check_origin,
    faults::route_names,
    limits::{LIMITS, MAX_BODY, MAX_INSPECT_BODY, MAX_SEED},
    shared::Shared,
    socket,
};
use crate::{inspect::rules, token::FEATURES};

/// The routes as `GET /_sandbox` lists them: method, path below `/_sandbox`, and effect.
const ROUTES: &[(&str, &str, &str)] = &[
    ("GET", "/health", "version, process and counts"),
    (
        "GET",
        "/capabilities",
        "features, routes of faults, rules and limits",
    ),
    ("POST", "/seed", "adds users and messages"),
    ("GET", "/state", "exports all data as a seed"),
    ("POST", "/reset", "restores the initial state"),
    ("GET", "/clock", "the time of the sandbox"),
    ("POST", "/clock", "`advance`, `set`, `freeze` or `reset`"),
    ("GET", "/faults", "the simulated failures"),
    ("POST", "/faults", "adds `faults`"),
    ("PUT", "/faults", "replaces all faults with `faults`"),
    ("DELETE", "/faults", "removes all faults"),
    ("GET", "/journal", "the requests, without secrets"),
    ("GET", "/journal/{number}", "a request with its bodies"),
    ("DELETE", "/journal", "clears the journal"),
    ("GET", "/sockets", "the open sockets"),
    ("DELETE", "/sockets", "closes the open sockets"),
    ("GET", "/tokens", "the issued tokens, without their text"),
    ("GET", "/workspace", "how client keys are accepted"),
    ("POST", "/workspace", "changes how client keys are accepted"),
    ("GET", "/users", "the users, or one with `user_id`"),
    ("GET", "/users/{user}", "one user"),
    ("POST", "/inspect", "inspects a `token`"),
    (
        "GET",
        "/socket",
        "a WebSocket that says when something changed",
    ),
    ("POST", "/stop", "stops the sandbox"),
];

/// The routes. Web pages of other origins cannot use them.
pub(super) fn routes(shared: Arc<Shared>) -> Router<Arc<Shared>> {
    Router::new()
        .route("/", get(list_routes))
        .route("/health", get(health))
        .route("/capabilities", get(capabilities))
        .route(
            "/seed",
            post(state::seed).layer(DefaultBodyLimit::max(MAX_SEED)),
        )
        .route("/state", get(state::state))
        .route("/reset", post(state::reset))
        .route("/clock", get(clock::clock).post(clock::change_clock))
        .route(
            "/faults",
            get(faults::faults)
                .post(faults::add_faults)
                .put(faults::replace_faults)
                .delete(faults::clear_faults),
        )
        .route("/journal", get(journal::list).delete(journal::clear))
        .route("/journal/{number}", get(journal::details))
        .route(
            "/sockets",
            get(connections::sockets).delete(connections::close_sockets),
        )
        .route("/tokens", get(connections::tokens))
        .route(
            "/workspace",
            get(workspace::workspace).post(workspace::update_workspace),
        )
        .route("/users", get(users::users))
        .route("/users/{user}", get(users::user))
        .route(
            "/inspect",
            post(inspect::inspect).layer(DefaultBodyLimit::max(MAX_INSPECT_BODY)),
        )
        .route("/socket", get(socket::watch))
        .route("/stop", post(stop))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(shared, check_origin))
}

async fn list_routes() -> Json<Value> {
    let routes = ROUTES.iter().map(|(method, path, about)| {
        json!({ "method": method, "path": format!("/_sandbox{path}"), "about": about })
    });
    Json(json!({ "routes": routes.collect::<Vec<_>>() }))
}

async fn health(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let (users, messages) = {
        let state = shared.state();
        (state.user_ids().count(), state.message_count())
    };
    Json(json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "pid": std::process::id(),
        "url": shared.url(),
        "users": users,
        "messages": messages,
        "sockets": shared.subscriptions().connection_count(),
        "subscriptions": shared.subscriptions().subscription_count(),
    }))
}

/// The features that tokens can be for, the routes that faults can refer to, the rules that explain
/// refusals, and the limits.
async fn capabilities() -> Json<Value> {
    let features = FEATURES.iter().map(|feature| {
        let scopes: Vec<&str> = feature
            .required_scopes
            .iter()
            .map(|required| required.scope)
            .collect();
        json!({ "name": feature.name, "scopes": scopes })
    });
    let rules = rules::all()
        .map(|rule| json!({ "code": rule.code, "rule": rule.name, "summary": rule.summary, "fix": rule.fix }));
    Json(json!({
        "features": features.collect::<Vec<_>>(),
        "fault_routes": route_names().collect::<Vec<_>>(),
        "rules": rules.collect::<Vec<_>>(),
        "limits": LIMITS,
    }))
}

async fn stop(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.shut_down();
    StatusCode::ACCEPTED
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[test]
    fn capabilities_list_features_with_scopes_fault_routes_and_rules() {
        let Json(capabilities) = capabilities().now_or_never().unwrap();
        let inbox = json!({
            "name": "inbox",
            "scopes": ["inbox:read:messages", "inbox:write:events"],
        });
        assert_eq!(capabilities["features"][0], inbox);
        assert_eq!(capabilities["fault_routes"][0], "issue-token");
        let rules = capabilities["rules"].as_array().unwrap();
        let rule = rules.iter().find(|rule| rule["code"] == "CA305").unwrap();
        assert_eq!(rule["rule"], "missing-scope");
        assert!(
            rule["summary"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        );
    }
}
