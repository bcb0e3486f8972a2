//! `/_sandbox/`: what a test may do behind the API's back.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Path, Query, Request, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CONTENT_TYPE, HOST, ORIGIN},
    },
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::json;

use super::{
    answer::{Whole, failure, invalid},
    auth::WorkspaceChange,
    clock::ClockChange,
    seed::Seed,
    server::Shared,
    socket,
};
use crate::{endpoints::is_loopback_host, token::Feature};

/// The longest seed, in bytes.
const MAX_SEED: usize = 256 * 1024 * 1024;

/// The routes, closed to web pages of other origins.
pub(super) fn routes(shared: Arc<Shared>) -> Router<Arc<Shared>> {
    Router::new()
        .route("/health", get(health))
        .route("/seed", post(seed))
        .route("/state", get(state))
        .route("/reset", post(reset))
        .route("/clock", get(clock).post(change_clock))
        .route("/faults", get(faults).post(add_faults).delete(clear_faults))
        .route("/journal", get(journal).delete(clear_journal))
        .route("/workspace", get(workspace).post(change_workspace))
        .route("/users", get(users))
        .route("/users/{user}", get(user))
        .route("/inspect", post(inspect))
        .route("/socket", get(socket::watch))
        .route("/stop", post(stop))
        // A hundred thousand messages are a good seed.
        .layer(DefaultBodyLimit::max(MAX_SEED))
        .layer(from_fn_with_state(shared, guard))
}

/// A page that a developer happens to visit must not be able to use this: neither by a request
/// across origins nor through a name that resolves to this machine.
async fn guard(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    if is_trusted(request.headers(), shared.url()) {
        next.run(request).await
    } else {
        let message = "the sandbox is controlled from this machine only";
        failure(StatusCode::FORBIDDEN, message)
    }
}

fn is_trusted(headers: &HeaderMap, url: &str) -> bool {
    let text = |name| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or_default())
    };
    let host = text(HOST).unwrap_or_default();
    let own = [url.to_owned(), url.replace("127.0.0.1", "localhost")];
    is_loopback_host(host) && text(ORIGIN).is_none_or(|origin| own.iter().any(|own| own == origin))
}

async fn health(State(shared): State<Arc<Shared>>) -> Response {
    let (users, messages) = {
        let state = shared.state();
        (state.users().count(), state.count())
    };
    Json(json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "pid": std::process::id(),
        "url": shared.url(),
        "users": users,
        "messages": messages,
        "sockets": shared.hub().count(),
        "subscriptions": shared.hub().subscriptions(),
    }))
    .into_response()
}

async fn seed(State(shared): State<Arc<Shared>>, Whole(body): Whole) -> Response {
    let now = shared.now();
    let planted = Seed::parse(&body).and_then(|seed| seed.plant(&mut shared.state(), now));
    done(planted.map_err(|error| error.to_string()))
}

async fn state(State(shared): State<Arc<Shared>>) -> Response {
    Json(Seed::of(&shared.state())).into_response()
}

async fn reset(State(shared): State<Arc<Shared>>) -> Response {
    done(shared.begin().map_err(|error| error.to_string()))
}

async fn clock(State(shared): State<Arc<Shared>>) -> Response {
    Json(shared.clock().state()).into_response()
}

async fn change_clock(State(shared): State<Arc<Shared>>, Whole(body): Whole) -> Response {
    let change = serde_json::from_slice(&body).map_err(|error| error.to_string());
    match change.and_then(|change: ClockChange| shared.clock().change(&change)) {
        Ok(()) => Json(shared.clock().state()).into_response(),
        Err(reason) => invalid(&reason),
    }
}

/// What is posted to `/_sandbox/faults`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewFaults {
    faults: Vec<String>,
}

async fn faults(State(shared): State<Arc<Shared>>) -> Response {
    Json(json!({ "faults": shared.faults().told() })).into_response()
}

