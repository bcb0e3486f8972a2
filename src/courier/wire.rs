//! Request and response bodies of Courier's APIs.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{MapAccess, Visitor},
};
use serde_json::{Map, Value};

/// The body of `POST /auth/issue-token`
/// (<https://www.courier.com/docs/api-reference/authentication/create-a-jwt>).
#[derive(Serialize)]
pub(super) struct IssueTokenRequest<'a> {
    pub(super) scope: &'a str,
    pub(super) expires_in: &'a str,
}

#[derive(Deserialize)]
pub(super) struct IssueTokenResponse {
    pub(super) token: String,
}

/// The body of an error response: `message` in REST, `errors` in GraphQL
/// (<https://www.courier.com/docs/platform/sending/handling-responses-and-errors>).
#[derive(Deserialize)]
pub(super) struct ErrorBody {
    message: Option<String>,
    errors: Option<Vec<GraphQlError>>,
}

/// The part of the response to `GET /messages/{id}` that names the recipient.
#[derive(Deserialize)]
pub(super) struct MessageDetails {
    pub(super) recipient: Option<String>,
}

/// The body of `POST /send` (<https://www.courier.com/docs/api-reference/send/send-a-message>).
#[derive(Serialize)]
pub(super) struct SendRequest<'a> {
    pub(super) message: SendMessage<'a>,
}

#[derive(Serialize)]
pub(super) struct SendMessage<'a> {
    pub(super) to: SendTo<'a>,
    pub(super) content: SendContent<'a>,
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

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SendResponse {
    pub(super) request_id: String,
}

#[derive(Serialize)]
pub(super) struct GraphQlRequest<'a> {
    pub(super) query: &'a str,
    pub(super) variables: Map<String, Value>,
}

#[derive(Deserialize)]
pub(super) struct GraphQlResponse {
    #[serde(default)]
    pub(super) data: Data,
    #[serde(default)]
    pub(super) errors: Option<Vec<GraphQlError>>,
}

#[derive(Deserialize)]
pub(super) struct GraphQlError {
    #[serde(default = "no_message")]
    pub(super) message: String,
    #[serde(default)]
    pub(super) path: Option<Value>,
    #[serde(default)]
    pub(super) extensions: Option<Extensions>,
}

/// The machine-readable part of a GraphQL error.
#[derive(Deserialize)]
pub(super) struct Extensions {
    pub(super) code: Option<String>,
}

/// The `data` of a GraphQL response
/// (<https://spec.graphql.org/October2021/#sec-Response-Format>).
#[derive(Default)]
pub(super) enum Data {
    /// No `data`: the request was refused before execution.
    #[default]
    Missing,
    /// `null`: the execution failed as a whole.
    Null,
    /// The fields in order, including duplicates.
    Fields(Vec<(String, Value)>),
}

impl Data {
    /// Returns the fields, which are empty if `data` is missing or `null`.
    pub(super) fn fields(&self) -> &[(String, Value)] {
        match self {
            Self::Fields(fields) => fields,
            Self::Missing | Self::Null => &[],
        }
    }
}

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DataVisitor)
    }
}

struct DataVisitor;

impl<'de> Visitor<'de> for DataVisitor {
    type Value = Data;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object or null")
    }

    fn visit_unit<E>(self) -> Result<Data, E> {
        Ok(Data::Null)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Data, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Data::Fields(fields))
    }
}

/// Returns the message of a GraphQL error that has none. Such an error must not count as success.
fn no_message() -> String {
    "an error without a message".to_owned()
}

/// The data of the query for a page of Inbox messages.
#[derive(Deserialize)]
pub(super) struct InboxData {
    /// The number of unread messages, if the query requested it.
    pub(super) unread: Option<u64>,
    pub(super) messages: MessageConnection,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MessageConnection {
    pub(super) total_count: u64,
    pub(super) page_info: PageInfo,
    pub(super) nodes: Vec<InboxMessage>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageInfo {
    pub(super) start_cursor: Option<String>,
    pub(super) has_next_page: bool,
}

/// An Inbox message. Times are RFC 3339 strings, `None` if the event has not happened.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InboxMessage {
    pub(crate) message_id: String,
    pub(crate) title: Option<String>,
    pub(crate) preview: Option<String>,
    pub(crate) created: Option<String>,
    pub(crate) read: Option<String>,
    pub(crate) opened: Option<String>,
    pub(crate) archived: Option<String>,
    pub(crate) tags: Option<Vec<String>>,
}

impl ErrorBody {
    /// Returns the message, or the message of the first GraphQL error.
    pub(super) fn into_message(self) -> Option<String> {
        let first =
            |errors: Vec<GraphQlError>| errors.into_iter().next().map(|error| error.message);
        self.message.or_else(|| self.errors.and_then(first))
    }
}
