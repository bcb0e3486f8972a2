//! Client of `POST /send`: sends a message to one user.

use super::{
    Courier, Error,
    error::{Credential, describe_body},
    http::{Request, Secret},
    wire::{SendContent, SendMessage, SendRequest, SendResponse, SendTo},
};
use crate::token::ApiKey;

impl Courier {
    /// Sends a message and returns the request ID and the body of the response. For a single user,
    /// the request ID is also the message ID.
    ///
    /// # Errors
    /// Returns an error if the request fails or the response has no request ID.
    pub(crate) async fn send(
        &self,
        key: &ApiKey,
        user: &str,
        title: &str,
        body: &str,
    ) -> Result<(String, String), Error> {
        self.guard(key)?;
        let body = SendRequest {
            message: SendMessage {
                to: SendTo { user_id: user },
                content: SendContent { title, body },
            },
        };
        let request = Request {
            url: self.rest(&["send"]),
            secret: Secret::Bearer(key.expose()),
            headers: Vec::new(),
            json: Some(serde_json::to_string(&body).expect("strings are JSON")),
            about: user.to_string(),
            repeatable: false,
        };
        let response = self.http.send(&request).await?;
        if response.status != 202 && response.status != 200 {
            return Err(Error::of(&response, Credential::ApiKey));
        }
        serde_json::from_slice::<SendResponse>(&response.body)
            .map(|parsed| {
                let text = String::from_utf8_lossy(&response.body)
                    .trim_end()
                    .to_owned();
                (parsed.request_id, text)
            })
            .map_err(|_| {
                Error::UnexpectedResponse(format!("no request id: {}", describe_body(&response)))
            })
    }
}
