//! What users can choose, and what they chose.

use std::collections::BTreeMap;

use async_graphql::{ComplexObject, Enum, Json, SimpleObject};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Whether a user gets what a topic is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[graphql(name = "PreferenceStatus")]
pub(in crate::sandbox) enum Status {
    OptedIn,
    OptedOut,
    /// Everybody gets it.
    Required,
    Unknown,
}

/// The ways that messages take.
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
    /// Every channel, with what people call it.
    pub(in crate::sandbox) const ALL: [(Self, &'static str); 6] = [
        (Self::DirectMessage, "Chat"),
        (Self::Inbox, "Inbox"),
        (Self::Email, "Email"),
        (Self::Push, "Push"),
        (Self::Sms, "SMS"),
        (Self::Webhook, "Webhook"),
    ];
}

/// Topics that stand together on the preference page.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::sandbox) struct Section {
    pub(in crate::sandbox) section_id: String,
    pub(in crate::sandbox) name: String,
    #[serde(default)]
    pub(in crate::sandbox) description: Option<String>,
    /// The channels that a user may choose among.
    #[serde(default)]
    pub(in crate::sandbox) routing_options: Vec<Channel>,
    #[serde(default)]
    pub(in crate::sandbox) has_custom_routing: bool,
    #[serde(default)]
    pub(in crate::sandbox) topics: Vec<Topic>,
}

/// Something that users can be told about or not.
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

/// When collected messages of a topic are delivered.
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

/// What a user chose for one topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sandbox) struct Preference {
    pub(in crate::sandbox) status: Status,
    pub(in crate::sandbox) has_custom_routing: bool,
    pub(in crate::sandbox) routing: Vec<Channel>,
    /// The id of one of the topic's schedules.
    pub(in crate::sandbox) digest_schedule: Option<String>,
}

/// What a user chose, by tenant and topic; each tenant's choice is its own.
#[derive(Debug, Default)]
pub(in crate::sandbox) struct Preferences(BTreeMap<(Option<String>, String), Preference>);

#[ComplexObject]
impl Topic {
    async fn digest_schedules(&self) -> Json<Value> {
        Json(json!(self.digest_schedules))
    }
}

impl Section {
    /// What a workspace has that was not told otherwise: a topic of each kind.
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

    /// Its topics.
    pub(in crate::sandbox) fn topics(&self) -> impl Iterator<Item = &Topic> {
        self.topics.iter()
    }

    /// Its topics, each with it.
    pub(super) fn topics_of(&self) -> impl Iterator<Item = (&Self, &Topic)> {
        self.topics.iter().map(move |topic| (self, topic))
    }
}

impl Topic {
    /// What is in force where a user chose nothing.
    pub(in crate::sandbox) fn default_preference(&self) -> Preference {
        Preference {
            status: self.default_status,
            has_custom_routing: false,
            routing: Vec::new(),
            digest_schedule: None,
        }
    }

    /// Whether a user may choose that.
    ///
    /// # Errors
    /// When not, the reason.
    pub(in crate::sandbox) fn check(&self, preference: &Preference) -> Result<(), String> {
        let id = &self.template_id;
        if self.default_status == Status::Required && preference.status != Status::Required {
            return Err(format!(
                "topic `{id}` is required: nobody can opt out of it"
            ));
        }
        let Some(wanted) = &preference.digest_schedule else {
            return Ok(());
        };
        let mut schedules = self.digest_schedules.iter();
        if schedules.any(|schedule| schedule.schedule_id == *wanted) {
            Ok(())
        } else {
            Err(format!("topic `{id}` has no digest schedule `{wanted}`"))
        }
    }
}

impl Preferences {
    /// What was chosen for a topic.
    pub(in crate::sandbox) fn get(&self, tenant: Option<&str>, topic: &str) -> Option<&Preference> {
        let key = (tenant.map(str::to_owned), topic.to_owned());
        self.0.get(&key)
    }

    pub(in crate::sandbox) fn set(
        &mut self,
        tenant: Option<&str>,
        topic: &str,
        preference: Preference,
    ) {
        let key = (tenant.map(str::to_owned), topic.to_owned());
        self.0.insert(key, preference);
    }

    /// Makes the topic's default hold again.
    pub(in crate::sandbox) fn forget(&mut self, tenant: Option<&str>, topic: &str) {
        self.0
            .remove(&(tenant.map(str::to_owned), topic.to_owned()));
    }

    /// Keeps what was chosen for topics that are there.
    pub(super) fn keep(&mut self, is_there: impl Fn(&str) -> bool) {
        self.0.retain(|(_, topic), _| is_there(topic));
    }

    /// All of it, by tenant and topic.
    pub(in crate::sandbox) fn iter(
        &self,
    ) -> impl Iterator<Item = (Option<&str>, &str, &Preference)> {
        let entries = self.0.iter();
        entries.map(|((tenant, topic), chosen)| (tenant.as_deref(), topic.as_str(), chosen))
    }
}

fn opted_in() -> Status {
    Status::OptedIn
}
