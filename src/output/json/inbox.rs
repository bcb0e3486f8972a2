//! JSON output of `messages` and `mark-read`.

use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use super::start_of;
use crate::{
    courier::{InboxMessage, MarkAction},
    document::SchemaName,
    reason::Reason,
};

#[derive(Serialize, JsonSchema)]
pub(crate) struct Messages<'a> {
    schema: SchemaName<Messages<'static>>,
    /// The user whose Inbox is listed.
    user_id: &'a str,
    /// The number of messages that match the filter.
    total: u64,
    /// The number of unread messages in the Inbox.
    unread: u64,
    /// The messages, newest first.
    messages: Vec<Message<'a>>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct MessageCount<'a> {
    schema: SchemaName<MessageCount<'static>>,
    /// The user whose Inbox is counted.
    user_id: &'a str,
    /// The number of messages that match the filter.
    count: u64,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct MessageIds<'a> {
    schema: SchemaName<MessageIds<'static>>,
    /// The user whose Inbox is listed.
    user_id: &'a str,
    /// The IDs of the messages, newest first.
    message_ids: Vec<&'a str>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct MessageLine<'a> {
    schema: SchemaName<MessageLine<'static>>,
    #[serde(flatten)]
    message: Message<'a>,
}

/// A message of an Inbox.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Message<'a> {
    /// The ID, as `mark-read` takes it.
    message_id: &'a str,
    /// The title.
    title: Option<&'a str>,
    /// The start of the text.
    preview: Option<&'a str>,
    /// When the message was created (RFC 3339).
    created_at: Option<&'a str>,
    /// When the user read the message, `null` if it is unread.
    read_at: Option<&'a str>,
    /// When the user saw the message in a list, `null` if it is new.
    opened_at: Option<&'a str>,
    /// When the message was archived, `null` if it was not.
    archived_at: Option<&'a str>,
    /// The tags.
    tags: &'a [String],
    /// The tenant that the message belongs to.
    tenant_id: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct MarkRead<'a> {
    pub(crate) schema: SchemaName<MarkRead<'static>>,
    /// The new state.
    #[schemars(extend("enum" = ["read", "unread", "opened", "archived", "unarchived"]))]
    pub(crate) state: &'static str,
    /// The IDs of the messages that Courier confirmed.
    pub(crate) marked: Vec<&'a str>,
    /// The IDs of the messages that are known to have had the state before.
    pub(crate) already_marked: Vec<&'a str>,
    /// The messages that Courier did not confirm.
    pub(crate) failed: Vec<FailedMessage<'a>>,
    /// The result of `--verify`.
    pub(crate) verification: Verification<'a>,
    /// True if the run was interrupted.
    pub(crate) interrupted: bool,
}

/// A message that Courier did not confirm.
#[derive(Serialize, JsonSchema)]
pub(crate) struct FailedMessage<'a> {
    /// The ID.
    pub(crate) message_id: &'a str,
    /// Why, for programs.
    pub(crate) reason: Reason,
    /// Why, for people.
    pub(crate) message: &'a str,
}

/// The comparison with the message list after the run.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Verification<'a> {
    /// The state of the comparison.
    pub(crate) status: VerificationStatus,
    /// The IDs of the marked messages that are not in the list.
    pub(crate) missing: Vec<&'a str>,
    /// Why the list could not be read.
    pub(crate) message: Option<&'a str>,
}

/// The state of the comparison with the message list.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum VerificationStatus {
    /// `--verify` was not given.
    NotRequested,
    /// The list was compared.
    Done,
    /// The list could not be read.
    Failed,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct MarkPlan<'a> {
    schema: SchemaName<MarkPlan<'static>>,
    /// The new state.
    #[schemars(extend("enum" = ["read", "unread", "opened", "archived", "unarchived"]))]
    state: &'static str,
    /// The IDs of the messages that would be marked.
    would_mark: &'a [&'a str],
    /// The IDs of the messages that have the state already.
    already_marked: &'a [&'a str],
}

impl<'a> Messages<'a> {
    /// Writes the start of the document, up to the first message. The caller ends it with `]}`.
    pub(crate) fn start(
        out: &mut dyn io::Write,
        user_id: &'a str,
        total: u64,
        unread: u64,
    ) -> io::Result<()> {
        write_start(
            out,
            &Self {
                schema: SchemaName::new(),
                user_id,
                total,
                unread,
                messages: Vec::new(),
            },
        )
    }
}

impl<'a> MessageIds<'a> {
    /// Writes the start of the document, up to the first ID. The caller ends it with `]}`.
    pub(crate) fn start(out: &mut dyn io::Write, user_id: &'a str) -> io::Result<()> {
        write_start(
            out,
            &Self {
                schema: SchemaName::new(),
                user_id,
                message_ids: Vec::new(),
            },
        )
    }
}

impl<'a> MessageCount<'a> {
    pub(crate) fn of(user_id: &'a str, count: u64) -> Self {
        Self {
            schema: SchemaName::new(),
            user_id,
            count,
        }
    }
}

fn write_start(out: &mut dyn io::Write, document: &impl Serialize) -> io::Result<()> {
    out.write_all(start_of(document)?.as_bytes())
}

impl<'a> Message<'a> {
    pub(crate) fn of(message: &'a InboxMessage) -> Self {
        Self {
            message_id: &message.message_id,
            title: message.title.as_deref(),
            preview: message.preview.as_deref(),
            created_at: message.created.as_deref(),
            read_at: message.read.as_deref(),
            opened_at: message.opened.as_deref(),
            archived_at: message.archived.as_deref(),
            tags: message.tags.as_deref().unwrap_or_default(),
            tenant_id: message.tenant.as_deref(),
        }
    }
}

impl<'a> MessageLine<'a> {
    pub(crate) fn of(message: &'a InboxMessage) -> Self {
        Self {
            schema: SchemaName::new(),
            message: Message::of(message),
        }
    }
}

impl<'a> MarkPlan<'a> {
    pub(crate) fn of(
        action: MarkAction,
        would_mark: &'a [&'a str],
        already_marked: &'a [&'a str],
    ) -> Self {
        Self {
            schema: SchemaName::new(),
            state: action.resulting_state(),
            would_mark,
            already_marked,
        }
    }
}
