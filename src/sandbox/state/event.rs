//! Changes that clients make to messages.

/// A change to one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sandbox) enum MessageEvent {
    Read,
    Unread,
    Opened,
    Clicked,
    Archive,
    Unarchive,
}

/// A change to all of a user's messages that are not archived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sandbox) enum BulkEvent {
    MarkAllRead,
    ArchiveAll,
    ArchiveRead,
}

impl MessageEvent {
    const ALL: [Self; 6] = [
        Self::Read,
        Self::Unread,
        Self::Opened,
        Self::Clicked,
        Self::Archive,
        Self::Unarchive,
    ];

    /// The name of the event in protocol v1 of the realtime socket.
    pub(in crate::sandbox) fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unread => "unread",
            Self::Opened => "opened",
            Self::Clicked => "clicked",
            Self::Archive => "archive",
            Self::Unarchive => "unarchive",
        }
    }

    /// The name of the event in the legacy protocol.
    pub(in crate::sandbox) fn legacy_name(self) -> &'static str {
        match self {
            Self::Clicked => "click",
            other => other.name(),
        }
    }

    /// Returns the event with that [`name`](Self::name).
    pub(in crate::sandbox) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.name() == name)
    }
}

impl BulkEvent {
    /// The name of the event in both protocols of the realtime socket.
    pub(in crate::sandbox) fn name(self) -> &'static str {
        match self {
            Self::MarkAllRead => "mark-all-read",
            Self::ArchiveAll => "archive-all",
            Self::ArchiveRead => "archive-read",
        }
    }
}
