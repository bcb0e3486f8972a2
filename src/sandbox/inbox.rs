//! What the Inbox does with a user's messages: filter, mark.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{
    hub::{Happening, Tenant},
    state::Message,
    time::iso,
};

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
    /// Pinned ones or others.
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

/// What a condition `status` says of whether messages are read.
pub(super) fn read_status(status: Option<&str>) -> Result<Option<bool>, String> {
    match status {
        None => Ok(None),
        Some("read") => Ok(Some(true)),
        Some("unread") => Ok(Some(false)),
        Some(other) => Err(format!("`status` is `read` or `unread`, not `{other}`")),
    }
}

impl Filter {
    pub(super) fn matches(&self, message: &Message) -> bool {
        self.archived == message.archived.is_some()
            && self
                .account_id
                .as_ref()
                .is_none_or(|id| message.account_id.as_ref() == Some(id))
            && self.from.is_none_or(|from| message.created >= from)
            && self
                .pinned
                .is_none_or(|pinned| pinned == message.pinned.is_some())
            && self.read.is_none_or(|read| read == message.read.is_some())
            && (self.tags.is_empty() || self.tags.iter().any(|tag| message.tags.contains(tag)))
    }
}

/// What is told of something that happened.
pub(super) struct Change {
    frames: Frames,
    /// Whether it concerns the messages of every tenant.
    is_of_all: bool,
}

/// The same in each protocol of the realtime socket.
pub(super) struct Frames {
    /// As protocol v1 has it
    /// (<https://github.com/trycourier/courier-web>, `types/socket/protocol/messages.ts`).
    pub(super) v1: String,
    /// As older and mobile clients read it, all of it on one level
    /// (<https://github.com/trycourier/courier-ios>, `Socket/InboxSocket.swift`); nothing where
    /// they cannot decode it.
    pub(super) legacy: Option<String>,
}

impl Change {
    /// A message has come.
    pub(super) fn arrival(message: &Message) -> Self {
        let mut data = message.data.clone();
        // Tracking ids stand in the data here, and beside it in answers to queries.
        data.insert("trackingIds".to_owned(), json!(message.tracking_ids));
        let mut body = json!({
            "messageId": message.id,
            "accountId": message.account_id,
            "created": iso(message.created),
            "title": message.title,
            "preview": message.preview,
            "tags": message.tags,
            "actions": message.actions,
            "data": data,
        });
        let v1 = json!({ "event": "message", "messageId": message.id, "data": body });
        body["type"] = "message".into();
        body["trackingIds"] = json!(message.tracking_ids);
        Self {
            frames: Frames {
                v1: v1.to_string(),
                legacy: Some(body.to_string()),
            },
            is_of_all: false,
        }
    }

    /// Something was done to one message.
    pub(super) fn event(event: Event, id: &str) -> Self {
        let legacy = json!({ "type": "event", "event": event.legacy_name(), "messageId": id });
        Self {
            frames: Frames {
                v1: json!({ "event": event.name(), "messageId": id }).to_string(),
                legacy: Some(legacy.to_string()),
            },
            is_of_all: false,
        }
    }

    /// Something was done to all messages.
    pub(super) fn bulk(event: BulkEvent) -> Self {
        let is_known = event == BulkEvent::MarkAllRead;
        let legacy = json!({ "type": "event", "event": event.name() });
        Self {
            frames: Frames {
                v1: json!({ "event": event.name() }).to_string(),
                legacy: is_known.then(|| legacy.to_string()),
            },
            is_of_all: true,
        }
    }

    /// Whom it concerns.
    pub(super) fn of<'h>(
        &'h self,
        user: &'h str,
        tenant: Option<&'h str>,
        source: Option<&'h str>,
    ) -> Happening<'h> {
        let tenant = if self.is_of_all {
            Tenant::All
        } else {
            Tenant::Of(tenant)
        };
        Happening {
            user,
            tenant,
            source,
            frames: &self.frames,
        }
    }
}

impl Event {
    /// What it is called on the socket.
    fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unread => "unread",
            Self::Opened => "opened",
            Self::Clicked => "clicked",
            Self::Archive => "archive",
            Self::Unarchive => "unarchive",
        }
    }

    /// What older and mobile clients call it.
    fn legacy_name(self) -> &'static str {
        match self {
            Self::Clicked => "click",
            other => other.name(),
        }
    }

    /// The event of that name.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        let all = [
            Self::Read,
            Self::Unread,
            Self::Opened,
            Self::Clicked,
            Self::Archive,
            Self::Unarchive,
        ];
        all.into_iter().find(|event| event.name() == name)
    }

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
    /// What it is called on the socket.
    fn name(self) -> &'static str {
        match self {
            Self::MarkAllRead => "mark-all-read",
            Self::ArchiveAll => "archive-all",
            Self::ArchiveRead => "archive-read",
        }
    }

    /// Does it to every message that is not archived.
    pub(super) fn apply<'m>(
        self,
        messages: impl Iterator<Item = &'m mut Message>,
        now: DateTime<Utc>,
    ) {
        for message in messages.filter(|message| message.archived.is_none()) {
            match self {
                Self::MarkAllRead => Event::Read.apply(message, now),
                Self::ArchiveAll => Event::Archive.apply(message, now),
                Self::ArchiveRead if message.read.is_some() => Event::Archive.apply(message, now),
                Self::ArchiveRead => {}
            }
        }
    }
}
