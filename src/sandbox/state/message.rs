//! A message, its place among others, and its ids.

use std::cmp::Reverse;

use async_graphql::SimpleObject;
use chrono::{DateTime, SubsecRound as _, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::sandbox::inbox::Event;

/// Where a message stands among others: the newest first; of two as old, the one that came later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::sandbox) struct Rank {
    /// In milliseconds since 1970.
    pub(super) created: Reverse<i64>,
    pub(super) arrival: Reverse<u64>,
}

/// One message in one user's Inbox, which is a message of the REST API too.
#[derive(Debug, Clone)]
pub(in crate::sandbox) struct Message {
    pub(in crate::sandbox) id: String,
    /// The request that sent it; of several recipients it is the same one.
    pub(in crate::sandbox) request_id: String,
    pub(in crate::sandbox) title: Option<String>,
    pub(in crate::sandbox) preview: Option<String>,
    /// In whole milliseconds.
    pub(in crate::sandbox) created: DateTime<Utc>,
    pub(in crate::sandbox) read: Option<DateTime<Utc>>,
    pub(in crate::sandbox) opened: Option<DateTime<Utc>>,
    pub(in crate::sandbox) archived: Option<DateTime<Utc>>,
    pub(in crate::sandbox) clicked: Option<DateTime<Utc>>,
    /// The slot that it is pinned to.
    pub(in crate::sandbox) pinned: Option<String>,
    pub(in crate::sandbox) tags: Vec<String>,
    pub(in crate::sandbox) account_id: Option<String>,
    pub(in crate::sandbox) data: Map<String, Value>,
    pub(in crate::sandbox) actions: Vec<Map<String, Value>>,
    pub(in crate::sandbox) tracking_ids: TrackingIds,
    /// The template that it was made from.
    pub(in crate::sandbox) template: Option<String>,
    /// Whether `PUT /requests/{id}/archive` took it out of `GET /messages`.
    pub(in crate::sandbox) is_request_archived: bool,
}

/// The ids by which old clients report what happened to a message.
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

/// What a tracking id reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sandbox) enum Purpose {
    Event(Event),
    /// That the message has come, which changes nothing.
    Delivery,
}

impl Rank {
    /// An opaque text: where the next page begins.
    pub(in crate::sandbox) fn encode(self) -> String {
        let Self { created, arrival } = self;
        crate::token::base64url::encode(format!("{} {}", created.0, arrival.0).as_bytes())
    }

    /// Reads what [`Self::encode`] wrote.
    pub(in crate::sandbox) fn decode(text: &str) -> Option<Self> {
        let text = String::from_utf8(crate::token::base64url::decode_strict(text)?).ok()?;
        let (created, arrival) = text.split_once(' ')?;
        Some(Self {
            created: Reverse(created.parse().ok()?),
            arrival: Reverse(arrival.parse().ok()?),
        })
    }
}

impl Message {
    /// A message that has just come, and holds nothing yet.
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
            is_request_archived: false,
        }
    }
}

impl TrackingIds {
    /// Six new ids.
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
}

impl TrackingIds {
    /// What one of them was made for.
    pub(in crate::sandbox) fn purpose_of(&self, id: &str) -> Option<Purpose> {
        let purposes = [
            (&self.archive_tracking_id, Purpose::Event(Event::Archive)),
            (&self.click_tracking_id, Purpose::Event(Event::Clicked)),
            (&self.deliver_tracking_id, Purpose::Delivery),
            (&self.open_tracking_id, Purpose::Event(Event::Opened)),
            (&self.read_tracking_id, Purpose::Event(Event::Read)),
            (&self.unread_tracking_id, Purpose::Event(Event::Unread)),
        ];
        let mut purposes = purposes.into_iter();
        purposes
            .find(|(known, _)| *known == id)
            .map(|(_, purpose)| purpose)
    }
}

fn new_tracking_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// A new id in the form of Courier's: `1-`, the second in hex, 24 hex digits of chance.
pub(in crate::sandbox) fn new_id(now: DateTime<Utc>) -> String {
    let chance = uuid::Uuid::new_v4().simple().to_string();
    format!("1-{:08x}-{}", now.timestamp(), &chance[..24])
}
