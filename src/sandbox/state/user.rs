//! A user, with everything that belongs to the user.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
};

use super::{
    message::{Message, Rank},
    preference::Preferences,
    push_token::PushToken,
};

/// A user of the workspace.
#[derive(Debug, Default)]
pub(in crate::sandbox) struct User {
    /// The tenants that the user is a member of.
    pub(in crate::sandbox) tenants: BTreeSet<String>,
    /// The lists to which the user has subscribed.
    pub(in crate::sandbox) lists: BTreeSet<String>,
    /// Only [`State`](super::State) changes the keys: it has an index of them.
    pub(super) messages: BTreeMap<Rank, Message>,
    /// The banners of older clients, the newest first.
    pub(in crate::sandbox) banners: Vec<Message>,
    /// The properties of each push token.
    pub(in crate::sandbox) push_tokens: BTreeMap<String, PushToken>,
    pub(in crate::sandbox) preferences: Preferences,
}

impl User {
    /// The messages to the user after a rank, on every channel, the newest first.
    pub(in crate::sandbox) fn messages_after(
        &self,
        rank: Option<Rank>,
    ) -> impl Iterator<Item = (Rank, &Message)> {
        let start = rank.map_or(Bound::Unbounded, Bound::Excluded);
        let messages = self.messages.range((start, Bound::Unbounded));
        messages.map(|(rank, message)| (*rank, message))
    }

    /// Adds banners in front of the others.
    pub(in crate::sandbox) fn add_banners(&mut self, banners: impl IntoIterator<Item = Message>) {
        self.banners.splice(0..0, banners);
    }

    /// Removes the banner with that archive tracking ID. Returns true if there was one.
    pub(in crate::sandbox) fn archive_banner(&mut self, tracking_id: &str) -> bool {
        let count = self.banners.len();
        self.banners
            .retain(|banner| banner.tracking_ids.archive_tracking_id != tracking_id);
        self.banners.len() < count
    }
}
