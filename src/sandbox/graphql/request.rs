//! `POST /q`: authorised first, then read, then executed.

use std::sync::Arc;

use async_graphql::{Request, Variables};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Caller, is_mutation, was_refused};
use crate::{
    inspect::duration::seconds,
    sandbox::{
        answer::{Whole, authorization, text_of},
        auth::{self, Refusal, bearer},
        server::Shared,
    },
};

/// A GraphQL request; `variables` may be missing or null, and the iOS SDK sends them as the text
/// of a JSON object.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    query: String,
    #[serde(default)]
    variables: Option<Value>,
    #[serde(default)]
    operation_name: Option<String>,
}

pub(in crate::sandbox) async fn execute(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    Whole(body): Whole,
) -> Result<Response, Refusal> {
    let authorization = authorization(&headers);
    let grant = auth::verify(bearer(authorization.as_deref())?, seconds(shared.now()))?;
    let user = grant
        .user(text_of(&headers, "x-courier-user-id").as_deref())?
        .to_owned();
    let request = match request(&body) {
        Ok(request) => request,
        Err(reason) => return Ok(refused(&reason)),
    };
    match is_mutation(&request) {
        Ok(true) => grant.require("inbox:write:events")?,
        Ok(false) => grant.require("inbox:read:messages")?,
        Err(reason) => return Ok(refused(&reason)),
    }
    let caller = Caller {
        shared: Arc::clone(&shared),
        user,
        source: text_of(&headers, "x-courier-client-source-id"),
    };
    let response = shared.engine().execute(request, caller).await;
    let status = if was_refused(&response) {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    Ok((status, Json(response)).into_response())
}

fn request(body: &[u8]) -> Result<Request, String> {
    let body: Body = serde_json::from_slice(body)
        .map_err(|error| format!("the body is no GraphQL request: {error}"))?;
    let variables = match body.variables {
        Some(Value::String(text)) if text.trim().is_empty() => None,
        Some(Value::String(text)) => Some(serde_json::from_str(&text).unwrap_or(Value::Null)),
        Some(Value::Null) | None => None,
        other => other,
    };
    let mut request = Request::new(body.query);
    request.operation_name = body.operation_name;
    match variables {
        None => Ok(request),
        Some(variables @ Value::Object(_)) => {
            Ok(request.variables(Variables::from_json(variables)))
        }
        Some(_) => Err("`variables` is not an object".to_owned()),
    }
}

fn refused(message: &str) -> Response {
    let errors = json!({ "errors": [{ "message": message }] });
    (StatusCode::BAD_REQUEST, Json(errors)).into_response()
}
