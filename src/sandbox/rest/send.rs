//! `POST /send`. Messages are delivered to Inboxes; those to other channels are only listed
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

use super::render::{Content, render};
use crate::sandbox::{
    extract::{Backend, RawBody},
    responses::ApiError,
    shared::Shared,
    state::{Delivery, INBOX, Message, State as StoredState, new_id},
};

/// The maximum size of a send request, in bytes of its body times the number of users: each of
/// them gets a copy, in the memory of a developer's machine.
const MAX_TOTAL_SIZE: usize = 64 * 1024 * 1024;

#[derive(Deserialize)]
struct SendRequest {
    message: SentMessage,
}

/// The message of a send request. As in the types of the server SDKs, `null` is equivalent to a
/// missing field.
#[derive(Deserialize)]
struct SentMessage {
    to: Value,
    #[serde(default, deserialize_with = "null_as_default")]
    content: Content,
    #[serde(default)]
    template: Option<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    data: Map<String, Value>,
    #[serde(default, deserialize_with = "null_as_default")]
    metadata: Metadata,
    #[serde(default, deserialize_with = "null_as_default")]
    context: Context,
    #[serde(default, deserialize_with = "null_as_default")]
    routing: Routing,
}

/// The channels of the message, and whether it goes to the first or to all of them
/// (<https://www.courier.com/docs/api-reference/send/send-a-message>).
#[derive(Deserialize, Default)]
struct Routing {
    #[serde(default)]
    method: Option<String>,
    #[serde(default, deserialize_with = "null_as_default")]
    channels: Vec<Value>,
}

#[derive(Deserialize)]
struct Recipient {
    #[serde(default)]
    user_id: Option<String>,
    #[serde(default)]
    tenant_id: Option<String>,
    #[serde(default)]
    list_id: Option<String>,
    /// Overrides the data of the message for this recipient.
    #[serde(default, deserialize_with = "null_as_default")]
    data: Map<String, Value>,
    #[serde(default, deserialize_with = "null_as_default")]
    context: Context,
}

#[derive(Deserialize, Default)]
struct Metadata {
    #[serde(default, deserialize_with = "null_as_default")]
    tags: Vec<String>,
}

#[derive(Deserialize, Default)]
struct Context {
    #[serde(default)]
    tenant_id: Option<String>,
}

/// The users who get a message, each with the tenant and the recipient that names the user.
type Deliveries<'r> = BTreeMap<String, (Option<String>, &'r Recipient)>;

pub(super) async fn send(
    _: Backend,
    State(shared): State<Arc<Shared>>,
    RawBody(body): RawBody,
) -> Result<Response, ApiError> {
    let sent = match serde_json::from_slice(&body) {
        Ok(SendRequest { message }) => message,
        Err(error) => {
            let message = format!("the body is not a valid send request: {error}");
            return Err(ApiError::bad_request(message));
        }
    };
    let recipients = Recipient::parse_all(&sent.to).map_err(ApiError::bad_request)?;
    let is_to_one_user = !sent.to.is_array() && recipients[0].user_id.is_some();
    let now = shared.now();
    let request_id = new_id(now);
    let mut state = shared.state();
    let deliveries = deliveries(&sent, &recipients, &state);
    if deliveries.len().saturating_mul(body.len()) > MAX_TOTAL_SIZE {
        let message = "the request is too large: send to fewer users, or send less data";
        return Err(ApiError::Status(
            StatusCode::PAYLOAD_TOO_LARGE,
            message.to_owned(),
        ));
    }
    for (user, (tenant, recipient)) in deliveries {
        // Courier uses the request ID as the message ID if there is only one message.
        let id = if is_to_one_user {
            request_id.clone()
        } else {
            format!("{request_id}:{user}")
        };
        let message = Message {
            request_id: request_id.clone(),
            account_id: tenant.or_else(|| only_tenant(&user, &state)),
            ..sent.message_for(recipient, Message::new(id, now))
        };
        // The delivery fails only if the ID is in use, and it is a new one.
        let _ = shared.deliver(&mut state, &user, message);
    }
    let body = Json(json!({ "requestId": request_id }));
    Ok((StatusCode::ACCEPTED, body).into_response())
}

