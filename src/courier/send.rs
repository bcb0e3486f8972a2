//! The REST Send API: a message to one user.

use super::{
    Courier,
    error::{Credential, Error, describe_body},
    http::{Method, Request, RequestAuth},
    json_object::parse,
    wire::{SendContent, SendContext, SendMessage, SendRequest, SendResponse, SendRouting, SendTo},
};
use crate::token::ApiKey;

/// A message that Courier accepted.
pub(crate) struct SentMessage {
    /// The request ID. For a message to one user, it is also the message ID.
    pub(crate) request_id: String,
    /// The body of the response.
    pub(crate) response_body: String,
}

impl Courier {
    /// Sends a message to a user on the default channels (`POST /send`).
    ///
    /// # Errors
    /// Returns an error if the request fails or if the response contains no request ID.
    pub(crate) async fn send(
        &self,
        key: &ApiKey,
        user: &str,
        title: &str,
        body: &str,
    ) -> Result<SentMessage, Error> {
        let message = SendMessage {
            to: SendTo { user_id: user },
            content: SendContent { title, body },
            context: None,
            routing: None,
        };
        self.send_message(key, message).await
    }

    /// Sends a message to a user's Inbox, and to no other channel. `tenant` is the tenant that it
    /// belongs to.
    ///
    /// # Errors
    /// Returns an error if the request fails or if the response contains no request ID.
    pub(crate) async fn send_to_inbox(
        &self,
        key: &ApiKey,
        user: &str,
        tenant: Option<&str>,
        title: &str,
        body: &str,
    ) -> Result<SentMessage, Error> {
        let message = SendMessage {
            to: SendTo { user_id: user },
            content: SendContent { title, body },
            context: tenant.map(|tenant_id| SendContext { tenant_id }),
            routing: Some(SendRouting {
                method: "all",
                channels: ["inbox"],
            }),
        };
        self.send_message(key, message).await
    }

    async fn send_message(
        &self,
        key: &ApiKey,
        message: SendMessage<'_>,
    ) -> Result<SentMessage, Error> {
        self.check_key(key)?;
        let user = message.to.user_id.to_owned();
        let body = SendRequest { message };
        let request = Request {
            method: Method::POST,
            url: self.rest_url(&["send"]),
            server: self.rest_server(),
            auth: RequestAuth::Bearer(key.expose()),
            headers: Vec::new(),
            json: Some(serde_json::to_string(&body).expect("strings are JSON")),
            subject: user,
            is_idempotent: false,
        };
        let response = self.http.send(&request).await?;
        if response.status != 202 && response.status != 200 {
            return Err(Error::from_response(&response, Credential::ApiKey));
        }
        let Ok(SendResponse { request_id }) = parse(&response.body) else {
            let body = describe_body(&response);
            return Err(Error::unexpected(
                &response.server,
                format!("expected a request ID, got {body}"),
            ));
        };
        let text = String::from_utf8_lossy(&response.body);
        Ok(SentMessage {
            request_id,
            response_body: text.trim_end().to_owned(),
        })
    }
}
