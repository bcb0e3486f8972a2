//! What older SDKs ask with the client key: subscriptions to lists, and tracking
//! (<https://github.com/trycourier/courier-web>, `client/list-client.ts`, `tracking-client.ts`).

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::json;

use crate::{
    sandbox::{
        answer::{Whole, failure, invalid},
        auth::{Credentials, Refusal, Workspace},
        server::Shared,
        state::new_id,
    },
    time::unix_seconds,
};

pub(super) async fn subscribe(
    State(shared): State<Arc<Shared>>,
    Path((list, user)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<StatusCode, Refusal> {
    check(&headers, &user, &shared)?;
    shared.state().subscribe(&user, &list);
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn unsubscribe(
    State(shared): State<Arc<Shared>>,
    Path((list, user)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<StatusCode, Refusal> {
    check(&headers, &user, &shared)?;
    shared.state().unsubscribe(&user, &list);
    Ok(StatusCode::NO_CONTENT)
}

/// The SDKs send the client key even where they have a token, which alone is not enough here.
fn check(headers: &HeaderMap, user: &str, shared: &Shared) -> Result<(), Refusal> {
    let mut credentials = Credentials::of(headers);
    credentials.user = Some(user.to_owned());
    let workspace = shared.workspace();
    let visitor = credentials.check(&workspace, unix_seconds(shared.now()))?;
    // A token has decided whether it may come in; the key then only tells the workspace.
    let workspace = Workspace {
        jwt_required: workspace.jwt_required && !visitor.has_token(),
        ..workspace.clone()
    };
    let key = credentials.client_key.unwrap_or_default();
    workspace.check_client_key(&key, credentials.origin.as_deref())
}

/// Tracking knows no tokens: a backend may, and whoever has the client key.
fn check_tracking(credentials: &Credentials, workspace: &Workspace) -> Result<(), Refusal> {
    if workspace
        .backend(credentials.authorization.as_deref())
        .is_ok()
    {
        return Ok(());
    }
    let key = credentials.client_key.as_deref().unwrap_or_default();
    workspace.check_client_key(key, credentials.origin.as_deref())?;
    let user = credentials.user.as_deref().unwrap_or_default();
    workspace.check_signature(user, credentials.signature.as_deref())
}

/// An event that an app tracks.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    event: String,
    #[serde(default)]
    message_id: Option<String>,
    #[serde(rename = "type")]
    kind: String,
}

/// `POST /inbound/courier`, from apps and from backends.
pub(super) async fn inbound(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    Whole(body): Whole,
) -> Result<Response, Refusal> {
    check_tracking(&Credentials::of(&headers), &shared.workspace())?;
    let event: Event = match serde_json::from_slice(&body) {
        Ok(event) => event,
        Err(error) => return Ok(invalid(&error.to_string())),
    };
    if !matches!(event.kind.as_str(), "track" | "identify") || event.event.is_empty() {
        return Ok(invalid(
            "\"event\" must not be empty, and \"type\" is track",
        ));
    }
    let id = event.message_id.unwrap_or_else(|| new_id(shared.now()));
    if !shared.state().track(&id) {
        let message = format!("an event \"{id}\" was tracked already");
        return Ok(failure(StatusCode::CONFLICT, &message));
    }
    Ok((StatusCode::ACCEPTED, Json(json!({ "messageId": id }))).into_response())
}
