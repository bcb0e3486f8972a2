//! Client of the Inbox GraphQL API at `/q`, which Courier's SDKs use
//! (<https://github.com/trycourier/courier-web>, `inbox-client.ts`).

mod list;
mod mark;

use serde_json::{Map, Value};

pub(crate) use list::{MessageFilter, MessagePage, ReadState};
pub(crate) use mark::{MarkAction, MarkResponse, MarkResult};

use super::{
    Courier, Error, RequestPreview,
    error::{Credential, describe_body},
    http::{Request, Secret},
    wire::{GraphQlRequest, GraphQlResponse},
};
use crate::token::{Jwt, UserId};

/// The credential of a request to a user's Inbox.
#[derive(Clone)]
pub(crate) enum InboxCredential {
    /// A user token.
    Token(Jwt),
    /// A workspace's client key with the signature of the user ID. Deprecated by Courier
    /// (<https://www.courier.com/docs/platform/inbox/authentication>).
    ClientKey {
        key: String,
        /// The signature of the user ID, `None` to test if the workspace accepts the key alone.
        signature: Option<String>,
    },
}

impl Courier {
    /// Returns a preview of a query that tries a new token. Nothing is sent.
    pub(crate) fn preview_first_query(&self, jwt: &Jwt, user: &UserId) -> RequestPreview {
        let query = "query { count messages(limit: 5) { nodes { messageId title read } } }";
        let access = InboxCredential::Token(jwt.clone());
        RequestPreview::of(self.query_request(&access, user, query, Map::new(), true))
    }

    /// Returns the request of a query. `repeatable` is true if the query may be retried.
    fn query_request<'t>(
        &self,
        access: &'t InboxCredential,
        user: &UserId,
        query: &str,
        variables: Map<String, Value>,
        repeatable: bool,
    ) -> Request<'t> {
        let body = GraphQlRequest { query, variables };
        let mut headers = vec![("x-courier-user-id", user.to_string())];
        let secret = match access {
            InboxCredential::Token(jwt) => Secret::Bearer(jwt.expose()),
            InboxCredential::ClientKey {
                key,
                signature: Some(signature),
            } => {
                headers.push(("x-courier-client-key", key.clone()));
                Secret::Header("x-courier-user-signature", signature)
            }
            InboxCredential::ClientKey {
                key,
                signature: None,
            } => Secret::Header("x-courier-client-key", key),
        };
        Request {
            url: self.endpoints.inbox.clone(),
            secret,
            headers,
            json: Some(serde_json::to_string(&body).expect("strings are JSON")),
            about: user.to_string(),
            repeatable,
        }
    }

    /// Sends a query and parses the response.
    async fn query(
        &self,
        access: &InboxCredential,
        user: &UserId,
        query: &str,
        variables: Map<String, Value>,
        repeatable: bool,
    ) -> Result<GraphQlResponse, Error> {
        let request = self.query_request(access, user, query, variables, repeatable);
        let response = self.http.send(&request).await?;
        if response.status != 200 {
            let credential = match access {
                InboxCredential::Token(_) => Credential::UserToken,
                InboxCredential::ClientKey { .. } => Credential::ClientKey,
            };
            return Err(Error::of(&response, credential));
        }
        serde_json::from_slice(&response.body).map_err(|_| {
            Error::UnexpectedResponse(format!("no GraphQL: {}", describe_body(&response)))
        })
    }
}
