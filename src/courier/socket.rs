//! Checks of connections: the server's clock, and the WebSocket upgrade of the realtime socket
//! (<https://github.com/trycourier/courier-web>, `socket/`). No socket session is opened.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{
    Courier,
    error::{Credential, Error, describe_body},
    http::{Request, RequestAuth, http_url},
};
use crate::token::{Jwt, UserId};

impl Courier {
    /// Sends a request without credentials, so that its response sets the
    /// [clock offset](Courier::clock_offset).
    ///
    /// # Errors
    /// Returns an error if there is no response. Each status is a success.
    pub(crate) async fn measure_clock(&self) -> Result<(), Error> {
        let request = Request {
            url: self.endpoints.rest.clone(),
            server: self.rest_server(),
            auth: RequestAuth::Anonymous,
            headers: Vec::new(),
            json: None,
            subject: "the clock".to_owned(),
            is_idempotent: false,
        };
        self.http.send(&request).await?;
        Ok(())
    }

    /// Requests a WebSocket upgrade, and closes the connection after the response.
    ///
    /// # Errors
    /// Returns an error if Courier does not accept the upgrade.
    pub(crate) async fn check_socket_upgrade(&self, jwt: &Jwt, user: &UserId) -> Result<(), Error> {
        let mut url = http_url(&self.endpoints.socket);
        url.query_pairs_mut()
            .append_pair("auth", jwt.expose())
            .append_pair("iwpv", "v1")
            .append_pair("userId", user.as_str());
        let nonce = STANDARD.encode(uuid::Uuid::new_v4().as_bytes());
        let request = Request {
            url,
            server: self.socket_server(),
            auth: RequestAuth::InUrl(jwt.expose()),
            headers: vec![
                ("connection", "Upgrade".to_owned()),
                ("upgrade", "websocket".to_owned()),
                ("sec-websocket-version", "13".to_owned()),
                ("sec-websocket-key", nonce),
            ],
            json: None,
            subject: user.to_string(),
            is_idempotent: false,
        };
        let response = self.http.send(&request).await?;
        match response.status {
            101 => Ok(()),
            status @ 200..=299 => Err(Error::UnexpectedResponse(format!(
                "expected 101, got {status} with {}",
                describe_body(&response)
            ))),
            _ => Err(Error::from_response(&response, Credential::UserToken)),
        }
    }
}
