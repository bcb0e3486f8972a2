//! The JSON bodies of Courier's REST and GraphQL APIs.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, Visitor},
};
use serde_json::{Map, Value};

use super::json_object::{Object, Objects};

/// The request body of `POST /auth/issue-token`
/// (<https://www.courier.com/docs/api-reference/authentication/create-a-jwt>).
#[derive(Serialize)]
pub(super) struct IssueTokenRequest<'a> {
    pub(super) scope: &'a str,
    pub(super) expires_in: &'a str,
}

/// The response body of `POST /auth/issue-token`.
#[derive(Deserialize)]
pub(super) struct IssueTokenResponse {
    pub(super) token: String,
}

/// The body of an error response: REST's `message`, or GraphQL's `errors`
/// (<https://www.courier.com/docs/platform/sending/handling-responses-and-errors>).
#[derive(Deserialize)]
pub(super) struct ErrorBody {
    message: Option<String>,
    errors: Option<Objects<GraphQlError>>,
}

impl ErrorBody {
    /// Returns the error message, if there is one.
    pub(super) fn into_message(self) -> Option<String> {
        let first = |Objects(errors): Objects<GraphQlError>| {
            errors.into_iter().next().map(|error| error.message)
        };
        self.message.or_else(|| self.errors.and_then(first))
    }
}

/// The response body of `GET /messages`.
#[derive(Deserialize)]
pub(super) struct MessageList {
    pub(super) results: Objects<MessageRecord>,
    #[serde(default)]
    pub(super) paging: Object<Paging>,
}

#[derive(Deserialize, Default)]
pub(super) struct Paging {
    #[serde(default)]
    pub(super) more: bool,
}

/// A message that was sent, as `GET /messages/{id}` returns it and as an entry of the list
/// (<https://www.courier.com/docs/api-reference/sent-messages/get-message>).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct MessageRecord {
    pub(crate) id: String,
    #[serde(deserialize_with = "text_or_none")]
    pub(crate) recipient: Option<String>,
    #[serde(deserialize_with = "text_or_none")]
    pub(crate) status: Option<String>,
    /// The reason for the status.
    #[serde(deserialize_with = "text_or_none")]
    pub(crate) reason: Option<String>,
    #[serde(deserialize_with = "text_or_none")]
    pub(crate) error: Option<String>,
    /// The tenant.
    #[serde(deserialize_with = "text_or_none")]
    pub(crate) account_id: Option<String>,
    /// In milliseconds since 1970.
    pub(crate) enqueued: Option<f64>,
    /// The channels through which the message was sent. Absent in a list.
    #[serde(rename = "providers", deserialize_with = "channels")]
    pub(crate) channels: Vec<String>,
}

/// Deserializes a text. Anything else is unknown.
fn text_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(value.as_str().map(str::to_owned))
}

/// Deserializes the keys of the channels in a list of providers.
fn channels<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let providers = value.as_array().into_iter().flatten();
    let key = |provider: &Value| {
        provider
            .get("channel")?
            .get("key")?
            .as_str()
            .map(str::to_owned)
    };
    Ok(providers.filter_map(key).collect())
}

/// The request body of `POST /send`
/// (<https://www.courier.com/docs/api-reference/send/send-a-message>).
#[derive(Serialize)]
pub(super) struct SendRequest<'a> {
    pub(super) message: SendMessage<'a>,
}

#[derive(Serialize)]
pub(super) struct SendMessage<'a> {
    pub(super) to: SendTo<'a>,
    pub(super) content: SendContent<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) context: Option<SendContext<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) routing: Option<SendRouting>,
}

#[derive(Serialize)]
pub(super) struct SendContext<'a> {
    pub(super) tenant_id: &'a str,
}

/// The channels of a message.
#[derive(Serialize)]
pub(super) struct SendRouting {
    pub(super) method: &'static str,
    pub(super) channels: [&'static str; 1],
}

#[derive(Serialize)]
pub(super) struct SendTo<'a> {
    pub(super) user_id: &'a str,
}

