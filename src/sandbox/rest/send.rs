//! `POST /send`, as far as it puts messages into Inboxes
//! (<https://www.courier.com/docs/api-reference/send/send-a-message>).

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

use crate::sandbox::{
    answer::{Backend, Whole, failure, invalid},
    server::Shared,
    state::{Message, State as Inboxes, new_id},
};

/// The most that all messages of one request may take, in bytes of its body for each user: it is
/// kept for each of them, and this is one developer's machine.
const MAX_SENT: usize = 64 * 1024 * 1024;

#[derive(Deserialize)]
struct Body {
    message: Sent,
}

/// A message; `null` is as good as a field that is not there, as in the server SDKs' types.
#[derive(Deserialize)]
struct Sent {
    to: Value,
    #[serde(default, deserialize_with = "or_default")]
    content: Content,
    #[serde(default)]
    template: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    data: Map<String, Value>,
    #[serde(default, deserialize_with = "or_default")]
    metadata: Metadata,
    #[serde(default, deserialize_with = "or_default")]
    context: Tenancy,
}

#[derive(Deserialize)]
struct Recipient {
    #[serde(default)]
    user_id: Option<String>,
    #[serde(default)]
    tenant_id: Option<String>,
    #[serde(default)]
    list_id: Option<String>,
    /// What this recipient has in the place of the message's.
    #[serde(default, deserialize_with = "or_default")]
    data: Map<String, Value>,
    #[serde(default, deserialize_with = "or_default")]
    context: Tenancy,
}

#[derive(Deserialize, Default)]
struct Content {
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    body: Option<String>,
    /// Elemental (<https://www.courier.com/docs/platform/content/elemental/elemental-overview>).
    #[serde(default, deserialize_with = "or_default")]
    elements: Vec<Map<String, Value>>,
}

#[derive(Deserialize, Default)]
struct Metadata {
    #[serde(default, deserialize_with = "or_default")]
    tags: Vec<String>,
}

#[derive(Deserialize, Default)]
struct Tenancy {
    #[serde(default)]
    tenant_id: Option<String>,
}

fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

pub(super) async fn send(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    Whole(body): Whole,
) -> Response {
    let sent = match serde_json::from_slice(&body) {
        Ok(Body { message }) => message,
        Err(error) => return invalid(&format!("the body is no message: {error}")),
    };
    let (to, is_one) = match recipients(&sent.to) {
        Ok(to) => to,
        Err(reason) => return invalid(&reason),
    };
    let now = shared.now();
    let request_id = new_id(now);
    let mut state = shared.state();
    // Whoever is reached in two ways gets it once, as the first of them says.
    let mut reached: BTreeMap<String, (Option<String>, &Recipient)> = BTreeMap::new();
    for recipient in &to {
        let tenant = recipient.tenant().or(sent.context.tenant_id.as_deref());
        for user in recipient.users(&state) {
            let first = || (tenant.map(str::to_owned), recipient);
            reached.entry(user).or_insert_with(first);
        }
    }
    if reached.len().saturating_mul(body.len()) > MAX_SENT {
        let message = "too much for so many users at once: send to fewer, or less";
        return failure(StatusCode::PAYLOAD_TOO_LARGE, message);
    }
    for (user, (tenant, recipient)) in reached {
        let id = if is_one {
            request_id.clone()
        } else {
            format!("{request_id}:{user}")
        };
        let message = Message {
            request_id: request_id.clone(),
            account_id: tenant.or_else(|| only_tenant(&user, &state)),
            ..rendered(&sent, recipient, Message::new(id, now))
        };
        // The id is new, and each user has one of it.
        let _ = shared.deliver(&mut state, &user, message);
    }
    (
        StatusCode::ACCEPTED,
        Json(json!({ "requestId": request_id })),
    )
        .into_response()
}

/// Who is meant, and whether that is one user, whose message has the id of the request.
fn recipients(to: &Value) -> Result<(Vec<Recipient>, bool), String> {
    let (recipients, is_one) = match to {
        Value::Array(many) => {
            let many: Result<Vec<Recipient>, String> = many.iter().map(Recipient::read).collect();
            (many?, false)
        }
        one => (vec![Recipient::read(one)?], true),
    };
    let is_known = |recipient: &Recipient| {
        let names = [&recipient.user_id, &recipient.tenant_id, &recipient.list_id];
        names.into_iter().any(Option::is_some)
    };
    if recipients.is_empty() || !recipients.iter().all(is_known) {
        return Err(
            "\"message.to\" names no \"user_id\", \"list_id\" or \"tenant_id\": \
            the sandbox delivers to Inboxes only"
                .to_owned(),
        );
    }
    let is_user = recipients.iter().all(|to| to.user_id.is_some());
    Ok((recipients, is_one && is_user))
}

