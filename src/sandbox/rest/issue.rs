//! `POST /auth/issue-token`.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use serde_json::json;

use crate::sandbox::{
    answer::{Backend, Whole, invalid},
    mint,
    server::Shared,
};

pub(super) async fn issue_token(
    Backend(key): Backend,
    State(shared): State<Arc<Shared>>,
    Whole(body): Whole,
) -> Response {
    let jti = uuid::Uuid::new_v4().to_string();
    match mint::issue(&body, key, shared.now(), &jti) {
        Ok(jwt) => Json(json!({ "token": jwt.expose() })).into_response(),
        Err(message) => invalid(&message),
    }
}
