//! Connections: the server's clock, and the realtime socket, protocol v1
//! (<https://github.com/trycourier/courier-web>, `socket/`).

mod event;

use std::{collections::VecDeque, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{self, Bytes, Message, protocol::Role},
};

use super::{
    Courier,
    error::{Error, describe_body},
    http::{
        HttpError, Method, Request, RequestAuth, Response, Server, Upgrade, UpgradedConnection,
        http_url,
    },
    inbox::InboxCredential,
};
use crate::{runtime::after, token::UserId};

use event::MESSAGE;
pub(crate) use event::{Delivery, EVENTS, InboxEvent};

/// The transaction ID of the subscription.
const SUBSCRIBE: &str = "subscribe";

/// The time in which a server with protocol v1 acknowledges a subscription.
const ACKNOWLEDGMENT_TIMEOUT: Duration = Duration::from_secs(3);

/// The interval of pings, which is that of Courier's web SDK.
const PING_INTERVAL: Duration = Duration::from_mins(1);

/// The number of pings without any frame from the server after which the connection is lost.
const MAX_UNANSWERED_PINGS: u32 = 3;

/// A realtime connection that is subscribed to a user's Inbox.
pub(crate) struct InboxSocket {
    stream: WebSocketStream<UpgradedConnection>,
    server: Server,
    protocol: Protocol,
    /// Events that arrived before the acknowledgment.
    early: VecDeque<Delivery>,
    next_ping: Instant,
    unanswered_pings: u32,
}

/// The protocol of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Protocol {
    V1,
    /// Frames without transaction IDs and acknowledgments.
    Legacy,
}

/// The protocols that a connection may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AcceptedProtocols {
    V1,
    /// The legacy protocol too, if the server does not acknowledge a subscription.
    All,
}

impl Courier {
    /// Sends a request without credentials, so that its response sets the
    /// [clock offset](Courier::clock_offset).
    ///
    /// # Errors
    /// Returns an error if there is no response. Each status is a success.
    pub(crate) async fn measure_clock(&self) -> Result<(), Error> {
        let request = Request {
            method: Method::GET,
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
    pub(crate) async fn check_socket_upgrade(
        &self,
        credential: &InboxCredential,
        user: &UserId,
    ) -> Result<(), Error> {
        let request = self.upgrade_request(credential, user);
        match self.http.upgrade(&request).await? {
            Upgrade::Accepted(_) => Ok(()),
            Upgrade::Refused(response) => Err(refused_upgrade(&response, credential)),
        }
    }

    /// Opens a connection and subscribes to the user's Inbox, or to the messages of one tenant in it.
    ///
    /// # Errors
    /// Returns an error if Courier does not accept the connection or the subscription in time.
    pub(crate) async fn open_socket(
        &self,
        credential: &InboxCredential,
        user: &UserId,
        tenant: Option<&str>,
        protocols: AcceptedProtocols,
    ) -> Result<InboxSocket, Error> {
        let time_limit = self.limits().timeout;
        let request = self.upgrade_request(credential, user);
        let connection = match self.http.upgrade(&request).await? {
            Upgrade::Accepted(connection) => connection,
            Upgrade::Refused(response) => return Err(refused_upgrade(&response, credential)),
        };
        let server = self.socket_server();
        let stream = WebSocketStream::from_raw_socket(connection, Role::Client, None).await;
        let mut socket = InboxSocket {
            stream,
            server,
            protocol: Protocol::V1,
            early: VecDeque::new(),
            next_ping: after(PING_INTERVAL),
            unanswered_pings: 0,
        };
        let mut data = json!({ "channel": user.as_str(), "event": "*" });
        if let Some(tenant) = tenant {
            data["accountId"] = tenant.into();
        }
        if let InboxCredential::ClientKey { signature, .. } = credential {
            data["userSignature"] = json!(signature);
        }
        let subscribed = timeout(time_limit, socket.subscribe(data, protocols)).await;
        match subscribed {
            Ok(result) => result.map(|()| socket),
            Err(_) => Err(Error::Http(HttpError::TimedOut {
                server: Box::new(socket.server),
                timeout: time_limit,
            })),
        }
    }

    fn upgrade_request<'t>(&self, credential: &'t InboxCredential, user: &UserId) -> Request<'t> {
        let mut url = http_url(&self.endpoints.socket);
        let (name, secret) = match credential {
            InboxCredential::Token(jwt) => ("auth", jwt.expose()),
            InboxCredential::ClientKey { key, .. } => ("clientKey", key.as_str()),
        };
        url.query_pairs_mut()
            .append_pair(name, secret)
            .append_pair("iwpv", "v1")
            .append_pair("userId", user.as_str());
        let nonce = STANDARD.encode(uuid::Uuid::new_v4().as_bytes());
        Request {
            method: Method::GET,
            url,
            server: self.socket_server(),
            auth: RequestAuth::InUrl(secret),
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
            match self.next().await? {
                Delivery::Event(event)
                    if event.name == MESSAGE && event.message_id.as_deref() == Some(id) =>
                {
                    return Ok(());
                }
                Delivery::Event(_) => {}
                Delivery::Closed { reason, .. } => return Err(self.broken(reason)),
            }
        }
    }

