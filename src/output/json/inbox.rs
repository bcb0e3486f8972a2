//! JSON output of `messages` and `mark-read`.

use std::io;

use serde::Serialize;

use crate::courier::{InboxMessage, MarkAction};

/// `courier-auth/messages/v1` without its messages, which are written page by page.
#[derive(Serialize)]
pub(crate) struct Messages<'a> {
    schema: &'static str,
    user: &'a str,
    total: u64,
    unread: u64,
}

/// A message in a list, or a `courier-auth/message/v1` on a line of its own.
#[derive(Serialize)]
pub(crate) struct Message<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<&'static str>,
    id: &'a str,
    title: Option<&'a str>,
    preview: Option<&'a str>,
    created: Option<&'a str>,
    read: Option<&'a str>,
    opened: Option<&'a str>,
    archived: Option<&'a str>,
    tags: &'a [String],
}

/// `courier-auth/mark-read/v1`
#[derive(Serialize)]
pub(crate) struct MarkRead<'a> {
    schema: &'static str,
    state: &'static str,
    marked: Vec<&'a str>,
    /// The messages that are known to have been marked before.
    already: Vec<&'a str>,
    failed: Vec<FailedMark<'a>>,
    /// The marked messages that no message list confirms.
    unverified: Vec<&'a str>,
    /// Why no message list was available for the check.
    not_verified: Option<&'a str>,
    interrupted: bool,
}

#[derive(Serialize)]
struct FailedMark<'a> {
    id: &'a str,
    reason: &'a str,
}

/// `courier-auth/mark-read-plan/v1`
#[derive(Serialize)]
pub(crate) struct MarkPlan<'a> {
    schema: &'static str,
    state: &'static str,
    would_mark: &'a [&'a str],
    already: &'a [&'a str],
}

impl<'a> Messages<'a> {
    /// Writes the start of the document, up to the first message. The caller ends it with `]}`.
    pub(crate) fn start(
        out: &mut dyn io::Write,
        user: &'a str,
        total: u64,
        unread: u64,
    ) -> io::Result<()> {
        let schema = "courier-auth/messages/v1";
        let document = serde_json::to_string(&Self {
            schema,
            user,
            total,
            unread,
        })?;
        let start = document.trim_end_matches('}');
        write!(out, "{start},\"messages\":[")
    }
}

impl<'a> Message<'a> {
    pub(crate) fn line(message: &'a InboxMessage) -> Self {
        Self {
            schema: Some("courier-auth/message/v1"),
            ..Self::of(message)
        }
    }

    pub(crate) fn of(message: &'a InboxMessage) -> Self {
        Self {
            schema: None,
            id: &message.message_id,
            title: message.title.as_deref(),
            preview: message.preview.as_deref(),
            created: message.created.as_deref(),
            read: message.read.as_deref(),
            opened: message.opened.as_deref(),
            archived: message.archived.as_deref(),
            tags: message.tags.as_deref().unwrap_or_default(),
        }
    }
}

impl<'a> MarkRead<'a> {
    pub(crate) fn of(
        action: MarkAction,
        marked: Vec<&'a str>,
        already: Vec<&'a str>,
        failed: impl Iterator<Item = (&'a str, &'a str)>,
        unverified: Vec<&'a str>,
        not_verified: Option<&'a str>,
        interrupted: bool,
    ) -> Self {
        Self {
            schema: "courier-auth/mark-read/v1",
            state: action.resulting_state(),
            marked,
            already,
            failed: failed
                .map(|(id, reason)| FailedMark { id, reason })
                .collect(),
            unverified,
            not_verified,
            interrupted,
        }
    }
}

impl<'a> MarkPlan<'a> {
    pub(crate) fn of(
        action: MarkAction,
        would_mark: &'a [&'a str],
        already: &'a [&'a str],
    ) -> Self {
        Self {
            schema: "courier-auth/mark-read-plan/v1",
            state: action.resulting_state(),
            would_mark,
            already,
        }
    }
}
