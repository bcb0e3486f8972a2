//! Preference sections, their topics, and the users' preferences
//! (<https://www.courier.com/docs/api-reference/user-preferences/get-users-preferences>).

use async_graphql::{ComplexObject, Enum, Json, SimpleObject};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::counted::CountedMap;
use crate::sandbox::size::{Size, total};

/// A user's subscription status for a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "PreferenceStatus")]
pub(in crate::sandbox) enum Status {
    OptedIn,
    OptedOut,
    /// Users cannot opt out.
    Required,
    Unknown,
}

/// A delivery channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[graphql(rename_items = "snake_case")]
pub(in crate::sandbox) enum Channel {
    DirectMessage,
    Inbox,
    Email,
    Push,
    Sms,
    Webhook,
}

impl Channel {
    /// Every channel, with its display name.
    pub(in crate::sandbox) const ALL: [(Self, &'static str); 6] = [
        (Self::DirectMessage, "Chat"),
        (Self::Inbox, "Inbox"),
        (Self::Email, "Email"),
        (Self::Push, "Push"),
        (Self::Sms, "SMS"),
        (Self::Webhook, "Webhook"),
    ];
}

/// A group of topics on the preference page.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::sandbox) struct Section {
    pub(in crate::sandbox) section_id: String,
    pub(in crate::sandbox) name: String,
    #[serde(default)]
    pub(in crate::sandbox) description: Option<String>,
    /// The channels that a user can choose.
    #[serde(default)]
    pub(in crate::sandbox) routing_options: Vec<Channel>,
    #[serde(default)]
    pub(in crate::sandbox) has_custom_routing: bool,
    #[serde(default)]
    pub(in crate::sandbox) topics: Vec<Topic>,
}

/// A subscription topic.
#[derive(Debug, Clone, SimpleObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[graphql(complex)]
pub(in crate::sandbox) struct Topic {
    pub(in crate::sandbox) template_id: String,
    pub(in crate::sandbox) template_name: String,
    #[serde(default)]
    pub(in crate::sandbox) description: Option<String>,
    #[serde(default = "opted_in")]
    pub(in crate::sandbox) default_status: Status,
    #[serde(default)]
    pub(in crate::sandbox) data: Option<Json<Value>>,
    #[serde(default)]
    #[graphql(skip)]
    pub(in crate::sandbox) digest_schedules: Vec<DigestSchedule>,
}

/// A schedule on which the collected messages of a topic are delivered.
#[derive(Debug, Clone, SimpleObject, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::sandbox) struct DigestSchedule {
    pub(in crate::sandbox) schedule_id: String,
    #[serde(default)]
    period: Option<String>,
    #[serde(default)]
    recurrence: Option<String>,
    #[serde(default)]
    repeat: Option<Json<Value>>,
    #[serde(default)]
    repetition: Option<String>,
    #[serde(default)]
    start: Option<String>,
    #[serde(default)]
    default: bool,
}

/// A user's preference for one topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sandbox) struct Preference {
    pub(in crate::sandbox) status: Status,
    pub(in crate::sandbox) has_custom_routing: bool,
    pub(in crate::sandbox) routing: Vec<Channel>,
    /// The ID of one of the topic's schedules.
    pub(in crate::sandbox) digest_schedule: Option<String>,
}

/// A user's preferences, by tenant and topic ID. A preference without a tenant does not apply to
/// tenants.
#[derive(Debug, Default)]
pub(in crate::sandbox) struct Preferences(CountedMap<(Option<String>, String), Preference>);

#[ComplexObject]
impl Topic {
    async fn digest_schedules(&self) -> Json<Value> {
        Json(json!(self.digest_schedules))
    }
}

impl Section {
    /// The section of a new workspace, with one topic of each kind.
    pub(super) fn built_in() -> Self {
        let topic = |id: &str, name: &str, default_status| Topic {
            template_id: id.to_owned(),
            template_name: name.to_owned(),
            description: None,
            default_status,
            data: None,
            digest_schedules: Vec::new(),
        };
        Self {
            section_id: "general".to_owned(),
            name: "General".to_owned(),
            description: None,
            routing_options: vec![Channel::Inbox, Channel::Email, Channel::Push],
            has_custom_routing: true,
            topics: vec![
                topic("updates", "Updates", Status::OptedIn),
                topic("marketing", "Marketing", Status::OptedOut),
                topic("security", "Security alerts", Status::Required),
            ],
        }
    }
}

