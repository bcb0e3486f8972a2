//! Inbox events: changes to a user's Inbox, encoded for each protocol of the realtime socket.

use serde_json::json;

use super::{
    state::{BulkEvent, Message, MessageEvent},
    time::format_iso,
};

/// A change to a user's Inbox, as it is published to subscribers.
pub(super) struct InboxEvent<'a> {
    pub(super) user: &'a str,
    pub(super) scope: TenantScope<'a>,
    /// The source ID of the client that made the change.
    pub(super) source: Option<&'a str>,
    /// The frame of protocol v1
    /// (<https://github.com/trycourier/courier-web>, `types/socket/protocol/messages.ts`).
    pub(super) v1: String,
    /// The flat frame that older and mobile clients parse
    /// (<https://github.com/trycourier/courier-ios>, `Socket/InboxSocket.swift`), `None` if they
    /// cannot decode the event.
    pub(super) legacy: Option<String>,
}

/// The subscriptions that an event concerns.
#[derive(Clone, Copy)]
pub(super) enum TenantScope<'a> {
    /// All subscriptions to the user's Inbox. Bulk events concern the messages of every tenant.
    All,
    /// Subscriptions to this tenant, and those without a tenant. A message may have none.
    Tenant(Option<&'a str>),
}

impl<'a> InboxEvent<'a> {
    /// The arrival of a message.
    pub(super) fn arrival(user: &'a str, message: &'a Message) -> Self {
        let mut data = message.data.clone();
        // On the socket, tracking IDs are part of the data; in query results they are beside it.
        data.insert("trackingIds".to_owned(), json!(message.tracking_ids));
        let mut body = json!({
            "messageId": message.id,
            "accountId": message.account_id,
            "created": format_iso(message.created),
            "title": message.title,
            "preview": message.preview,
            "tags": message.tags,
            "icon": message.icon(),
            "actions": message.actions,
            "data": data,
        });
        let v1 = json!({ "event": "message", "messageId": message.id, "data": body });
        body["type"] = "message".into();
        body["trackingIds"] = json!(message.tracking_ids);
        Self {
            user,
            scope: TenantScope::Tenant(message.account_id.as_deref()),
            source: None,
            v1: v1.to_string(),
            legacy: Some(body.to_string()),
        }
    }

    /// A change to one message, made by the client `source`.
    pub(super) fn change(
        user: &'a str,
        message: &'a Message,
        event: MessageEvent,
        source: Option<&'a str>,
    ) -> Self {
        let id = &message.id;
        let legacy = json!({ "type": "event", "event": event.legacy_name(), "messageId": id });
        Self {
            user,
            scope: TenantScope::Tenant(message.account_id.as_deref()),
            source,
            v1: json!({ "event": event.name(), "messageId": id }).to_string(),
            legacy: Some(legacy.to_string()),
        }
    }

    /// A change to all messages, made by the client `source`.
    pub(super) fn bulk_change(user: &'a str, event: BulkEvent, source: Option<&'a str>) -> Self {
        let is_known_to_legacy = event == BulkEvent::MarkAllRead;
        let legacy = json!({ "type": "event", "event": event.name() });
        Self {
            user,
            scope: TenantScope::All,
            source,
            v1: json!({ "event": event.name() }).to_string(),
            legacy: is_known_to_legacy.then(|| legacy.to_string()),
        }
    }
}
