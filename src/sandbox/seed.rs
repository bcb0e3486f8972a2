//! Users and messages as JSON: what a sandbox begins with, and what it tells of its state.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    Error,
    state::{
        Brand, Channel, Message, Preference, Preferences, PushToken, Section, State, Status,
        TrackingIds, new_id,
    },
    time::Moment,
};

/// Users by id.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Seed {
    #[serde(default)]
    users: BTreeMap<String, SeedUser>,
    /// Brands, each in the place of the one that has its id.
    #[serde(default)]
    brands: Vec<Brand>,
    /// Sections of the preference page, likewise.
    #[serde(default)]
    sections: Vec<Section>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeedUser {
    /// The tenants that the user is a member of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tenants: Vec<String>,
    /// The lists that the user has subscribed to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lists: Vec<String>,
    #[serde(default)]
    messages: Vec<SeedMessage>,
    /// What older clients show as banners.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    banners: Vec<SeedMessage>,
    /// Push tokens, each with what was said of it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    tokens: BTreeMap<String, PushToken>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    preferences: Vec<SeedPreference>,
}

/// What a user chose for a topic.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SeedPreference {
    template_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    account_id: Option<String>,
    status: Status,
    #[serde(default)]
    has_custom_routing: bool,
    #[serde(default)]
    routing_preferences: Vec<Channel>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    digest_schedule: Option<String>,
}

/// A message, of which every field may be left out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct SeedMessage {
    message_id: Option<String>,
    /// The request that sent it, where that is another id.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    title: Option<String>,
    preview: Option<String>,
    created: Option<Moment>,
    read: Option<Moment>,
    opened: Option<Moment>,
    archived: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clicked: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pinned: Option<SeedPin>,
    tags: Vec<String>,
    account_id: Option<String>,
    data: Map<String, Value>,
    actions: Vec<Map<String, Value>>,
    tracking_ids: Option<TrackingIds>,
}

/// Where a message is pinned.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SeedPin {
    slot_id: String,
}

impl Seed {
    /// Reads the JSON of a seed.
    ///
    /// # Errors
    /// When it is not of that form.
    pub(crate) fn parse(json: &[u8]) -> Result<Self, Error> {
        // An array would do for an object whose fields may all be left out.
        if json.trim_ascii_start().starts_with(b"[") {
            let reason = "a seed is a JSON object".to_owned();
            return Err(Error::Seed { reason });
        }
        serde_json::from_slice(json).map_err(|error| Error::Seed {
            reason: error.to_string(),
        })
    }

    /// Adds all of it to what is there, or nothing where an id is taken.
    pub(super) fn plant(self, state: &mut State, now: DateTime<Utc>) -> Result<(), Error> {
        let mut ids = HashSet::new();
        let messages = self.users.values().flat_map(|user| &user.messages);
        for id in messages.filter_map(|message| message.message_id.as_deref()) {
            if state.has(id) || !ids.insert(id) {
                let reason = format!("there is a message `{id}` already");
                return Err(Error::Seed { reason });
            }
        }
        let has_no_name = self.users.keys().any(String::is_empty) || ids.contains("");
        if has_no_name {
            let reason = "a user or a message has an empty id".to_owned();
            return Err(Error::Seed { reason });
        }
        for brand in &self.brands {
            brand
                .read_settings()
                .map_err(|reason| Error::Seed { reason })?;
        }
        for brand in self.brands {
            state.brands_mut().insert(brand.id.clone(), brand);
        }
        for section in self.sections {
            state.put_section(section);
        }
        for (user, seeded) in self.users {
            state.add_user(&user, seeded.tenants);
            for list in seeded.lists {
                state.subscribe(&user, &list);
            }
            for preference in seeded.preferences {
                preference.plant(state, &user);
            }
            let banners = seeded.banners.into_iter();
            let banners = banners.map(|banner| banner.into_message(now));
            state.banners_mut(&user).splice(0..0, banners);
            state.tokens_mut(&user).extend(seeded.tokens);
            // The first of a list stands on top of the Inbox, where times do not decide.
            for message in seeded.messages.into_iter().rev() {
                let message = message.into_message(now);
                state
                    .add(&user, message)
                    .map_err(|reason| Error::Seed { reason })?;
            }
        }
        Ok(())
    }

    /// Tells what is there.
    pub(super) fn of(state: &State) -> Self {
        let user = |user: &str| (user.to_owned(), Self::of_user(state, user, usize::MAX));
        Self {
            users: state.users().map(user).collect(),
            brands: state.brands().values().cloned().collect(),
            sections: state.sections().to_vec(),
        }
    }

