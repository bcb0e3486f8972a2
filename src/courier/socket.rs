//! Checks of the server's clock and of the realtime socket's WebSocket upgrade
//! (<https://github.com/trycourier/courier-web>, `socket/`).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use url::Url;

use super::{
    Courier, Error,
    error::{Credential, describe_body},
    http::{Request, Secret},
};
use crate::token::{Jwt, UserId};

impl Courier {
    /// Sends a request without a credential, so that the `Date` header of the response shows the
    /// offset between the server's clock and this machine's.
    ///
    /// # Errors
    /// Returns an error if the request fails.
    pub(crate) async fn measure_clock(&self) -> Result<(), Error> {
        let request = Request {
            url: self.endpoints.rest.clone(),
            secret: Secret::Nothing,
            headers: Vec::new(),
            json: None,
            about: "the clock".to_owned(),
            repeatable: false,
        };
        self.http.send(&request).await?;
        Ok(())
    }

    /// Requests a WebSocket upgrade and closes the connection after the response.
    ///
    /// # Errors
    /// Returns an error if the request fails or Courier refuses the upgrade.
    pub(crate) async fn check_socket_upgrade(&self, jwt: &Jwt, user: &UserId) -> Result<(), Error> {
        let mut url = http_address(&self.endpoints.socket);
        url.query_pairs_mut()
            .append_pair("auth", jwt.expose())
            .append_pair("iwpv", "v1")
            .append_pair("userId", user.as_str());
        let nonce = STANDARD.encode(uuid::Uuid::new_v4().as_bytes());
        let request = Request {
            url,
            secret: Secret::InUrl(jwt.expose()),
            headers: vec![
                ("connection", "Upgrade".to_owned()),
                ("upgrade", "websocket".to_owned()),
                ("sec-websocket-version", "13".to_owned()),
                ("sec-websocket-key", nonce),
            ],
            json: None,
            about: user.to_string(),
            repeatable: false,
        };
        let response = self.http.send(&request).await?;
        match response.status {
            101 => Ok(()),
            status @ 200..=299 => Err(Error::UnexpectedResponse(format!(
                "{status} where an upgrade (101) was due: {}",
                describe_body(&response)
            ))),
            _ => Err(Error::of(&response, Credential::UserToken)),
        }
    }
}

/// Returns the HTTP URL for the handshake of a WebSocket URL. Other URLs are returned unchanged.
pub(super) fn http_address(address: &Url) -> Url {
    let mut url = address.clone();
    let scheme = match url.scheme() {
        "ws" => "http",
        "wss" => "https",
        _ => return url,
    };
    // `set_scheme` cannot fail here, because both schemes require a host.
    let _ = url.set_scheme(scheme);
    url
}