async fn add_faults(State(shared): State<Arc<Shared>>, Whole(body): Whole) -> Response {
    let new = serde_json::from_slice(&body).map_err(|error| error.to_string());
    let new = new.and_then(|NewFaults { faults }| {
        let faults = faults.iter().map(|fault| fault.parse());
        faults.collect::<Result<Vec<_>, String>>()
    });
    done(new.map(|new| shared.faults().add(new)))
}

async fn clear_faults(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.faults().clear();
    StatusCode::NO_CONTENT
}

/// From which request on.
#[derive(Deserialize)]
struct After {
    #[serde(default)]
    after: u64,
}

async fn journal(
    State(shared): State<Arc<Shared>>,
    Query(After { after }): Query<After>,
) -> Response {
    let journal = shared.journal();
    let requests: Vec<_> = journal.after(after).collect();
    Json(json!({ "requests": requests })).into_response()
}

async fn clear_journal(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.journal().clear();
    StatusCode::NO_CONTENT
}

async fn workspace(State(shared): State<Arc<Shared>>) -> Response {
    Json(&*shared.workspace()).into_response()
}

async fn change_workspace(State(shared): State<Arc<Shared>>, Whole(body): Whole) -> Response {
    let change: WorkspaceChange = match serde_json::from_slice(&body) {
        Ok(change) => change,
        Err(error) => return invalid(&error.to_string()),
    };
    let mut workspace = shared.workspace();
    workspace.change(change);
    Json(&*workspace).into_response()
}

/// Who is there, and how many messages each has.
async fn users(State(shared): State<Arc<Shared>>) -> Response {
    let state = shared.state();
    let mut users: Vec<&str> = state.users().collect();
    users.sort_unstable();
    let told = users.into_iter().map(|user| {
        let (mut messages, mut unread, mut archived) = (0_u64, 0_u64, 0_u64);
        for message in state.messages(user) {
            let is_archived = message.archived.is_some();
            archived += u64::from(is_archived);
            messages += u64::from(!is_archived);
            unread += u64::from(!is_archived && message.read.is_none());
        }
        json!({ "user": user, "messages": messages, "unread": unread, "archived": archived })
    });
    Json(json!({ "users": told.collect::<Vec<_>>() })).into_response()
}

/// Which messages of a user.
#[derive(Deserialize)]
struct Which {
    #[serde(default = "most")]
    limit: usize,
    /// Archived ones alone, or those that are not.
    #[serde(default)]
    archived: Option<bool>,
}

fn most() -> usize {
    usize::MAX
}

async fn user(
    State(shared): State<Arc<Shared>>,
    Path(user): Path<String>,
    Query(Which { limit, archived }): Query<Which>,
) -> Response {
    Json(Seed::of_user(&shared.state(), &user, archived, limit)).into_response()
}

/// A token, and what it is to be good for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inspected {
    token: String,
    #[serde(default, rename = "for")]
    features: Option<Vec<String>>,
}

async fn inspect(State(shared): State<Arc<Shared>>, Whole(body): Whole) -> Response {
    let Inspected { token, features } = match serde_json::from_slice(&body) {
        Ok(inspected) => inspected,
        Err(error) => return invalid(&error.to_string()),
    };
    let features = features.unwrap_or_else(|| vec!["inbox".to_owned()]);
    let known = features.iter().map(|name| {
        Feature::from_name(name).ok_or_else(|| format!("there is no feature \"{name}\""))
    });
    match known.collect::<Result<Vec<_>, _>>() {
        Ok(features) => {
            let json = HeaderValue::from_static("application/json");
            ([(CONTENT_TYPE, json)], shared.inspect(&token, &features)).into_response()
        }
        Err(reason) => invalid(&reason),
    }
}

async fn stop(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.stop();
    StatusCode::ACCEPTED
}

fn done(result: Result<(), String>) -> Response {
    match result {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(reason) => invalid(&reason),
    }
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
