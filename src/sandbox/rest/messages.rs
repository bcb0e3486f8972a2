//! The Messages API: what was sent, and what became of it
//! (<https://www.courier.com/docs/api-reference/sent-messages/list-messages>). Times are in
//! milliseconds since 1970.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, RawQuery, State},
    http::{HeaderName, HeaderValue, StatusCode},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::sandbox::{
    answer::{Backend, invalid, not_found},
    server::Shared,
    state::{Message, Rank, new_id},
    time,
};

/// How many messages a page has.
const PAGE: usize = 100;

/// How messages get here.
const PROVIDERS: [&str; 2] = ["inbox", "courier"];

/// Official clients send a request again on 409, unless they are told not to.
const SHOULD_RETRY: HeaderName = HeaderName::from_static("x-should-retry");

pub(super) async fn list(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    RawQuery(query): RawQuery,
) -> Response {
    let filter = match Filter::parse(&query.unwrap_or_default()) {
        Ok(filter) => filter,
        Err(reason) => return invalid(&reason),
    };
    let state = shared.state();
    let of_one = filter.recipient.as_deref().map(|user| {
        let messages = state.messages_after(user, filter.cursor);
        messages.map(move |(rank, message)| (rank, user, message))
    });
    let of_all = filter
        .recipient
        .is_none()
        .then(|| state.all_after(filter.cursor));
    let mut found = of_one
        .into_iter()
        .flatten()
        .chain(of_all.into_iter().flatten())
        .filter(|(_, _, message)| filter.matches(message));
    let page: Vec<_> = found.by_ref().take(PAGE).collect();
    let more = found.next().is_some();
    let last = page.last().filter(|_| more);
    let mut paging = json!({ "more": more });
    if let Some((rank, ..)) = last {
        paging["cursor"] = rank.encode().into();
    }
    let results = page.iter().map(|(_, user, message)| record(user, message));
    let results: Vec<Value> = results.collect();
    Json(json!({ "paging": paging, "results": results })).into_response()
}

