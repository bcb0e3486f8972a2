//! `POST /q` and `POST /client/q`: authorised first, then read, then executed.

use std::sync::Arc;

use async_graphql::{Request, Response as Executed, Variables, parser::parse_query};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Api, Caller, Operation, limits};
use crate::{
    sandbox::{
        answer::{Whole, text_of},
        auth::{Credentials, Refusal},
        server::Shared,
    },
    time::unix_seconds,
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

pub(in crate::sandbox) async fn execute_inbox(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    Whole(body): Whole,
) -> Result<Response, Refusal> {
    execute(Api::Inbox, shared, &headers, &body).await
}

pub(in crate::sandbox) async fn execute_client(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    Whole(body): Whole,
) -> Result<Response, Refusal> {
    execute(Api::Client, shared, &headers, &body).await
}

async fn execute(
    api: Api,
    shared: Arc<Shared>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Response, Refusal> {
    let now = unix_seconds(shared.now());
    let visitor = Credentials::of(headers).check(&shared.workspace(), now)?;
    let mut request = match request(body) {
        Ok(request) => request,
        Err(reason) => return Ok(refused(&reason)),
    };
    if let Err(reason) = limits::check_text(&request.query) {
        return Ok(refused(&reason));
    }
    let document = match parse_query(&request.query) {
        Ok(document) => document,
        Err(error) => return Ok(refused(&error.to_string())),
    };
    match Operation::of(&request, &document).map(|operation| api.needs(&operation)) {
        Ok(needs) => visitor.require_all(&needs)?,
        Err(reason) => return Ok(refused(&reason)),
    }
    request.set_parsed_query(document);
    let caller = Caller {
        shared: Arc::clone(&shared),
        api,
        user: visitor.user,
        source: text_of(headers, "x-courier-client-source-id"),
    };
    let response = shared.engine().execute(api, request, caller).await;
    let status = if was_refused(&response) {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    Ok((status, Json(response)).into_response())
}

/// Whether a response says that the request was never executed: it did not validate.
fn was_refused(response: &Executed) -> bool {
    !response.errors.is_empty() && response.data == async_graphql::Value::Null
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
