//! The REST Messages API: the recipient of a message.

use super::{
    Courier,
    error::{Credential, Error, describe_body},
    http::{Request, RequestAuth},
    wire::MessageDetails,
};
use crate::token::ApiKey;

impl Courier {
    /// Returns the recipient of a message (`GET /messages/{id}`,
    /// <https://www.courier.com/docs/reference/logs/message>).
    ///
    /// # Errors
    /// Returns an error if the request fails or if the response names no recipient.
    pub(crate) async fn recipient(&self, key: &ApiKey, message_id: &str) -> Result<String, Error> {
        self.check_key(key)?;
        let request = Request {
            url: self.rest_url(&["messages", message_id]),
            server: self.rest_server(),
            auth: RequestAuth::Bearer(key.expose()),
            headers: Vec::new(),
            json: None,
            subject: message_id.to_owned(),
            is_idempotent: true,
        };
        let response = self.http.send(&request).await?;
        if response.status != 200 {
            return Err(Error::from_response(&response, Credential::ApiKey));
        }
        match serde_json::from_slice(&response.body) {
            Ok(MessageDetails {
                recipient: Some(recipient),
            }) => Ok(recipient),
            _ => Err(Error::UnexpectedResponse(format!(
                "expected a message with a recipient, got {}",
                describe_body(&response)
            ))),
        }
    }
}
