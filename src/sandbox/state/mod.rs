//! What a sandbox remembers: users with all that is theirs, and what is the workspace's.

mod brands;
mod message;
mod preferences;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    ops::Bound,
    sync::Arc,
};

use serde_json::{Map, Value};

pub(super) use brands::{Brand, BrandSettings, DEFAULT_BRAND, Logo};
pub(super) use message::{Message, Purpose, Rank, TrackingIds, new_id};
pub(super) use preferences::{
    Channel, DigestSchedule, Preference, Preferences, Section, Status, Topic,
};

/// All users with all their messages, and the settings of the workspace.
#[derive(Debug)]
pub(super) struct State {
    users: HashMap<Arc<str>, User>,
    /// Whose a message is and where it stands, by its id.
    places: HashMap<String, (Arc<str>, Rank)>,
    /// Whose the messages of all users are, the newest first.
    newest: BTreeMap<Rank, Arc<str>>,
    /// How many messages have come.
    arrivals: u64,
    /// By id.
    brands: BTreeMap<String, Brand>,
    /// What the preference page shows, in this order.
    sections: Vec<Section>,
    /// The ids of events that were tracked.
    tracked: HashSet<String>,
}

#[derive(Debug, Default)]
struct User {
    /// The tenants that the user is a member of.
    tenants: BTreeSet<String>,
    /// The lists that the user has subscribed to.
    lists: BTreeSet<String>,
    /// The newest first.
    messages: BTreeMap<Rank, Message>,
    /// What the banners of the older clients show, the newest first.
    banners: Vec<Message>,
    /// The push tokens with what was said of each.
    tokens: BTreeMap<String, PushToken>,
    preferences: Preferences,
}

/// What was said of a push token: `provider_key`, `device` and so on.
pub(super) type PushToken = Map<String, Value>;

/// The providers that a push token can be of.
const PROVIDERS: [&str; 4] = ["firebase-fcm", "apn", "expo", "onesignal"];

/// Whether that can be said of a push token.
pub(super) fn check_push_token(told: &PushToken) -> Result<(), &'static str> {
    let provider = told.get("provider_key").and_then(Value::as_str);
    match provider {
        Some(provider) if PROVIDERS.contains(&provider) => Ok(()),
        _ => Err("\"provider_key\" is firebase-fcm, apn, expo or onesignal"),
    }
}

