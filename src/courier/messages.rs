//! Client of the REST Messages API: lookup of a message's recipient.

use super::{
    Courier, Error,
    error::{Credential, describe_body},
    http::{Request, Secret},
    wire::MessageDetails,
};
use crate::token::ApiKey;

impl Courier {
    /// Returns the recipient of a message (`GET /messages/{id}`,
    /// <https://www.courier.com/docs/reference/logs/message>).
    ///
    /// # Errors
    /// Returns an error if the request fails or the response has no recipient.
    pub(crate) async fn recipient(&self, key: &ApiKey, message_id: &str) -> Result<String, Error> {
        self.guard(key)?;
        let request = Request {
            url: self.rest(&["messages", message_id]),
            secret: Secret::Bearer(key.expose()),
            headers: Vec::new(),
            json: None,
            about: message_id.to_owned(),
            repeatable: true,
        };
        let response = self.http.send(&request).await?;
        if response.status != 200 {
            return Err(Error::of(&response, Credential::ApiKey));
        }
        match serde_json::from_slice(&response.body) {
            Ok(MessageDetails {
                recipient: Some(recipient),
            }) => Ok(recipient),
            _ => Err(Error::UnexpectedResponse(format!(
                "no recipient of the message: {}",
                describe_body(&response)
            ))),
        }
    }
}
