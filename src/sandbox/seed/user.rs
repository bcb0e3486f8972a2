//! Users in a seed.

#![warn(clippy::arithmetic_side_effects)]

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::message::SeedMessage;
use crate::sandbox::{
    error::Error,
    size::{Size, total},
    state::{Channel, Preference, PushToken, State, Status, StoreFull},
};

/// A user as JSON. Every field is optional.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeedUser {
    /// The tenants that the user is a member of.
    #[serde(default)]
    tenants: Vec<String>,
    /// The lists to which the user has subscribed.
    #[serde(default)]
    lists: Vec<String>,
    #[serde(default)]
    pub(super) messages: Vec<SeedMessage>,
    /// The banners of older clients.
    #[serde(default)]
    pub(super) banners: Vec<SeedMessage>,
    /// The properties of each push token.
    #[serde(default)]
    pub(super) tokens: BTreeMap<String, PushToken>,
    #[serde(default)]
    pub(super) preferences: Vec<SeedPreference>,
    /// The data that apps have sent to identify the user.
    #[serde(default)]
    profile: Map<String, Value>,
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
    /// Returns an error if the ID of a message is in use, or if there is no space for the user.
    pub(super) fn insert(
        self,
        user_id: &str,
        state: &mut State,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let extended = state.extend_user(user_id, self.own_size(), |user| {
            user.tenants
                .extend(self.tenants.into_iter().map(|id| (id, ())));
            user.lists.extend(self.lists.into_iter().map(|id| (id, ())));
            for seeded in self.preferences {
                let tenant = seeded.account_id.as_deref();
                let preference = seeded.preference();
                user.preferences
                    .set(tenant, &seeded.template_id, preference);
            }
            let banners = self.banners.into_iter();
            user.add_banners(
                banners
                    .zip(times_before(now))
                    .map(|(banner, time)| banner.into_message(time)),
            );
            user.push_tokens.extend(self.tokens);
            user.profile.extend(self.profile);
        });
        extended.map_err(|StoreFull| Error::Full)?;
        let mut messages: Vec<_> = self.messages.into_iter().zip(times_before(now)).collect();
        // The Inbox shows the last added one of messages with the same time first.
        messages.reverse();
        for (message, time) in messages {
            let message = message.into_message(time);
            let added = state.add_message(user_id, message);
            added.map_err(|reason| Error::Seed { reason })?;
        }
        Ok(())
    }

    /// The memory of all but the messages, in bytes.
    fn own_size(&self) -> usize {
        let tokens = self.tokens.iter();
        let preferences = self.preferences.iter();
        total([
            self.tenants.size(),
            self.lists.size(),
            total(self.banners.iter().map(Size::size)),
            total(tokens.map(|(token, properties)| token.size().saturating_add(properties.size()))),
            total(preferences.map(SeedPreference::size)),
            self.profile.size(),
        ])
    }
}

/// Returns `now` and earlier times, a millisecond apart. Clients sort messages by time.
fn times_before(now: DateTime<Utc>) -> impl Iterator<Item = DateTime<Utc>> {
    std::iter::successors(Some(now), |time| {
        Some(
            time.checked_sub_signed(TimeDelta::milliseconds(1))
                .unwrap_or(*time),
        )
    })
}

impl Size for SeedUser {
    fn size(&self) -> usize {
        let messages = total(self.messages.iter().map(Size::size));
        messages.saturating_add(self.own_size())
    }
}

impl Size for SeedPreference {
    fn size(&self) -> usize {
        total([
            self.template_id.size(),
            self.account_id.size(),
            self.preference().size(),
        ])
    }
}

impl SeedPreference {
    pub(super) fn new(tenant: Option<&str>, topic: &str, preference: &Preference) -> Self {
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