impl Default for State {
    /// A workspace with one brand and one section of topics, and nobody in it.
    fn default() -> Self {
        let brand = Brand::built_in();
        Self {
            users: HashMap::new(),
            places: HashMap::new(),
            newest: BTreeMap::new(),
            arrivals: 0,
            brands: BTreeMap::from([(brand.id.clone(), brand)]),
            sections: vec![Section::built_in()],
            tracked: HashSet::new(),
        }
    }
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
        self.entry(user).tenants.extend(tenants);
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
        self.users_where(|user| user.tenants.contains(tenant))
    }

    /// The users who have subscribed to a list, in order.
    pub(super) fn subscribers(&self, list: &str) -> Vec<String> {
        self.users_where(|user| user.lists.contains(list))
    }

    fn users_where(&self, is_meant: impl Fn(&User) -> bool) -> Vec<String> {
        let users = self.users.iter().filter(|(_, user)| is_meant(user));
        let mut users: Vec<String> = users.map(|(id, _)| id.to_string()).collect();
        users.sort();
        users
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

    /// Subscribes a user to a list.
    pub(super) fn subscribe(&mut self, user: &str, list: &str) {
        self.entry(user).lists.insert(list.to_owned());
    }

    /// Takes a user off a list.
    pub(super) fn unsubscribe(&mut self, user: &str, list: &str) {
        if let Some(user) = self.users.get_mut(user) {
            user.lists.remove(list);
        }
    }

    /// The lists that a user has subscribed to.
    pub(super) fn lists(&self, user: &str) -> impl Iterator<Item = &str> {
        let user = self.users.get(user);
        user.into_iter()
            .flat_map(|user| user.lists.iter().map(String::as_str))
    }

    /// A user's banners, the newest first.
    pub(super) fn banners(&self, user: &str) -> &[Message] {
        self.users.get(user).map_or(&[], |user| &user.banners)
    }

    /// Adds banners before those that are there.
    pub(super) fn add_banners(&mut self, user: &str, banners: impl IntoIterator<Item = Message>) {
        self.entry(user).banners.splice(0..0, banners);
    }

    /// Takes away the banner of that tracking id; whether there was one.
    pub(super) fn archive_banner(&mut self, user: &str, tracking_id: &str) -> bool {
        let Some(user) = self.users.get_mut(user) else {
            return false;
        };
        let count = user.banners.len();
        let is_meant = |banner: &Message| banner.tracking_ids.archive_tracking_id == tracking_id;
        user.banners.retain(|banner| !is_meant(banner));
        user.banners.len() < count
    }

    /// A user's push tokens.
    pub(super) fn tokens(&self, user: &str) -> impl Iterator<Item = (&str, &PushToken)> {
        let user = self.users.get(user);
        user.into_iter()
            .flat_map(|user| user.tokens.iter())
            .map(|(token, told)| (token.as_str(), told))
    }

    /// Adds push tokens, each in the place of the one that is the same.
    pub(super) fn put_tokens(
        &mut self,
        user: &str,
        tokens: impl IntoIterator<Item = (String, PushToken)>,
    ) {
        self.entry(user).tokens.extend(tokens);
    }

    /// A push token, to change what was said of it.
    pub(super) fn token_mut(&mut self, user: &str, token: &str) -> Option<&mut PushToken> {
        self.users.get_mut(user)?.tokens.get_mut(token)
    }

    pub(super) fn remove_token(&mut self, user: &str, token: &str) {
        if let Some(user) = self.users.get_mut(user) {
            user.tokens.remove(token);
        }
    }

    /// What a user has chosen.
    pub(super) fn preferences(&self, user: &str) -> Option<&Preferences> {
        self.users.get(user).map(|user| &user.preferences)
    }

    /// What holds for a user and a topic: the user's choice, or else the default.
    pub(super) fn preference(&self, user: &str, tenant: Option<&str>, topic: &Topic) -> Preference {
        let chosen = self.preferences(user);
        let chosen = chosen.and_then(|chosen| chosen.get(tenant, &topic.template_id));
        chosen
            .cloned()
            .unwrap_or_else(|| topic.default_preference())
    }

    /// Remembers what a user chose.
    pub(super) fn choose(
        &mut self,
        user: &str,
        tenant: Option<&str>,
        topic: &str,
        preference: Preference,
    ) {
        let preferences = &mut self.entry(user).preferences;
        preferences.set(tenant, topic, preference);
    }

    /// Makes the topic's default hold again for a user.
    pub(super) fn forget_choice(&mut self, user: &str, tenant: Option<&str>, topic: &str) {
        if let Some(user) = self.users.get_mut(user) {
            user.preferences.forget(tenant, topic);
        }
    }

    /// What the preference page shows.
    pub(super) fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// A topic by its id, with its section.
    pub(super) fn topic(&self, id: &str) -> Option<(&Section, &Topic)> {
        let mut topics = self.topics();
        topics.find(|(_, topic)| topic.template_id == id)
    }

    /// Every topic, with its section.
    pub(super) fn topics(&self) -> impl Iterator<Item = (&Section, &Topic)> {
        let of = |section| Section::topics_of(section);
        self.sections.iter().flat_map(of)
    }

    /// Adds a section, or puts it in the place of the one that has its id. What was chosen for
    /// topics that are gone with that is forgotten.
    pub(super) fn put_section(&mut self, section: Section) {
        let mut known = self.sections.iter_mut();
        match known.find(|known| known.section_id == section.section_id) {
            Some(known) => *known = section,
            None => self.sections.push(section),
        }
        let topics = self.sections.iter().flat_map(Section::topics);
        let topics: HashSet<&str> = topics.map(|topic| topic.template_id.as_str()).collect();
        for user in self.users.values_mut() {
            user.preferences.keep(|topic| topics.contains(topic));
        }
    }

    /// The brands by their ids.
    pub(super) fn brands(&self) -> &BTreeMap<String, Brand> {
        &self.brands
    }

    /// The same, to change them.
    pub(super) fn brands_mut(&mut self) -> &mut BTreeMap<String, Brand> {
        &mut self.brands
    }

    /// Remembers that an event was tracked; whether it is new.
    pub(super) fn track(&mut self, id: &str) -> bool {
        self.tracked.insert(id.to_owned())
    }

    fn entry(&mut self, user: &str) -> &mut User {
        let user = self.user(user);
        self.users.entry(user).or_default()
    }
}
