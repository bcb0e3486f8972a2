//! Users in a seed.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::message::SeedMessage;
use crate::sandbox::state::{Channel, Message, Preference, PushToken, State, Status, User};

/// A user as JSON. Every field is optional.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::sandbox) struct SeedUser {
    /// The tenants that the user is a member of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tenants: Vec<String>,
    /// The lists to which the user has subscribed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lists: Vec<String>,
    #[serde(default)]
    pub(super) messages: Vec<SeedMessage>,
    /// The banners of older clients.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) banners: Vec<SeedMessage>,
    /// The properties of each push token.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) tokens: BTreeMap<String, PushToken>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) preferences: Vec<SeedPreference>,
}

/// A user's preference for a topic.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct SeedPreference {
    pub(super) template_id: String,
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

impl SeedUser {
    /// Adds everything to the user with that ID, which is created if it does not exist.
    ///
    /// # Errors
    /// Returns an error if the ID of a message is in use.
    pub(super) fn insert(
        self,
        user_id: &str,
        state: &mut State,
        now: DateTime<Utc>,
    ) -> Result<(), String> {
        let user = state.ensure_user(user_id);
        user.tenants.extend(self.tenants);
        user.lists.extend(self.lists);
        for seeded in self.preferences {
            let tenant = seeded.account_id.as_deref();
            let preference = seeded.preference();
            user.preferences
                .set(tenant, &seeded.template_id, preference);
        }
        let banners = self.banners.into_iter();
        user.add_banners(banners.map(|banner| banner.into_message(now)));
        user.push_tokens.extend(self.tokens);
        // The Inbox shows the last added one of messages with the same time first.
        for message in self.messages.into_iter().rev() {
            state.add_message(user_id, message.into_message(now))?;
        }
        Ok(())
    }

    /// Describes a user, with at most `limit` messages: the archived ones of the Inbox, its others, or
    /// all messages on every channel.
    pub(in crate::sandbox) fn describe(user: &User, archived: Option<bool>, limit: usize) -> Self {
        let is_included = |message: &&Message| {
            archived.is_none_or(|archived| {
                message.delivery.is_in_inbox() && archived == message.archived.is_some()
            })
        };
        let messages = user.messages_after(None).map(|(_, message)| message);
        let messages = messages.filter(is_included).take(limit);
        let preferences = user.preferences.iter();
        Self {
            tenants: user.tenants.iter().cloned().collect(),
            lists: user.lists.iter().cloned().collect(),
            messages: messages.map(SeedMessage::from).collect(),
            banners: user.banners.iter().map(SeedMessage::from).collect(),
            tokens: user.push_tokens.clone(),
            preferences: preferences
                .map(|(tenant, topic, preference)| SeedPreference::new(tenant, topic, preference))
                .collect(),
        }
    }
}

impl SeedPreference {
    fn new(tenant: Option<&str>, topic: &str, preference: &Preference) -> Self {
        Self {
            template_id: topic.to_owned(),
            account_id: tenant.map(str::to_owned),
            status: preference.status,
            has_custom_routing: preference.has_custom_routing,
            routing_preferences: preference.routing.clone(),
            digest_schedule: preference.digest_schedule.clone(),
        }
    }

    pub(super) fn preference(&self) -> Preference {
        Preference {
            status: self.status,
            has_custom_routing: self.has_custom_routing,
            routing: self.routing_preferences.clone(),
            digest_schedule: self.digest_schedule.clone(),
        }
    }
}
