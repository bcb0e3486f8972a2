//! What a sandbox remembers: users and their messages.

use std::collections::HashMap;

use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// All users with all their messages.
#[derive(Debug, Default)]
pub(super) struct State {
    users: HashMap<String, Vec<Message>>,
    /// Whose a message is, by its id.
    owners: HashMap<String, String>,
}

/// One message in one user's Inbox, which is a message of the REST API too.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) title: Option<String>,
    pub(super) preview: Option<String>,
    pub(super) created: DateTime<Utc>,
    pub(super) read: Option<DateTime<Utc>>,
    pub(super) opened: Option<DateTime<Utc>>,
    pub(super) archived: Option<DateTime<Utc>>,
    pub(super) clicked: Option<DateTime<Utc>>,
    pub(super) tags: Vec<String>,
    pub(super) account_id: Option<String>,
    pub(super) data: Map<String, Value>,
    pub(super) actions: Vec<Map<String, Value>>,
    pub(super) tracking_ids: TrackingIds,
}

/// The ids by which old clients report what happened to a message.
#[derive(Debug, Clone, SimpleObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct TrackingIds {
    pub(super) archive_tracking_id: String,
    pub(super) click_tracking_id: String,
    pub(super) deliver_tracking_id: String,
    pub(super) open_tracking_id: String,
    pub(super) read_tracking_id: String,
    pub(super) unread_tracking_id: String,
}

impl State {
    /// Adds a message to a user's Inbox, unless its id is taken.
    pub(super) fn add(&mut self, user: &str, message: Message) -> Result<(), String> {
        if self.owners.contains_key(&message.id) {
            return Err(format!("there is a message `{}` already", message.id));
        }
        self.owners.insert(message.id.clone(), user.to_owned());
        let inbox = self.users.entry(user.to_owned()).or_default();
        // Newest first; of two as old, the one that came later. Most come in order.
        let at = inbox.partition_point(|known| known.created > message.created);
        inbox.insert(at, message);
        Ok(())
    }

    /// Makes a user known that has no messages.
    pub(super) fn add_user(&mut self, user: &str) {
        self.users.entry(user.to_owned()).or_default();
    }

    /// A user's messages, newest first.
    pub(super) fn messages(&self, user: &str) -> &[Message] {
        self.users.get(user).map(Vec::as_slice).unwrap_or_default()
    }

    /// A user's messages, to change them.
    pub(super) fn messages_mut(&mut self, user: &str) -> &mut [Message] {
        self.users
            .get_mut(user)
            .map(Vec::as_mut_slice)
            .unwrap_or_default()
    }

    /// One message of a user.
    pub(super) fn message_mut(&mut self, user: &str, id: &str) -> Option<&mut Message> {
        if self.owners.get(id)? != user {
            return None;
        }
        self.users
            .get_mut(user)?
            .iter_mut()
            .find(|message| message.id == id)
    }

    /// A message by its id alone, with its user.
    pub(super) fn find(&self, id: &str) -> Option<(&str, &Message)> {
        let user = self.owners.get(id)?;
        let message = self
            .messages(user)
            .iter()
            .find(|message| message.id == id)?;
        Some((user, message))
    }

    /// Every user.
    pub(super) fn users(&self) -> impl Iterator<Item = &str> {
        self.users.keys().map(String::as_str)
    }
}

impl TrackingIds {
    /// Six new ids.
    pub(super) fn generate() -> Self {
        let id = || uuid::Uuid::new_v4().to_string();
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

/// A new id in the form of Courier's: `1-`, the second in hex, 24 hex digits of chance.
pub(super) fn new_id(now: DateTime<Utc>) -> String {
    let chance = uuid::Uuid::new_v4().simple().to_string();
    format!("1-{:08x}-{}", now.timestamp(), &chance[..24])
}
