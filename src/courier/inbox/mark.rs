//! Says that messages were read, or another thing, many in one document.

use serde_json::{Map, Value};

use super::InboxCredential;
use crate::{
    courier::{
        Courier, Error,
        wire::{Data, GraphQlError, GraphQlResponse},
    },
    token::UserId,
};

/// What is to be said of a message. Saying it twice does no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MarkAction {
    Read,
    Unread,
    Opened,
    Archived,
    Unarchived,
}

/// What Courier said of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum MarkResult {
    /// It is marked.
    Marked,
    /// It is not, and why.
    Refused(String),
    /// Nothing that tells.
    Unknown(String),
}

/// What Courier said of a document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum MarkResponse {
    /// Of each message its own, in order.
    PerMessage(Vec<MarkResult>),
    /// It was not executed at all, for what it is, and why: a smaller one may be.
    Rejected(String),
}

impl MarkAction {
    /// The mutation (<https://github.com/trycourier/courier-web>, `inbox-client.ts`).
    fn field(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unread => "unread",
            Self::Opened => "opened",
            Self::Archived => "archive",
            Self::Unarchived => "unarchive",
        }
    }

    /// What the message is then.
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
    /// Marks messages of one user in one document, once: what to do again is the caller's to know.
    ///
    /// The ids go as variables: text of a user's never becomes text of the document.
    pub(crate) async fn mark(
        &self,
        access: &InboxCredential,
        user: &UserId,
        action: MarkAction,
        ids: &[&str],
    ) -> Result<MarkResponse, Error> {
        let mut declared = Vec::with_capacity(ids.len());
        let mut fields = Vec::with_capacity(ids.len());
        let mut variables = Map::new();
        for (at, id) in ids.iter().enumerate() {
            declared.push(format!("$m{at}: String!"));
            fields.push(format!("m{at}: {}(messageId: $m{at})", action.field()));
            variables.insert(format!("m{at}"), Value::from(*id));
        }
        let document = format!(
            "mutation Mark({}) {{ {} }}",
            declared.join(", "),
            fields.join(" ")
        );
        let response = self
            .query(access, user, &document, variables, false)
            .await?;
        Ok(marked(&response, ids.len()))
    }
}

fn marked(response: &GraphQlResponse, count: usize) -> MarkResponse {
    let error = response.errors.iter().flatten().next();
    if let Some(error) =
        error.filter(|error| matches!(response.data, Data::Missing) || is_invalid(error))
    {
        return MarkResponse::Rejected(error.message.clone());
    }
    MarkResponse::PerMessage(
        (0..count)
            .map(|at| said(response, &format!("m{at}")))
            .collect(),
    )
}

/// Whether an error is about the document, by the codes of Apollo's servers
/// (<https://www.apollographql.com/docs/apollo-server/data/errors>).
fn is_invalid(error: &GraphQlError) -> bool {
    let code = error.extensions.as_ref().and_then(|of| of.code.as_deref());
    matches!(
        code,
        Some("GRAPHQL_VALIDATION_FAILED" | "GRAPHQL_PARSE_FAILED")
    )
}

/// A message is marked only if its own field says `true`, and no error says otherwise of it or
/// of the whole.
fn said(response: &GraphQlResponse, alias: &str) -> MarkResult {
    let is_its_own = |path: &Value| path.get(0).is_some_and(|first| first == alias);
    let is_of_another = |path: &Value| path.get(0).is_some();
    for error in response.errors.iter().flatten() {
        match &error.path {
            Some(path) if is_its_own(path) => return MarkResult::Refused(error.message.clone()),
            Some(path) if is_of_another(path) => {}
            _ => return MarkResult::Unknown(error.message.clone()),
        }
    }
    let data = response.data.fields().iter();
    // An answer that says one thing and then another says nothing.
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
    fn a_message_is_marked_only_when_its_own_field_says_so() {
        let no =
            |reason: &str| MarkResponse::PerMessage(vec![MarkResult::Refused(reason.to_owned())]);
        let nothing =
            |reason: &str| MarkResponse::PerMessage(vec![MarkResult::Unknown(reason.to_owned())]);
        let yes = || MarkResponse::PerMessage(vec![MarkResult::Marked]);
        let missing = || nothing("Courier's answer does not mention it");
        let rows = [
            (r#"{"data":{"m0":true}}"#, yes()),
            (r#"{"data":{"m0":true},"errors":[]}"#, yes()),
            (r#"{"data":{"m0":true},"errors":null}"#, yes()),
            (
                r#"{"data":{"m0":true},"errors":[{"message":"no","path":["m1"]}]}"#,
                yes(),
            ),
            (
                r#"{"data":{"m0":true},"errors":[{"message":"no","path":["m0"]}]}"#,
                no("no"),
            ),
            (
                r#"{"data":{"m0":true},"errors":[{"message":"no"}]}"#,
                nothing("no"),
            ),
            (
                r#"{"data":{"m0":true},"errors":[{"message":"no","path":[]}]}"#,
                nothing("no"),
            ),
            (
                r#"{"data":{"m0":false}}"#,
                no("Courier answered `false` instead of `true`"),
            ),
            (
                r#"{"data":{"m0":null}}"#,
                nothing("Courier answered `null` instead of `true`"),
            ),
            (
                r#"{"data":{"m0":"true"}}"#,
                nothing("Courier answered `\"true\"` instead of `true`"),
            ),
            (
                r#"{"data":{"m0":false,"m0":true}}"#,
                nothing("Courier's answer mentions it twice"),
            ),
            (r#"{"data":{"m1":true}}"#, missing()),
            (r#"{"data":null}"#, missing()),
            ("{}", missing()),
            // It was executed, and failed: that may pass.
            (
                r#"{"data":null,"errors":[{"message":"oops"}]}"#,
                nothing("oops"),
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
            assert_eq!(marked(&response, 1), expected, "{body}");
        }
    }
}
