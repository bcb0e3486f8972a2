//! Protocol v1: every frame has a transaction ID and, except for `pong` and `keepAlive`, gets a
//! response.

use axum::extract::ws::close_code;
use serde_json::{Value, json};

use super::{
    frame::{Frame, INVALID_FRAME},
    pings::{MAX_OUTSTANDING_PINGS, PING_INTERVAL, Pings},
    session::Session,
};

/// Handles a frame, and returns the response.
pub(super) fn handle(text: &str, session: &Session, pings: &mut Pings) -> Option<Value> {
    let Some(Frame { tid, action, data }) = Frame::parse(text) else {
        return Some(error(&Value::Null, INVALID_FRAME));
    };
    let data = data.unwrap_or_default();
    match action.as_str() {
        "get-config" => {
            let config = json!({
                "pingInterval": PING_INTERVAL,
                "maxOutstandingPings": MAX_OUTSTANDING_PINGS,
            });
            Some(json!({ "tid": tid, "response": "config", "data": config }))
        }
        "subscribe" => Some(match session.subscribe(data) {
            Ok(()) => json!({ "tid": tid, "response": "ack" }),
            Err(reason) => error(&tid, &reason),
        }),
        "unsubscribe" => {
            session.unsubscribe(&data);
            Some(json!({ "tid": tid, "response": "ack" }))
        }
        "ping" => Some(json!({ "tid": tid, "response": "pong" })),
        "pong" => {
            pings.record_pong();
            None
        }
        "keepAlive" => None,
        _ => Some(error(&tid, "unknown action")),
    }
}

/// Returns the ping with that ID.
pub(super) fn ping(tid: &str) -> Value {
    json!({ "tid": tid, "action": "ping" })
}

/// Returns the frame that tells clients to connect again in so many seconds
/// (<https://github.com/trycourier/courier-web>, `types/socket/protocol/messages.ts`).
pub(super) fn reconnect(seconds: u64) -> Value {
    json!({
        "event": "reconnect",
        "message": "closed by the control API",
        "retryAfter": seconds,
        "code": close_code::RESTART,
    })
}

fn error(tid: &Value, message: &str) -> Value {
    json!({ "tid": tid, "response": "error", "data": { "message": message } })
}
