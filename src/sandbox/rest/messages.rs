//! The Messages API: sent messages and their status
//! (<https://www.courier.com/docs/api-reference/sent-messages/list-messages>). Times are in
//! milliseconds since 1970.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    extract::{Path, RawQuery, State},
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::message_query::{MessageQuery, provider, status};
use crate::sandbox::{
    extract::Backend,
    responses::{ApiError, Each, json_response},
    shared::Shared,
    size::Size as _,
    state::{Message, State as StoredState, new_id},
};

/// The number of messages on a page.
const PAGE_SIZE: usize = 100;

/// Official clients retry a request on 409, unless this header is `false`.
const SHOULD_RETRY: HeaderName = HeaderName::from_static("x-should-retry");

#[derive(Serialize)]
struct MessageList<R> {
    paging: Value,
    results: R,
}

pub(super) async fn list(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let query = MessageQuery::parse(&query.unwrap_or_default()).map_err(ApiError::bad_request)?;
    let state = shared.state();
    let of_recipient = query.recipient.as_deref().map(|user| {
        let messages = state.sent_messages_after(user, query.cursor);
        messages.map(move |(rank, message)| (rank, user, &**message))
    });
    let of_all_users = query
        .recipient
        .is_none()
        .then(|| state.all_messages_after(query.cursor));
    let mut matching = of_recipient
        .into_iter()
        .flatten()
        .chain(of_all_users.into_iter().flatten())
        .filter(|(_, _, message)| query.matches(message));
    let page: Vec<_> = matching.by_ref().take(PAGE_SIZE).collect();
    let has_more = matching.next().is_some();
    let mut paging = json!({ "more": has_more });
    if let Some((rank, ..)) = page.last().filter(|_| has_more) {
        paging["cursor"] = rank.encode().into();
    }
    json_response(&MessageList {
        paging,
        results: Each(|| {
            page.iter()
                .map(|(_, user, message)| message_json(user, message))
        }),
    })
}

pub(super) async fn details(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let state = shared.state();
    let (user, message) = find_message(&state, &id)?;
    let mut details = message_json(user, message);
    let status = status(message);
    let channels = message.delivery.channels.iter();
    let providers = channels.map(|channel| {
        json!({ "provider": provider(channel), "channel": { "key": channel }, "status": status })
    });
    details["providers"] = providers.collect();
    Ok(Json(details))
}

pub(super) async fn history(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<Value>, ApiError> {
    let state = shared.state();
    let (_, message) = find_message(&state, &id)?;
    let query = query.unwrap_or_default();
    let mut parameters = form_urlencoded::parse(query.as_bytes());
    let requested = parameters.find(|(name, _)| name == "type");
    let is_requested = |kind: &str| {
        let requested = requested.as_ref();
        requested.is_none_or(|(_, requested)| requested.eq_ignore_ascii_case(kind))
    };
    let created = Some(message.created);
    let undelivered = message.delivery.status.as_deref();
    let is_sent = undelivered.is_none();
    let results: Vec<Value> = [
        ("ENQUEUED", created),
        ("ROUTED", created.filter(|_| is_sent)),
        ("SENT", created.filter(|_| is_sent)),
        (
            "DELIVERED",
            created.filter(|_| message.delivery.is_in_inbox()),
        ),
        (
            undelivered.unwrap_or_default(),
            created.filter(|_| !is_sent),
        ),
        ("OPENED", message.opened),
        ("CLICKED", message.clicked),
    ]
    .into_iter()
    .filter(|(kind, _)| is_requested(kind))
    .filter_map(|(kind, time)| Some(json!({ "type": kind, "ts": time?.timestamp_millis() })))
    .collect();
    Ok(Json(json!({ "results": results })))
}

pub(super) async fn output(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let state = shared.state();
    let (_, message) = find_message(&state, &id)?;
    let title = message.title.as_deref().unwrap_or_default();
    let body = message.preview.as_deref().unwrap_or_default();
    let content = json!({
        "subject": title,
        "title": title,
        "body": body,
        "text": body,
        "html": "",
        "blocks": [{ "type": "text", "text": body }],
    });
    let results = Each(|| {
        let channels = message.delivery.channels.iter();
        channels.map(
            |channel| json!({ "channel": channel, "channel_id": message.id, "content": content }),
        )
    });
    json_response(&BTreeMap::from([("results", results)]))
}

/// Always responds with 409: the sandbox delivers messages at once, so it is too late to cancel
/// one.
pub(super) async fn cancel(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let state = shared.state();
    let (user, message) = find_message(&state, &id)?;
    let headers = [(SHOULD_RETRY, HeaderValue::from_static("false"))];
    let body = Json(message_json(user, message));
    Ok((StatusCode::CONFLICT, headers, body).into_response())
}

pub(super) async fn resend(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let now = shared.now();
    let mut state = shared.state();
    let (user, original) = find_message(&state, &id)?;
    let user = user.to_owned();
    let message = Message {
        title: original.title.clone(),
        preview: original.preview.clone(),
        tags: original.tags.clone(),
        account_id: original.account_id.clone(),
        data: original.data.clone(),
        actions: original.actions.clone(),
        template: original.template.clone(),
        delivery: original.delivery.clone(),
        ..Message::new(new_id(now), now)
    };
    state.require_space(message.size())?;
    let response = json!({ "messageId": message.id });
    shared.deliver(&mut state, &user, message);
    Ok(Json(response))
}

/// `PUT /requests/{id}/archive` hides the messages of a send request from the list. They stay in
/// the Inboxes.
pub(super) async fn archive(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    if shared.state().archive_request(&id) {
        Ok(StatusCode::ACCEPTED)
    } else {
        Err(ApiError::not_found())
    }
}

fn find_message<'s>(state: &'s StoredState, id: &str) -> Result<(&'s str, &'s Message), ApiError> {
    let (user, message) = state.message(id).ok_or_else(ApiError::not_found)?;
    Ok((user, message))
}

fn message_json(user: &str, message: &Message) -> Value {
    let created = message.created.timestamp_millis();
    let mut json = json!({
        "id": message.id,
        "requestId": message.request_id,
        "recipient": user,
        "status": status(message),
        // The official clients declare a string. A message without a template has no event of its own.
        "event": message.template.as_ref().unwrap_or(&message.request_id),
        "notification": message.template,
        "enqueued": created,
        "tags": message.tags,
    });
    let delivery = &message.delivery;
    if delivery.status.is_none() {
        json["sent"] = created.into();
    }
    if delivery.is_in_inbox() {
        json["delivered"] = created.into();
    }
    for (name, text) in [("reason", &delivery.reason), ("error", &delivery.error)] {
        if let Some(text) = text {
            json[name] = text.as_str().into();
        }
    }
    for (name, time) in [("opened", message.opened), ("clicked", message.clicked)] {
        if let Some(time) = time {
            json[name] = time.timestamp_millis().into();
        }
    }
    if let Some(tenant) = &message.account_id {
        json["accountId"] = tenant.as_str().into();
    }
    json
}
