//! `POST /q` and `POST /client/q`: authentication, then parsing, authorization and execution.

use std::sync::Arc;

use async_graphql::{
    Request, Response as GraphqlResponse, Value as GraphqlValue, Variables, parser::parse_query,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    api::Api,
    context::RequestContext,
    fields::Requirements,
    limits::{check_cost, check_nesting, check_words},
    operation::{Operation, OperationName},
    response_size::ResponseSize,
};
use crate::{
    sandbox::{
        auth::{Credentials, Refusal},
        extract::RawBody,
        headers::header_text,
        shared::Shared,
    },
    time::unix_seconds,
};

pub(super) async fn execute_inbox(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    RawBody(body): RawBody,
) -> Response {
    execute(Api::Inbox, shared, &headers, &body).await
}

pub(super) async fn execute_client(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    RawBody(body): RawBody,
) -> Response {
    execute(Api::Client, shared, &headers, &body).await
}

async fn execute(api: Api, shared: Arc<Shared>, headers: &HeaderMap, body: &[u8]) -> Response {
    // Before the authentication, so that the journal names the operation of a refused request too.
    let prepared = prepare(api, body);
    let name = prepared.as_ref().ok().map(|prepared| prepared.name.clone());
    let mut response = respond(api, shared, headers, prepared)
        .await
        .into_response();
    if let Some(name) = name {
        response.extensions_mut().insert(name);
    }
    response
}

async fn respond(
    api: Api,
    shared: Arc<Shared>,
    headers: &HeaderMap,
    prepared: Result<Prepared, String>,
) -> Result<Response, Refusal> {
    let now = unix_seconds(shared.now());
    let app_user = Credentials::from_headers(headers).authenticate(&shared.workspace(), now)?;
    let Prepared {
        mut request,
        requirements,
        ..
    } = match prepared {
        Ok(prepared) => prepared,
        Err(reason) => return Ok(bad_request(&reason)),
    };
    app_user.require_all(&requirements.scopes)?;
    if requirements.is_complete {
        request = request.data(RequestContext {
            shared,
            fault_route: api.fault_route(),
            user: app_user.id,
            source: header_text(headers, "x-courier-client-source-id"),
        });
    }
    let size = Arc::new(ResponseSize::default());
    request = request.data(Arc::clone(&size));
    // Without a context, the engine reports fields that are not in the schema, and no resolver can
    // reach the state.
    let response = api.execute(request).await;
    if size.is_exceeded() {
        let errors = vec![ResponseSize::error()];
        return Ok(Json(GraphqlResponse::from_errors(errors)).into_response());
    }
    let status = if is_validation_error(&response) {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    Ok((status, Json(response)).into_response())
}

/// Returns the name of the operation in a request to the API with this fault route, `None` if there is
/// no valid operation or no such API.
pub(in crate::sandbox) fn operation_name(fault_route: &str, body: &[u8]) -> Option<OperationName> {
    let mut apis = Api::ALL.into_iter();
    let api = apis.find(|api| api.fault_route() == fault_route)?;
    prepare(api, body).ok().map(|prepared| prepared.name)
}

/// A parsed request.
struct Prepared {
    request: Request,
    requirements: Requirements,
    name: OperationName,
}

/// Parses a request, checks its limits and returns its requirements.
fn prepare(api: Api, body: &[u8]) -> Result<Prepared, String> {
    let mut request = parse_request(body)?;
    check_words(&request.query)?;
    check_nesting(&request.query)?;
    let document = parse_query(&request.query).map_err(|error| error.to_string())?;
    let operation = Operation::select(&request, &document)?;
    check_cost(&operation, api.fields())?;
    let requirements = api.fields().requirements(&operation);
    let name = operation.label();
    request.set_parsed_query(document);
    Ok(Prepared {
        request,
        requirements,
        name,
    })
}

/// A GraphQL request. The iOS SDK sends `variables` as a string that contains JSON.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RequestBody {
    query: String,
    #[serde(default)]
    variables: Option<Value>,
    #[serde(default)]
    operation_name: Option<String>,
}

fn parse_request(body: &[u8]) -> Result<Request, String> {
    let body: RequestBody = serde_json::from_slice(body)
        .map_err(|error| format!("the body is not a GraphQL request: {error}"))?;
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
        Some(_) => Err("`variables` must be an object".to_owned()),
    }
}

/// Returns true if the request did not validate, so that it was not executed.
fn is_validation_error(response: &GraphqlResponse) -> bool {
    !response.errors.is_empty() && response.data == GraphqlValue::Null
}

fn bad_request(message: &str) -> Response {
    let errors = json!({ "errors": [{ "message": message }] });
    (StatusCode::BAD_REQUEST, Json(errors)).into_response()
}
