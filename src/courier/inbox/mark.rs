//! State changes of messages (read, unread, opened, archived, unarchived), many in one request.

use serde_json::{Map, Value};

use super::InboxCredential;
use crate::{
    courier::{
        Courier, Error,
        wire::{Data, GraphQlError, GraphQlResponse},
    },
    token::UserId,
};

/// A state change of a message. Idempotent.
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
    /// Courier confirmed the change.
    Marked,
    /// Courier refused the change, with the reason.
    Refused(String),
    /// The response does not show if the message was changed, with the reason.
    Unknown(String),
}

/// The result for a document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum MarkResponse {
    /// The result for each message, in the order of the IDs.
    PerMessage(Vec<MarkResult>),
    /// Courier did not execute the document, with the reason. A smaller document may succeed.
    Rejected(String),
}

impl MarkAction {
    /// The name of the mutation (<https://github.com/trycourier/courier-web>, `inbox-client.ts`).
    fn field(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unread => "unread",
            Self::Opened => "opened",
            Self::Archived => "archive",
            Self::Unarchived => "unarchive",
        }
    }

    /// The state of the message after the change.
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
    /// Changes the state of a user's messages with one document. Never retried: the caller decides
    /// which messages to send again.
    ///
    /// The IDs are sent as variables, so that their text cannot change the document.
    ///
    /// # Errors
    /// Returns an error if the request fails or the response is not GraphQL.
    pub(crate) async fn mark(
        &self,
        access: &InboxCredential,
        user: &UserId,
        action: MarkAction,
        ids: &[&str],
    ) -> Result<MarkResponse, Error> {
        let mut declarations = Vec::with_capacity(ids.len());
        let mut fields = Vec::with_capacity(ids.len());
        let mut variables = Map::new();
        for (at, id) in ids.iter().enumerate() {
            declarations.push(format!("$m{at}: String!"));
            fields.push(format!("m{at}: {}(messageId: $m{at})", action.field()));
            variables.insert(format!("m{at}"), Value::from(*id));
        }
        let document = format!(
            "mutation Mark({}) {{ {} }}",
            declarations.join(", "),
            fields.join(" ")
        );
        let response = self
            .query(access, user, &document, variables, false)
            .await?;
        Ok(mark_response(&response, ids.len()))
    }
}

/// Returns the result of a document that contains `count` mutations.
fn mark_response(response: &GraphQlResponse, count: usize) -> MarkResponse {
    let error = response.errors.iter().flatten().next();
    if let Some(error) =
        error.filter(|error| matches!(response.data, Data::Missing) || is_document_error(error))
    {
        return MarkResponse::Rejected(error.message.clone());
    }
    MarkResponse::PerMessage(
        (0..count)
            .map(|at| mark_result(response, &format!("m{at}")))
            .collect(),
    )
}

/// Returns true if the code of an error says that the document is invalid. The codes are those of
/// Apollo Server
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

/// Returns the result of one mutation. It is `Marked` only if its own field is `true` and no error
/// concerns the field or the whole document.
fn mark_result(response: &GraphQlResponse, alias: &str) -> MarkResult {
    let is_for_field = |path: &Value| path.get(0).is_some_and(|first| first == alias);
    let is_for_any_field = |path: &Value| path.get(0).is_some();
    for error in response.errors.iter().flatten() {
        match &error.path {
            Some(path) if is_for_field(path) => return MarkResult::Refused(error.message.clone()),
            Some(path) if is_for_any_field(path) => {}
            _ => return MarkResult::Unknown(error.message.clone()),
        }
    }
    let data = response.data.fields().iter();
    // A field that occurs twice may have two different values, so neither is trusted.
    let mut values = data
        .filter(|(name, _)| name == alias)
        .map(|(_, value)| value);
    match (values.next(), values.next()) {
        (Some(Value::Bool(true)), None) => MarkResult::Marked,
        (Some(Value::Bool(false)), None) => {
            MarkResult::Refused("Courier answered `false` instead of `true`".to_owned())
        }
        (Some(other), None) => {
            MarkResult::Unknown(format!("Courier answered `{other}` instead of `true`"))
        }
        (Some(_), Some(_)) => MarkResult::Unknown("Courier's answer mentions it twice".to_owned()),
        (None, _) => MarkResult::Unknown("Courier's answer does not mention it".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_is_marked_only_if_its_own_field_is_true() {
        let refused =
            |reason: &str| MarkResponse::PerMessage(vec![MarkResult::Refused(reason.to_owned())]);
        let unknown =
            |reason: &str| MarkResponse::PerMessage(vec![MarkResult::Unknown(reason.to_owned())]);
        let marked = || MarkResponse::PerMessage(vec![MarkResult::Marked]);
        let missing = || unknown("Courier's answer does not mention it");
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
                refused("Courier answered `false` instead of `true`"),
            ),
            (
                r#"{"data":{"m0":null}}"#,
                unknown("Courier answered `null` instead of `true`"),
            ),
            (
                r#"{"data":{"m0":"true"}}"#,
                unknown("Courier answered `\"true\"` instead of `true`"),
            ),
            (
                r#"{"data":{"m0":false,"m0":true}}"#,
                unknown("Courier's answer mentions it twice"),
            ),
            (r#"{"data":{"m1":true}}"#, missing()),
            (r#"{"data":null}"#, missing()),
            ("{}", missing()),
            // The document was executed and failed, which a retry may fix.
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