pub(super) async fn details(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Response {
    let state = shared.state();
    let Some((user, message)) = state.find(&id) else {
        return not_found();
    };
    let mut details = record(user, message);
    let status = status(message);
    details["providers"] = json!([
        { "provider": "courier", "channel": { "key": "inbox" }, "status": status }
    ]);
    Json(details).into_response()
}

pub(super) async fn history(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let state = shared.state();
    let Some((_, message)) = state.find(&id) else {
        return not_found();
    };
    let query = query.unwrap_or_default();
    let mut wanted = form_urlencoded::parse(query.as_bytes());
    let wanted = wanted
        .find(|(name, _)| name == "type")
        .map(|(_, wanted)| wanted);
    let created = Some(message.created);
    let results: Vec<Value> = [
        ("ENQUEUED", created),
        ("ROUTED", created),
        ("SENT", created),
        ("DELIVERED", created),
        ("OPENED", message.opened),
        ("CLICKED", message.clicked),
    ]
    .into_iter()
    .filter(|(kind, _)| {
        wanted
            .as_ref()
            .is_none_or(|wanted| wanted.eq_ignore_ascii_case(kind))
    })
    .filter_map(|(kind, time)| Some(json!({ "type": kind, "ts": time?.timestamp_millis() })))
    .collect();
    Json(json!({ "results": results })).into_response()
}

pub(super) async fn output(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Response {
    let state = shared.state();
    let Some((_, message)) = state.find(&id) else {
        return not_found();
    };
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
    let result = json!({ "channel": "inbox", "channel_id": message.id, "content": content });
    Json(json!({ "results": [result] })).into_response()
}

/// Everything is delivered as soon as it is sent: it is always too late.
pub(super) async fn cancel(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Response {
    let state = shared.state();
    let Some((user, message)) = state.find(&id) else {
        return not_found();
    };
    let no = [(SHOULD_RETRY, HeaderValue::from_static("false"))];
    (StatusCode::CONFLICT, no, Json(record(user, message))).into_response()
}

pub(super) async fn resend(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Response {
    let now = shared.now();
    let mut state = shared.state();
    let Some((user, former)) = state.find(&id) else {
        return not_found();
    };
    let user = user.to_owned();
    let message = Message {
        title: former.title.clone(),
        preview: former.preview.clone(),
        tags: former.tags.clone(),
        account_id: former.account_id.clone(),
        data: former.data.clone(),
        actions: former.actions.clone(),
        template: former.template.clone(),
        ..Message::new(new_id(now), now)
    };
    let answer = json!({ "messageId": message.id });
    // The id is new.
    let _ = shared.deliver(&mut state, &user, message);
    Json(answer).into_response()
}

/// `PUT /requests/{id}/archive` hides what a request sent from the list; Inboxes keep it.
pub(super) async fn archive(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Response {
    if shared.state().archive_request(&id) {
        StatusCode::ACCEPTED.into_response()
    } else {
        not_found()
    }
}

/// Which messages: all conditions must hold.
#[derive(Default)]
struct Filter {
    cursor: Option<Rank>,
    recipient: Option<String>,
    /// Also those that were archived.
    archived: bool,
    after: Option<DateTime<Utc>>,
    id: Option<String>,
    tenant: Option<String>,
    /// One of these; none are no condition.
    statuses: Vec<String>,
    tags: Vec<String>,
    providers: Vec<String>,
    templates: Vec<String>,
    /// Something that no message here has: an event, a list, a trace.
    is_empty: bool,
}

impl Filter {
    /// Reads a query. Lists are repeated, with brackets or without, or in one value with commas.
    fn parse(query: &str) -> Result<Self, String> {
        let mut filter = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if value.is_empty() {
                continue;
            }
            let one = || Some(value.to_string());
            let list = || value.split(',').map(|text| text.trim().to_owned());
            match name.strip_suffix("[]").unwrap_or(&name) {
                "cursor" => {
                    let cursor = Rank::decode(&value);
                    filter.cursor = Some(cursor.ok_or("\"cursor\" is not one of this server")?);
                }
                "archived" => filter.archived = value == "true",
                "enqueued_after" => filter.after = Some(moment(&value)?),
                "messageId" => filter.id = one(),
                "recipient" => filter.recipient = one(),
                "tenant_id" => filter.tenant = one(),
                "status" => filter.statuses.extend(list()),
                "tag" | "tags" => filter.tags.extend(list()),
                "provider" => filter.providers.extend(list()),
                "notification" => filter.templates.extend(list()),
                "event" | "list" | "traceId" => filter.is_empty = true,
                _ => {}
            }
        }
        Ok(filter)
    }

    fn matches(&self, message: &Message) -> bool {
        let is_one_of =
            |wanted: &[String], text: &str| wanted.iter().any(|one| one.eq_ignore_ascii_case(text));
        let is_one = |wanted: &[String], text: &str| wanted.is_empty() || is_one_of(wanted, text);
        !self.is_empty
            && (self.archived || !message.is_request_archived)
            && self.after.is_none_or(|after| message.created > after)
            && self
                .id
                .as_ref()
                .is_none_or(|id| *id == message.id || *id == message.request_id)
            && (self.tenant.is_none() || self.tenant == message.account_id)
            && is_one(&self.statuses, status(message))
            && is_one(
                &self.templates,
                message.template.as_deref().unwrap_or_default(),
            )
            && (self.providers.is_empty()
                || PROVIDERS
                    .iter()
                    .any(|provider| is_one_of(&self.providers, provider)))
            && (self.tags.is_empty() || self.tags.iter().any(|tag| message.tags.contains(tag)))
    }
}

/// A time in ISO 8601 or in milliseconds.
fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    let by_number = || DateTime::from_timestamp_millis(text.parse().ok()?);
    let moment = time::moment(text).or_else(by_number);
    moment.ok_or_else(|| "\"enqueued_after\" is not a time in ISO 8601".to_owned())
}

fn status(message: &Message) -> &'static str {
    match (message.clicked, message.opened) {
        (Some(_), _) => "CLICKED",
        (None, Some(_)) => "OPENED",
        (None, None) => "DELIVERED",
    }
}

fn record(user: &str, message: &Message) -> Value {
    let created = message.created.timestamp_millis();
    let mut record = json!({
        "id": message.id,
        "requestId": message.request_id,
        "recipient": user,
        "status": status(message),
        "event": null,
        "notification": message.template,
        "enqueued": created,
        "sent": created,
        "delivered": created,
        "tags": message.tags,
    });
    for (name, time) in [("opened", message.opened), ("clicked", message.clicked)] {
        if let Some(time) = time {
            record[name] = time.timestamp_millis().into();
        }
    }
    if let Some(tenant) = &message.account_id {
        record["accountId"] = tenant.as_str().into();
    }
    record
}
