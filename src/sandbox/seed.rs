//! Users and messages as JSON: what a sandbox begins with, and what it tells of its state.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use super::{
    Error,
    state::{Message, State, TrackingIds, new_id},
    time::iso,
};

/// Users by id.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Seed {
    users: BTreeMap<String, SeedUser>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedUser {
    #[serde(default)]
    messages: Vec<SeedMessage>,
}

/// A message, of which every field may be left out.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct SeedMessage {
    message_id: Option<String>,
    title: Option<String>,
    preview: Option<String>,
    created: Option<Moment>,
    read: Option<Moment>,
    opened: Option<Moment>,
    archived: Option<Moment>,
    tags: Vec<String>,
    account_id: Option<String>,
    data: Map<String, Value>,
    actions: Vec<Map<String, Value>>,
    tracking_ids: Option<TrackingIds>,
}

/// A time in RFC 3339.
#[derive(Debug, Clone, Copy)]
struct Moment(DateTime<Utc>);

impl Seed {
    /// Reads the JSON of a seed.
    ///
    /// # Errors
    /// When it is not of that form.
    pub(crate) fn parse(json: &[u8]) -> Result<Self, Error> {
        serde_json::from_slice(json).map_err(|error| Error::Seed {
            reason: error.to_string(),
        })
    }

    /// Adds all of it to what is there, or nothing where an id is taken.
    pub(super) fn plant(self, state: &mut State, now: DateTime<Utc>) -> Result<(), Error> {
        let mut planted: Vec<(String, Message)> = Vec::new();
        let mut users: Vec<String> = Vec::new();
        for (user, seeded) in self.users {
            users.push(user.clone());
            for message in seeded.messages {
                let message = message.into_message(now);
                let taken = |(_, known): &(String, Message)| known.id == message.id;
                if state.find(&message.id).is_some() || planted.iter().any(taken) {
                    let reason = format!("there is a message `{}` already", message.id);
                    return Err(Error::Seed { reason });
                }
                planted.push((user.clone(), message));
            }
        }
        for user in &users {
            state.add_user(user);
        }
        // The first of a list stands on top of the Inbox, where times do not decide.
        for (user, message) in planted.into_iter().rev() {
            state
                .add(&user, message)
                .map_err(|reason| Error::Seed { reason })?;
        }
        Ok(())
    }

    /// Tells what is there.
    pub(super) fn of(state: &State) -> Self {
        let user = |user: &str| {
            let messages = state.messages(user).iter().map(SeedMessage::of).collect();
            (user.to_owned(), SeedUser { messages })
        };
        Self {
            users: state.users().map(user).collect(),
        }
    }
}

impl SeedMessage {
    fn into_message(self, now: DateTime<Utc>) -> Message {
        let time = |moment: Option<Moment>| moment.map(|moment| moment.0);
        Message {
            id: self.message_id.unwrap_or_else(|| new_id(now)),
            title: self.title,
            preview: self.preview,
            created: time(self.created).unwrap_or(now),
            read: time(self.read),
            opened: time(self.opened),
            archived: time(self.archived),
            clicked: None,
            tags: self.tags,
            account_id: self.account_id,
            data: self.data,
            actions: self.actions,
            tracking_ids: self.tracking_ids.unwrap_or_else(TrackingIds::generate),
        }
    }

    fn of(message: &Message) -> Self {
        Self {
            message_id: Some(message.id.clone()),
            title: message.title.clone(),
            preview: message.preview.clone(),
            created: Some(Moment(message.created)),
            read: message.read.map(Moment),
            opened: message.opened.map(Moment),
            archived: message.archived.map(Moment),
            tags: message.tags.clone(),
            account_id: message.account_id.clone(),
            data: message.data.clone(),
            actions: message.actions.clone(),
            tracking_ids: Some(message.tracking_ids.clone()),
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&iso(self.0))
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        DateTime::parse_from_rfc3339(&text)
            .map(|time| Self(time.to_utc()))
            .map_err(|_| serde::de::Error::custom(format!("`{text}` is not a time in RFC 3339")))
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
            .iter()
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