impl Topic {
    /// The preference of users who have not set one.
    pub(in crate::sandbox) fn default_preference(&self) -> Preference {
        Preference {
            status: self.default_status,
            has_custom_routing: false,
            routing: Vec::new(),
            digest_schedule: None,
        }
    }

    /// Checks that a user may set this preference.
    ///
    /// # Errors
    /// Returns an error if the topic is required or the digest schedule is unknown.
    pub(in crate::sandbox) fn check(&self, preference: &Preference) -> Result<(), String> {
        let id = &self.template_id;
        if self.default_status == Status::Required && preference.status == Status::OptedOut {
            return Err(format!(
                "topic `{id}` is required: users cannot opt out of it"
            ));
        }
        let Some(schedule_id) = &preference.digest_schedule else {
            return Ok(());
        };
        let mut schedules = self.digest_schedules.iter();
        if schedules.any(|schedule| schedule.schedule_id == *schedule_id) {
            Ok(())
        } else {
            Err(format!(
                "unknown digest schedule `{schedule_id}` for topic `{id}`"
            ))
        }
    }
}

impl Preferences {
    /// Returns the preference for a topic.
    pub(in crate::sandbox) fn get(&self, tenant: Option<&str>, topic: &str) -> Option<&Preference> {
        let key = (tenant.map(str::to_owned), topic.to_owned());
        self.0.get(&key)
    }

    /// Sets the preference for a topic.
    pub(in crate::sandbox) fn set(
        &mut self,
        tenant: Option<&str>,
        topic: &str,
        preference: Preference,
    ) {
        let key = (tenant.map(str::to_owned), topic.to_owned());
        self.0.insert(key, preference);
    }

    /// Removes the preference for a topic, so that the topic's default applies.
    pub(in crate::sandbox) fn remove(&mut self, tenant: Option<&str>, topic: &str) {
        self.0
            .remove(&(tenant.map(str::to_owned), topic.to_owned()));
    }

    /// Keeps the preferences for topics whose ID meets the condition.
    pub(super) fn retain(&mut self, condition: impl Fn(&str) -> bool) {
        self.0.retain(|(_, topic)| condition(topic));
    }

    /// All preferences, each with its tenant and topic ID.
    pub(in crate::sandbox) fn iter(
        &self,
    ) -> impl Iterator<Item = (Option<&str>, &str, &Preference)> {
        let entries = self.0.iter();
        entries.map(|((tenant, topic), preference)| (tenant.as_deref(), topic.as_str(), preference))
    }
}

impl Size for Section {
    fn size(&self) -> usize {
        total([
            size_of::<Self>(),
            self.section_id.size(),
            self.name.size(),
            self.description.size(),
            self.routing_options.len(),
            self.topics.size(),
        ])
    }
}

impl Size for Topic {
    fn size(&self) -> usize {
        let data = self.data.as_ref().map_or(0, |Json(data)| data.size());
        total([
            size_of::<Self>(),
            self.template_id.size(),
            self.template_name.size(),
            self.description.size(),
            data,
            self.digest_schedules.size(),
        ])
    }
}

impl Size for DigestSchedule {
    fn size(&self) -> usize {
        let texts = [
            &self.period,
            &self.recurrence,
            &self.repetition,
            &self.start,
        ];
        let repeat = self.repeat.as_ref().map_or(0, |Json(repeat)| repeat.size());
        total([
            size_of::<Self>(),
            self.schedule_id.size(),
            total(texts.map(Size::size)),
            repeat,
        ])
    }
}

impl Size for Preference {
    fn size(&self) -> usize {
        total([
            size_of::<Self>(),
            self.routing.len(),
            self.digest_schedule.size(),
        ])
    }
}

impl Size for Preferences {
    fn size(&self) -> usize {
        self.0.size()
    }
}

fn opted_in() -> Status {
    Status::OptedIn
}
