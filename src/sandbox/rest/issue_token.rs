//! `POST /auth/issue-token`
//! (<https://www.courier.com/docs/api-reference/authentication/create-a-jwt>).

use std::sync::Arc;

use axum::{Json, extract::State, http::HeaderName};
use serde_json::{Value, json};

use crate::sandbox::{
    extract::{Backend, RawBody},
    issue,
    issued_tokens::IssuedToken,
    responses::{ApiError, RULE_HEADER},
    shared::Shared,
};

/// Issues a token. Like Courier, responds with 200 even if the token does not work. A header names the
/// rule of `inspect` that explains why.
pub(super) async fn issue_token(
    Backend(key): Backend,
    State(shared): State<Arc<Shared>>,
    RawBody(body): RawBody,
) -> Result<(Option<[(HeaderName, &'static str); 1]>, Json<Value>), ApiError> {
    let jti = uuid::Uuid::new_v4().to_string();
    let now = shared.now();
    let jwt = issue::issue(&body, key, now, &jti).map_err(ApiError::bad_request)?;
    let mistake = issue::mistake(&jwt, now);
    let issued = IssuedToken::new(&jwt, mistake);
    shared.issued().add(issued, shared.log());
    let rule = mistake.map(|code| [(RULE_HEADER, code)]);
    Ok((rule, Json(json!({ "token": jwt.expose() }))))
}
