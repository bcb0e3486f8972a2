//! The realtime socket, as far as its door
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
    /// Asks for nothing, without a credential: that there is an answer, and what time it tells.
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

    /// Asks to be let in to the socket, and leaves as soon as that is answered.
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

/// Where the handshake of a socket is asked for; any other address is itself.
pub(super) fn http_address(address: &Url) -> Url {
    let mut url = address.clone();
    let scheme = match url.scheme() {
        "ws" => "http",
        "wss" => "https",
        _ => return url,
    };
    // Both are of the kind that has hosts.
    let _ = url.set_scheme(scheme);
    url
}
