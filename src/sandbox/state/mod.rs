//! The stored data of a sandbox: users and their messages, brands and preference sections.

mod brand;
mod delivery;
mod event;
mod filter;
mod message;
mod preference;
mod push_token;
mod tracking;
mod user;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
    ops::Bound,
    sync::Arc,
};

pub(super) use brand::{Brand, BrandSettings, DEFAULT_BRAND, Logo};
pub(super) use delivery::{Delivery, INBOX};
pub(super) use event::{BulkEvent, MessageEvent};
pub(super) use filter::{InboxFilter, parse_read_status};
pub(super) use message::{Message, Rank, new_id};
pub(super) use preference::{Channel, DigestSchedule, Preference, Section, Status, Topic};
pub(super) use push_token::{PushToken, check_push_token};
pub(super) use tracking::{TrackedEvent, TrackingIds};
pub(super) use user::User;

/// All data of the workspace.
#[derive(Debug)]
pub(super) struct State {
    users: HashMap<Arc<str>, User>,
    /// The owner and the rank of each message, by message ID.
    message_index: HashMap<String, (Arc<str>, Rank)>,
    /// The owner of each message, the newest message first.
    newest: BTreeMap<Rank, Arc<str>>,
    /// The number of messages that were ever added.
    arrivals: u64,
    /// The brands by ID.
    brands: BTreeMap<String, Brand>,
    /// The sections of the preference page, in the order of the page.
    sections: Vec<Section>,
    /// The IDs of tracked events.
    tracked_events: HashSet<String>,
}

impl Default for State {
    /// A workspace without users, with one brand and one section of topics.
    fn default() -> Self {
        let brand = Brand::built_in();
        Self {
            users: HashMap::new(),
            message_index: HashMap::new(),
            newest: BTreeMap::new(),
            arrivals: 0,
            brands: BTreeMap::from([(brand.id.clone(), brand)]),
            sections: vec![Section::built_in()],
            tracked_events: HashSet::new(),
        }
    }
}

/// Users.
impl State {
    /// The IDs of all users.
    pub(super) fn user_ids(&self) -> impl Iterator<Item = &str> {
        self.users.keys().map(|id| &**id)
    }

    /// Returns the user with that ID.
    pub(super) fn user(&self, id: &str) -> Option<&User> {
        self.users.get(id)
    }

    /// Returns the user with that ID, to change it.
    pub(super) fn user_mut(&mut self, id: &str) -> Option<&mut User> {
        self.users.get_mut(id)
    }

    /// Returns the user with that ID, which is created if it does not exist.
    pub(super) fn ensure_user(&mut self, id: &str) -> &mut User {
        let id = self.shared_id(id);
        self.users.entry(id).or_default()
    }

    /// The members of a tenant, sorted by user ID.
    pub(super) fn members(&self, tenant: &str) -> Vec<String> {
        self.users_where(|user| user.tenants.contains(tenant))
    }

    /// The subscribers of a list, sorted by user ID.
    pub(super) fn subscribers(&self, list: &str) -> Vec<String> {
        self.users_where(|user| user.lists.contains(list))
    }

    fn users_where(&self, condition: impl Fn(&User) -> bool) -> Vec<String> {
        let users = self.users.iter().filter(|(_, user)| condition(user));
        let mut users: Vec<String> = users.map(|(id, _)| id.to_string()).collect();
        users.sort();
        users
    }

    /// Returns the stored copy of a user ID, or a new one.
    fn shared_id(&self, id: &str) -> Arc<str> {
        let entry = self.users.get_key_value(id);
        entry.map_or_else(|| id.into(), |(id, _)| Arc::clone(id))
    }
}

/// Messages.
impl State {
    /// The number of messages of all users.
    pub(super) fn message_count(&self) -> usize {
        self.message_index.len()
    }

    /// Returns true if a message has that ID.
    pub(super) fn has_message(&self, id: &str) -> bool {
        self.message_index.contains_key(id)
    }

    /// Adds a message to those that were sent to a user.
    ///
    /// # Errors
    /// Returns an error if another message has the same ID.
    pub(super) fn add_message(&mut self, user_id: &str, message: Message) -> Result<(), String> {
        if self.has_message(&message.id) {
            return Err(format!("message `{}` already exists", message.id));
        }
        self.arrivals += 1;
        let rank = Rank {
            created: Reverse(message.created.timestamp_millis()),
            arrival: Reverse(self.arrivals),
        };
        let user_id = self.shared_id(user_id);
        self.message_index
            .insert(message.id.clone(), (Arc::clone(&user_id), rank));
        self.newest.insert(rank, Arc::clone(&user_id));
        let user = self.users.entry(user_id).or_default();
        user.messages.insert(rank, message);
        Ok(())
    }

    /// Returns the message with that ID, and the ID of its user.
    pub(super) fn message(&self, id: &str) -> Option<(&str, &Message)> {
        let (user_id, rank) = self.message_index.get(id)?;
        Some((user_id, self.users.get(user_id)?.messages.get(rank)?))
    }

