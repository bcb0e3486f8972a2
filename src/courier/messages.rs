//! The REST Messages API: the messages that were sent, with their recipient, status and channels
//! (<https://www.courier.com/docs/api-reference/sent-messages/list-messages>).

use super::{
    Courier,
    error::{Credential, Error, describe_body},
    http::{Method, Request, RequestAuth, Response},
    json_object::{Object, Objects, parse},
    wire::{MessageList, MessageRecord},
};
use crate::token::ApiKey;

/// The newest messages that were sent.
pub(crate) struct SentMessages {
    /// The newest first.
    pub(crate) messages: Vec<MessageRecord>,
    /// True if there are older ones.
    pub(crate) has_more: bool,
}

impl Courier {
    /// Returns the recipient of a message.
    ///
    /// # Errors
    /// Returns an error if the request fails or if the response names no recipient.
    pub(crate) async fn recipient(&self, key: &ApiKey, message_id: &str) -> Result<String, Error> {
        let response = self.message_response(key, message_id).await?;
        match parse(&response.body) {
            Ok(MessageRecord {
                recipient: Some(recipient),
                ..
            }) => Ok(recipient),
            _ => Err(Error::unexpected(
                &response.server,
                format!(
                    "expected a message with a recipient, got {}",
                    describe_body(&response)
                ),
            )),
        }
    }

    /// Returns a message with its channels (`GET /messages/{id}`).
    ///
    /// # Errors
    /// Returns an error if the request fails or if the response is not a message.
    pub(crate) async fn sent_message(
        &self,
        key: &ApiKey,
        message_id: &str,
    ) -> Result<MessageRecord, Error> {
        let response = self.message_response(key, message_id).await?;
        parse(&response.body).map_err(|_| {
            let body = describe_body(&response);
            Error::unexpected(&response.server, format!("expected a message, got {body}"))
        })
    }

    /// Returns the newest messages to a recipient, or to anyone (`GET /messages`). Their channels
    /// are unknown.
    ///
    /// # Errors
    /// Returns an error if the request fails or if the response is not a list of messages.
    pub(crate) async fn sent_messages(
        &self,
        key: &ApiKey,
        recipient: Option<&str>,
    ) -> Result<SentMessages, Error> {
        let mut request = self.messages_request(key, &["messages"], recipient)?;
        let mut query = request.url.query_pairs_mut();
        // A message whose request was archived may still be in the Inbox.
        query.append_pair("archived", "true");
        if let Some(recipient) = recipient {
            query.append_pair("recipient", recipient);
        }
        drop(query);
        let response = self.successful(&request).await?;
        let MessageList {
            results: Objects(messages),
            paging: Object(paging),
        } = parse(&response.body).map_err(|_| {
            let body = describe_body(&response);
            Error::unexpected(
                &response.server,
                format!("expected a list of messages, got {body}"),
            )
        })?;
        Ok(SentMessages {
            messages,
            has_more: paging.more,
        })
    }

    async fn message_response(&self, key: &ApiKey, message_id: &str) -> Result<Response, Error> {
        let path = ["messages", message_id];
        let request = self.messages_request(key, &path, Some(message_id))?;
        self.successful(&request).await
    }

    /// Returns a request of the Messages API. `subject` is what the request is about.
    fn messages_request<'k>(
        &self,
        key: &'k ApiKey,
        path: &[&str],
        subject: Option<&str>,
    ) -> Result<Request<'k>, Error> {
        self.check_key(key)?;
        Ok(Request {
            method: Method::GET,
            url: self.rest_url(path),
            server: self.rest_server(),
            auth: RequestAuth::Bearer(key.expose()),
            headers: Vec::new(),
            json: None,
            subject: subject.unwrap_or("all users").to_owned(),
            is_idempotent: true,
        })
    }

    /// Sends a request. Any other status than 200 is an error.
    async fn successful(&self, request: &Request<'_>) -> Result<Response, Error> {
        let response = self.http.send(request).await?;
        if response.status == 200 {
            Ok(response)
        } else {
            Err(Error::from_response(&response, Credential::ApiKey))
        }
    }
}
