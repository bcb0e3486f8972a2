//! Requests of older SDKs with the client key: identification and tracking
//! (<https://github.com/trycourier/courier-web>, `client/tracking-client.ts`, and courier-js 1 at
//! <https://www.npmjs.com/package/@trycourier/courier-js>).

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    sandbox::{
        auth::{Credentials, Refusal, Workspace},
        drop_log::Dropped,
        extract::RawBody,
        responses::{ApiError, parse_json},
        shared::Shared,
        size::Size as _,
        state::{Tracking, new_id},
    },
    time::unix_seconds,
};

/// The body of an identification: data about the user of the app.
#[derive(Deserialize)]
struct Identification {
    profile: Map<String, Value>,
}

/// `POST /client/identify/{user}`
pub(super) async fn identify(
    State(shared): State<Arc<Shared>>,
    Path(user): Path<String>,
    headers: HeaderMap,
    RawBody(body): RawBody,
) -> Result<StatusCode, ApiError> {
    authorize_user(&headers, &user, &shared)?;
    let Identification { profile } = parse_json(&body)?;
    let mut state = shared.state();
    state.extend_user(&user, profile.size(), |user| user.profile.extend(profile))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Checks that the app may act for the user. A token alone is not sufficient: the SDKs always send
/// the client key, too.
pub(super) fn authorize_user(
    headers: &HeaderMap,
    user: &str,
    shared: &Shared,
) -> Result<(), Refusal> {
    let mut credentials = Credentials::from_headers(headers);
    credentials.user = Some(user.to_owned());
    let workspace = shared.workspace();
    let app_user = credentials.authenticate(&workspace, unix_seconds(shared.now()))?;
    // With a token, the client key only names the workspace, so that `jwt_required` is met.
    let workspace = Workspace {
        jwt_required: workspace.jwt_required && !app_user.has_token(),
        ..workspace.clone()
    };
    let key = credentials.client_key.unwrap_or_default();
    workspace.check_client_key(&key, credentials.origin.as_deref())
}

/// An event that an app or a backend tracks.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TrackedEvent {
    event: String,
    #[serde(default)]
    message_id: Option<String>,
    #[serde(rename = "type")]
    kind: String,
}

/// `POST /inbound/courier`
pub(super) async fn track(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    RawBody(body): RawBody,
) -> Result<Response, ApiError> {
    authorize_tracking(&Credentials::from_headers(&headers), &shared.workspace())?;
    let event: TrackedEvent = parse_json(&body)?;
    if !matches!(event.kind.as_str(), "track" | "identify") || event.event.is_empty() {
        let message = "\"event\" must not be empty, and \"type\" must be \"track\" or \"identify\"";
        return Err(ApiError::bad_request(message));
    }
    let id = event.message_id.unwrap_or_else(|| new_id(shared.now()));
    match shared.state().track(&id) {
        Tracking::New { has_dropped: false } => {}
        Tracking::New { has_dropped: true } => shared.log().report(Dropped::TrackedEvents),
        Tracking::Repeated => {
            let message = format!("event \"{id}\" was already tracked");
            return Err(ApiError::conflict(message));
        }
    }
    Ok((StatusCode::ACCEPTED, Json(json!({ "messageId": id }))).into_response())
}

/// Checks that the client may track events: with an API key or the client key, but not with a user
/// token.
fn authorize_tracking(credentials: &Credentials, workspace: &Workspace) -> Result<(), Refusal> {
    let authorization = credentials.authorization.as_deref();
    if workspace.backend_key(authorization).is_ok() {
        return Ok(());
    }
    let key = credentials.client_key.as_deref().unwrap_or_default();
    workspace.check_client_key(key, credentials.origin.as_deref())?;
    let user = credentials.user.as_deref().unwrap_or_default();
    workspace.check_signature(user, credentials.signature.as_deref())
}
