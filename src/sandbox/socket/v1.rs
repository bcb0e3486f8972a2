//! Protocol v1: every frame has an id and, but for `pong` and `keepAlive`, gets an answer.

use serde_json::{Value, json};

use super::{Connection, Frame, MAX_OUTSTANDING_PINGS, NO_FRAME, PING_INTERVAL};

impl Connection {
    /// Answers a frame; whether the connection is still up.
    pub(super) async fn hear_v1(&mut self, text: &str) -> bool {
        let Some(Frame { tid, action, data }) = Frame::read(text) else {
            return self.fail(Value::Null, NO_FRAME).await;
        };
        let data = data.unwrap_or_default();
        match action.as_str() {
            "get-config" => {
                let config = json!({
                    "pingInterval": PING_INTERVAL,
                    "maxOutstandingPings": MAX_OUTSTANDING_PINGS,
                });
                self.tell(&json!({ "tid": tid, "response": "config", "data": config }))
                    .await
            }
            "subscribe" => match self.subscribe(data) {
                Ok(()) => self.tell(&json!({ "tid": tid, "response": "ack" })).await,
                Err(reason) => self.fail(tid, &reason).await,
            },
            "unsubscribe" => {
                self.unsubscribe(&data);
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

    async fn fail(&mut self, tid: Value, message: &str) -> bool {
        self.tell(&json!({ "tid": tid, "response": "error", "data": { "message": message } }))
            .await
    }
}
