//! What a sandbox remembers: users and their messages.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Bound,
    sync::Arc,
};

use async_graphql::SimpleObject;
use chrono::{DateTime, SubsecRound as _, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// All users with all their messages.
#[derive(Debug, Default)]
pub(super) struct State {
    users: HashMap<Arc<str>, User>,
    /// Whose a message is and where it stands, by its id.
    places: HashMap<String, (Arc<str>, Rank)>,
    /// Whose the messages of all users are, the newest first.
    newest: BTreeMap<Rank, Arc<str>>,
    /// How many messages have come.
    arrivals: u64,
}

#[derive(Debug, Default)]
struct User {
    /// The tenants that the user is a member of.
    tenants: BTreeSet<String>,
    /// The newest first.
    messages: BTreeMap<Rank, Message>,
}

/// Where a message stands among others: the newest first; of two as old, the one that came later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    /// In milliseconds since 1970.
    created: Reverse<i64>,
    arrival: Reverse<u64>,
}

/// One message in one user's Inbox, which is a message of the REST API too.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) id: String,
    /// The request that sent it; of several recipients it is the same one.
    pub(super) request_id: String,
    pub(super) title: Option<String>,
    pub(super) preview: Option<String>,
    /// In whole milliseconds.
    pub(super) created: DateTime<Utc>,
    pub(super) read: Option<DateTime<Utc>>,
    pub(super) opened: Option<DateTime<Utc>>,
    pub(super) archived: Option<DateTime<Utc>>,
    pub(super) clicked: Option<DateTime<Utc>>,
    /// The slot that it is pinned to.
    pub(super) pinned: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) account_id: Option<String>,
    pub(super) data: Map<String, Value>,
    pub(super) actions: Vec<Map<String, Value>>,
    pub(super) tracking_ids: TrackingIds,
    /// The template that it was made from.
    pub(super) template: Option<String>,
    /// Whether `PUT /requests/{id}/archive` took it out of `GET /messages`.
    pub(super) is_request_archived: bool,
}

/// The ids by which old clients report what happened to a message.
#[derive(Debug, Clone, SimpleObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct TrackingIds {
    #[serde(default = "new_tracking_id")]
    pub(super) archive_tracking_id: String,
    #[serde(default = "new_tracking_id")]
    pub(super) click_tracking_id: String,
    #[serde(default = "new_tracking_id")]
    pub(super) deliver_tracking_id: String,
    #[serde(default = "new_tracking_id")]
    pub(super) open_tracking_id: String,
    #[serde(default = "new_tracking_id")]
    pub(super) read_tracking_id: String,
    #[serde(default = "new_tracking_id")]
    pub(super) unread_tracking_id: String,
}

impl State {
    /// Whether a message has that id.
    pub(super) fn has(&self, id: &str) -> bool {
        self.places.contains_key(id)
    }

    /// Adds a message to a user's Inbox, unless its id is taken.
    pub(super) fn add(&mut self, user: &str, message: Message) -> Result<(), String> {
        if self.has(&message.id) {
            return Err(format!("there is a message `{}` already", message.id));
        }
        self.arrivals += 1;
        let rank = Rank {
            created: Reverse(message.created.timestamp_millis()),
            arrival: Reverse(self.arrivals),
        };
        let user = self.user(user);
        self.places
            .insert(message.id.clone(), (Arc::clone(&user), rank));
        self.newest.insert(rank, Arc::clone(&user));
        let user = self.users.entry(user).or_default();
        user.messages.insert(rank, message);
        Ok(())
    }

    /// Makes a user known, who may be a member of tenants.
    pub(super) fn add_user(&mut self, user: &str, tenants: impl IntoIterator<Item = String>) {
        let user = self.user(user);
        self.users.entry(user).or_default().tenants.extend(tenants);
    }

    /// Takes a user out of a tenant.
    pub(super) fn leave(&mut self, user: &str, tenant: &str) {
        if let Some(user) = self.users.get_mut(user) {
            user.tenants.remove(tenant);
        }
    }

    /// Hides what a request sent from the Messages API; whether it sent anything.
    pub(super) fn archive_request(&mut self, request: &str) -> bool {
        let messages = self
            .users
            .values_mut()
            .flat_map(|user| user.messages.values_mut());
        let mut is_known = false;
        for message in messages.filter(|message| message.request_id == request) {
            message.is_request_archived = true;
            is_known = true;
        }
        is_known
    }

