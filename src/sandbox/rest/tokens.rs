//! Push tokens of users
//! (<https://www.courier.com/docs/api-reference/device-tokens/add-single-token-to-user>).

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::party::Party;
use crate::sandbox::{
    answer::{Backend, Whole, invalid, not_found},
    auth::Refusal,
    server::Shared,
    state::{PushToken, check_push_token},
};

/// The most that a change may make of what is told of a token, in bytes of JSON.
const MAX_PATCHED: usize = 64 * 1024;

pub(super) async fn list(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path(user): Path<String>,
) -> Response {
    let state = shared.state();
    let tokens: Vec<Value> = state
        .tokens(&user)
        .map(|(token, told)| shown(token, told))
        .collect();
    Json(json!({ "tokens": tokens })).into_response()
}

pub(super) async fn put_all(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path(user): Path<String>,
    Whole(body): Whole,
) -> Response {
    #[derive(Deserialize)]
    struct Tokens {
        tokens: Vec<PushToken>,
    }
    // The SDKs send nothing where there is none.
    if body.trim_ascii().is_empty() {
        return StatusCode::NO_CONTENT.into_response();
    }
    let tokens = match serde_json::from_slice(&body) {
        Ok(Tokens { tokens }) => tokens,
        Err(error) => return invalid(&error.to_string()),
    };
    let named = tokens.into_iter().map(|told| {
        let token = told.get("token").and_then(Value::as_str);
        let token = token.ok_or("\"token\" is missing")?.to_owned();
        checked(told).map(|told| (token, told))
    });
    match named.collect::<Result<Vec<_>, _>>() {
        Ok(tokens) => {
            shared.state().put_tokens(&user, tokens);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(reason) => invalid(reason),
    }
}

pub(super) async fn get(
    party: Party,
    State(shared): State<Arc<Shared>>,
    Path((user, token)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    party.require_for(&user, "read:user-tokens")?;
    let state = shared.state();
    let found = state.tokens(&user).find(|(known, _)| *known == token);
    Ok(match found {
        Some((token, told)) => Json(shown(token, told)).into_response(),
        None => not_found(),
    })
}

pub(super) async fn put(
    party: Party,
    State(shared): State<Arc<Shared>>,
    Path((user, token)): Path<(String, String)>,
    Whole(body): Whole,
) -> Result<Response, Refusal> {
    party.require_for(&user, "write:user-tokens")?;
    let told = match serde_json::from_slice(&body) {
        Ok(told) => told,
        Err(error) => return Ok(invalid(&error.to_string())),
    };
    Ok(match checked(told) {
        Ok(told) => {
            shared.state().put_tokens(&user, [(token, told)]);
            StatusCode::NO_CONTENT.into_response()
        }
        Err(reason) => invalid(reason),
    })
}

/// Changes fields of a token, each by its path.
pub(super) async fn patch(
    party: Party,
    State(shared): State<Arc<Shared>>,
    Path((user, token)): Path<(String, String)>,
    Whole(body): Whole,
) -> Result<Response, Refusal> {
    #[derive(Deserialize)]
    struct Changes {
        patch: json_patch::Patch,
    }
    party.require_for(&user, "write:user-tokens")?;
    let patch = match serde_json::from_slice(&body) {
        Ok(Changes { patch }) => patch,
        Err(error) => return Ok(invalid(&error.to_string())),
    };
    let mut state = shared.state();
    let Some(told) = state.token_mut(&user, &token) else {
        return Ok(not_found());
    };
    Ok(match patched(told, &patch) {
        Ok(changed) => {
            *told = changed;
            StatusCode::NO_CONTENT.into_response()
        }
        Err(reason) => invalid(&reason),
    })
}

/// What is told of a token with those changes. A few of them can double it again and again.
fn patched(told: &PushToken, patch: &json_patch::Patch) -> Result<PushToken, String> {
    let mut changed = Value::Object(told.clone());
    for operation in &patch.0 {
        json_patch::patch(&mut changed, std::slice::from_ref(operation))
            .map_err(|error| error.to_string())?;
        if changed.to_string().len() > MAX_PATCHED {
            return Err("a token would be told too much of".to_owned());
        }
    }
    // It has to be read again, which what nests too deep is not.
    match serde_json::from_str(&changed.to_string()) {
        Ok(Value::Object(fields)) => checked(fields).map_err(str::to_owned),
        Ok(_) => Err("a token is an object".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

pub(super) async fn delete(
    party: Party,
    State(shared): State<Arc<Shared>>,
    Path((user, token)): Path<(String, String)>,
) -> Result<StatusCode, Refusal> {
    party.require_for(&user, "write:user-tokens")?;
    shared.state().remove_token(&user, &token);
    Ok(StatusCode::NO_CONTENT)
}

/// What is told of a token, without the token itself, which is its key.
fn checked(mut told: Map<String, Value>) -> Result<PushToken, &'static str> {
    told.shift_remove("token");
    check_push_token(&told).map(|()| told)
}

fn shown(token: &str, told: &PushToken) -> Value {
    let mut shown = Map::from_iter([
        ("token".to_owned(), token.into()),
        ("status".to_owned(), "active".into()),
    ]);
    shown.extend(told.clone());
    Value::Object(shown)
}
