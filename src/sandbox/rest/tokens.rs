//! Push tokens of users
//! (<https://www.courier.com/docs/api-reference/device-tokens/add-single-token-to-user>).

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::sandbox::{
    auth::Principal,
    extract::{Backend, RawBody},
    limits::{MAX_PATCH_OPERATIONS, MAX_PATCHED},
    responses::{ApiError, Each, json_response, parse_json},
    shared::Shared,
    size::{Size as _, total},
    state::{PushToken, check_push_token},
};

#[derive(Deserialize)]
struct TokensRequest {
    tokens: Vec<PushToken>,
}

#[derive(Deserialize)]
struct PatchRequest {
    patch: json_patch::Patch,
}

pub(super) async fn list(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path(user): Path<String>,
) -> Result<Response, ApiError> {
    let state = shared.state();
    let user = state.user(&user);
    let tokens = Each(|| {
        let tokens = user.into_iter().flat_map(|user| user.push_tokens.iter());
        tokens.map(|(token, properties)| token_json(token, properties))
    });
    json_response(&BTreeMap::from([("tokens", tokens)]))
}

pub(super) async fn put_all(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path(user): Path<String>,
    RawBody(body): RawBody,
) -> Result<StatusCode, ApiError> {
    // The SDKs send an empty body instead of an empty list.
    if body.trim_ascii().is_empty() {
        return Ok(StatusCode::NO_CONTENT);
    }
    let TokensRequest { tokens } = parse_json(&body)?;
    let tokens = tokens.into_iter().map(|properties| {
        let token = properties.get("token").and_then(Value::as_str);
        let token = token.ok_or("\"token\" is missing")?.to_owned();
        validate(properties).map(|properties| (token, properties))
    });
    let tokens = tokens.collect::<Result<Vec<_>, _>>();
    let tokens = tokens.map_err(ApiError::bad_request)?;
    let growth = tokens.iter();
    let growth =
        total(growth.map(|(token, properties)| token.size().saturating_add(properties.size())));
    let mut state = shared.state();
    state.extend_user(&user, growth, |user| user.push_tokens.extend(tokens))?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn get(
    principal: Principal,
    State(shared): State<Arc<Shared>>,
    Path((user, token)): Path<(String, String)>,
) -> Result<Json<Value>, ApiError> {
    principal.require_for_user(&user, "read:user-tokens")?;
    let state = shared.state();
    let user = state.user(&user);
    let properties = user.and_then(|user| user.push_tokens.get(&token));
    let properties = properties.ok_or_else(ApiError::not_found)?;
    Ok(Json(token_json(&token, properties)))
}

pub(super) async fn put(
    principal: Principal,
    State(shared): State<Arc<Shared>>,
    Path((user, token)): Path<(String, String)>,
    RawBody(body): RawBody,
) -> Result<StatusCode, ApiError> {
    principal.require_for_user(&user, "write:user-tokens")?;
    let properties = validate(parse_json(&body)?).map_err(ApiError::bad_request)?;
    let mut state = shared.state();
    let growth = token.size().saturating_add(properties.size());
    state.extend_user(&user, growth, |user| {
        user.push_tokens.insert(token, properties);
    })?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes properties of a token with a JSON Patch.
pub(super) async fn patch(
    principal: Principal,
    State(shared): State<Arc<Shared>>,
    Path((user, token)): Path<(String, String)>,
    RawBody(body): RawBody,
) -> Result<StatusCode, ApiError> {
    principal.require_for_user(&user, "write:user-tokens")?;
    let PatchRequest { patch } = parse_json(&body)?;
    let mut state = shared.state();
    let stored = state.user(&user);
    let properties = stored.and_then(|user| user.push_tokens.get(&token));
    let properties = properties.ok_or_else(ApiError::not_found)?;
    let patched = patched(properties, &patch).map_err(ApiError::bad_request)?;
    state.extend_user(&user, patched.size(), |user| {
        user.push_tokens.insert(token, patched);
    })?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn delete(
    principal: Principal,
    State(shared): State<Arc<Shared>>,
    Path((user, token)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    principal.require_for_user(&user, "write:user-tokens")?;
    let mut state = shared.state();
    state.reduce_user(&user, |user| user.push_tokens.remove(&token));
    Ok(StatusCode::NO_CONTENT)
}

/// Applies a patch. The size is checked after each operation, because each `copy` can double it.
fn patched(properties: &PushToken, patch: &json_patch::Patch) -> Result<PushToken, String> {
    if patch.0.len() > MAX_PATCH_OPERATIONS {
        return Err(format!(
            "the patch has more than {MAX_PATCH_OPERATIONS} operations"
        ));
    }
    let mut patched = Value::Object(properties.clone());
    for operation in &patch.0 {
        json_patch::patch(&mut patched, std::slice::from_ref(operation))
            .map_err(|error| error.to_string())?;
        if patched.to_string().len() > MAX_PATCHED {
            return Err("the patched token is too large".to_owned());
        }
    }
    // Parsing the result again refuses what is nested too deeply for the parser.
    match serde_json::from_str(&patched.to_string()) {
        Ok(Value::Object(properties)) => validate(properties).map_err(str::to_owned),
        Ok(_) => Err("the patched token must be an object".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// Returns the properties without the token itself, which is their key.
///
/// # Errors
/// Returns an error if they are invalid.
fn validate(mut properties: PushToken) -> Result<PushToken, &'static str> {
    properties.shift_remove("token");
    check_push_token(&properties).map(|()| properties)
}

fn token_json(token: &str, properties: &PushToken) -> Value {
    let mut json = Map::from_iter([
        ("token".to_owned(), token.into()),
        ("status".to_owned(), "active".into()),
    ]);
    json.extend(properties.clone());
    Value::Object(json)
}
