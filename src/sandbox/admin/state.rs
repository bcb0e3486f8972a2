//! `/_sandbox/seed`, `state` and `reset`.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode, response::Response};

use crate::sandbox::{
    error::Error,
    extract::RawBody,
    limits::MAX_STATE_RESPONSE,
    responses::{ApiError, json_response_up_to},
    seed::{Seed, StateView},
    shared::Shared,
    size,
    state::StoreFull,
};

pub(super) async fn seed(
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

pub(super) async fn state(State(shared): State<Arc<Shared>>) -> Result<Response, ApiError> {
    json_response_up_to(MAX_STATE_RESPONSE, &StateView(&shared.state()))
}

pub(super) async fn reset(State(shared): State<Arc<Shared>>) -> Result<StatusCode, ApiError> {
    no_content(shared.reset().map_err(|error| error.to_string()))
}

fn no_content(result: Result<(), String>) -> Result<StatusCode, ApiError> {
    match result {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(reason) => Err(ApiError::bad_request(reason)),
    }
}
