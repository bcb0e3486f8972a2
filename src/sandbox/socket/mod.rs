//! The realtime socket: protocol v1, as Courier's web SDK speaks it
//! (<https://github.com/trycourier/courier-web>, `socket/`), and the older one of everybody else.

mod legacy;
mod v1;

use std::{sync::Arc, time::Duration};

use axum::{
    body::Bytes,
    extract::{
        RawQuery, State,
        ws::{
            CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade, close_code,
            rejection::WebSocketUpgradeRejection,
        },
    },
    response::{IntoResponse, Response},
};
use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{
    sync::mpsc::Receiver,
    time::{Instant, MissedTickBehavior, interval_at, timeout},
};

use super::{
    answer::not_found,
    auth::{self, Refusal, Workspace},
    hub::{Protocol, Seat, Subscription},
    server::Shared,
};
use crate::time::unix_seconds;

/// How often each side asks whether the other is there, in seconds.
const PING_INTERVAL: u64 = 60;

/// How many questions may be unanswered.
const MAX_OUTSTANDING_PINGS: u64 = 3;

/// The longest frame that is read, in bytes.
const MAX_FRAME: usize = 64 * 1024;

/// The longest name of a channel, in bytes.
const MAX_CHANNEL: usize = 4 * 1024;

/// What is said of what cannot be read.
const NO_FRAME: &str = "the frame is no JSON object, or not of the form that is expected";

/// How long a frame may take to be written.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a good-bye may take.
const FAREWELL: Duration = Duration::from_secs(1);

/// `GET /` as an upgrade: authorised first, then upgraded.
pub(super) fn upgrade(
    shared: Arc<Shared>,
    query: &str,
    origin: Option<&str>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let who = Guest::of(
        query,
        origin,
        &shared.workspace(),
        unix_seconds(shared.now()),
    );
    match who {
        Ok(who) => connect(shared, query, who, upgrade),
        Err(refusal) => refusal.into_response(),
    }
}

/// The same for whoever controls the sandbox, who needs no token to hear what a user hears.
pub(super) async fn watch(
    State(shared): State<Arc<Shared>>,
    RawQuery(query): RawQuery,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let query = query.unwrap_or_default();
    match (parameter(&query, "userId"), upgrade) {
        (Some(user), Ok(upgrade)) => connect(shared, &query, Guest::User(user), upgrade),
        _ => not_found(),
    }
}

fn connect(shared: Arc<Shared>, query: &str, who: Guest, upgrade: WebSocketUpgrade) -> Response {
    let source = parameter(query, "cid");
    let protocol = match parameter(query, "iwpv") {
        Some(_) => Protocol::V1,
        None => Protocol::Legacy,
    };
    upgrade
        .max_message_size(MAX_FRAME)
        .max_frame_size(MAX_FRAME)
        .on_upgrade(move |socket| async move {
            let (seat, frames) = shared.hub().join(protocol);
            let end = shared.end();
            let connection = Connection {
                socket,
                seat,
                shared,
                who,
                source,
                protocol,
                pings: Pings::default(),
            };
            connection.serve(frames, end).await;
        })
}

/// A value of a query in which the SDK encodes nothing, but a browser perhaps does.
pub(super) fn parameter(query: &str, name: &str) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(known, _)| *known == name)?;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

/// Who listens.
enum Guest {
    /// Whom a token names.
    User(String),
    /// Whoever the client key lets in, each user with a signature where one is required.
    ClientKey { key: String, origin: Option<String> },
}

impl Guest {
    /// Who comes with a handshake's query.
    fn of(
        query: &str,
        origin: Option<&str>,
        workspace: &Workspace,
        now: f64,
    ) -> Result<Self, Refusal> {
        let token = parameter(query, "auth");
        if let (None, Some(key)) = (&token, parameter(query, "clientKey")) {
            workspace.check_client_key(&key, origin)?;
            let origin = origin.map(str::to_owned);
            return Ok(Self::ClientKey { key, origin });
        }
        let token = token.ok_or(Refusal::Rule("CA101"))?;
        Self::of_token(
            &token,
            parameter(query, "userId").as_deref(),
            workspace,
            now,
        )
    }

    fn of_token(
        token: &str,
        user: Option<&str>,
        workspace: &Workspace,
        now: f64,
    ) -> Result<Self, Refusal> {
        let grant = auth::verify(token, workspace, now)?;
        let user = grant.user(user)?.to_owned();
        grant.require_one_of(&["inbox:read:messages"])?;
        Ok(Self::User(user))
    }
}

/// One connection.
struct Connection {
    socket: WebSocket,
    seat: Seat,
    shared: Arc<Shared>,
    who: Guest,
    /// What the client calls itself.
    source: Option<String>,
    protocol: Protocol,
    pings: Pings,
}

/// Questions whether the other side is there.
#[derive(Default)]
struct Pings {
    asked: u64,
    outstanding: u64,
}

impl Pings {
    /// The id of the next one; none where too many were not answered.
    fn next(&mut self) -> Option<String> {
        if self.outstanding == MAX_OUTSTANDING_PINGS {
            return None;
        }
        self.asked += 1;
        self.outstanding += 1;
        Some(format!("s{}", self.asked))
    }

    /// The other side is there, whichever one it answers.
    fn answered(&mut self) {
        self.outstanding = 0;
    }
}

