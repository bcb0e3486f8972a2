//! The stored data of a sandbox: users and their messages, brands and preference sections.

#![warn(clippy::arithmetic_side_effects)]

mod brand;
mod counted;
mod delivery;
mod event;
mod filter;
mod message;
mod preference;
mod push_token;
mod tracked;
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
pub(super) use tracked::Tracking;
pub(super) use tracking::{TrackedEvent, TrackingIds};
pub(super) use user::User;

use super::{
    limits::{MAX_SETTINGS, MAX_STORED},
    size::{Size, total},
};
use tracked::TrackedIds;

/// There is no space for what was to be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct StoreFull;

impl StoreFull {
    /// The message for the client.
    pub(super) const MESSAGE: &str =
        "the sandbox is full: empty it with `POST /_sandbox/reset`, or store less";
}

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
    tracked_events: TrackedIds,
    /// The memory of users and messages, in bytes.
    users_size: usize,
    /// The memory of brands and sections, in bytes.
    settings_size: usize,
}

impl Default for State {
    /// A workspace without users, with one brand and one section of topics.
    fn default() -> Self {
        let brand = Brand::built_in();
        let section = Section::built_in();
        Self {
            users_size: 0,
            settings_size: brand.size().saturating_add(section.size()),
            users: HashMap::new(),
            message_index: HashMap::new(),
            newest: BTreeMap::new(),
            arrivals: 0,
            brands: BTreeMap::from([(brand.id.clone(), brand)]),
            sections: vec![section],
            tracked_events: TrackedIds::default(),
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

    /// All users, with their IDs.
    pub(super) fn users(&self) -> impl Iterator<Item = (&str, &User)> {
        self.users.iter().map(|(id, user)| (&**id, user))
    }

    /// Adds something of at most `growth` bytes to the user with that ID, who is created if there is
    /// none.
    ///
    /// # Errors
    /// Returns an error, and changes nothing, if there is no space for it.
    pub(super) fn extend_user<T>(
        &mut self,
        id: &str,
        growth: usize,
        extend: impl FnOnce(&mut User) -> T,
    ) -> Result<T, StoreFull> {
        let is_new = !self.users.contains_key(id);
        let id_size = if is_new { size_of_new_user(id) } else { 0 };
        self.require_space(total([growth, id_size]))?;
        let id = self.shared_id(id);
        let user = self.users.entry(id).or_default();
        let before = user.size();
        let result = extend(user);
        let grown = total([self.users_size, id_size, user.size()]);
        self.users_size = grown.saturating_sub(before);
        Ok(result)
    }

    /// Changes the user with that ID, who does not grow by it. Returns `None` if there is no such
    /// user.
    pub(super) fn reduce_user<T>(
        &mut self,
        id: &str,
        change: impl FnOnce(&mut User) -> T,
    ) -> Option<T> {
        self.users.contains_key(id).then_some(())?;
        self.extend_user(id, 0, change).ok()
    }

    /// Checks that there is space for this many bytes.
    ///
    /// # Errors
    /// Returns an error if there is none.
    pub(super) fn require_space(&self, growth: usize) -> Result<(), StoreFull> {
        let size = total([self.users_size, self.settings_size, growth]);
        // What takes no space is allowed in a sandbox that is full.
        if growth == 0 || size <= MAX_STORED {
            Ok(())
        } else {
            Err(StoreFull)
        }
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

    /// Adds a message to those that were sent to a user. The caller has checked that there is
    /// [space](Self::require_space) for it.
    ///
    /// # Errors
    /// Returns an error if another message has the same ID.
    pub(super) fn add_message(&mut self, user_id: &str, message: Message) -> Result<(), String> {
        if self.has_message(&message.id) {
            return Err(format!("message `{}` already exists", message.id));
        }
        let is_new = !self.users.contains_key(user_id);
        let id_size = if is_new { size_of_new_user(user_id) } else { 0 };
        self.users_size = total([self.users_size, message.size(), id_size]);
        self.arrivals = self.arrivals.saturating_add(1);
        let rank = Rank {
            created: Reverse(message.created.timestamp_millis()),
            arrival: Reverse(self.arrivals),
        };
        let user_id = self.shared_id(user_id);
        self.message_index
            .insert(message.id.clone(), (Arc::clone(&user_id), rank));
        self.newest.insert(rank, Arc::clone(&user_id));
        let user = self.users.entry(user_id).or_default();
        user.messages.insert(rank, Arc::new(message));
        Ok(())
    }

    /// Returns the message with that ID, and the ID of its user.
    pub(super) fn message(&self, id: &str) -> Option<(&str, &Arc<Message>)> {
        let (user_id, rank) = self.message_index.get(id)?;
        Some((user_id, self.users.get(user_id)?.messages.get(rank)?))
    }

    /// Changes a message of that user's Inbox, which grows by its tags only. Returns `None` if there
    /// is no such message.
    pub(super) fn change_message<T>(
        &mut self,
        user_id: &str,
        id: &str,
        change: impl FnOnce(&mut Message) -> T,
    ) -> Option<T> {
        let (owner, rank) = self.message_index.get(id)?;
        if **owner != *user_id {
            return None;
        }
        let message = self.users.get_mut(owner)?.messages.get_mut(rank)?;
        if !message.delivery.is_in_inbox() {
            return None;
        }
        let message = Arc::make_mut(message);
        let before = message.labels_size();
        let result = change(message);
        let grown = self.users_size.saturating_add(message.labels_size());
        self.users_size = grown.saturating_sub(before);
        Some(result)
    }

    /// The messages of a user's Inbox, the newest first.
    pub(super) fn messages(&self, user_id: &str) -> impl Iterator<Item = &Message> {
        self.messages_after(user_id, None)
            .map(|(_, message)| &**message)
    }

    /// The messages of a user's Inbox after a rank, the newest first.
    pub(super) fn messages_after(
        &self,
        user_id: &str,
        rank: Option<Rank>,
    ) -> impl Iterator<Item = (Rank, &Arc<Message>)> {
        let sent = self.sent_messages_after(user_id, rank);
        sent.filter(|(_, message)| message.delivery.is_in_inbox())
    }

    /// The messages to a user after a rank, on every channel, the newest first.
    pub(super) fn sent_messages_after(
        &self,
        user_id: &str,
        rank: Option<Rank>,
    ) -> impl Iterator<Item = (Rank, &Arc<Message>)> {
        let user = self.users.get(user_id).into_iter();
        user.flat_map(move |user| user.messages_after(rank))
    }

    /// The messages of a user's Inbox, to change them.
    pub(super) fn messages_mut(&mut self, user_id: &str) -> impl Iterator<Item = &mut Message> {
        let user = self.users.get_mut(user_id).into_iter();
        user.flat_map(|user| user.messages.values_mut())
            .filter(|message| message.delivery.is_in_inbox())
            .map(Arc::make_mut)
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
            Some((*rank, &**user_id, &**message))
        })
    }

    /// Hides the messages of a send request from the Messages API. Returns true if the request
    /// created any.
    pub(super) fn archive_request(&mut self, request_id: &str) -> bool {
        let users = self.users.values_mut();
        let messages = users.flat_map(|user| user.messages.values_mut());
        let mut is_known = false;
        for message in messages.filter(|message| message.request_id == request_id) {
            Arc::make_mut(message).is_request_archived = true;
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

    /// Adds sections. Each replaces the one with the same ID. Preferences for topics that no longer
    /// exist are deleted.
    ///
    /// # Errors
    /// Returns an error, and changes nothing, if there is no space for them.
    pub(super) fn put_sections(&mut self, sections: Vec<Section>) -> Result<(), StoreFull> {
        if sections.is_empty() {
            return Ok(());
        }
        self.require_settings_space(total(sections.iter().map(Size::size)))?;
        for section in sections {
            self.settings_size = self.settings_size.saturating_add(section.size());
            let mut existing = self.sections.iter_mut();
            match existing.find(|existing| existing.section_id == section.section_id) {
                Some(existing) => {
                    self.settings_size = self.settings_size.saturating_sub(existing.size());
                    *existing = section;
                }
                None => self.sections.push(section),
            }
        }
        let topics = self.sections.iter().flat_map(|section| &section.topics);
        let topics: HashSet<&str> = topics.map(|topic| topic.template_id.as_str()).collect();
        for user in self.users.values_mut() {
            let before = user.preferences.size();
            user.preferences.retain(|topic| topics.contains(topic));
            let removed = before.saturating_sub(user.preferences.size());
            self.users_size = self.users_size.saturating_sub(removed);
        }
        Ok(())
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

    /// Sets the user's preference for a topic.
    ///
    /// # Errors
    /// Returns an error, and changes nothing, if there is no space for it.
    pub(super) fn set_preference(
        &mut self,
        user_id: &str,
        tenant: Option<&str>,
        topic: &str,
        preference: Preference,
    ) -> Result<(), StoreFull> {
        let tenant_size = tenant.map_or(0, Size::size);
        let growth = total([tenant_size, topic.size(), preference.size()]);
        self.extend_user(user_id, growth, |user| {
            user.preferences.set(tenant, topic, preference);
        })
    }
}

/// Brands and tracked events.
impl State {
    /// The brands by ID.
    pub(super) fn brands(&self) -> &BTreeMap<String, Brand> {
        &self.brands
    }

    /// Adds a brand, or replaces the one with the same ID.
    ///
    /// # Errors
    /// Returns an error, and changes nothing, if there is no space for it.
    pub(super) fn put_brand(&mut self, brand: Brand) -> Result<(), StoreFull> {
        let size = brand.size();
        self.require_settings_space(size)?;
        let replaced = self.brands.insert(brand.id.clone(), brand);
        let grown = self.settings_size.saturating_add(size);
        self.settings_size = grown.saturating_sub(replaced.size());
        Ok(())
    }

    /// Removes the brand with that ID. Returns true if there was one.
    pub(super) fn remove_brand(&mut self, id: &str) -> bool {
        let removed = self.brands.remove(id);
        self.settings_size = self.settings_size.saturating_sub(removed.size());
        removed.is_some()
    }

    /// Checks that there is space for brands and sections of this many bytes.
    ///
    /// # Errors
    /// Returns an error if there is none.
    pub(super) fn require_settings_space(&self, growth: usize) -> Result<(), StoreFull> {
        self.require_space(growth)?;
        if self.settings_size.saturating_add(growth) <= MAX_SETTINGS {
            Ok(())
        } else {
            Err(StoreFull)
        }
    }

    /// Records a tracked event.
    pub(super) fn track(&mut self, event_id: &str) -> Tracking {
        self.tracked_events.add(event_id)
    }
}

/// The memory of a user who owns nothing, in bytes.
pub(super) fn size_of_new_user(id: &str) -> usize {
    size_of::<User>().saturating_add(id.size())
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;

    fn message(id: &str) -> Message {
        Message::new(id.to_owned(), DateTime::<Utc>::UNIX_EPOCH)
    }

    #[test]
    fn what_is_removed_makes_room_again() {
        let mut state = State::default();
        let space = |state: &State| {
            let used = state.users_size + state.settings_size;
            assert_eq!(state.require_space(MAX_STORED - used), Ok(()));
            assert_eq!(state.require_space(MAX_STORED - used + 1), Err(StoreFull));
            used
        };
        state.add_message("a", message("1")).unwrap();
        let before = space(&state);
        let tag = "x".repeat(1_000);
        state.change_message("a", "1", |message| message.tags.push(tag));
        state
            .extend_user("a", 10, |user| user.tenants.insert("t".to_owned(), ()))
            .unwrap();
        let mut brand = Brand::built_in();
        "b".clone_into(&mut brand.id);
        state.put_brand(brand.clone()).unwrap();
        let used = space(&state);
        assert!(used > before + 1_000, "{used}");
        state.put_brand(brand).unwrap();
        assert_eq!(space(&state), used);
        state.change_message("a", "1", |message| message.tags.clear());
        state.reduce_user("a", |user| user.tenants.remove("t"));
        assert!(state.remove_brand("b") && !state.remove_brand("b"));
        assert_eq!(space(&state), before);
    }

    #[test]
    fn full_state_refuses_users_and_brands() {
        let mut state = State::default();
        state.users_size = MAX_STORED - state.settings_size;
        assert_eq!(state.extend_user("new", 0, |_| ()), Err(StoreFull));
        assert_eq!(state.put_brand(Brand::built_in()), Err(StoreFull));
        let sections = vec![Section::built_in()];
        assert_eq!(state.put_sections(sections), Err(StoreFull));
        assert_eq!((state.users().count(), state.sections().len()), (0, 1));
    }
}
