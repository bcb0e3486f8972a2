//! The state of a sandbox as a seed, serialized without a copy of all of it.

use serde::{Serialize, Serializer, ser::SerializeStruct as _};

use super::{message::SeedMessage, user::SeedPreference};
use crate::sandbox::{
    responses::Each,
    state::{Message, State, User},
};

/// The whole state.
pub(in crate::sandbox) struct StateView<'s>(pub(in crate::sandbox) &'s State);

/// A user.
pub(in crate::sandbox) struct UserView<'s> {
    pub(in crate::sandbox) user: &'s User,
    /// True for the archived messages of the Inbox, false for its others, `None` for the messages on
    /// every channel.
    pub(in crate::sandbox) archived: Option<bool>,
    /// The maximum number of messages.
    pub(in crate::sandbox) limit: usize,
}

impl Serialize for StateView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(state) = self;
        let mut users: Vec<_> = state.users().collect();
        users.sort_unstable_by_key(|(id, _)| *id);
        let users = UserMap(users);
        let mut document = serializer.serialize_struct("Seed", 3)?;
        document.serialize_field("users", &users)?;
        document.serialize_field("brands", &Each(|| state.brands().values()))?;
        document.serialize_field("sections", state.sections())?;
        document.end()
    }
}

/// Users by ID.
struct UserMap<'s>(Vec<(&'s str, &'s User)>);

impl Serialize for UserMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(id, user)| {
            let view = UserView {
                user,
                archived: None,
                limit: usize::MAX,
            };
            (id, view)
        }))
    }
}

impl UserView<'_> {
    fn includes(&self, message: &Message) -> bool {
        self.archived.is_none_or(|archived| {
            message.delivery.is_in_inbox() && archived == message.archived.is_some()
        })
    }
}

impl Serialize for UserView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let user = self.user;
        let messages = || {
            let messages = user.messages_after(None).map(|(_, message)| message);
            let messages = messages.filter(|message| self.includes(message));
            messages
                .take(self.limit)
                .map(|message| SeedMessage::from(&**message))
        };
        let banners = || {
            user.banners
                .iter()
                .map(|banner| SeedMessage::from(&**banner))
        };
        let preferences = || {
            let preferences = user.preferences.iter();
            preferences
                .map(|(tenant, topic, preference)| SeedPreference::new(tenant, topic, preference))
        };
        let mut document = serializer.serialize_struct("User", 7)?;
        for (name, set) in [("tenants", &user.tenants), ("lists", &user.lists)] {
            if set.keys().next().is_some() {
                document.serialize_field(name, &Each(|| set.keys()))?;
            }
        }
        document.serialize_field("messages", &Each(messages))?;
        if !user.banners.is_empty() {
            document.serialize_field("banners", &Each(banners))?;
        }
        if user.push_tokens.keys().next().is_some() {
            document.serialize_field("tokens", &user.push_tokens)?;
        }
        if !user.profile.is_empty() {
            document.serialize_field("profile", &user.profile)?;
        }
        if preferences().next().is_some() {
            document.serialize_field("preferences", &Each(preferences))?;
        }
        document.end()
    }
}
