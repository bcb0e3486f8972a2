//! A user, with everything that belongs to the user.

use std::{collections::BTreeMap, ops::Bound, sync::Arc};

use serde_json::{Map, Value};

use super::{
    counted::{CountedMap, CountedSet},
    message::{Message, Rank},
    preference::Preferences,
    push_token::PushToken,
};
use crate::sandbox::size::{Size, total};

/// A user of the workspace.
#[derive(Debug, Default)]
pub(in crate::sandbox) struct User {
    /// The tenants that the user is a member of.
    pub(in crate::sandbox) tenants: CountedSet<String>,
    /// The lists to which the user has subscribed.
    pub(in crate::sandbox) lists: CountedSet<String>,
    /// Only [`State`](super::State) changes the keys: it has an index of them.
    pub(super) messages: BTreeMap<Rank, Arc<Message>>,
    /// The banners of older clients, the newest first.
    pub(in crate::sandbox) banners: Vec<Arc<Message>>,
    /// The memory of the banners, in bytes.
    banners_size: usize,
    /// The properties of each push token.
    pub(in crate::sandbox) push_tokens: CountedMap<String, PushToken>,
    pub(in crate::sandbox) preferences: Preferences,
    /// The data that apps have sent to identify the user.
    pub(in crate::sandbox) profile: Map<String, Value>,
}

impl User {
    /// The messages to the user after a rank, on every channel, the newest first.
    pub(in crate::sandbox) fn messages_after(
        &self,
        rank: Option<Rank>,
    ) -> impl Iterator<Item = (Rank, &Arc<Message>)> {
        let start = rank.map_or(Bound::Unbounded, Bound::Excluded);
        let messages = self.messages.range((start, Bound::Unbounded));
        messages.map(|(rank, message)| (*rank, message))
    }

    /// Adds banners in front of the others.
    pub(in crate::sandbox) fn add_banners(&mut self, banners: impl IntoIterator<Item = Message>) {
        self.banners.splice(0..0, banners.into_iter().map(Arc::new));
        self.banners_size = total(self.banners.iter().map(|banner| banner.size()));
    }

    /// Removes the banner with that archive tracking ID. Returns true if there was one.
    pub(in crate::sandbox) fn archive_banner(&mut self, tracking_id: &str) -> bool {
        let is_archived =
            |banner: &Arc<Message>| banner.tracking_ids.archive_tracking_id == tracking_id;
        let Some(at) = self.banners.iter().position(is_archived) else {
            return false;
        };
        let removed = self.banners.remove(at);
        self.banners_size = self.banners_size.saturating_sub(removed.size());
        true
    }
}

/// The memory of all that belongs to the user, except the messages.
impl Size for User {
    fn size(&self) -> usize {
        total([
            self.tenants.size(),
            self.lists.size(),
            self.banners_size,
            self.push_tokens.size(),
            self.preferences.size(),
            self.profile.size(),
        ])
    }
}
