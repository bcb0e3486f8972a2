//! `/_sandbox/faults`.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::sandbox::{
    extract::RawBody,
    faults::Fault,
    responses::{ApiError, parse_json},
    shared::Shared,
};

pub(super) async fn faults(State(shared): State<Arc<Shared>>) -> Json<Value> {
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

pub(super) async fn add_faults(
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

pub(super) async fn replace_faults(
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

pub(super) async fn clear_faults(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.faults().clear();
    StatusCode::NO_CONTENT
}
