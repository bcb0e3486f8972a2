//! Messages and banners in a seed.

#![warn(clippy::arithmetic_side_effects)]

use std::mem::size_of;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::sandbox::{
    size::{Size, total},
    state::{Delivery, Message, TrackingIds, new_id},
    time::Rfc3339,
};

/// A message as JSON. Every field is optional.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(super) struct SeedMessage {
    pub(super) message_id: Option<String>,
    /// The send request, if its ID differs from the message ID.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    title: Option<String>,
    preview: Option<String>,
    created: Option<Rfc3339>,
    read: Option<Rfc3339>,
    opened: Option<Rfc3339>,
    archived: Option<Rfc3339>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clicked: Option<Rfc3339>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pinned: Option<SeedPin>,
    tags: Vec<String>,
    /// The tenant. Courier's Inbox calls it `accountId`.
    #[serde(alias = "tenant")]
    account_id: Option<String>,
    data: Map<String, Value>,
    actions: Vec<Map<String, Value>>,
    tracking_ids: Option<TrackingIds>,
    /// The template from which the message was rendered.
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    channels: Option<Vec<String>>,
    /// The status of a message that has not reached its channels.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// True if the Messages API does not list the message.
    #[serde(skip_serializing_if = "is_false")]
    request_archived: bool,
}

/// The slot to which a message is pinned.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SeedPin {
    slot_id: String,
}

impl SeedMessage {
    /// Returns the channels of the message, and why it did not reach them.
    pub(super) fn delivery(&self) -> Delivery {
        let delivered = Delivery::default();
        Delivery {
            channels: self.channels.clone().unwrap_or(delivered.channels),
            status: self.status.clone(),
            reason: self.reason.clone(),
            error: self.error.clone(),
        }
    }

    /// Creates the message. Fields that are left out get new values; `now` is the time of its creation.
    pub(super) fn into_message(self, now: DateTime<Utc>) -> Message {
        let time = |time: Option<Rfc3339>| time.map(|time| time.0);
        let delivery = self.delivery();
        let id = self.message_id.unwrap_or_else(|| new_id(now));
        Message {
            request_id: self.request_id.unwrap_or_else(|| id.clone()),
            title: self.title,
            preview: self.preview,
            read: time(self.read),
            opened: time(self.opened),
            archived: time(self.archived),
            clicked: time(self.clicked),
            pinned: self.pinned.map(|pin| pin.slot_id),
            tags: self.tags,
            account_id: self.account_id,
            data: self.data,
            actions: self.actions,
            tracking_ids: self.tracking_ids.unwrap_or_else(TrackingIds::generate),
            template: self.template,
            delivery,
            is_request_archived: self.request_archived,
            ..Message::new(id, time(self.created).unwrap_or(now))
        }
    }
}

/// The memory of the message that this becomes.
impl Size for SeedMessage {
    fn size(&self) -> usize {
        /// The memory of IDs that are generated, and of the indexes.
        const GENERATED: usize = 1_024;
        let texts = [
            &self.message_id,
            &self.request_id,
            &self.title,
            &self.preview,
            &self.account_id,
            &self.template,
            &self.status,
            &self.reason,
            &self.error,
        ];
        total([
            size_of::<Message>(),
            GENERATED,
            total(texts.map(Size::size)),
            self.tags.size(),
            self.data.size(),
            self.actions.size(),
            self.channels.size(),
            self.tracking_ids.size(),
        ])
    }
}

impl From<&Message> for SeedMessage {
    fn from(message: &Message) -> Self {
        Self {
            message_id: Some(message.id.clone()),
            request_id: Some(&message.request_id)
                .filter(|request| **request != message.id)
                .cloned(),
            title: message.title.clone(),
            preview: message.preview.clone(),
            created: Some(Rfc3339(message.created)),
            read: message.read.map(Rfc3339),
            opened: message.opened.map(Rfc3339),
            archived: message.archived.map(Rfc3339),
            clicked: message.clicked.map(Rfc3339),
            pinned: message.pinned.clone().map(|slot_id| SeedPin { slot_id }),
            tags: message.tags.clone(),
            account_id: message.account_id.clone(),
            data: message.data.clone(),
            actions: message.actions.clone(),
            tracking_ids: Some(message.tracking_ids.clone()),
            template: message.template.clone(),
            channels: Some(&message.delivery.channels)
                .filter(|channels| **channels != Delivery::default().channels)
                .cloned(),
            status: message.delivery.status.clone(),
            reason: message.delivery.reason.clone(),
            error: message.delivery.error.clone(),
            request_archived: message.is_request_archived,
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_false(value: &bool) -> bool {
    !value
}
