//! `/_sandbox/inspect`.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;

use crate::{
    sandbox::{
        extract::RawBody,
        responses::{ApiError, parse_json},
        shared::Shared,
    },
    token::{FEATURES, Feature},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct InspectRequest {
    token: String,
    /// The names of the features that the token is for.
    #[serde(default, rename = "for")]
    features: Option<Vec<String>>,
}

pub(super) async fn inspect(
    State(shared): State<Arc<Shared>>,
    RawBody(body): RawBody,
) -> Result<Response, ApiError> {
    let InspectRequest { token, features } = parse_json(&body)?;
    let features = features.unwrap_or_else(|| vec!["inbox".to_owned()]);
    let features = features.iter().map(|name| {
        Feature::from_name(name).ok_or_else(|| {
            let known: Vec<&str> = FEATURES.iter().map(|feature| feature.name).collect();
            format!("unknown feature \"{name}\": expected {}", known.join(", "))
        })
    });
    let features: Result<Vec<_>, String> = features.collect();
    let features = features.map_err(ApiError::bad_request)?;
    // Not on the thread that responds to everyone, and one token at a time.
    let turn = shared.inspections().acquire_owned().await;
    let inspect = shared.inspector();
    let inspected = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        inspect(&token, &features)
    });
    // The text of a panic may contain a part of the token.
    let document = inspected.await.map_err(|_| {
        let message = "the inspection failed".to_owned();
        ApiError::Status(StatusCode::INTERNAL_SERVER_ERROR, message)
    })?;
    let json = HeaderValue::from_static("application/json");
    Ok(([(CONTENT_TYPE, json)], document).into_response())
}
