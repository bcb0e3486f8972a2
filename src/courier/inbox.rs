//! The Inbox GraphQL API at `/q`, as Courier's SDKs use it
//! (<https://github.com/trycourier/courier-web>, `inbox-client.ts`).

use serde_json::{Map, Value, json};

use super::{
    Courier, Error, InboxMessage, Outgoing,
    error::{Credential, describe_body},
    http::Request,
    wire::{GraphQlRequest, GraphQlResponse, InboxData},
};
use crate::token::{Jwt, UserId};

/// The query of one page of messages beside the count of all that are unread.
const MESSAGES: &str = "\
query Messages($params: FilterParamsInput, $unread: FilterParamsInput, $limit: Int) {
  unread: count(params: $unread)
  messages(params: $params, limit: $limit) {
    totalCount
    nodes { messageId title preview created read opened archived tags }
  }
}";

/// Which messages to list.
pub(crate) struct Filter {
    pub(crate) unread: bool,
    pub(crate) limit: u8,
}

/// Messages of one user.
pub(crate) struct InboxPage {
    /// How many match the filter.
    pub(crate) total: u64,
    /// How many of all are unread.
    pub(crate) unread: u64,
    pub(crate) messages: Vec<InboxMessage>,
}

/// What became of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Courier said that this message is marked.
    Marked,
    /// Courier did not say so, and why.
    Failed(String),
}

impl Courier {
    /// Lists the newest messages.
    pub(crate) async fn messages(
        &self,
        jwt: &Jwt,
        user: &UserId,
        filter: &Filter,
    ) -> Result<InboxPage, Error> {
        let unread = json!({ "status": "unread" });
        let mut variables = Map::new();
        variables.insert(
            "params".to_owned(),
            if filter.unread {
                unread.clone()
            } else {
                json!({})
            },
        );
        variables.insert("unread".to_owned(), unread);
        variables.insert("limit".to_owned(), filter.limit.into());
        let response = self.query(jwt, user, MESSAGES, variables, true).await?;
        if let Some(error) = response.errors.unwrap_or_default().first() {
            return Err(Error::Nonsense(format!(
                "the Inbox query failed: {}",
                error.message
            )));
        }
        let data = Value::Object(response.data.unwrap_or_default());
        let data: InboxData = serde_json::from_value(data)
            .map_err(|error| Error::Nonsense(format!("of the Inbox query: {error}")))?;
        Ok(InboxPage {
            total: data.messages.total_count,
            unread: data.unread,
            messages: data.messages.nodes,
        })
    }

    /// Marks messages read, in one document. Each message has its own outcome, in order.
    ///
    /// The ids go as variables: text of a user's never becomes text of the document.
    pub(crate) async fn mark_read(
        &self,
        jwt: &Jwt,
        user: &UserId,
        ids: &[&str],
    ) -> Result<Vec<Outcome>, Error> {
        let mut declared = Vec::new();
        let mut fields = Vec::new();
        let mut variables = Map::new();
        for (at, id) in ids.iter().enumerate() {
            declared.push(format!("$m{at}: String!"));
            fields.push(format!("m{at}: read(messageId: $m{at})"));
            variables.insert(format!("m{at}"), Value::from(*id));
        }
        let document = format!(
            "mutation MarkRead({}) {{ {} }}",
            declared.join(", "),
            fields.join(" ")
        );
        let response = self.query(jwt, user, &document, variables, false).await?;
        Ok((0..ids.len())
            .map(|at| outcome(&response, &format!("m{at}")))
            .collect())
    }

    /// The first request that a developer makes with a new token, to look at.
    pub(crate) fn next_call(&self, jwt: &Jwt, user: &UserId) -> Outgoing {
        let query = "query { count messages(limit: 5) { nodes { messageId title read } } }";
        Outgoing::of(self.query_request(jwt, user, query, Map::new(), true))
    }

    fn query_request<'t>(
        &self,
        jwt: &'t Jwt,
        user: &UserId,
        query: &str,
        variables: Map<String, Value>,
        repeatable: bool,
    ) -> Request<'t> {
        let body = GraphQlRequest { query, variables };
        Request {
            url: self.endpoints.inbox.clone(),
            secret: jwt.expose(),
            headers: vec![("x-courier-user-id", user.to_string())],
            json: Some(serde_json::to_string(&body).expect("strings are JSON")),
            about: user.to_string(),
            repeatable,
        }
    }

    async fn query(
        &self,
        jwt: &Jwt,
        user: &UserId,
        query: &str,
        variables: Map<String, Value>,
        repeatable: bool,
    ) -> Result<GraphQlResponse, Error> {
        let request = self.query_request(jwt, user, query, variables, repeatable);
        let response = self.http.send(&request).await?;
        if response.status != 200 {
            return Err(Error::of(&response, Credential::UserToken));
        }
        serde_json::from_slice(&response.body)
            .map_err(|_| Error::Nonsense(format!("no GraphQL: {}", describe_body(&response))))
    }
}

/// A message is marked only if its own field says `true`, and no error says otherwise of it or
/// of the whole.
fn outcome(response: &GraphQlResponse, alias: &str) -> Outcome {
    let concerns = |path: Option<&Value>| match path.and_then(|path| path.get(0)) {
        None => true,
        Some(first) => first == alias,
    };
    let mut errors = response.errors.iter().flatten();
    if let Some(error) = errors.find(|error| concerns(error.path.as_ref())) {
        return Outcome::Failed(error.message.clone());
    }
    match response.data.as_ref().and_then(|data| data.get(alias)) {
        Some(Value::Bool(true)) => Outcome::Marked,
        Some(other) => Outcome::Failed(format!("Courier answered `{other}` instead of `true`")),
        None => Outcome::Failed("Courier's answer does not mention it".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_marked_only_when_its_own_field_says_so() {
        let failed = |reason: &str| Outcome::Failed(reason.to_owned());
        let missing = failed("Courier's answer does not mention it");
        let rows = [
            (r#"{"data":{"m0":true}}"#, Outcome::Marked),
            (r#"{"data":{"m0":true},"errors":[]}"#, Outcome::Marked),
            (r#"{"data":{"m0":true},"errors":null}"#, Outcome::Marked),
            (
                r#"{"data":{"m0":true},"errors":[{"message":"no","path":["m1"]}]}"#,
                Outcome::Marked,
            ),
            (
                r#"{"data":{"m0":true},"errors":[{"message":"no","path":["m0"]}]}"#,
                failed("no"),
            ),
            (
                r#"{"data":{"m0":true},"errors":[{"message":"no"}]}"#,
                failed("no"),
            ),
            (
                r#"{"data":{"m0":true},"errors":[{"message":"no","path":[]}]}"#,
                failed("no"),
            ),
            (
                r#"{"data":{"m0":false}}"#,
                failed("Courier answered `false` instead of `true`"),
            ),
            (
                r#"{"data":{"m0":null}}"#,
                failed("Courier answered `null` instead of `true`"),
            ),
            (
                r#"{"data":{"m0":"true"}}"#,
                failed("Courier answered `\"true\"` instead of `true`"),
            ),
            (r#"{"data":{"m1":true}}"#, missing.clone()),
            (r#"{"data":null}"#, missing.clone()),
            ("{}", missing),
        ];
        for (body, expected) in rows {
            let response: GraphQlResponse = serde_json::from_str(body).unwrap();
            assert_eq!(outcome(&response, "m0"), expected, "{body}");
        }
    }
}
