//! A message, its position in the Inbox, and its ID.

#![warn(clippy::arithmetic_side_effects)]

use std::{cmp::Reverse, mem::size_of};

use chrono::{DateTime, SubsecRound as _, Utc};
use serde_json::{Map, Value};

use super::{
    delivery::Delivery,
    event::{BulkEvent, MessageEvent},
    tracking::TrackingIds,
};
use crate::{
    sandbox::size::{Size, total},
    token::base64url,
};

/// The position of a message in a list: the newest first, and of two with the same time the one
/// that arrived later first. Encoded, it is the cursor of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::sandbox) struct Rank {
    /// In milliseconds since 1970.
    pub(super) created: Reverse<i64>,
    pub(super) arrival: Reverse<u64>,
}

/// A message that was sent to a user. The REST API lists all of them, the Inbox those that reached it.
#[derive(Debug, Clone)]
pub(in crate::sandbox) struct Message {
    pub(in crate::sandbox) id: String,
    /// The send request that created the message. All messages of one request share it.
    pub(in crate::sandbox) request_id: String,
    pub(in crate::sandbox) title: Option<String>,
    pub(in crate::sandbox) preview: Option<String>,
    /// In whole milliseconds.
    pub(in crate::sandbox) created: DateTime<Utc>,
    pub(in crate::sandbox) read: Option<DateTime<Utc>>,
    pub(in crate::sandbox) opened: Option<DateTime<Utc>>,
    pub(in crate::sandbox) archived: Option<DateTime<Utc>>,
    pub(in crate::sandbox) clicked: Option<DateTime<Utc>>,
    /// The slot to which the message is pinned.
    pub(in crate::sandbox) pinned: Option<String>,
    pub(in crate::sandbox) tags: Vec<String>,
    /// The tenant, which Courier calls the account here.
    pub(in crate::sandbox) account_id: Option<String>,
    pub(in crate::sandbox) data: Map<String, Value>,
    pub(in crate::sandbox) actions: Vec<Map<String, Value>>,
    pub(in crate::sandbox) tracking_ids: TrackingIds,
    /// The template from which the message was rendered.
    pub(in crate::sandbox) template: Option<String>,
    pub(in crate::sandbox) delivery: Delivery,
    /// True if `PUT /requests/{id}/archive` removed the message from `GET /messages`.
    pub(in crate::sandbox) is_request_archived: bool,
}

impl Rank {
    /// Encodes the rank as an opaque cursor.
    pub(in crate::sandbox) fn encode(self) -> String {
        let Self { created, arrival } = self;
        base64url::encode(format!("{} {}", created.0, arrival.0).as_bytes())
    }

    /// Decodes a cursor that [`Self::encode`] returned.
    pub(in crate::sandbox) fn decode(text: &str) -> Option<Self> {
        let text = String::from_utf8(base64url::decode_strict(text)?).ok()?;
        let (created, arrival) = text.split_once(' ')?;
        Some(Self {
            created: Reverse(created.parse().ok()?),
            arrival: Reverse(arrival.parse().ok()?),
        })
    }
}

impl Message {
    /// The URL of the icon, which the sender puts into the data.
    pub(in crate::sandbox) fn icon(&self) -> Option<&str> {
        self.data.get("icon").and_then(Value::as_str)
    }

    /// Creates an unread message without content.
    pub(in crate::sandbox) fn new(id: String, now: DateTime<Utc>) -> Self {
        Self {
            request_id: id.clone(),
            id,
            title: None,
            preview: None,
            created: now.trunc_subsecs(3),
            read: None,
            opened: None,
            archived: None,
            clicked: None,
            pinned: None,
            tags: Vec::new(),
            account_id: None,
            data: Map::new(),
            actions: Vec::new(),
            tracking_ids: TrackingIds::generate(),
            template: None,
            delivery: Delivery::default(),
            is_request_archived: false,
        }
    }

    /// Applies an event. A message that is read, opened, clicked or archived already keeps the
    /// time of the first such event.
    pub(in crate::sandbox) fn apply(&mut self, event: MessageEvent, now: DateTime<Utc>) {
        match event {
            MessageEvent::Read => _ = self.read.get_or_insert(now),
            MessageEvent::Unread => self.read = None,
            MessageEvent::Opened => _ = self.opened.get_or_insert(now),
            MessageEvent::Clicked => _ = self.clicked.get_or_insert(now),
            MessageEvent::Archive => _ = self.archived.get_or_insert(now),
            MessageEvent::Unarchive => self.archived = None,
        }
    }

    /// Applies a bulk event, which skips archived messages.
    pub(in crate::sandbox) fn apply_bulk(&mut self, event: BulkEvent, now: DateTime<Utc>) {
        if self.archived.is_some() {
            return;
        }
        match event {
            BulkEvent::MarkAllRead => self.apply(MessageEvent::Read, now),
            BulkEvent::ArchiveAll => self.apply(MessageEvent::Archive, now),
            BulkEvent::ArchiveRead if self.read.is_some() => {
                self.apply(MessageEvent::Archive, now);
            }
            BulkEvent::ArchiveRead => {}
        }
    }
}

impl Size for Message {
    fn size(&self) -> usize {
        /// The message in the indexes of the state: its ID again, its user and its rank twice.
        const INDEXES: usize = 256;
        let texts = [&self.title, &self.preview, &self.account_id, &self.template];
        total([
            size_of::<Self>(),
            INDEXES,
            self.id.size().saturating_mul(2),
            self.request_id.size(),
            total(texts.map(Size::size)),
            self.labels_size(),
            self.data.size(),
            self.actions.size(),
            self.tracking_ids.size(),
            self.delivery.size(),
        ])
    }
}

impl Message {
    /// The memory of what a client can change: the tags and the pin.
    pub(super) fn labels_size(&self) -> usize {
        self.tags.size().saturating_add(self.pinned.size())
    }
}

/// Generates an ID in Courier's format: `1-`, the time in hex seconds, and 24 random hex digits.
pub(in crate::sandbox) fn new_id(now: DateTime<Utc>) -> String {
    let random = uuid::Uuid::new_v4().simple().to_string();
    format!("1-{:08x}-{}", now.timestamp(), &random[..24])
}