impl Recipient {
    fn read(value: &Value) -> Result<Self, String> {
        let recipient = Self::deserialize(value)
            .map_err(|error| format!("\"message.to\" is no recipient: {error}"))?;
        let named = |name: Option<String>| name.filter(|name| !name.is_empty());
        Ok(Self {
            user_id: named(recipient.user_id),
            tenant_id: named(recipient.tenant_id),
            list_id: named(recipient.list_id),
            ..recipient
        })
    }

    /// The tenant that it is for.
    fn tenant(&self) -> Option<&str> {
        let own = self.tenant_id.as_deref();
        own.or(self.context.tenant_id.as_deref())
    }

    /// The users that it stands for.
    fn users(&self, state: &Inboxes) -> Vec<String> {
        match (&self.user_id, &self.list_id, &self.tenant_id) {
            (Some(user), ..) => vec![user.clone()],
            (None, Some(list), _) => state.subscribers(list),
            (None, None, Some(tenant)) => state.members(tenant),
            (None, None, None) => Vec::new(),
        }
    }
}

/// The tenant of a user who is a member of that one alone: what is sent to the user is of it.
fn only_tenant(user: &str, state: &Inboxes) -> Option<String> {
    let mut tenants = state.tenants(user);
    tenants
        .next()
        .filter(|_| tenants.next().is_none())
        .map(str::to_owned)
}

/// The message that a recipient gets.
fn rendered(sent: &Sent, recipient: &Recipient, message: Message) -> Message {
    let mut data = sent.data.clone();
    data.extend(recipient.data.clone());
    let mut content = Rendered::default();
    content.add(&sent.content.elements);
    let title = sent.content.title.clone().or(content.title);
    // A template is not here to be rendered: its name has to do.
    let title = title.or_else(|| sent.template.clone());
    let preview = sent.content.body.clone().or_else(|| {
        let texts = content.texts.join("\n");
        Some(texts).filter(|texts| !texts.is_empty())
    });
    let fill = |text: String| filled(&text, &data);
    Message {
        title: title.map(fill),
        preview: preview.map(fill),
        actions: content.actions,
        tags: sent.metadata.tags.clone(),
        template: sent.template.clone(),
        data,
        ..message
    }
}

/// What elements come to in an Inbox.
#[derive(Default)]
struct Rendered {
    title: Option<String>,
    texts: Vec<String>,
    actions: Vec<Map<String, Value>>,
}

impl Rendered {
    fn add(&mut self, elements: &[Map<String, Value>]) {
        // Deeper ones than a parser takes cannot come.
        let mut left: Vec<&Map<String, Value>> = elements.iter().rev().collect();
        while let Some(element) = left.pop() {
            let text = |name: &str| element.get(name).and_then(Value::as_str).map(str::to_owned);
            match element.get("type").and_then(Value::as_str) {
                Some("meta") => self.title = text("title").or(self.title.take()),
                Some("text" | "quote" | "markdown") => self.texts.extend(text("content")),
                Some("action") => {
                    let names = ["content", "href", "style", "background_color", "data"];
                    let field = |name: &str| Some((name.to_owned(), element.get(name)?.clone()));
                    self.actions
                        .push(names.into_iter().filter_map(field).collect());
                }
                _ => {}
            }
            if let Some(Value::Array(inner)) = element.get("elements") {
                left.extend(inner.iter().rev().filter_map(Value::as_object));
            }
        }
    }
}

/// The text with `{{name}}` and `{{outer.name}}` filled from the data; one that is not there is
/// empty, as at Courier.
fn filled(text: &str, data: &Map<String, Value>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("{{") {
        let Some((name, after)) = behind.split_once("}}") else {
            break;
        };
        filled.push_str(before);
        let mut names = name.trim().split('.');
        let first = names.next().and_then(|name| data.get(name));
        match first.and_then(|first| names.try_fold(first, |value, name| value.get(name))) {
            Some(Value::String(value)) => filled.push_str(value),
            Some(Value::Null) | None => {}
            Some(value) => filled.push_str(&value.to_string()),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_from_the_data() {
        let data = json!({ "name": "Ann", "order": { "total": 3 }, "none": null });
        let data = data.as_object().unwrap();
        for (text, expected) in [
            ("Hello {{name}}!", "Hello Ann!"),
            ("{{ order.total }} {{order.none}}{{none}}{{x.y}}.", "3 ."),
            ("{{name", "{{name"),
            ("}} {{name}}{{", "}} Ann{{"),
        ] {
            assert_eq!(filled(text, data), expected, "{text}");
        }
    }
}
