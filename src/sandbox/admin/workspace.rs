//! `/_sandbox/workspace`.

use std::sync::Arc;

use axum::{Json, extract::State};

use crate::sandbox::{
    auth::{Workspace, WorkspaceUpdate},
    extract::RawBody,
    responses::{ApiError, parse_json},
    shared::Shared,
};

pub(super) async fn workspace(State(shared): State<Arc<Shared>>) -> Json<Workspace> {
    Json(shared.workspace().clone())
}

pub(super) async fn update_workspace(
    State(shared): State<Arc<Shared>>,
    RawBody(body): RawBody,
) -> Result<Json<Workspace>, ApiError> {
    let update: WorkspaceUpdate = parse_json(&body)?;
    let mut workspace = shared.workspace();
    workspace.update(update).map_err(ApiError::bad_request)?;
    Ok(Json(workspace.clone()))
}
