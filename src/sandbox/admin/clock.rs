//! `/_sandbox/clock`.

use std::sync::Arc;

use axum::{Json, extract::State};

use crate::sandbox::{
    clock::{ClockChange, ClockState},
    extract::RawBody,
    responses::{ApiError, parse_json},
    shared::Shared,
};

pub(super) async fn clock(State(shared): State<Arc<Shared>>) -> Json<ClockState> {
    Json(shared.clock().state())
}

pub(super) async fn change_clock(
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
