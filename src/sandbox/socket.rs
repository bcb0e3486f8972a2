//! The realtime socket, protocol v1, as Courier's web SDK speaks it
//! (<https://github.com/trycourier/courier-web>, `socket/`).

use std::{sync::Arc, time::Duration};

use axum::{
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
    time::{Instant, interval_at, timeout},
};

use super::{
    answer::not_found,
    auth::{self, Refusal},
    hub::Seat,
    server::Shared,
};
use crate::inspect::duration::seconds;

/// How often each side asks whether the other is there, in seconds.
const PING_INTERVAL: u64 = 60;

/// How many questions may be unanswered.
const MAX_OUTSTANDING_PINGS: u64 = 3;

/// The longest frame that is read, in bytes.
const MAX_FRAME: usize = 64 * 1024;

/// How long a frame may take to be written.
const PATIENCE: Duration = Duration::from_secs(10);

/// `GET /`: authorised first, then upgraded.
pub(super) async fn upgrade(
    State(shared): State<Arc<Shared>>,
    RawQuery(query): RawQuery,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let Ok(upgrade) = upgrade else {
        return not_found();
    };
    let query = query.unwrap_or_default();
    let user = match user(&query, seconds(shared.now())) {
        Ok(user) => user,
        Err(refusal) => return refusal.into_response(),
    };
    let source = parameter(&query, "cid");
    upgrade
        .max_message_size(MAX_FRAME)
        .max_frame_size(MAX_FRAME)
        .on_upgrade(move |socket| async move {
            let (seat, frames) = shared.hub().join(&user, source);
            let connection = Connection {
                socket,
                seat,
                user,
                pings: Pings::default(),
            };
            connection.serve(frames, shared.end()).await;
        })
}

/// A value of a query in which the SDK encodes nothing, but a browser perhaps does.
pub(super) fn parameter(query: &str, name: &str) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(known, _)| *known == name)?;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

/// Whose Inbox a handshake may listen to.
fn user(query: &str, now: f64) -> Result<String, Refusal> {
    let token = parameter(query, "auth").ok_or(Refusal("CA101"))?;
    let grant = auth::verify(&token, now)?;
    let user = grant
        .user(parameter(query, "userId").as_deref())?
        .to_owned();
    grant.require("inbox:read:messages")?;
    Ok(user)
}

/// One connection.
struct Connection {
    socket: WebSocket,
    seat: Seat,
    user: String,
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
    data: Data,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    channel: Option<String>,
    account_id: Option<String>,
}

impl Connection {
    /// Until one of the two has enough.
    async fn serve(mut self, mut frames: Receiver<Utf8Bytes>, end: impl Future<Output = ()>) {
        let period = Duration::from_secs(PING_INTERVAL);
        let mut pings = interval_at(Instant::now() + period, period);
        let mut end = std::pin::pin!(end);
        loop {
            let is_up = tokio::select! {
                () = &mut end => self.close(close_code::AWAY, "the sandbox ends").await,
                frame = frames.recv() => match frame {
                    Some(frame) => self.send(frame).await,
                    None => self.close(close_code::AGAIN, "too slow").await,
                },
                message = self.socket.recv() => match message {
                    Some(Ok(Message::Text(text))) => self.hear(&text).await,
                    // Pongs and the answer to a close are the library's to send.
                    Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Binary(_))) => true,
                    Some(Ok(Message::Close(_)) | Err(_)) | None => false,
                },
                _ = pings.tick() => self.ping().await,
            };
            if !is_up {
                return;
            }
        }
    }

    /// Answers a frame; whether the connection is still up.
    async fn hear(&mut self, text: &str) -> bool {
        let Ok(Frame { tid, action, data }) = serde_json::from_str(text) else {
            return self.fail(Value::Null, "the frame is no JSON object").await;
        };
        match action.as_str() {
            "get-config" => {
                let config = json!({
                    "pingInterval": PING_INTERVAL,
                    "maxOutstandingPings": MAX_OUTSTANDING_PINGS,
                });
                self.tell(&json!({ "tid": tid, "response": "config", "data": config }))
                    .await
            }
            "subscribe" if data.channel.as_deref() != Some(&self.user) => {
                self.fail(tid, "the channel is not the user of the token")
                    .await
            }
            "subscribe" => {
                self.seat.subscribe(data.account_id);
                self.tell(&json!({ "tid": tid, "response": "ack" })).await
            }
            "unsubscribe" => {
                self.seat.unsubscribe();
                self.tell(&json!({ "tid": tid, "response": "ack" })).await
            }
            "ping" => self.tell(&json!({ "tid": tid, "response": "pong" })).await,
            "pong" => {
                self.pings.answered();
                true
            }
            "keepAlive" => true,
            _ => self.fail(tid, "there is no such action").await,
        }
    }

    async fn ping(&mut self) -> bool {
        match self.pings.next() {
            Some(tid) => self.tell(&json!({ "tid": tid, "action": "ping" })).await,
            None => self.close(close_code::POLICY, "no answer to pings").await,
        }
    }

    async fn fail(&mut self, tid: Value, message: &str) -> bool {
        self.tell(&json!({ "tid": tid, "response": "error", "data": { "message": message } }))
            .await
    }

    async fn tell(&mut self, frame: &Value) -> bool {
        self.send(frame.to_string().into()).await
    }

    async fn send(&mut self, frame: Utf8Bytes) -> bool {
        let sent = timeout(PATIENCE, self.socket.send(Message::Text(frame))).await;
        matches!(sent, Ok(Ok(())))
    }

    async fn close(&mut self, code: u16, reason: &'static str) -> bool {
        let reason = Utf8Bytes::from_static(reason);
        let close = Message::Close(Some(CloseFrame { code, reason }));
        // Whoever is gone needs no good-bye.
        let _ = timeout(PATIENCE, self.socket.send(close)).await;
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
