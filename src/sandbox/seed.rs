//! Users and messages as JSON: what a sandbox begins with, and what it tells of its state.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    Error,
    state::{
        Brand, Channel, Message, Preference, Preferences, PushToken, Section, State, Status,
        TrackingIds, check_push_token, new_id,
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
    /// The template that it was made from.
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<String>,
    /// Whether it is hidden from the Messages API.
    #[serde(skip_serializing_if = "is_false")]
    request_archived: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as it is called")]
fn is_false(value: &bool) -> bool {
    !value
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
        self.check(state).map_err(|reason| Error::Seed { reason })?;
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
                let (tenant, topic) = (preference.account_id.as_deref(), &preference.template_id);
                state.choose(&user, tenant, topic, preference.chosen());
            }
            let banners = seeded.banners.into_iter();
            state.add_banners(&user, banners.map(|banner| banner.into_message(now)));
            state.put_tokens(&user, seeded.tokens);
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

    /// Whether all of it can be there beside what is.
    fn check(&self, state: &State) -> Result<(), String> {
        let mut ids = HashSet::new();
        let mut banners = HashSet::new();
        for (user, seeded) in &self.users {
            let of_messages = seeded.messages.iter();
            for id in of_messages.filter_map(|message| message.message_id.as_deref()) {
                if state.has(id) || !ids.insert(id) {
                    return Err(format!("there is a message `{id}` already"));
                }
            }
            let of_banners = seeded.banners.iter();
            for id in of_banners.filter_map(|banner| banner.message_id.as_deref()) {
                let is_known = state.banners(user).iter().any(|known| known.id == id);
                if is_known || !banners.insert((user, id)) {
                    return Err(format!("there is a banner `{id}` already"));
                }
            }
            for (token, told) in &seeded.tokens {
                check_push_token(told).map_err(|reason| format!("push token {token}: {reason}"))?;
            }
            for preference in &seeded.preferences {
                let id = &preference.template_id;
                let mut topics = self.sections_beside(state).flat_map(Section::topics);
                let topic = topics.find(|topic| topic.template_id == *id);
                let topic = topic.ok_or_else(|| format!("there is no topic `{id}`"))?;
                topic.check(&preference.chosen())?;
            }
        }
        let has_no_name = self.users.keys().any(String::is_empty)
            || ids.contains("")
            || self.brands.iter().any(|brand| brand.id.is_empty());
        if has_no_name {
            return Err("a user, a message or a brand has an empty id".to_owned());
        }
        for brand in &self.brands {
            brand.read_settings()?;
        }
        // A topic stands in one section.
        let mut topics = HashSet::new();
        for topic in self.sections_beside(state).flat_map(Section::topics) {
            if !topics.insert(&topic.template_id) {
                return Err(format!(
                    "topic `{}` stands in two sections",
                    topic.template_id
                ));
            }
        }
        Ok(())
    }

    /// The sections that there will be: the seeded ones come in the place of those of their id.
    fn sections_beside<'s>(&'s self, state: &'s State) -> impl Iterator<Item = &'s Section> {
        let is_replaced = |section: &&Section| {
            let mut seeded = self.sections.iter();
            seeded.any(|other| other.section_id == section.section_id)
        };
        let present = state.sections().iter();
        let stay = present.filter(move |section| !is_replaced(section));
        stay.chain(&self.sections)
    }

    /// Tells what is there.
    pub(super) fn of(state: &State) -> Self {
        let user = |user: &str| {
            (
                user.to_owned(),
                Self::of_user(state, user, None, usize::MAX),
            )
        };
        Self {
            users: state.users().map(user).collect(),
            brands: state.brands().values().cloned().collect(),
            sections: state.sections().to_vec(),
        }
    }

    /// Tells of one user, and of so many messages, of those that are archived or are not.
    pub(super) fn of_user(
        state: &State,
        user: &str,
        archived: Option<bool>,
        limit: usize,
    ) -> SeedUser {
        let is_meant = |message: &&Message| {
            archived.is_none_or(|archived| archived == message.archived.is_some())
        };
        let messages = state.messages(user).filter(is_meant).take(limit);
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
    fn chosen(&self) -> Preference {
        Preference {
            status: self.status,
            has_custom_routing: self.has_custom_routing,
            routing: self.routing_preferences.clone(),
            digest_schedule: self.digest_schedule.clone(),
        }
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
            template: self.template,
            is_request_archived: self.request_archived,
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
            template: message.template.clone(),
            request_archived: message.is_request_archived,
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
            r#"{"users":{"a":{"preferences":[{"templateId":"none","status":"OPTED_IN"}]}}}"#,
            r#"{"users":{"a":{"preferences":[{"templateId":"security","status":"OPTED_OUT"}]}}}"#,
            r#"{"users":{"a":{"tokens":{"t":{}}}}}"#,
            r#"{"users":{"a":{"banners":[{"messageId":"b"},{"messageId":"b"}]}}}"#,
            r#"{"users":{"a":{}},"brands":[{"id":"","name":"B"}]}"#,
            r#"{"users":{"a":{}},"sections":[{"sectionId":"s","name":"S","topics":[{"templateId":"updates","templateName":"U"}]}]}"#,
            r#"{"users":{"a":{"messages":[{"created":"2016-12-31T23:59:60Z"}]}}}"#,
            r#"{"users":{"a":{"messages":[{"created":"9999-12-31T23:59:59-23:00"}]}}}"#,
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