    /// Tells of one user, and of so many messages.
    pub(super) fn of_user(state: &State, user: &str, limit: usize) -> SeedUser {
        let messages = state.messages(user).take(limit);
        let token = |(token, told): (&str, &PushToken)| (token.to_owned(), told.clone());
        let preferences = state.preferences(user);
        let preferences = preferences.into_iter().flat_map(Preferences::iter);
        SeedUser {
            tenants: state.tenants(user).map(str::to_owned).collect(),
            lists: state.lists(user).map(str::to_owned).collect(),
            messages: messages.map(SeedMessage::of).collect(),
            banners: state.banners(user).iter().map(SeedMessage::of).collect(),
            tokens: state.tokens(user).map(token).collect(),
            preferences: preferences.map(SeedPreference::of).collect(),
        }
    }
}

impl SeedPreference {
    fn plant(self, state: &mut State, user: &str) {
        let preference = Preference {
            status: self.status,
            has_custom_routing: self.has_custom_routing,
            routing: self.routing_preferences,
            digest_schedule: self.digest_schedule,
        };
        let (tenant, topic) = (self.account_id.as_deref(), &self.template_id);
        state.preferences_mut(user).set(tenant, topic, preference);
    }

    fn of((tenant, topic, chosen): (Option<&str>, &str, &Preference)) -> Self {
        Self {
            template_id: topic.to_owned(),
            account_id: tenant.map(str::to_owned),
            status: chosen.status,
            has_custom_routing: chosen.has_custom_routing,
            routing_preferences: chosen.routing.clone(),
            digest_schedule: chosen.digest_schedule.clone(),
        }
    }
}

impl SeedMessage {
    fn into_message(self, now: DateTime<Utc>) -> Message {
        let time = |moment: Option<Moment>| moment.map(|moment| moment.0);
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
            ..Message::new(id, time(self.created).unwrap_or(now))
        }
    }

    fn of(message: &Message) -> Self {
        Self {
            message_id: Some(message.id.clone()),
            request_id: Some(&message.request_id)
                .filter(|request| **request != message.id)
                .cloned(),
            title: message.title.clone(),
            preview: message.preview.clone(),
            created: Some(Moment(message.created)),
            read: message.read.map(Moment),
            opened: message.opened.map(Moment),
            archived: message.archived.map(Moment),
            clicked: message.clicked.map(Moment),
            pinned: message.pinned.clone().map(|slot_id| SeedPin { slot_id }),
            tags: message.tags.clone(),
            account_id: message.account_id.clone(),
            data: message.data.clone(),
            actions: message.actions.clone(),
            tracking_ids: Some(message.tracking_ids.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_000, 0).unwrap()
    }

    #[test]
    fn a_seed_comes_back_as_it_was_sown() {
        let json = r#"{"users":{"alice":{"messages":[{"messageId":"m-1","title":"A","created":"2026-01-01T00:00:00.000Z","read":"2026-01-02T00:00:00.500Z","tags":["x"],"data":{"z":1,"a":2},"trackingIds":{"archiveTrackingId":"a","clickTrackingId":"b","deliverTrackingId":"c","openTrackingId":"d","readTrackingId":"e","unreadTrackingId":"f"}}]},"bob":{}}}"#;
        let mut state = State::default();
        Seed::parse(json.as_bytes())
            .unwrap()
            .plant(&mut state, now())
            .unwrap();
        let told: Value = serde_json::to_value(Seed::of(&state)).unwrap();
        assert_eq!(told["users"]["bob"]["messages"], Value::Array(Vec::new()));
        let message = &told["users"]["alice"]["messages"][0];
        for (field, expected) in
            serde_json::from_str::<Value>(json).unwrap()["users"]["alice"]["messages"][0]
                .as_object()
                .unwrap()
        {
            assert_eq!(&message[field], expected, "{field}");
        }
    }

    #[test]
    fn the_order_of_a_list_is_the_order_of_the_inbox() {
        let mut state = State::default();
        let json = br#"{"users":{"a":{"messages":[{"title":"1"},{"title":"2"},{"title":"3"}]}}}"#;
        Seed::parse(json).unwrap().plant(&mut state, now()).unwrap();
        let titles: Vec<_> = state
            .messages("a")
            .map(|m| m.title.as_deref().unwrap())
            .collect();
        assert_eq!(titles, ["1", "2", "3"]);
    }

    #[test]
    fn a_seed_is_taken_whole_or_not_at_all() {
        let rows = [
            r#"{"users":{"a":{"messages":[{"messageId":"1"},{"messageId":"1"}]}}}"#,
            r#"{"users":{"a":{"messages":[{"titel":"x"}]}}}"#,
            r#"{"users":{"a":{"messages":[{"read":"yesterday"}]}}}"#,
            r#"{"users":{"":{}}}"#,
            r#"{"users":{"a":{"messages":[{"messageId":""}]}}}"#,
            r#"{"users":{"a":{}},"brands":[{"id":"b","name":"B","settings":{"colors":1}}]}"#,
            r#"{"user":{}}"#,
            "[]",
            "",
        ];
        for json in rows {
            let mut state = State::default();
            let planted =
                Seed::parse(json.as_bytes()).and_then(|seed| seed.plant(&mut state, now()));
            assert!(planted.is_err(), "{json}");
            assert_eq!(state.users().count(), 0);
        }
    }
}
