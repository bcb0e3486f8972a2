//! `/_sandbox/sockets` and `/_sandbox/tokens`: how clients are connected.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Query, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::sandbox::{
    responses::{ApiError, json_response},
    shared::{Shared, SocketClosing},
};

pub(super) async fn sockets(State(shared): State<Arc<Shared>>) -> Json<Value> {
    Json(json!({ "sockets": shared.subscriptions().views() }))
}

#[derive(Deserialize)]
pub(super) struct CloseQuery {
    /// The delay in seconds of the `reconnect` frame that is sent before. Without it, none is sent.
    #[serde(default)]
    retry_after: Option<u64>,
}

pub(super) async fn close_sockets(
    State(shared): State<Arc<Shared>>,
    Query(CloseQuery { retry_after }): Query<CloseQuery>,
) -> StatusCode {
    shared.close_sockets(SocketClosing { retry_after });
    StatusCode::NO_CONTENT
}

pub(super) async fn tokens(State(shared): State<Arc<Shared>>) -> Result<Response, ApiError> {
    let issued = shared.issued();
    let tokens: Vec<_> = issued.iter().collect();
    json_response(&json!({ "tokens": tokens }))
}
