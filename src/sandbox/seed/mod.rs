//! Seeds: the users, messages, brands and preference sections of a sandbox as JSON.
//!
//! A sandbox starts with a seed, and describes its state as one.

#![warn(clippy::arithmetic_side_effects)]

mod message;
mod user;
mod view;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde::Deserialize;

use user::SeedUser;

use super::{
    error::Error,
    size::{Size, total},
    state::{Brand, Section, State, StoreFull, Topic, check_push_token, size_of_new_user},
};
use crate::encoding;

pub(super) use view::{StateView, UserView};

/// The content of a sandbox.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Seed {
    /// The users by ID.
    #[serde(default)]
    users: BTreeMap<String, SeedUser>,
    /// Brands. Each replaces the brand with the same ID.
    #[serde(default)]
    brands: Vec<Brand>,
    /// Sections of the preference page. Each replaces the section with the same ID.
    #[serde(default)]
    sections: Vec<Section>,
}

impl Seed {
    /// Parses the JSON of a seed.
    ///
    /// # Errors
    /// Returns an error if it has another structure.
    pub(crate) fn parse(json: &[u8]) -> Result<Self, Error> {
        let json = encoding::decode(json).map_err(|error| Error::Seed {
            reason: error.to_string(),
        })?;
        // serde accepts an array as a struct whose fields are all optional.
        if json.trim_ascii_start().starts_with('[') {
            let reason = "it must be a JSON object".to_owned();
            return Err(Error::Seed { reason });
        }
        serde_json::from_str(&json).map_err(|error| Error::Seed {
            reason: describe_json_error(&error),
        })
    }

    /// Adds the seed to the state.
    ///
    /// # Errors
    /// Returns an error, and changes nothing, if the seed is invalid or conflicts with the state.
    pub(super) fn insert(self, state: &mut State, now: DateTime<Utc>) -> Result<(), Error> {
        let invalid = |reason| Error::Seed { reason };
        self.check(state).map_err(invalid)?;
        self.check_space(state).map_err(|StoreFull| Error::Full)?;
        let full = |StoreFull| Error::Full;
        for brand in self.brands {
            state.put_brand(brand).map_err(full)?;
        }
        state.put_sections(self.sections).map_err(full)?;
        for (user_id, user) in self.users {
            user.insert(&user_id, state, now)?;
        }
        Ok(())
    }

    /// Checks that the state has space for the seed.
    fn check_space(&self, state: &State) -> Result<(), StoreFull> {
        let brands = total(self.brands.iter().map(Size::size));
        let sections = total(self.sections.iter().map(Size::size));
        let settings = brands.saturating_add(sections);
        let users = self.users.iter();
        let users = users.map(|(id, user)| size_of_new_user(id).saturating_add(user.size()));
        state.require_settings_space(settings)?;
        state.require_space(total(users).saturating_add(settings))
    }

    fn check(&self, state: &State) -> Result<(), String> {
        let topics = self.merged_topics(state)?;
        let mut ids = SeededIds::default();
        for (user_id, user) in &self.users {
            ids.add(user_id, user, state)?;
            Self::check_user(user, &topics)?;
        }
        let has_empty_id = self.users.keys().any(String::is_empty)
            || ids.messages.contains("")
            || self.brands.iter().any(|brand| brand.id.is_empty());
        if has_empty_id {
            return Err("the ID of a user, message or brand is empty".to_owned());
        }
        for brand in &self.brands {
            brand.read_settings()?;
        }
        Ok(())
    }

    /// Checks the messages, the push tokens and the preferences of a user.
    fn check_user(user: &SeedUser, topics: &HashMap<&str, &Topic>) -> Result<(), String> {
        for message in &user.messages {
            message.delivery().check()?;
        }
        for (token, properties) in &user.tokens {
            check_push_token(properties)
                .map_err(|reason| format!("push token {token}: {reason}"))?;
        }
        for preference in &user.preferences {
            let id = preference.template_id.as_str();
            let topic = topics.get(id);
            let topic = topic.ok_or_else(|| format!("unknown topic `{id}`"))?;
            topic.check(&preference.preference())?;
        }
        Ok(())
    }

    /// Returns the topics after the insertion of this seed, by ID. Checks that every topic is in one
    /// section only.
    fn merged_topics<'s>(
        &'s self,
        state: &'s State,
    ) -> Result<HashMap<&'s str, &'s Topic>, String> {
        let seeded: HashSet<&str> = self
            .sections
            .iter()
            .map(|section| &*section.section_id)
            .collect();
        let existing = state.sections().iter();
        let remaining = existing.filter(|section| !seeded.contains(&*section.section_id));
        let mut topics = HashMap::new();
        for topic in remaining
            .chain(&self.sections)
            .flat_map(|section| &section.topics)
        {
            if topics.insert(&*topic.template_id, topic).is_some() {
                return Err(format!("topic `{}` is in two sections", topic.template_id));
            }
        }
        Ok(topics)
    }
}

/// Describes an error in the JSON of a seed. Courier calls the tenant of a message its account.
fn describe_json_error(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let is_tenant = text.starts_with("unknown field `tenant") && text.contains("`accountId`");
    if is_tenant {
        format!("{text}; the field for the tenant is `tenant`")
    } else {
        text
    }
}

