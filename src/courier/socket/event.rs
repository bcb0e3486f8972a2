//! Events of an Inbox, and the frames of both protocols that contain them
//! (<https://github.com/trycourier/courier-web>, `types/socket/protocol/messages.ts`;
//! <https://github.com/trycourier/courier-ios>, `Socket/InboxSocket.swift`).

use std::time::Duration;

use serde_json::Value;

use crate::courier::wire::InboxMessage;

/// The maximum delay that a server can ask for.
const MAX_DELAY: Duration = Duration::from_hours(1);

/// The event of a new message.
pub(super) const MESSAGE: &str = "message";

/// The names of all events, as in protocol v1.
pub(crate) const EVENTS: [&str; 11] = [
    MESSAGE,
    "read",
    "unread",
    "opened",
    "unopened",
    "clicked",
    "archive",
    "unarchive",
    "mark-all-read",
    "archive-all",
    "archive-read",
];

/// A change to an Inbox.
#[derive(Debug, Clone)]
pub(crate) struct InboxEvent {
    /// The name, usually one of [`EVENTS`].
    pub(crate) name: String,
    /// The changed message, `None` if the event is about all messages.
    pub(crate) message_id: Option<String>,
    /// The new message.
    pub(crate) message: Option<InboxMessage>,
}

/// An event of a connection, or its end.
#[derive(Debug)]
pub(crate) enum Delivery {
    Event(Box<InboxEvent>),
    /// The server closes the connection, or asks the client to do it.
    Closed {
        reason: String,
        /// The delay that the server asks for before the next connection.
        retry_after: Option<Duration>,
    },
}

impl InboxEvent {
    /// The arrival of a message.
    pub(crate) fn arrival(message: InboxMessage) -> Self {
        Self {
            name: MESSAGE.to_owned(),
            message_id: Some(message.message_id.clone()),
            message: Some(message),
        }
    }
}

impl Delivery {
    /// Returns what a frame of protocol v1 delivers, `None` if it is no event.
    pub(super) fn from_v1(frame: &Value) -> Option<Self> {
        let name = frame["event"].as_str()?;
        if name == "reconnect" {
            return Some(Self::Closed {
                reason: match frame["message"].as_str() {
                    Some(message) => format!("the server requested a reconnection: {message}"),
                    None => "the server requested a reconnection".to_owned(),
                },
                retry_after: frame["retryAfter"].as_f64().and_then(delay),
            });
        }
        let message = (name == MESSAGE).then(|| frame["data"].clone());
        Some(Self::event(name, frame["messageId"].as_str(), message))
    }

    /// Returns what a frame of the legacy protocol delivers, `None` if it is no event.
    pub(super) fn from_legacy(frame: &Value) -> Option<Self> {
        let id = frame["messageId"].as_str();
        match frame["type"].as_str()? {
            MESSAGE => Some(Self::event(MESSAGE, id, Some(frame.clone()))),
            "event" => {
                let name = match frame["event"].as_str()? {
                    "click" => "clicked",
                    name => name,
                };
                Some(Self::event(name, id, None))
            }
            _ => None,
        }
    }

    fn event(name: &str, id: Option<&str>, message: Option<Value>) -> Self {
        let id_of_frame = id.unwrap_or_default();
        let message = message.map(|mut message| {
            if let Some(fields) = message.as_object_mut() {
                let id = fields.entry("messageId").or_insert(Value::Null);
                if id.is_null() {
                    *id = id_of_frame.into();
                }
                // On the socket, tracking IDs are part of the data; in query results they are beside it.
                if let Some(data) = fields.get_mut("data").and_then(Value::as_object_mut) {
                    data.shift_remove("trackingIds");
                }
            }
            // A message that cannot be read is still an event.
            serde_json::from_value(message).unwrap_or_else(|_| InboxMessage {
                message_id: id_of_frame.to_owned(),
                ..InboxMessage::default()
            })
        });
        Self::Event(Box::new(InboxEvent {
            name: name.to_owned(),
            message_id: id.map(str::to_owned),
            message,
        }))
    }

