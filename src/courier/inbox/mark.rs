//! Marks messages as read, archived and so on, many in one GraphQL document.

use serde_json::{Map, Value};

use super::InboxCredential;
use crate::{
    courier::{
        Courier,
        error::Error,
        json_object::Object,
        wire::{GraphQlError, GraphQlResponse, ResponseData},
    },
    token::UserId,
};

/// The longest value instead of `true` that a reason repeats, in bytes.
const MAX_SHOWN_VALUE: usize = 100;

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
    /// Marks messages of one user in one document. It is not retried here, because only the caller
    /// knows which messages are still to be marked.
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
            let alias = alias(index);
            declared.push(format!("${alias}: String!"));
            fields.push(format!("{alias}: {}(messageId: ${alias})", action.field()));
            variables.insert(alias, Value::from(*id));
        }
        let document = format!(
            "mutation Mark({}) {{ {} }}",
            declared.join(", "),
            fields.join(" ")
        );
        let response = self
            .query::<ResponseData>(credential, user, &document, variables, false)
            .await?;
        Ok(mark_response(&response, ids.len()))
    }
}

/// Returns the result of a document for `count` messages.
fn mark_response(response: &GraphQlResponse<ResponseData>, count: usize) -> MarkResponse {
    let errors = response.errors();
    if let Some(error) = errors
        .first()
        .filter(|error| matches!(response.data, ResponseData::Missing) || is_document_error(error))
    {
        return MarkResponse::Rejected(error.message.clone());
    }
    // An error that does not name one message of the document concerns all of them.
    let mut common_error = None;
    let mut own_errors = vec![None; count];
    for error in errors {
        let error_of_one = error
            .path
            .as_ref()
            .and_then(|path| own_errors.get_mut(message_index(path.get(0)?.as_str()?)?));
        let slot = error_of_one.unwrap_or(&mut common_error);
        slot.get_or_insert(error.message.as_str());
    }
    let mut values = vec![Vec::new(); count];
    for (name, value) in response.data.fields() {
        if let Some(values) = message_index(name).and_then(|index| values.get_mut(index)) {
            values.push(value);
        }
    }
    let results = own_errors.into_iter().zip(values);
    MarkResponse::PerMessage(
        results
            .map(|(own_error, values)| mark_result(own_error, common_error, &values))
            .collect(),
    )
}

/// Returns the index of the message whose alias in the document is `name`.
fn message_index(name: &str) -> Option<usize> {
    let index: usize = name.strip_prefix('m')?.parse().ok()?;
    (alias(index) == name).then_some(index)
}

/// Returns the alias of a message in the document.
fn alias(index: usize) -> String {
    format!("m{index}")
}

/// Returns true if the document is invalid, according to the error codes of Apollo Server
/// (<https://www.apollographql.com/docs/apollo-server/data/errors>).
fn is_document_error(error: &GraphQlError) -> bool {
    let code = error
        .extensions
        .as_ref()
        .and_then(|Object(extensions)| extensions.code.as_deref());
    matches!(
        code,
        Some("GRAPHQL_VALIDATION_FAILED" | "GRAPHQL_PARSE_FAILED")
    )
}

/// Returns the result for one message. It is marked only if its one value is `true` and if no error
/// concerns the message or the whole document.
fn mark_result(
    own_error: Option<&str>,
    common_error: Option<&str>,
    values: &[&Value],
) -> MarkResult {
    match (own_error, common_error, values) {
        (Some(message), _, _) => MarkResult::Refused(message.to_owned()),
        (None, Some(message), _) => MarkResult::Unknown(message.to_owned()),
        (None, None, [Value::Bool(true)]) => MarkResult::Marked,
        (None, None, [Value::Bool(false)]) => {
            MarkResult::Refused("Courier returned `false` instead of `true`".to_owned())
        }
        (None, None, [other]) => MarkResult::Unknown(format!(
            "Courier returned {} instead of `true`",
            shown(other)
        )),
        (None, None, []) => MarkResult::Unknown("the response does not contain it".to_owned()),
        // Duplicate fields may contradict each other, so they show nothing.
        (None, None, _) => MarkResult::Unknown("the response contains it twice".to_owned()),
    }
}

/// Returns a short value as it is. A long one may contain a secret, which would not be recognized
/// after a cut.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.len() <= MAX_SHOWN_VALUE {
        format!("`{text}`")
    } else {
        "a long value".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::courier::json_object::parse;

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
            let response = parse(body.as_bytes()).unwrap();
            assert_eq!(mark_response(&response, 1), expected, "{body}");
        }
    }

    #[test]
    fn error_concerns_all_messages_unless_its_path_names_one() {
        let whole = [
            "[0]",
            r#"[["m0"]]"#,
            r#"["m2"]"#,
            r#"["m01"]"#,
            r#"["m+1"]"#,
        ];
        let more = [
            r#"["read"]"#,
            r#""m1""#,
            r#"{"0":"m1"}"#,
            "[]",
            "null",
            "true",
            "[null]",
        ];
        for path in whole.into_iter().chain(more) {
            let errors = format!(r#"[{{"message":"no","path":{path}}}]"#);
            let body = format!(r#"{{"data":{{"m0":true,"m1":true}},"errors":{errors}}}"#);
            let response = parse(body.as_bytes()).unwrap();
            let unknown = MarkResult::Unknown("no".to_owned());
            let expected = MarkResponse::PerMessage(vec![unknown.clone(), unknown]);
            assert_eq!(mark_response(&response, 2), expected, "{path}");
        }
        for path in [r#"["m1"]"#, r#"["m1","reason"]"#] {
            let errors = format!(r#"[{{"message":"no","path":{path}}}]"#);
            let body = format!(r#"{{"data":{{"m0":true,"m1":true}},"errors":{errors}}}"#);
            let response = parse(body.as_bytes()).unwrap();
            let refused = MarkResult::Refused("no".to_owned());
            let expected = MarkResponse::PerMessage(vec![MarkResult::Marked, refused]);
            assert_eq!(mark_response(&response, 2), expected, "{path}");
        }
    }

    #[test]
    fn long_values_are_not_repeated() {
        let body = format!(r#"{{"data":{{"m0":"{}"}}}}"#, "x".repeat(1_000));
        let response = parse(body.as_bytes()).unwrap();
        let reason = "Courier returned a long value instead of `true`".to_owned();
        let expected = MarkResponse::PerMessage(vec![MarkResult::Unknown(reason)]);
        assert_eq!(mark_response(&response, 1), expected);
    }
}