/// The IDs of the seed's messages and banners. The latter are unique for each user.
#[derive(Default)]
struct SeededIds<'s> {
    messages: HashSet<&'s str>,
    banners: HashSet<(&'s str, &'s str)>,
}

impl<'s> SeededIds<'s> {
    /// Adds the IDs of a user's messages and banners.
    ///
    /// # Errors
    /// Returns an error if one of them is taken.
    fn add(&mut self, user_id: &'s str, user: &'s SeedUser, state: &State) -> Result<(), String> {
        for id in user.messages.iter().filter_map(|m| m.message_id.as_deref()) {
            if state.has_message(id) || !self.messages.insert(id) {
                return Err(format!("message `{id}` already exists"));
            }
        }
        let existing = state.user(user_id).map_or(&[][..], |user| &user.banners);
        for id in user.banners.iter().filter_map(|b| b.message_id.as_deref()) {
            let is_taken = existing.iter().any(|banner| banner.id == id);
            if is_taken || !self.banners.insert((user_id, id)) {
                return Err(format!("banner `{id}` already exists"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_000, 0).unwrap()
    }

    #[test]
    fn described_state_equals_the_seed() {
        let json = r#"{"users":{"alice":{"messages":[{"messageId":"m-1","title":"A","created":"2026-01-01T00:00:00.000Z","read":"2026-01-02T00:00:00.500Z","tags":["x"],"data":{"z":1,"a":2},"trackingIds":{"archiveTrackingId":"a","clickTrackingId":"b","deliverTrackingId":"c","openTrackingId":"d","readTrackingId":"e","unreadTrackingId":"f"}}]},"bob":{}}}"#;
        let mut state = State::default();
        Seed::parse(json.as_bytes())
            .unwrap()
            .insert(&mut state, now())
            .unwrap();
        let described = serde_json::to_value(StateView(&state)).unwrap();
        assert_eq!(
            described["users"]["bob"]["messages"],
            Value::Array(Vec::new())
        );
        let message = &described["users"]["alice"]["messages"][0];
        for (field, expected) in
            serde_json::from_str::<Value>(json).unwrap()["users"]["alice"]["messages"][0]
                .as_object()
                .unwrap()
        {
            assert_eq!(&message[field], expected, "{field}");
        }
    }

    #[test]
    fn messages_keep_their_order_in_the_inbox() {
        let mut state = State::default();
        let json = br#"{"users":{"a":{"messages":[{"title":"1"},{"title":"2"},{"title":"3"}]}}}"#;
        Seed::parse(json)
            .unwrap()
            .insert(&mut state, now())
            .unwrap();
        let titles: Vec<_> = state
            .messages("a")
            .map(|m| m.title.as_deref().unwrap())
            .collect();
        assert_eq!(titles, ["1", "2", "3"]);
    }

    #[test]
    fn invalid_seed_changes_nothing() {
        let rows = [
            r#"{"users":{"a":{"messages":[{"messageId":"1"},{"messageId":"1"}]}}}"#,
            r#"{"users":{"a":{"messages":[{"titel":"x"}]}}}"#,
            r#"{"users":{"a":{"messages":[{"read":"yesterday"}]}}}"#,
            r#"{"users":{"":{}}}"#,
            r#"{"users":{"a":{"preferences":[{"templateId":"none","status":"OPTED_IN"}]}}}"#,
            r#"{"users":{"a":{"preferences":[{"templateId":"security","status":"OPTED_OUT"}]}}}"#,
            r#"{"users":{"a":{"tokens":{"t":{}}}}}"#,
            r#"{"users":{"a":{"banners":[{"messageId":"b"},{"messageId":"b"}]}}}"#,
            r#"{"users":{"a":{}},"brands":[{"id":"","name":"B"}]}"#,
            r#"{"users":{"a":{}},"sections":[{"sectionId":"s","name":"S","topics":[{"templateId":"updates","templateName":"U"}]}]}"#,
            r#"{"users":{"a":{"messages":[{"created":"2016-12-31T23:59:60Z"}]}}}"#,
            r#"{"users":{"a":{"messages":[{"created":"9999-12-31T23:59:59-23:00"}]}}}"#,
            r#"{"users":{"a":{"messages":[{"messageId":""}]}}}"#,
            r#"{"users":{"a":{"messages":[{"status":"DELIVERED"}]}}}"#,
            r#"{"users":{"a":{"messages":[{"status":"UNROUTABLE","reason":"no"}]}}}"#,
            r#"{"users":{"a":{"messages":[{"reason":"NO_CHANNELS"}]}}}"#,
            r#"{"users":{"a":{}},"brands":[{"id":"b","name":"B","settings":{"colors":1}}]}"#,
            r#"{"user":{}}"#,
            "[]",
            "",
        ];
        for json in rows {
            let mut state = State::default();
            let inserted =
                Seed::parse(json.as_bytes()).and_then(|seed| seed.insert(&mut state, now()));
            assert!(inserted.is_err(), "{json}");
            assert_eq!(state.user_ids().count(), 0);
        }
    }
}