    fn user(&self, user: &str) -> Arc<str> {
        let known = self.users.get_key_value(user);
        known.map_or_else(|| user.into(), |(user, _)| Arc::clone(user))
    }

    /// The tenants that a user is a member of.
    pub(super) fn tenants(&self, user: &str) -> impl Iterator<Item = &str> {
        let user = self.users.get(user);
        user.into_iter()
            .flat_map(|user| user.tenants.iter().map(String::as_str))
    }

    /// The users who are members of a tenant, in order.
    pub(super) fn members(&self, tenant: &str) -> Vec<String> {
        let members = self.users.iter();
        let members = members.filter(|(_, user)| user.tenants.contains(tenant));
        let mut members: Vec<String> = members.map(|(id, _)| id.to_string()).collect();
        members.sort();
        members
    }

    /// A user's messages, the newest first.
    pub(super) fn messages(&self, user: &str) -> impl Iterator<Item = &Message> {
        self.messages_after(user, None).map(|(_, message)| message)
    }

    /// The same behind a rank, with the rank of each.
    pub(super) fn messages_after(
        &self,
        user: &str,
        rank: Option<Rank>,
    ) -> impl Iterator<Item = (Rank, &Message)> {
        let start = rank.map_or(Bound::Unbounded, Bound::Excluded);
        let user = self.users.get(user);
        user.into_iter()
            .flat_map(move |user| user.messages.range((start, Bound::Unbounded)))
            .map(|(rank, message)| (*rank, message))
    }

    /// A user's messages, to change them.
    pub(super) fn messages_mut(&mut self, user: &str) -> impl Iterator<Item = &mut Message> {
        let user = self.users.get_mut(user);
        user.into_iter().flat_map(|user| user.messages.values_mut())
    }

    /// The messages of all users behind a rank, the newest first, with their users.
    pub(super) fn all_after(
        &self,
        rank: Option<Rank>,
    ) -> impl Iterator<Item = (Rank, &str, &Message)> {
        let start = rank.map_or(Bound::Unbounded, Bound::Excluded);
        let ranks = self.newest.range((start, Bound::Unbounded));
        ranks.filter_map(|(rank, user)| {
            let message = self.users.get(user)?.messages.get(rank)?;
            Some((*rank, &**user, message))
        })
    }

    /// One message of a user.
    pub(super) fn message_mut(&mut self, user: &str, id: &str) -> Option<&mut Message> {
        let (owner, rank) = self.places.get(id)?;
        if **owner != *user {
            return None;
        }
        self.users.get_mut(owner)?.messages.get_mut(rank)
    }

    /// A message by its id alone, with its user.
    pub(super) fn find(&self, id: &str) -> Option<(&str, &Message)> {
        let (user, rank) = self.places.get(id)?;
        Some((user, self.users.get(user)?.messages.get(rank)?))
    }

    /// Every user.
    pub(super) fn users(&self) -> impl Iterator<Item = &str> {
        self.users.keys().map(|user| &**user)
    }

    /// How many messages there are.
    pub(super) fn count(&self) -> usize {
        self.places.len()
    }
}

impl Rank {
    /// An opaque text: where the next page begins.
    pub(super) fn encode(self) -> String {
        let Self { created, arrival } = self;
        crate::token::base64url::encode(format!("{} {}", created.0, arrival.0).as_bytes())
    }

    /// Reads what [`Self::encode`] wrote.
    pub(super) fn decode(text: &str) -> Option<Self> {
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
    pub(super) fn new(id: String, now: DateTime<Utc>) -> Self {
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

impl Message {
    /// The same for another recipient.
    pub(super) fn with_new_tracking_ids(self) -> Self {
        Self {
            tracking_ids: TrackingIds::generate(),
            ..self
        }
    }
}

impl TrackingIds {
    /// Six new ids.
    pub(super) fn generate() -> Self {
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

fn new_tracking_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// A new id in the form of Courier's: `1-`, the second in hex, 24 hex digits of chance.
pub(super) fn new_id(now: DateTime<Utc>) -> String {
    let chance = uuid::Uuid::new_v4().simple().to_string();
    format!("1-{:08x}-{}", now.timestamp(), &chance[..24])
}
