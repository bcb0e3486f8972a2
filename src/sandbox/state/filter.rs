//! Filters of the Inbox's message lists.

use chrono::{DateTime, Utc};

use super::message::Message;

/// A filter of messages. A message matches if it meets every condition.
#[derive(Debug, Default, Clone)]
pub(in crate::sandbox) struct InboxFilter {
    /// The tenant. `None` matches messages of every tenant, and of none.
    pub(in crate::sandbox) account_id: Option<String>,
    /// True for archived messages, false for the others.
    pub(in crate::sandbox) archived: bool,
    /// The earliest creation time.
    pub(in crate::sandbox) from: Option<DateTime<Utc>>,
    pub(in crate::sandbox) read: Option<bool>,
    pub(in crate::sandbox) pinned: Option<bool>,
    /// Tags. The message must have one of them. An empty list matches every message.
    pub(in crate::sandbox) tags: Vec<String>,
}

impl InboxFilter {
    /// Returns true if the message meets every condition.
    pub(in crate::sandbox) fn matches(&self, message: &Message) -> bool {
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

/// Parses the `status` condition of a filter: `read` or `unread`.
///
/// # Errors
/// Returns an error if it has another value.
pub(in crate::sandbox) fn parse_read_status(status: Option<&str>) -> Result<Option<bool>, String> {
    match status {
        None => Ok(None),
        Some("read") => Ok(Some(true)),
        Some("unread") => Ok(Some(false)),
        Some(other) => Err(format!(
            "`status` must be `read` or `unread`, not `{other}`"
        )),
    }
}
