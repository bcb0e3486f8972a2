//! The control API at `/_sandbox/`, for tests and for the page.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Path, Query, State},
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    auth::{Workspace, WorkspaceUpdate},
    clock::{ClockChange, ClockState},
    control_access::check_origin,
    error::Error,
    extract::RawBody,
    faults::{Fault, route_names},
    limits::{LIMITS, MAX_BODY, MAX_INSPECT_BODY, MAX_SEED, MAX_STATE_RESPONSE},
    responses::{ApiError, Each, json_response_up_to, parse_json},
    seed::{Seed, StateView, UserView},
    shared::Shared,
    size, socket,
    state::{State as StoredState, StoreFull, User},
};
use crate::{
    inspect::rules,
    token::{FEATURES, Feature},
};

/// The routes as `GET /_sandbox` lists them: method, path below `/_sandbox`, and effect.
const ROUTES: &[(&str, &str, &str)] = &[
    ("GET", "/health", "version, process and counts"),
    (
        "GET",
        "/capabilities",
        "features, routes of faults, rules and limits",
    ),
    ("POST", "/seed", "adds users and messages"),
    ("GET", "/state", "everything, as a seed"),
    ("POST", "/reset", "goes back to the start"),
    ("GET", "/clock", "the time of the sandbox"),
    ("POST", "/clock", "`advance`, `set`, `freeze` or `reset`"),
    ("GET", "/faults", "the simulated failures"),
    ("POST", "/faults", "adds `faults`"),
    ("PUT", "/faults", "replaces all faults with `faults`"),
    ("DELETE", "/faults", "removes all faults"),
    ("GET", "/journal", "the requests, without secrets"),
    ("DELETE", "/journal", "forgets the requests"),
    ("GET", "/workspace", "how client keys are accepted"),
    ("POST", "/workspace", "changes how client keys are accepted"),
    ("GET", "/users", "the users, or one with `user_id`"),
    ("POST", "/inspect", "the report of a `token`"),
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
        .route("/seed", post(seed).layer(DefaultBodyLimit::max(MAX_SEED)))
        .route("/state", get(state))
        .route("/reset", post(reset))
        .route("/clock", get(clock).post(change_clock))
        .route(
            "/faults",
            get(faults)
                .post(add_faults)
                .put(replace_faults)
                .delete(clear_faults),
        )
        .route("/journal", get(journal).delete(clear_journal))
        .route("/workspace", get(workspace).post(update_workspace))
        .route("/users", get(users))
        .route("/users/{user}", get(user))
        .route(
            "/inspect",
            post(inspect).layer(DefaultBodyLimit::max(MAX_INSPECT_BODY)),
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
        .map(|rule| json!({ "code": rule.code, "rule": rule.name, "summary": rule.summary }));
    Json(json!({
        "features": features.collect::<Vec<_>>(),
        "fault_routes": route_names().collect::<Vec<_>>(),
        "rules": rules.collect::<Vec<_>>(),
        "limits": LIMITS,
    }))
}

async fn seed(
    State(shared): State<Arc<Shared>>,
    RawBody(body): RawBody,
) -> Result<StatusCode, ApiError> {
    // A parsed seed can be much larger than its text.
    shared.state().require_space(size::of_json_text(&body))?;
    let now = shared.now();
    let result = Seed::parse(&body).and_then(|seed| seed.insert(&mut shared.state(), now));
    match result {
        Err(Error::Full) => Err(StoreFull.into()),
        other => no_content(other.map_err(|error| error.to_string())),
    }
}

async fn state(State(shared): State<Arc<Shared>>) -> Result<Response, ApiError> {
    json_response_up_to(MAX_STATE_RESPONSE, &StateView(&shared.state()))
}

async fn reset(State(shared): State<Arc<Shared>>) -> Result<StatusCode, ApiError> {
    no_content(shared.reset().map_err(|error| error.to_string()))
}

async fn clock(State(shared): State<Arc<Shared>>) -> Json<ClockState> {
    Json(shared.clock().state())
}

async fn change_clock(
    State(shared): State<Arc<Shared>>,
    RawBody(body): RawBody,
) -> Result<Json<ClockState>, ApiError> {
    let change: ClockChange = parse_json(&body)?;
    shared
        .clock()
        .change(&change)
        .map_err(ApiError::bad_request)?;
    Ok(Json(shared.clock().state()))
}

async fn faults(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(json!({ "faults": shared.faults().views() }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FaultsRequest {
    faults: Vec<String>,
}

impl FaultsRequest {
    fn parse(body: &[u8]) -> Result<Vec<Fault>, ApiError> {
        let Self { faults } = parse_json(body)?;
        let faults = faults.iter().map(|fault| fault.parse());
        let faults: Result<Vec<Fault>, String> = faults.collect();
        faults.map_err(ApiError::bad_request)
    }
}

async fn add_faults(
    State(shared): State<Arc<Shared>>,
    RawBody(body): RawBody,
) -> Result<StatusCode, ApiError> {
    let faults = FaultsRequest::parse(&body)?;
    if faults.is_empty() {
        let message = "\"faults\" is empty: to remove all faults, send DELETE instead of POST";
        return Err(ApiError::bad_request(message));
    }
    shared.faults().add(faults).map_err(ApiError::too_large)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn replace_faults(
    State(shared): State<Arc<Shared>>,
    RawBody(body): RawBody,
) -> Result<StatusCode, ApiError> {
    let faults = FaultsRequest::parse(&body)?;
    shared
        .faults()
        .replace(faults)
        .map_err(ApiError::too_large)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn clear_faults(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.faults().clear();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct JournalQuery {
    /// The number of the last request to leave out.
    #[serde(default)]
    after: u64,
}

async fn journal(
    State(shared): State<Arc<Shared>>,
    Query(JournalQuery { after }): Query<JournalQuery>,
) -> Json<Value> {
    let journal = shared.journal();
    let requests: Vec<_> = journal.after(after).collect();
    Json(json!({ "requests": requests }))
}

async fn clear_journal(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.journal().clear();
    StatusCode::NO_CONTENT
}

async fn workspace(State(shared): State<Arc<Shared>>) -> Json<Workspace> {
    Json(shared.workspace().clone())
}

async fn update_workspace(
    State(shared): State<Arc<Shared>>,
    RawBody(body): RawBody,
) -> Result<Json<Workspace>, ApiError> {
    let update: WorkspaceUpdate = parse_json(&body)?;
    let mut workspace = shared.workspace();
    workspace.update(update).map_err(ApiError::bad_request)?;
    Ok(Json(workspace.clone()))
}

/// The users, and the numbers of their messages. With `user_id`, that user.
///
/// A query can name every user. In a path, browsers resolve the users `.` and `..`.
async fn users(
    State(shared): State<Arc<Shared>>,
    Query(query): Query<UserQuery>,
) -> Result<Response, ApiError> {
    let state = shared.state();
    if let Some(id) = &query.user_id {
        return user_response(&state, id, &query);
    }
    let mut users: Vec<&str> = state.user_ids().collect();
    users.sort_unstable();
    let summary = |user: &&str| {
        let (mut messages, mut unread, mut archived) = (0_u64, 0_u64, 0_u64);
        for message in state.messages(user) {
            let is_archived = message.archived.is_some();
            archived += u64::from(is_archived);
            messages += u64::from(!is_archived);
            unread += u64::from(!is_archived && message.read.is_none());
        }
        json!({ "user": user, "messages": messages, "unread": unread, "archived": archived })
    };
    let users = Each(|| users.iter().map(summary));
    json_response_up_to(MAX_STATE_RESPONSE, &BTreeMap::from([("users", users)]))
}

#[derive(Deserialize)]
struct UserQuery {
    /// The user, unless the path names one.
    #[serde(default)]
    user_id: Option<String>,
    /// The maximum number of messages.
    #[serde(default = "unlimited")]
    limit: usize,
    /// True for archived messages only, false for the others only.
    #[serde(default)]
    archived: Option<bool>,
}

fn unlimited() -> usize {
    usize::MAX
}

async fn user(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Query(query): Query<UserQuery>,
) -> Result<Response, ApiError> {
    user_response(&shared.state(), &id, &query)
}

/// Describes a user. One who does not exist has nothing.
fn user_response(state: &StoredState, id: &str, query: &UserQuery) -> Result<Response, ApiError> {
    let nobody = User::default();
    let view = UserView {
        user: state.user(id).unwrap_or(&nobody),
        archived: query.archived,
        limit: query.limit,
    };
    json_response_up_to(MAX_STATE_RESPONSE, &view)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InspectRequest {
    token: String,
    /// The names of the features that the token is for.
    #[serde(default, rename = "for")]
    features: Option<Vec<String>>,
}

async fn inspect(
    State(shared): State<Arc<Shared>>,
    RawBody(body): RawBody,
) -> Result<Response, ApiError> {
    let InspectRequest { token, features } = parse_json(&body)?;
    let features = features.unwrap_or_else(|| vec!["inbox".to_owned()]);
    let features = features
        .iter()
        .map(|name| Feature::from_name(name).ok_or_else(|| format!("unknown feature \"{name}\"")));
    let features: Result<Vec<_>, String> = features.collect();
    let features = features.map_err(ApiError::bad_request)?;
    // Not on the thread that responds to everyone, and one token at a time.
    let turn = shared.inspections().acquire_owned().await;
    let inspect = shared.inspector();
    let inspected = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        inspect(&token, &features)
    });
    let inspected = inspected.await;
    let document = inspected
        .map_err(|error| ApiError::Status(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
    let json = HeaderValue::from_static("application/json");
    Ok(([(CONTENT_TYPE, json)], document).into_response())
}

async fn stop(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.shut_down();
    StatusCode::ACCEPTED
}

fn no_content(result: Result<(), String>) -> Result<StatusCode, ApiError> {
    match result {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(reason) => Err(ApiError::bad_request(reason)),
    }
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
