//! Connections: the server's clock, and the realtime socket, protocol v1
//! (<https://github.com/trycourier/courier-web>, `socket/`).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{self, Message, protocol::Role},
};

use super::{
    Courier,
    error::{Credential, Error, describe_body},
    http::{
        HttpError, Request, RequestAuth, Response, Server, Upgrade, UpgradedConnection, http_url,
    },
};
use crate::{
    text::shorten,
    token::{Jwt, UserId},
};

/// The transaction ID of the subscription.
const SUBSCRIBE: &str = "subscribe";

/// A realtime connection that is subscribed to a user's Inbox.
pub(crate) struct InboxSocket {
    stream: WebSocketStream<UpgradedConnection>,
    server: Server,
}

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
        match self.http.upgrade(&self.upgrade_request(jwt, user)).await? {
            Upgrade::Accepted(_) => Ok(()),
            Upgrade::Refused(response) => Err(refused_upgrade(&response)),
        }
    }

    /// Opens a connection and subscribes to the user's Inbox, or to the messages of one tenant in it.
    ///
    /// # Errors
    /// Returns an error if Courier does not accept the connection or the subscription in time.
    pub(crate) async fn open_socket(
        &self,
        jwt: &Jwt,
        user: &UserId,
        tenant: Option<&str>,
    ) -> Result<InboxSocket, Error> {
        let time_limit = self.limits().timeout;
        let connection = match self.http.upgrade(&self.upgrade_request(jwt, user)).await? {
            Upgrade::Accepted(connection) => connection,
            Upgrade::Refused(response) => return Err(refused_upgrade(&response)),
        };
        let server = self.socket_server();
        let stream = WebSocketStream::from_raw_socket(connection, Role::Client, None).await;
        let mut socket = InboxSocket { stream, server };
        match timeout(time_limit, socket.subscribe(user, tenant)).await {
            Ok(result) => result.map(|()| socket),
            Err(_) => Err(Error::Http(HttpError::TimedOut {
                server: Box::new(socket.server),
                timeout: time_limit,
            })),
        }
    }

    fn upgrade_request<'t>(&self, jwt: &'t Jwt, user: &UserId) -> Request<'t> {
        let mut url = http_url(&self.endpoints.socket);
        url.query_pairs_mut()
            .append_pair("auth", jwt.expose())
            .append_pair("iwpv", "v1")
            .append_pair("userId", user.as_str());
        let nonce = STANDARD.encode(uuid::Uuid::new_v4().as_bytes());
        Request {
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
        }
    }
}

impl InboxSocket {
    /// Waits until the message arrives.
    ///
    /// # Errors
    /// Returns an error if the connection ends before that.
    pub(crate) async fn wait_for_message(&mut self, id: &str) -> Result<(), Error> {
        loop {
            let frame = self.next_frame().await?;
            if frame["event"] == "message" && frame["messageId"] == id {
                return Ok(());
            }
        }
    }

    async fn subscribe(&mut self, user: &UserId, tenant: Option<&str>) -> Result<(), Error> {
        let mut data = json!({ "channel": user.as_str(), "event": "*" });
        if let Some(tenant) = tenant {
            data["accountId"] = tenant.into();
        }
        let subscription = json!({ "tid": SUBSCRIBE, "action": "subscribe", "data": data });
        self.send(&subscription).await?;
        loop {
            let frame = self.next_frame().await?;
            if frame["tid"] != SUBSCRIBE {
                continue;
            }
            return match frame["response"].as_str() {
                Some("ack") => Ok(()),
                _ => Err(Error::UnexpectedResponse(format!(
                    "the socket did not accept the subscription: {}",
                    shorten(&frame.to_string())
                ))),
            };
        }
    }

    /// Returns the next frame with JSON. Replies to pings.
    async fn next_frame(&mut self) -> Result<Value, Error> {
        loop {
            let message = match self.stream.next().await {
                Some(Ok(message)) => message,
                Some(Err(error)) => return Err(self.broken(&error)),
                None => return Err(self.broken(&tungstenite::Error::ConnectionClosed)),
            };
            let Ok(text) = message.to_text() else {
                continue;
            };
            let Ok(frame) = serde_json::from_str::<Value>(text) else {
                continue;
            };
            if frame["action"] == "ping" {
                self.send(&json!({ "tid": frame["tid"], "action": "pong" }))
                    .await?;
                continue;
            }
            return Ok(frame);
        }
    }

    async fn send(&mut self, frame: &Value) -> Result<(), Error> {
        let sent = self.stream.send(Message::text(frame.to_string())).await;
        sent.map_err(|error| self.broken(&error))
    }

    fn broken(&self, error: &tungstenite::Error) -> Error {
        Error::Http(HttpError::Broken {
            server: Box::new(self.server.clone()),
            reason: error.to_string(),
        })
    }
}

/// Returns the error of an upgrade that was not accepted.
fn refused_upgrade(response: &Response) -> Error {
    match response.status {
        status @ 200..=299 => Error::UnexpectedResponse(format!(
            "expected 101, got {status} with {}",
            describe_body(response)
        )),
        _ => Error::from_response(response, Credential::UserToken),
    }
}
