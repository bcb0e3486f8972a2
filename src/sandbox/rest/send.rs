//! `POST /send`. Messages are delivered to Inboxes; those to other channels are only listed
//! (<https://www.courier.com/docs/api-reference/send/send-a-message>).

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

use super::render::{Content, TooLarge, render};
use crate::sandbox::{
    extract::{Backend, RawBody},
    limits::MAX_SENT,
    responses::ApiError,
    shared::Shared,
    size::{Size as _, total},
    state::{Delivery, INBOX, Message, State as StoredState, new_id, size_of_new_user},
};

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

/// The users who get a message, each with the first recipient that names the user.
type Deliveries<'r> = BTreeMap<&'r str, &'r Recipient>;

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
    let mut messages = Vec::new();
    let mut size = 0_usize;
    for (user, recipient) in deliveries(&recipients, &state) {
        // Courier uses the request ID as the message ID if there is only one message.
        let id = if is_to_one_user {
            request_id.clone()
        } else {
            format!("{request_id}:{user}")
        };
        let tenant = recipient.tenant().or(sent.context.tenant_id.as_deref());
        let rendered = sent.message_for(recipient, Message::new(id, now));
        let message = Message {
            request_id: request_id.clone(),
            account_id: tenant
                .map(str::to_owned)
                .or_else(|| only_tenant(user, &state)),
            ..rendered.map_err(|TooLarge| too_large())?
        };
        size = total([size, message.size(), size_of_new_user(user)]);
        if size > MAX_SENT {
            return Err(too_large());
        }
        messages.push((user.to_owned(), message));
    }
    state.require_space(size)?;
    for (user, message) in messages {
        shared.deliver(&mut state, &user, message);
    }
    let body = Json(json!({ "requestId": request_id }));
    Ok((StatusCode::ACCEPTED, body).into_response())
}

fn too_large() -> ApiError {
    let limit = format!("the messages of the request are larger than {MAX_SENT} bytes");
    ApiError::too_large(format!("{limit}: send to fewer users, or send less data"))
}

/// Returns the users that the recipients name, directly or by a list or tenant. A user whom
/// several recipients name gets the message for the first one.
fn deliveries<'r>(recipients: &'r [Recipient], state: &'r StoredState) -> Deliveries<'r> {
    let mut by_list = HashMap::new();
    let mut by_tenant = HashMap::new();
    let mut first = BTreeMap::new();
    for (at, recipient) in recipients.iter().enumerate() {
        match (&recipient.user_id, &recipient.list_id, &recipient.tenant_id) {
            (Some(user), ..) => first.entry(user.as_str()).or_insert(at),
            (None, Some(list), _) => by_list.entry(list.as_str()).or_insert(at),
            (None, None, Some(tenant)) => by_tenant.entry(tenant.as_str()).or_insert(at),
            (None, None, None) => continue,
        };
    }
    // One pass over the users, however many lists and tenants there are.
    for (id, user) in state.users() {
        let of_lists = user
            .lists
            .keys()
            .filter_map(|list| by_list.get(list.as_str()));
        let of_tenants = user
            .tenants
            .keys()
            .filter_map(|tenant| by_tenant.get(tenant.as_str()));
        let of_user = first.get(id);
        if let Some(at) = of_lists.chain(of_tenants).chain(of_user).min() {
            first.insert(id, *at);
        }
    }
    let first = first.into_iter();
    first.map(|(user, at)| (user, &recipients[at])).collect()
}

/// Returns the tenant of a user who is a member of only one. Messages without a tenant are
/// delivered for that one.
fn only_tenant(user: &str, state: &StoredState) -> Option<String> {
    let mut tenants = state.user(user)?.tenants.keys();
    tenants.next().filter(|_| tenants.next().is_none()).cloned()
}

impl SentMessage {
    /// Returns `message` with the content for the recipient.
    ///
    /// # Errors
    /// Returns an error if a text becomes too large by the variables in it.
    fn message_for(&self, recipient: &Recipient, message: Message) -> Result<Message, TooLarge> {
        let mut data = self.data.clone();
        data.extend(recipient.data.clone());
        let mut rendered = render(&self.content, self.template.as_deref(), &data, MAX_SENT)?;
        for action in &mut rendered.actions {
            track_clicks(action, &message.tracking_ids.click_tracking_id);
        }
        Ok(Message {
            title: rendered.title,
            preview: rendered.preview,
            actions: rendered.actions,
            tags: self.metadata.tags.clone(),
            template: self.template.clone(),
            data,
            delivery: Delivery::to(self.routing.channels()),
            ..message
        })
    }
}

/// Adds the tracking ID with which clients report a click on the action, unless it has one. Without it,
/// they report none (<https://github.com/trycourier/courier-react>,
/// `packages/react-inbox/src/components/Messages2.0/Message.tsx`).
fn track_clicks(action: &mut Map<String, Value>, tracking_id: &str) {
    let data = action.entry("data").or_insert_with(|| json!({}));
    if let Value::Object(data) = data {
        data.entry("trackingId")
            .or_insert_with(|| tracking_id.into());
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
}

/// Deserializes `null` as the default value.
fn null_as_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}
