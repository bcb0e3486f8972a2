//! The HTTP routes: from a request to an answer.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header::AUTHORIZATION},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::inspect::duration::seconds;

use super::{
    admin,
    auth::{self, Refusal, bearer, check_api_key},
    graphql, mint,
    server::Shared,
    state::{Message, TrackingIds, new_id},
};

/// Names the rule of `inspect` that explains a refusal.
const RULE: HeaderName = HeaderName::from_static("x-courier-auth-rule");

/// Every route of the sandbox.
pub(super) fn routes(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/auth/issue-token", post(issue_token))
        .route("/send", post(send))
        .route("/messages/{id}", get(message))
        .route("/q", post(inbox))
        .nest("/_sandbox", admin::routes(Arc::clone(&shared)))
        .fallback(not_found)
        .method_not_allowed_fallback(not_found)
        .with_state(shared)
}

/// An error in the shape of Courier's.
pub(super) fn failure(status: StatusCode, kind: &str, message: &str) -> Response {
    (status, Json(json!({ "message": message, "type": kind }))).into_response()
}

pub(super) fn invalid(message: &str) -> Response {
    failure(StatusCode::BAD_REQUEST, "invalid_request_error", message)
}

async fn not_found() -> Response {
    no_such_thing()
}

fn no_such_thing() -> Response {
    failure(StatusCode::NOT_FOUND, "invalid_request_error", "Not Found")
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = failure(
            StatusCode::UNAUTHORIZED,
            "authentication_error",
            "Unauthorized",
        );
        response
            .headers_mut()
            .insert(RULE, HeaderValue::from_static(self.0));
        response
    }
}

/// A header's text: UTF-8, or else latin1, in which browsers send it.
fn text_of(headers: &HeaderMap, name: &str) -> Option<String> {
    let bytes = headers.get(name)?.as_bytes();
    Some(match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    })
}

fn authorization(headers: &HeaderMap) -> Option<String> {
    text_of(headers, AUTHORIZATION.as_str())
}

async fn issue_token(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    check_api_key(authorization(&headers).as_deref())?;
    let jti = uuid::Uuid::new_v4().to_string();
    Ok(match mint::issue(&body, shared.now(), &jti) {
        Ok(jwt) => Json(json!({ "token": jwt.expose() })).into_response(),
        Err(message) => invalid(&message),
    })
}

/// The part of `POST /send` that puts a message into an Inbox
/// (<https://www.courier.com/docs/api-reference/send/send-a-message>).
#[derive(Deserialize)]
struct SendBody {
    message: SendMessage,
}

#[derive(Deserialize)]
struct SendMessage {
    to: Recipient,
    #[serde(default)]
    content: Content,
    #[serde(default)]
    data: Map<String, Value>,
    #[serde(default)]
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Recipient {
    user_id: String,
}

#[derive(Deserialize, Default)]
struct Content {
    title: Option<String>,
    body: Option<String>,
}

#[derive(Deserialize, Default)]
struct Metadata {
    #[serde(default)]
    tags: Vec<String>,
}

async fn send(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    check_api_key(authorization(&headers).as_deref())?;
    let message = match serde_json::from_slice(&body) {
        Ok(SendBody { message }) if !message.to.user_id.is_empty() => message,
        Ok(_) => return Ok(invalid("\"message.to.user_id\" must not be empty")),
        Err(error) => {
            return Ok(invalid(&format!(
                "the body is not a message to a user_id: {error}"
            )));
        }
    };
    let now = shared.now();
    // A message to one user has the id of its request.
    let id = new_id(now);
    let sent = Message {
        id: id.clone(),
        title: message.content.title,
        preview: message.content.body,
        created: now,
        read: None,
        opened: None,
        archived: None,
        clicked: None,
        tags: message.metadata.tags,
        account_id: None,
        data: message.data,
        actions: Vec::new(),
        tracking_ids: TrackingIds::generate(),
    };
    Ok(match shared.state().add(&message.to.user_id, sent) {
        Ok(()) => (StatusCode::ACCEPTED, Json(json!({ "requestId": id }))).into_response(),
        Err(message) => failure(StatusCode::CONFLICT, "invalid_request_error", &message),
    })
}

/// `GET /messages/{id}`, in the shape of
/// <https://www.courier.com/docs/reference/logs/message>; times in milliseconds.
async fn message(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    check_api_key(authorization(&headers).as_deref())?;
    let state = shared.state();
    let Some((user, message)) = state.find(&id) else {
        return Ok(no_such_thing());
    };
    let created = message.created.timestamp_millis();
    let status = match (message.clicked, message.opened.or(message.read)) {
        (Some(_), _) => "CLICKED",
        (None, Some(_)) => "OPENED",
        (None, None) => "DELIVERED",
    };
    let mut details = json!({
        "id": message.id,
        "recipient": user,
        "status": status,
        "event": null,
        "notification": null,
        "enqueued": created,
        "sent": created,
        "delivered": created,
        "providers": [{ "provider": "courier", "channel": { "key": "inbox" }, "status": status }],
    });
    for (name, time) in [("opened", message.opened), ("clicked", message.clicked)] {
        if let Some(time) = time {
            details[name] = time.timestamp_millis().into();
        }
    }
    Ok(Json(details).into_response())
}

/// A GraphQL request; `variables` may be missing or null, and the iOS SDK sends them as the text
/// of a JSON object.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct InboxBody {
    query: String,
    #[serde(default)]
    variables: Option<Value>,
    #[serde(default)]
    operation_name: Option<String>,
}

/// `POST /q`: authorised first, then read, then executed.
async fn inbox(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Refusal> {
    let authorization = authorization(&headers);
    let grant = auth::verify(bearer(authorization.as_deref())?, seconds(shared.now()))?;
    let user = grant
        .user(text_of(&headers, "x-courier-user-id").as_deref())?
        .to_owned();
    let body: InboxBody = match serde_json::from_slice(&body) {
        Ok(body) => body,
        Err(error) => return Ok(refused(&format!("the body is no GraphQL request: {error}"))),
    };
    let mut request = async_graphql::Request::new(body.query);
    request.operation_name = body.operation_name;
    let variables = match body.variables {
        Some(Value::String(text)) if text.trim().is_empty() => None,
        Some(Value::String(text)) => Some(serde_json::from_str(&text).unwrap_or(Value::Null)),
        Some(Value::Null) | None => None,
        other => other,
    };
    match variables {
        None => {}
        Some(Value::Object(variables)) => {
            let variables = async_graphql::Variables::from_json(Value::Object(variables));
            request = request.variables(variables);
        }
        Some(_) => return Ok(refused("`variables` is not an object")),
    }
    match graphql::is_mutation(&request) {
        Ok(true) => grant.require("inbox:write:events")?,
        Ok(false) => grant.require("inbox:read:messages")?,
        Err(reason) => return Ok(refused(&reason)),
    }
    let response = shared
        .engine()
        .execute(request, Arc::clone(&shared), user)
        .await;
    let status = if graphql::was_refused(&response) {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::OK
    };
    Ok((status, Json(response)).into_response())
}

fn refused(message: &str) -> Response {
    (
        StatusCode::BAD_REQUEST,
        Json(json!({ "errors": [{ "message": message }] })),
    )
        .into_response()
}