    /// Returns the closing of a connection with a code and a text, which may ask for a delay:
    /// `{"Retry-After":"10"}`.
    pub(super) fn closed(code: u16, text: &str) -> Self {
        let details: Value = serde_json::from_str(text).unwrap_or_default();
        let seconds = match &details["Retry-After"] {
            Value::String(seconds) => seconds.parse().ok(),
            seconds => seconds.as_f64(),
        };
        let reason = match text {
            "" => format!("the server closed the connection ({code})"),
            text => format!("the server closed the connection ({code}: {text})"),
        };
        Self::Closed {
            reason,
            retry_after: seconds.and_then(delay),
        }
    }
}

fn delay(seconds: f64) -> Option<Duration> {
    let delay = Duration::try_from_secs_f64(seconds).ok()?;
    Some(delay.min(MAX_DELAY))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn event(delivery: Option<Delivery>) -> InboxEvent {
        match delivery {
            Some(Delivery::Event(event)) => *event,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn both_protocols_deliver_the_same_events() {
        let data = json!({ "a": 1, "trackingIds": { "x": "y" } });
        let v1 = json!({ "event": "message", "messageId": "m",
            "data": { "title": "T", "accountId": "acme", "data": data } });
        let legacy = json!({ "type": "message", "messageId": "m", "title": "T", "accountId": "acme",
            "data": data });
        for event in [
            event(Delivery::from_v1(&v1)),
            event(Delivery::from_legacy(&legacy)),
        ] {
            assert_eq!(
                (&*event.name, event.message_id.as_deref()),
                (MESSAGE, Some("m"))
            );
            let message = event.message.unwrap();
            assert_eq!(message.title.as_deref(), Some("T"));
            assert_eq!(message.tenant.as_deref(), Some("acme"));
            let data = message.data.unwrap();
            assert_eq!(Value::Object(data), json!({ "a": 1 }));
        }
        let v1 = json!({ "event": "clicked", "messageId": "m" });
        let legacy = json!({ "type": "event", "event": "click", "messageId": "m" });
        let v1 = event(Delivery::from_v1(&v1));
        let legacy = event(Delivery::from_legacy(&legacy));
        assert_eq!((v1.name, v1.message_id), (legacy.name, legacy.message_id));
        assert!(Delivery::from_v1(&json!({ "tid": "1", "response": "ack" })).is_none());
        assert!(Delivery::from_legacy(&json!({ "error": "x" })).is_none());
    }

    #[test]
    fn a_message_with_wrong_types_is_still_an_event() {
        for data in [
            json!({ "title": 7 }),
            json!({ "data": 7 }),
            json!({}),
            json!("text"),
            json!([1]),
            json!(7),
            json!(true),
            json!(null),
        ] {
            let frame = json!({ "event": "message", "messageId": "m", "data": data });
            let event = event(Delivery::from_v1(&frame));
            assert_eq!(event.message.unwrap().message_id, "m", "{frame}");
        }
    }

    #[test]
    fn server_can_ask_for_a_delay() {
        let seconds = |delivery| match delivery {
            Delivery::Closed { retry_after, .. } => retry_after.map(|delay| delay.as_secs()),
            Delivery::Event(event) => panic!("{event:?}"),
        };
        let frame = json!({ "event": "reconnect", "retryAfter": 7, "code": 1012 });
        assert_eq!(seconds(Delivery::from_v1(&frame).unwrap()), Some(7));
        assert_eq!(
            seconds(Delivery::closed(1012, r#"{"Retry-After":"10"}"#)),
            Some(10)
        );
        assert_eq!(seconds(Delivery::closed(1006, "")), None);
        assert_eq!(
            seconds(Delivery::closed(1012, r#"{"Retry-After":1e99}"#)),
            None
        );
        assert_eq!(
            seconds(Delivery::closed(1012, r#"{"Retry-After":99999}"#)),
            Some(3600)
        );
    }
}
