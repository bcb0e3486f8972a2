//! `POST /auth/issue-token`
//! (<https://www.courier.com/docs/api-reference/authentication/create-a-jwt>).

use std::sync::Arc;

use axum::{Json, extract::State};
use serde_json::{Value, json};

use crate::sandbox::{
    extract::{Backend, RawBody},
    issue,
    responses::ApiError,
    shared::Shared,
};

pub(super) async fn issue_token(
    Backend(key): Backend,
    State(shared): State<Arc<Shared>>,
    RawBody(body): RawBody,
) -> Result<Json<Value>, ApiError> {
    let jti = uuid::Uuid::new_v4().to_string();
    let jwt = issue::issue(&body, key, shared.now(), &jti).map_err(ApiError::bad_request)?;
    Ok(Json(json!({ "token": jwt.expose() })))
}