#[derive(Serialize)]
pub(super) struct SendContent<'a> {
    pub(super) title: &'a str,
    pub(super) body: &'a str,
}

/// The response body of `POST /send`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SendResponse {
    pub(super) request_id: String,
}

/// A GraphQL request.
#[derive(Serialize)]
pub(super) struct GraphQlRequest<'a> {
    pub(super) query: &'a str,
    pub(super) variables: Map<String, Value>,
}

/// A GraphQL response whose `data` is of type `D`.
#[derive(Deserialize)]
#[serde(bound(deserialize = "D: Deserialize<'de> + Default"))]
pub(super) struct GraphQlResponse<D> {
    #[serde(default)]
    pub(super) data: D,
    #[serde(default)]
    pub(super) errors: Option<Objects<GraphQlError>>,
}

impl<D> GraphQlResponse<D> {
    /// Returns the errors, if there are any.
    pub(super) fn errors(&self) -> &[GraphQlError] {
        let errors = self.errors.as_ref();
        errors.map_or(&[], |Objects(errors)| errors)
    }
}

/// An error of a GraphQL response.
#[derive(Deserialize)]
pub(super) struct GraphQlError {
    #[serde(default = "no_message")]
    pub(super) message: String,
    #[serde(default)]
    pub(super) path: Option<Value>,
    #[serde(default)]
    pub(super) extensions: Option<Object<Extensions>>,
}

/// The machine-readable details of a GraphQL error.
#[derive(Deserialize)]
pub(super) struct Extensions {
    pub(super) code: Option<String>,
}

/// The `data` of a GraphQL response
/// (<https://spec.graphql.org/October2021/#sec-Response-Format>).
#[derive(Default)]
pub(super) enum ResponseData {
    /// The entry is missing: the request was refused before its execution.
    #[default]
    Missing,
    /// The entry is null: the execution failed.
    Null,
    /// The fields in their order, with duplicates.
    Fields(Vec<(String, Value)>),
}

impl ResponseData {
    /// Returns the fields, if there are any.
    pub(super) fn fields(&self) -> &[(String, Value)] {
        match self {
            Self::Fields(fields) => fields,
            Self::Missing | Self::Null => &[],
        }
    }
}

impl<'de> Deserialize<'de> for ResponseData {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DataVisitor)
    }
}

/// Deserializes [`ResponseData`]. A map would drop duplicate fields.
struct DataVisitor;

impl<'de> Visitor<'de> for DataVisitor {
    type Value = ResponseData;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object or null")
    }

    fn visit_unit<E>(self) -> Result<ResponseData, E> {
        Ok(ResponseData::Null)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ResponseData, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(ResponseData::Fields(fields))
    }
}

/// Returns the message of an error without one, so that it still counts as an error.
fn no_message() -> String {
    "error without a message".to_owned()
}

/// The `data` of the Inbox query.
#[derive(Deserialize)]
pub(super) struct InboxData {
    /// `None` if the query did not request it.
    pub(super) unread: Option<u64>,
    /// `None` if the query failed.
    pub(super) messages: Option<Object<MessageConnection>>,
}

/// A page of messages.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MessageConnection {
    pub(super) total_count: u64,
    pub(super) page_info: Object<PageInfo>,
    pub(super) nodes: Objects<InboxMessage>,
}

/// The position of a page in the list.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageInfo {
    pub(super) start_cursor: Option<String>,
    pub(super) has_next_page: bool,
}

/// A message of the Inbox. Times are in RFC 3339 format, and kept as text. `None` if the event has not
/// happened.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InboxMessage {
    pub(crate) message_id: String,
    #[serde(rename = "accountId")]
    pub(crate) tenant: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) preview: Option<String>,
    pub(crate) created: Option<String>,
    pub(crate) read: Option<String>,
    pub(crate) opened: Option<String>,
    pub(crate) archived: Option<String>,
    pub(crate) tags: Option<Vec<String>>,
    /// `None` if the query did not request it.
    pub(crate) data: Option<Map<String, Value>>,
}
