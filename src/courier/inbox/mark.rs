//! Marks messages as read, archived and so on, many in one GraphQL document.

use serde_json::{Map, Value};

use super::InboxCredential;
use crate::{
    courier::{
        Courier,
        error::Error,
        wire::{GraphQlError, GraphQlResponse, ResponseData},
    },
    token::UserId,
};

/// A state change for a message. Idempotent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkAction {
    Read,
    Unread,
    Opened,
    Archived,
    Unarchived,
}

/// The result for one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum MarkResult {
    /// Courier marked the message.
    Marked,
    /// Courier did not mark the message, for this reason.
    Refused(String),
    /// The response does not show if the message is marked, for this reason.
    Unknown(String),
}

/// The result of a document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum MarkResponse {
    /// The document was executed: the result for each message, in order.
    PerMessage(Vec<MarkResult>),
    /// The document is invalid, for this reason, and was not executed. A smaller one may succeed.
    Rejected(String),
}

impl MarkAction {
    /// Returns the name of the mutation
    /// (<https://github.com/trycourier/courier-web>, `inbox-client.ts`).
    fn field(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unread => "unread",
            Self::Opened => "opened",
            Self::Archived => "archive",
            Self::Unarchived => "unarchive",
        }
    }

    /// Returns the state of the message after the action.
    pub(crate) fn resulting_state(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unread => "unread",
            Self::Opened => "opened",
            Self::Archived => "archived",
            Self::Unarchived => "unarchived",
        }
    }
}

impl Courier {
    /// Marks messages of one user in one document. It is not retried, because only the caller knows
    /// which messages are still to be marked.
    ///
    /// The IDs are variables, so that input never becomes a part of the document.
    ///
    /// # Errors
    /// Returns an error if the request fails.
    pub(crate) async fn mark(
        &self,
        credential: &InboxCredential,
        user: &UserId,
        action: MarkAction,
        ids: &[&str],
    ) -> Result<MarkResponse, Error> {
        let mut declared = Vec::with_capacity(ids.len());
        let mut fields = Vec::with_capacity(ids.len());
        let mut variables = Map::new();
        for (index, id) in ids.iter().enumerate() {
            declared.push(format!("$m{index}: String!"));
            fields.push(format!(
                "m{index}: {}(messageId: $m{index})",
                action.field()
            ));
            variables.insert(format!("m{index}"), Value::from(*id));
        }
        let document = format!(
            "mutation Mark({}) {{ {} }}",
            declared.join(", "),
            fields.join(" ")
        );
        let response = self
            .query(credential, user, &document, variables, false)
            .await?;
        Ok(mark_response(&response, ids.len()))
    }
}

/// Returns the result of a document for `count` messages.
fn mark_response(response: &GraphQlResponse, count: usize) -> MarkResponse {
    let error = response.errors.iter().flatten().next();
    if let Some(error) = error
        .filter(|error| matches!(response.data, ResponseData::Missing) || is_document_error(error))
    {
        return MarkResponse::Rejected(error.message.clone());
    }
    MarkResponse::PerMessage(
        (0..count)
            .map(|index| mark_result(response, &format!("m{index}")))
            .collect(),
    )
}

/// Returns true if the document is invalid, according to the error codes of Apollo Server
/// (<https://www.apollographql.com/docs/apollo-server/data/errors>).
fn is_document_error(error: &GraphQlError) -> bool {
    let code = error
        .extensions
        .as_ref()
        .and_then(|extensions| extensions.code.as_deref());
    matches!(
        code,
        Some("GRAPHQL_VALIDATION_FAILED" | "GRAPHQL_PARSE_FAILED")
    )
}

/// Returns the result for one message. It is marked only if its field is `true` and if no error
/// concerns this field or the whole document.
fn mark_result(response: &GraphQlResponse, alias: &str) -> MarkResult {
    let is_own_path = |path: &Value| path.get(0).is_some_and(|first| first == alias);
    let is_other_path = |path: &Value| path.get(0).is_some();
    for error in response.errors.iter().flatten() {
        match &error.path {
            Some(path) if is_own_path(path) => return MarkResult::Refused(error.message.clone()),
            Some(path) if is_other_path(path) => {}
            _ => return MarkResult::Unknown(error.message.clone()),
        }
    }
    let data = response.data.fields().iter();
    // Duplicate fields may contradict each other, so they show nothing.
    let mut values = data
        .filter(|(name, _)| name == alias)
        .map(|(_, value)| value);
    match (values.next(), values.next()) {
        (Some(Value::Bool(true)), None) => MarkResult::Marked,
        (Some(Value::Bool(false)), None) => {
            MarkResult::Refused("Courier returned `false` instead of `true`".to_owned())
        }
        (Some(other), None) => {
            MarkResult::Unknown(format!("Courier returned `{other}` instead of `true`"))
        }
        (Some(_), Some(_)) => MarkResult::Unknown("the response contains it twice".to_owned()),
        (None, _) => MarkResult::Unknown("the response does not contain it".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_is_marked_only_if_its_field_is_true() {
        let refused =
            |reason: &str| MarkResponse::PerMessage(vec![MarkResult::Refused(reason.to_owned())]);
        let unknown =
            |reason: &str| MarkResponse::PerMessage(vec![MarkResult::Unknown(reason.to_owned())]);
        let marked = || MarkResponse::PerMessage(vec![MarkResult::Marked]);
        let missing = || unknown("the response does not contain it");
        let rows = [
            (r#"{"data":{"m0":true}}"#, marked()),
            (r#"{"data":{"m0":true},"errors":[]}"#, marked()),
            (r#"{"data":{"m0":true},"errors":null}"#, marked()),
            (
                r#"{"data":{"m0":true},"errors":[{"message":"no","path":["m1"]}]}"#,
                marked(),
            ),
            (
                r#"{"data":{"m0":true},"errors":[{"message":"no","path":["m0"]}]}"#,
                refused("no"),
            ),
            (
                r#"{"data":{"m0":true},"errors":[{"message":"no"}]}"#,
                unknown("no"),
            ),
            (
                r#"{"data":{"m0":true},"errors":[{"message":"no","path":[]}]}"#,
                unknown("no"),
            ),
            (
                r#"{"data":{"m0":false}}"#,
                refused("Courier returned `false` instead of `true`"),
            ),
            (
                r#"{"data":{"m0":null}}"#,
                unknown("Courier returned `null` instead of `true`"),
            ),
            (
                r#"{"data":{"m0":"true"}}"#,
                unknown("Courier returned `\"true\"` instead of `true`"),
            ),
            (
                r#"{"data":{"m0":false,"m0":true}}"#,
                unknown("the response contains it twice"),
            ),
            (r#"{"data":{"m1":true}}"#, missing()),
            (r#"{"data":null}"#, missing()),
            ("{}", missing()),
            // The execution failed, which may be temporary.
            (
                r#"{"data":null,"errors":[{"message":"oops"}]}"#,
                unknown("oops"),
            ),
            (
                r#"{"data":null,"errors":[{"message":"too complex","extensions":{"code":"GRAPHQL_VALIDATION_FAILED"}}]}"#,
                MarkResponse::Rejected("too complex".to_owned()),
            ),
            (
                r#"{"errors":[{"message":"too complex"}]}"#,
                MarkResponse::Rejected("too complex".to_owned()),
            ),
        ];
        for (body, expected) in rows {
            let response: GraphQlResponse = serde_json::from_str(body).unwrap();
            assert_eq!(mark_response(&response, 1), expected, "{body}");
        }
    }
}