/// What a client sends.
#[derive(Deserialize)]
struct Frame {
    #[serde(default)]
    tid: Value,
    #[serde(default)]
    action: String,
    #[serde(default)]
    data: Option<Data>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Data {
    channel: Option<String>,
    account_id: Option<String>,
    client_source_id: Option<String>,
    user_signature: Option<String>,
    auth: Option<String>,
}

impl Frame {
    /// Reads a frame, which is a JSON object.
    fn read(text: &str) -> Option<Self> {
        // An array would do for an object whose fields may all be left out.
        let is_object = text.trim_start().starts_with('{');
        serde_json::from_str(text).ok().filter(|_| is_object)
    }
}

impl Connection {
    /// Until one of the two has enough.
    async fn serve(mut self, mut frames: Receiver<Utf8Bytes>, end: impl Future<Output = ()>) {
        let period = Duration::from_secs(PING_INTERVAL);
        let mut pings = interval_at(Instant::now() + period, period);
        // A machine that slept owes none.
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut end = std::pin::pin!(end);
        loop {
            let is_up = tokio::select! {
                () = &mut end => self.close(close_code::AWAY, "the sandbox ends").await,
                frame = frames.recv() => match frame {
                    Some(frame) => self.send(frame).await,
                    None => self.close(close_code::AGAIN, "too slow").await,
                },
                message = self.socket.recv() => match message {
                    Some(Ok(Message::Text(text))) => match self.protocol {
                        Protocol::V1 => self.hear_v1(&text).await,
                        Protocol::Legacy => self.hear_legacy(&text).await,
                    },
                    Some(Ok(Message::Pong(_))) => {
                        self.pings.answered();
                        true
                    }
                    // Pongs and the answer to a close are the library's to send.
                    Some(Ok(Message::Ping(_) | Message::Binary(_))) => true,
                    Some(Ok(Message::Close(_))) => self.finish().await,
                    Some(Err(_)) | None => false,
                },
                _ = pings.tick() => self.ping().await,
            };
            if !is_up {
                return;
            }
        }
    }

    /// Begins to listen to a user's Inbox.
    ///
    /// # Errors
    /// When that is not the one whom the connection is for.
    fn subscribe(&self, data: Data) -> Result<(), String> {
        let user = data.channel.unwrap_or_default();
        match &self.who {
            Guest::User(known) if *known == user => {}
            Guest::User(_) => return Err("the channel is not the user of the token".to_owned()),
            Guest::ClientKey { .. } if user.is_empty() => {
                return Err("the channel names no user".to_owned());
            }
            Guest::ClientKey { key, origin } => {
                // What the workspace requires may have changed since.
                let workspace = self.shared.workspace();
                workspace
                    .check_client_key(key, origin.as_deref())
                    .map_err(Refusal::in_words)?;
                workspace
                    .check_signature(&user, data.user_signature.as_deref())
                    .map_err(Refusal::in_words)?;
            }
        }
        let source = self.source.clone().or(data.client_source_id);
        let tenant = data.account_id;
        if user.len() > MAX_CHANNEL {
            return Err("the channel is too long".to_owned());
        }
        let subscription = Subscription { user, tenant };
        let subscribed = self.seat.subscribe(subscription, source);
        subscribed.map_err(str::to_owned)
    }

    /// Ends to listen to it.
    fn unsubscribe(&self, data: &Data) {
        let user = match &self.who {
            Guest::User(user) => data.channel.as_ref().or(Some(user)),
            Guest::ClientKey { .. } => data.channel.as_ref(),
        };
        if let Some(user) = user {
            self.seat.unsubscribe(user, data.account_id.as_deref());
        }
    }

    async fn ping(&mut self) -> bool {
        match (self.pings.next(), self.protocol) {
            (None, _) => self.close(close_code::POLICY, "no answer to pings").await,
            (Some(tid), Protocol::V1) => self.tell(&json!({ "tid": tid, "action": "ping" })).await,
            // These clients know no ping of their own; what they stand on does.
            (Some(_), Protocol::Legacy) => self.write(Message::Ping(Bytes::new())).await,
        }
    }

    async fn tell(&mut self, frame: &Value) -> bool {
        self.send(frame.to_string().into()).await
    }

    async fn send(&mut self, frame: Utf8Bytes) -> bool {
        self.write(Message::Text(frame)).await
    }

    async fn write(&mut self, message: Message) -> bool {
        let sent = timeout(PATIENCE, self.socket.send(message)).await;
        matches!(sent, Ok(Ok(())))
    }

    async fn close(&mut self, code: u16, reason: &'static str) -> bool {
        let reason = Utf8Bytes::from_static(reason);
        let close = Message::Close(Some(CloseFrame { code, reason }));
        // Whoever is gone needs no good-bye.
        let _ = timeout(FAREWELL, self.socket.send(close)).await;
        self.finish().await
    }

    /// Lets the closing handshake come to its end: the library answers while it is read from.
    async fn finish(&mut self) -> bool {
        let rest = async { while let Some(Ok(_)) = self.socket.recv().await {} };
        let _ = timeout(FAREWELL, rest).await;
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_answers_no_ping_is_given_up() {
        let mut pings = Pings::default();
        assert_eq!(pings.next().as_deref(), Some("s1"));
        pings.answered();
        for tid in ["s2", "s3", "s4"] {
            assert_eq!(pings.next().as_deref(), Some(tid));
        }
        assert_eq!(pings.next(), None);
    }

    #[test]
    fn a_query_is_read_encoded_or_not() {
        let query = "auth=a.b-c_d&userId=j%C3%B6rg+1&x=%2&cid=";
        assert_eq!(parameter(query, "auth").as_deref(), Some("a.b-c_d"));
        assert_eq!(parameter(query, "userId").as_deref(), Some("jörg+1"));
        assert_eq!(parameter(query, "x").as_deref(), Some("%2"));
        assert_eq!(parameter(query, "cid").as_deref(), Some(""));
        assert_eq!(parameter(query, "none"), None);
    }
}
