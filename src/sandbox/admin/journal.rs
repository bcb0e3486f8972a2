//! `/_sandbox/journal`.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::sandbox::{journal::Details, responses::ApiError, shared::Shared};

/// The maximum time that a request waits for a change of the journal.
const MAX_WAIT: Duration = Duration::from_secs(30);

#[derive(Deserialize)]
pub(super) struct JournalQuery {
    /// The number of the last request to leave out.
    #[serde(default)]
    after: u64,
    /// The `version` of an earlier response. This one waits until the journal differs from it, or for 30 seconds.
    #[serde(default)]
    known_version: Option<u64>,
}

pub(super) async fn list(
    State(shared): State<Arc<Shared>>,
    Query(JournalQuery {
        after,
        known_version,
    }): Query<JournalQuery>,
) -> Json<Value> {
    if let Some(known) = known_version {
        let mut changes = shared.journal().changes();
        let next_version = changes.wait_for(|version| *version != known);
        tokio::select! {
            _ = tokio::time::timeout(MAX_WAIT, next_version) => {}
            () = shared.wait_for_shutdown() => {}
        }
    }
    let journal = shared.journal();
    let requests: Vec<_> = journal.after(after).map(|entry| &entry.summary).collect();
    let version = *journal.changes().borrow();
    Json(json!({ "version": version, "requests": requests }))
}

pub(super) async fn details(
    State(shared): State<Arc<Shared>>,
    Path(number): Path<u64>,
) -> Result<Response, ApiError> {
    let journal = shared.journal();
    let entry = journal.find(number).ok_or_else(ApiError::not_found)?;
    Ok(Json(Details::new(entry, shared.url())).into_response())
}

pub(super) async fn clear(State(shared): State<Arc<Shared>>) -> StatusCode {
    shared.journal().clear();
    StatusCode::NO_CONTENT
}