/// Returns the users that the recipients name, directly or by a list or tenant. A user whom
/// several recipients name gets the message for the first one.
fn deliveries<'r>(
    sent: &SentMessage,
    recipients: &'r [Recipient],
    state: &StoredState,
) -> Deliveries<'r> {
    let mut deliveries = Deliveries::new();
    for recipient in recipients {
        let tenant = recipient.tenant().or(sent.context.tenant_id.as_deref());
        for user in recipient.users(state) {
            let delivery = || (tenant.map(str::to_owned), recipient);
            deliveries.entry(user).or_insert_with(delivery);
        }
    }
    deliveries
}

/// Returns the tenant of a user who is a member of only one. Messages without a tenant are
/// delivered for that one.
fn only_tenant(user: &str, state: &StoredState) -> Option<String> {
    let tenants = &state.user(user)?.tenants;
    tenants.first().filter(|_| tenants.len() == 1).cloned()
}

impl SentMessage {
    /// Returns `message` with the content for the recipient.
    fn message_for(&self, recipient: &Recipient, message: Message) -> Message {
        let mut data = self.data.clone();
        data.extend(recipient.data.clone());
        let rendered = render(&self.content, self.template.as_deref(), &data);
        Message {
            title: rendered.title,
            preview: rendered.preview,
            actions: rendered.actions,
            tags: self.metadata.tags.clone(),
            template: self.template.clone(),
            data,
            delivery: Delivery::to(self.routing.channels()),
            ..message
        }
    }
}

impl Routing {
    /// Returns the channels that get the message. Without any, it is the Inbox; nested routings are
    /// ignored.
    fn channels(&self) -> Vec<String> {
        let names = self.channels.iter().filter_map(Value::as_str);
        let mut channels: Vec<String> = names.map(str::to_owned).collect();
        if channels.is_empty() {
            channels.push(INBOX.to_owned());
        }
        if self.method.as_deref() != Some("all") {
            channels.truncate(1);
        }
        channels
    }
}

impl Recipient {
    /// Parses `message.to`: a recipient, or a list of them that is not empty.
    fn parse_all(to: &Value) -> Result<Vec<Self>, String> {
        let recipients = match to {
            Value::Array(list) => list
                .iter()
                .map(Self::parse)
                .collect::<Result<Vec<_>, _>>()?,
            one => vec![Self::parse(one)?],
        };
        let is_supported = |recipient: &Self| {
            let names = [&recipient.user_id, &recipient.tenant_id, &recipient.list_id];
            names.into_iter().any(Option::is_some)
        };
        if recipients.is_empty() || !recipients.iter().all(is_supported) {
            return Err(
                "\"message.to\" must contain a \"user_id\", \"list_id\" or \"tenant_id\": \
                the sandbox delivers to Inboxes only"
                    .to_owned(),
            );
        }
        Ok(recipients)
    }

    fn parse(value: &Value) -> Result<Self, String> {
        let recipient = Self::deserialize(value)
            .map_err(|error| format!("\"message.to\" is invalid: {error}"))?;
        let non_empty = |name: Option<String>| name.filter(|name| !name.is_empty());
        Ok(Self {
            user_id: non_empty(recipient.user_id),
            tenant_id: non_empty(recipient.tenant_id),
            list_id: non_empty(recipient.list_id),
            ..recipient
        })
    }

    /// The tenant of the message for this recipient.
    fn tenant(&self) -> Option<&str> {
        let own = self.tenant_id.as_deref();
        own.or(self.context.tenant_id.as_deref())
    }

    /// The user, or the users of the list or tenant.
    fn users(&self, state: &StoredState) -> Vec<String> {
        match (&self.user_id, &self.list_id, &self.tenant_id) {
            (Some(user), ..) => vec![user.clone()],
            (None, Some(list), _) => state.subscribers(list),
            (None, None, Some(tenant)) => state.members(tenant),
            (None, None, None) => Vec::new(),
        }
    }
}

/// Deserializes `null` as the default value.
fn null_as_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
