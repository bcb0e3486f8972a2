//! Tracking IDs, by which older clients report events.

use async_graphql::SimpleObject;
use serde::{Deserialize, Serialize};

use super::event::MessageEvent;
use crate::sandbox::size::{Size, total};

/// The tracking IDs of one message.
#[derive(Debug, Clone, SimpleObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::sandbox) struct TrackingIds {
    #[serde(default = "new_tracking_id")]
    pub(in crate::sandbox) archive_tracking_id: String,
    #[serde(default = "new_tracking_id")]
    pub(in crate::sandbox) click_tracking_id: String,
    #[serde(default = "new_tracking_id")]
    pub(in crate::sandbox) deliver_tracking_id: String,
    #[serde(default = "new_tracking_id")]
    pub(in crate::sandbox) open_tracking_id: String,
    #[serde(default = "new_tracking_id")]
    pub(in crate::sandbox) read_tracking_id: String,
    #[serde(default = "new_tracking_id")]
    pub(in crate::sandbox) unread_tracking_id: String,
}

/// The event that a tracking ID reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sandbox) enum TrackedEvent {
    Message(MessageEvent),
    /// The message was delivered, which changes nothing.
    Delivery,
}

impl TrackingIds {
    /// Generates six random IDs.
    pub(in crate::sandbox) fn generate() -> Self {
        let id = new_tracking_id;
        Self {
            archive_tracking_id: id(),
            click_tracking_id: id(),
            deliver_tracking_id: id(),
            open_tracking_id: id(),
            read_tracking_id: id(),
            unread_tracking_id: id(),
        }
    }

    /// Returns the event that the ID reports, `None` if the ID belongs to another message.
    pub(in crate::sandbox) fn event_of(&self, id: &str) -> Option<TrackedEvent> {
        use TrackedEvent::{Delivery, Message};
        let events = [
            (&self.archive_tracking_id, Message(MessageEvent::Archive)),
            (&self.click_tracking_id, Message(MessageEvent::Clicked)),
            (&self.deliver_tracking_id, Delivery),
            (&self.open_tracking_id, Message(MessageEvent::Opened)),
            (&self.read_tracking_id, Message(MessageEvent::Read)),
            (&self.unread_tracking_id, Message(MessageEvent::Unread)),
        ];
        let mut events = events.into_iter();
        let (_, event) = events.find(|(tracking_id, _)| *tracking_id == id)?;
        Some(event)
    }
}

impl Size for TrackingIds {
    fn size(&self) -> usize {
        total([
            self.archive_tracking_id.size(),
            self.click_tracking_id.size(),
            self.deliver_tracking_id.size(),
            self.open_tracking_id.size(),
            self.read_tracking_id.size(),
            self.unread_tracking_id.size(),
        ])
    }
}

fn new_tracking_id() -> String {
    uuid::Uuid::new_v4().to_string()
}