    /// Waits for the next event, or the end of the connection. Sends and answers pings meanwhile.
    ///
    /// # Errors
    /// Returns an error if the connection is lost.
    pub(crate) async fn next(&mut self) -> Result<Delivery, Error> {
        if let Some(delivery) = self.early.pop_front() {
            return Ok(delivery);
        }
        loop {
            let frame = match self.next_frame().await? {
                Received::Frame(frame) => frame,
                Received::Closed(closed) => return Ok(closed),
            };
            if let Some(delivery) = self.delivery(&frame) {
                return Ok(delivery);
            }
        }
    }

    fn delivery(&self, frame: &Value) -> Option<Delivery> {
        match self.protocol {
            Protocol::V1 => Delivery::from_v1(frame),
            Protocol::Legacy => Delivery::from_legacy(frame),
        }
    }

    async fn subscribe(&mut self, data: Value, protocols: AcceptedProtocols) -> Result<(), Error> {
        self.send(&json!({ "tid": SUBSCRIBE, "action": "subscribe", "data": data }))
            .await?;
        if protocols == AcceptedProtocols::V1 {
            return self.wait_for_acknowledgment().await;
        }
        let acknowledged = timeout(ACKNOWLEDGMENT_TIMEOUT, self.wait_for_acknowledgment());
        if let Ok(result) = acknowledged.await {
            return result;
        }
        // A frame of this protocol differs from the first one in its version only.
        self.protocol = Protocol::Legacy;
        let mut data = data;
        data["version"] = 5.into();
        self.send(&json!({ "action": "subscribe", "data": data }))
            .await
    }

    /// Waits for the acknowledgment. An event of the legacy protocol shows that none will come.
    async fn wait_for_acknowledgment(&mut self) -> Result<(), Error> {
        loop {
            let frame = match self.next_frame().await? {
                Received::Frame(frame) => frame,
                Received::Closed(Delivery::Closed { reason, .. }) => {
                    return Err(self.broken(reason));
                }
                Received::Closed(Delivery::Event(_)) => continue,
            };
            if let Some(delivery) = Delivery::from_legacy(&frame) {
                self.protocol = Protocol::Legacy;
                self.early.push_back(delivery);
                return Ok(());
            }
            if frame["tid"] != SUBSCRIBE {
                self.early.extend(Delivery::from_v1(&frame));
                continue;
            }
            return match frame["response"].as_str() {
                Some("ack") => Ok(()),
                // The frame may repeat the credentials of the request.
                _ => Err(Error::unexpected(
                    &self.server,
                    "the socket did not accept the subscription".to_owned(),
                )),
            };
        }
    }

    /// Returns the next frame with JSON. Sends and answers pings.
    async fn next_frame(&mut self) -> Result<Received, Error> {
        loop {
            let message = tokio::select! {
                message = self.stream.next() => message,
                () = sleep_until(self.next_ping) => {
                    self.ping().await?;
                    continue;
                }
            };
            let message = match message {
                Some(Ok(message)) => message,
                Some(Err(error)) => return Err(self.broken(error.to_string())),
                None => return Err(self.broken(tungstenite::Error::ConnectionClosed.to_string())),
            };
            self.unanswered_pings = 0;
            if let Message::Close(frame) = message {
                let (code, text) = frame.map_or((1005, String::new()), |frame| {
                    (frame.code.into(), frame.reason.to_string())
                });
                return Ok(Received::Closed(Delivery::closed(code, &text)));
            }
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
            return Ok(Received::Frame(frame));
        }
    }

    async fn ping(&mut self) -> Result<(), Error> {
        if self.unanswered_pings == MAX_UNANSWERED_PINGS {
            return Err(self.broken("no response to pings".to_owned()));
        }
        self.unanswered_pings = self.unanswered_pings.saturating_add(1);
        self.next_ping = after(PING_INTERVAL);
        match self.protocol {
            Protocol::V1 => self.send(&json!({ "tid": "ping", "action": "ping" })).await,
            Protocol::Legacy => {
                // `keepAlive` has no response, but a ping of WebSocket has.
                self.send(&json!({ "action": "keepAlive" })).await?;
                let sent = self.stream.send(Message::Ping(Bytes::new())).await;
                sent.map_err(|error| self.broken(error.to_string()))
            }
        }
    }

    async fn send(&mut self, frame: &Value) -> Result<(), Error> {
        let sent = self.stream.send(Message::text(frame.to_string())).await;
        sent.map_err(|error| self.broken(error.to_string()))
    }

    fn broken(&self, reason: String) -> Error {
        Error::Http(HttpError::Broken {
            server: Box::new(self.server.clone()),
            reason,
        })
    }
}

/// A frame from the server, or the end of the connection.
enum Received {
    Frame(Value),
    Closed(Delivery),
}

/// Returns the error of an upgrade that was not accepted.
fn refused_upgrade(response: &Response, credential: &InboxCredential) -> Error {
    match response.status {
        status @ 200..=299 => {
            let body = describe_body(response);
            let message = format!("expected 101, got {status} with {body}");
            Error::unexpected(&response.server, message)
        }
        _ => Error::from_response(response, credential.kind()),
    }
}
