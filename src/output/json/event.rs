//! JSON output of `listen`.

use chrono::{DateTime, SecondsFormat, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{courier::InboxEvent, document::SchemaName};

#[derive(Serialize, JsonSchema)]
pub(crate) struct Event<'a> {
    schema: SchemaName<Event<'static>>,
    /// When the event was printed (RFC 3339, with milliseconds).
    #[schemars(extend("format" = "date-time"))]
    received_at: String,
    /// The name of the event, such as `message` or `read`.
    event: &'a str,
    /// The message. `null` if the event is about all messages.
    message_id: Option<&'a str>,
    /// True if the event was found in the list of messages, because it came before the connection or while
    /// there was none.
    listed: bool,
    /// The tenant of a new message.
    tenant_id: Option<&'a str>,
    /// The title of a new message.
    title: Option<&'a str>,
    /// The text of a new message.
    preview: Option<&'a str>,
    /// When a new message was created, as Courier wrote it.
    created: Option<&'a str>,
    /// The tags of a new message.
    tags: &'a [String],
    /// The data of a new message.
    data: Option<&'a Map<String, Value>>,
}

impl<'a> Event<'a> {
    pub(crate) fn of(event: &'a InboxEvent, is_listed: bool, now: DateTime<Utc>) -> Self {
        let message = event.message.as_ref();
        Self {
            schema: SchemaName::new(),
            received_at: now.to_rfc3339_opts(SecondsFormat::Millis, true),
            event: &event.name,
            message_id: event.message_id.as_deref(),
            listed: is_listed,
            tenant_id: message.and_then(|message| message.tenant.as_deref()),
            title: message.and_then(|message| message.title.as_deref()),
            preview: message.and_then(|message| message.preview.as_deref()),
            created: message.and_then(|message| message.created.as_deref()),
            tags: message
                .and_then(|message| message.tags.as_deref())
                .unwrap_or_default(),
            data: message.and_then(|message| message.data.as_ref()),
        }
    }
}
