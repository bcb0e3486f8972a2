//! The Inbox GraphQL API at `/q`, used as Courier's SDKs use it
//! (<https://github.com/trycourier/courier-web>, `inbox-client.ts`).

mod list;
mod mark;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub(crate) use list::{MessageFilter, MessagePage, ReadState};
pub(crate) use mark::{MarkAction, MarkResponse, MarkResult};

use super::{
    Courier,
    error::{Credential, Error, describe_body, excerpt},
    http::{Method, Request, RequestAuth},
    json_object::{Objects, parse},
    wire::{GraphQlRequest, GraphQlResponse},
};
use crate::token::{Jwt, UserId};

/// The credential of a request to a user's Inbox.
#[derive(Clone)]
pub(crate) enum InboxCredential {
    /// A user token.
    Token(Jwt),
    /// A workspace's client key and the HMAC signature of the user ID. Courier has deprecated it
    /// (<https://www.courier.com/docs/platform/inbox/authentication>).
    ClientKey {
        key: String,
        /// `None` for a workspace that may accept the key alone.
        signature: Option<String>,
    },
}

impl InboxCredential {
    /// Returns the kind of credential, as errors name it.
    pub(super) fn kind(&self) -> Credential {
        match self {
            Self::Token(_) => Credential::UserToken,
            Self::ClientKey { .. } => Credential::ClientKey,
        }
    }
}

impl Courier {
    /// Returns the request of a GraphQL operation.
    fn query_request<'t>(
        &self,
        credential: &'t InboxCredential,
        user: &UserId,
        query: &str,
        variables: Map<String, Value>,
        is_idempotent: bool,
    ) -> Request<'t> {
        let body = GraphQlRequest { query, variables };
        let mut headers = vec![("x-courier-user-id", user.to_string())];
        let auth = match credential {
            InboxCredential::Token(jwt) => RequestAuth::Bearer(jwt.expose()),
            InboxCredential::ClientKey {
                key,
                signature: Some(signature),
            } => {
                headers.push(("x-courier-client-key", key.clone()));
                RequestAuth::Header("x-courier-user-signature", signature)
            }
            InboxCredential::ClientKey {
                key,
                signature: None,
            } => RequestAuth::Header("x-courier-client-key", key),
        };
        Request {
            method: Method::POST,
            url: self.endpoints.inbox.clone(),
            server: self.inbox_server(),
            auth,
            headers,
            json: Some(serde_json::to_string(&body).expect("strings are JSON")),
            subject: user.to_string(),
            is_idempotent,
        }
    }

    /// Sends a GraphQL operation. The error messages of the response are cut, because the results of
    /// many messages repeat them.
    ///
    /// # Errors
    /// Returns an error if the request fails or if the response is not a GraphQL response.
    async fn query<D: DeserializeOwned + Default>(
        &self,
        credential: &InboxCredential,
        user: &UserId,
        query: &str,
        variables: Map<String, Value>,
        is_idempotent: bool,
    ) -> Result<GraphQlResponse<D>, Error> {
        let request = self.query_request(credential, user, query, variables, is_idempotent);
        let response = self.http.send(&request).await?;
        if response.status != 200 {
            return Err(Error::from_response(&response, credential.kind()));
        }
        let mut parsed: GraphQlResponse<D> = parse(&response.body).map_err(|_| {
            let body = describe_body(&response);
            Error::unexpected(
                &response.server,
                format!("expected a GraphQL response, got {body}"),
            )
        })?;
        if let Some(Objects(errors)) = &mut parsed.errors {
            for error in errors {
                error.message = excerpt(&response.redact(&error.message));
            }
        }
        Ok(parsed)
    }
}
