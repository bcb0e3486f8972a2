//! What the Inbox does with a user's messages: filter, page, mark.

use chrono::{DateTime, Utc};

use super::state::Message;

/// Which messages: all conditions must hold.
#[derive(Debug, Default, Clone)]
pub(super) struct Filter {
    /// Messages of this tenant; without one, of every tenant.
    pub(super) account_id: Option<String>,
    /// Archived ones instead of those that are not.
    pub(super) archived: bool,
    /// Created at this time or after.
    pub(super) from: Option<DateTime<Utc>>,
    /// Read ones or unread ones.
    pub(super) read: Option<bool>,
    /// Pinned ones or others; nothing is pinned here.
    pub(super) pinned: Option<bool>,
    /// Having one of these tags; no tags are no condition.
    pub(super) tags: Vec<String>,
}

/// Something that can be done to one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    Read,
    Unread,
    Opened,
    Clicked,
    Archive,
    Unarchive,
}

/// Something that can be done to all messages at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BulkEvent {
    MarkAllRead,
    ArchiveAll,
    ArchiveRead,
}

/// Where the next page begins: after the message of this age and, of those as old, this id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cursor {
    millis: i64,
    id: String,
}

impl Filter {
    pub(super) fn matches(&self, message: &Message) -> bool {
        self.archived == message.archived.is_some()
            && self
                .account_id
                .as_ref()
                .is_none_or(|id| message.account_id.as_ref() == Some(id))
            && self.from.is_none_or(|from| message.created >= from)
            && self.pinned != Some(true)
            && self.read.is_none_or(|read| read == message.read.is_some())
            && (self.tags.is_empty() || self.tags.iter().any(|tag| message.tags.contains(tag)))
    }
}

impl Event {
    /// Does it. What is so already keeps its time.
    pub(super) fn apply(self, message: &mut Message, now: DateTime<Utc>) {
        match self {
            Self::Read => _ = message.read.get_or_insert(now),
            Self::Unread => message.read = None,
            Self::Opened => _ = message.opened.get_or_insert(now),
            Self::Clicked => _ = message.clicked.get_or_insert(now),
            Self::Archive => _ = message.archived.get_or_insert(now),
            Self::Unarchive => message.archived = None,
        }
    }
}

impl BulkEvent {
    /// Does it to every message that is not archived.
    pub(super) fn apply(self, messages: &mut [Message], now: DateTime<Utc>) {
        for message in messages
            .iter_mut()
            .filter(|message| message.archived.is_none())
        {
            match self {
                Self::MarkAllRead => Event::Read.apply(message, now),
                Self::ArchiveAll => Event::Archive.apply(message, now),
                Self::ArchiveRead if message.read.is_some() => Event::Archive.apply(message, now),
                Self::ArchiveRead => {}
            }
        }
    }
}

impl Cursor {
    /// After this message.
    pub(super) fn after(message: &Message) -> Self {
        Self {
            millis: message.created.timestamp_millis(),
            id: message.id.clone(),
        }
    }

    /// Reads what [`Self::encode`] wrote.
    pub(super) fn decode(text: &str) -> Option<Self> {
        let text = String::from_utf8(crate::token::base64url::decode_strict(text)?).ok()?;
        let (millis, id) = text.split_once(' ')?;
        Some(Self {
            millis: millis.parse().ok()?,
            id: id.to_owned(),
        })
    }

    /// An opaque text.
    pub(super) fn encode(&self) -> String {
        crate::token::base64url::encode(format!("{} {}", self.millis, self.id).as_bytes())
    }

    /// Where in `messages`, newest first, the page after this begins.
    pub(super) fn position(&self, messages: &[Message]) -> usize {
        let start =
            messages.partition_point(|known| known.created.timestamp_millis() > self.millis);
        let same_age = messages[start..]
            .iter()
            .take_while(|known| known.created.timestamp_millis() == self.millis);
        match same_age.clone().position(|known| known.id == self.id) {
            Some(at) => start + at + 1,
            None => start + same_age.count(),
        }
    }
}