    /// Returns a message of that user's Inbox, to change it.
    pub(super) fn message_mut(&mut self, user_id: &str, id: &str) -> Option<&mut Message> {
        let (owner, rank) = self.message_index.get(id)?;
        if **owner != *user_id {
            return None;
        }
        let message = self.users.get_mut(owner)?.messages.get_mut(rank)?;
        Some(message).filter(|message| message.delivery.is_in_inbox())
    }

    /// The messages of a user's Inbox, the newest first.
    pub(super) fn messages(&self, user_id: &str) -> impl Iterator<Item = &Message> {
        self.messages_after(user_id, None)
            .map(|(_, message)| message)
    }

    /// The messages of a user's Inbox after a rank, the newest first.
    pub(super) fn messages_after(
        &self,
        user_id: &str,
        rank: Option<Rank>,
    ) -> impl Iterator<Item = (Rank, &Message)> {
        let sent = self.sent_messages_after(user_id, rank);
        sent.filter(|(_, message)| message.delivery.is_in_inbox())
    }

    /// The messages to a user after a rank, on every channel, the newest first.
    pub(super) fn sent_messages_after(
        &self,
        user_id: &str,
        rank: Option<Rank>,
    ) -> impl Iterator<Item = (Rank, &Message)> {
        let user = self.users.get(user_id).into_iter();
        user.flat_map(move |user| user.messages_after(rank))
    }

    /// The messages of a user's Inbox, to change them.
    pub(super) fn messages_mut(&mut self, user_id: &str) -> impl Iterator<Item = &mut Message> {
        let user = self.users.get_mut(user_id).into_iter();
        user.flat_map(|user| user.messages.values_mut())
            .filter(|message| message.delivery.is_in_inbox())
    }

    /// The messages to all users after a rank, the newest first, with the user IDs.
    pub(super) fn all_messages_after(
        &self,
        rank: Option<Rank>,
    ) -> impl Iterator<Item = (Rank, &str, &Message)> {
        let start = rank.map_or(Bound::Unbounded, Bound::Excluded);
        let ranks = self.newest.range((start, Bound::Unbounded));
        ranks.filter_map(|(rank, user_id)| {
            let message = self.users.get(user_id)?.messages.get(rank)?;
            Some((*rank, &**user_id, message))
        })
    }

    /// Hides the messages of a send request from the Messages API. Returns true if the request
    /// created any.
    pub(super) fn archive_request(&mut self, request_id: &str) -> bool {
        let users = self.users.values_mut();
        let messages = users.flat_map(|user| user.messages.values_mut());
        let mut is_known = false;
        for message in messages.filter(|message| message.request_id == request_id) {
            message.is_request_archived = true;
            is_known = true;
        }
        is_known
    }
}

/// Preferences.
impl State {
    /// The sections of the preference page.
    pub(super) fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// Adds a section, or replaces the one with the same ID. Preferences for topics that no longer
    /// exist are deleted.
    pub(super) fn put_section(&mut self, section: Section) {
        let mut existing = self.sections.iter_mut();
        match existing.find(|existing| existing.section_id == section.section_id) {
            Some(existing) => *existing = section,
            None => self.sections.push(section),
        }
        let topics = self.sections.iter().flat_map(|section| &section.topics);
        let topics: HashSet<&str> = topics.map(|topic| topic.template_id.as_str()).collect();
        for user in self.users.values_mut() {
            user.preferences.retain(|topic| topics.contains(topic));
        }
    }

    /// All topics, each with its section.
    pub(super) fn topics(&self) -> impl Iterator<Item = (&Section, &Topic)> {
        let sections = self.sections.iter();
        sections.flat_map(|section| section.topics.iter().map(move |topic| (section, topic)))
    }

    /// Returns the topic with that ID, and its section.
    pub(super) fn topic(&self, id: &str) -> Option<(&Section, &Topic)> {
        let mut topics = self.topics();
        topics.find(|(_, topic)| topic.template_id == id)
    }

    /// Returns the user's preference for a topic, or the topic's default.
    pub(super) fn preference(
        &self,
        user_id: &str,
        tenant: Option<&str>,
        topic: &Topic,
    ) -> Preference {
        let user = self.users.get(user_id);
        let preference = user.and_then(|user| user.preferences.get(tenant, &topic.template_id));
        preference
            .cloned()
            .unwrap_or_else(|| topic.default_preference())
    }
}

/// Brands and tracked events.
impl State {
    /// The brands by ID.
    pub(super) fn brands(&self) -> &BTreeMap<String, Brand> {
        &self.brands
    }

    /// The brands by ID, to change them.
    pub(super) fn brands_mut(&mut self) -> &mut BTreeMap<String, Brand> {
        &mut self.brands
    }

    /// Records a tracked event. Returns true if its ID is new.
    pub(super) fn track(&mut self, event_id: &str) -> bool {
        self.tracked_events.insert(event_id.to_owned())
    }
}
