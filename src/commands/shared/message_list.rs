//! Lists the messages of an Inbox, page by page.

use super::{inbox_access::InboxAccess, page_limits::PageLimits, progress::Progress};
use crate::{
    courier::{self, Courier, MessageFilter, MessagePage},
    error::Error,
    token::UserId,
};

/// The largest number of messages in one request, as in Courier's SDKs.
const MAX_PAGE_SIZE: u8 = 100;

/// A list of messages that is requested page by page, newest first.
pub(in crate::commands) struct MessageList<'l> {
    courier: &'l Courier,
    access: &'l InboxAccess,
    user: &'l UserId,
    filter: &'l MessageFilter,
    position: Position,
    /// The largest number of messages that may still be listed.
    remaining: u64,
    progress: Progress,
    limits: PageLimits,
}

/// The start of the next page.
enum Position {
    Start,
    After(String),
    End,
}

impl<'l> MessageList<'l> {
    /// Returns the list of all messages, from the newest on. Nothing is requested.
    pub(in crate::commands) fn new(
        courier: &'l Courier,
        access: &'l InboxAccess,
        user: &'l UserId,
        filter: &'l MessageFilter,
    ) -> Self {
        Self {
            courier,
            access,
            user,
            filter,
            position: Position::Start,
            remaining: u64::MAX,
            progress: Progress::hidden(),
            limits: PageLimits::default(),
        }
    }

    /// Ends the list after this number of messages.
    pub(in crate::commands) fn limited_to(self, limit: u64) -> Self {
        let remaining = limit;
        Self { remaining, ..self }
    }

    /// Counts the listed messages. The total is known after the first page.
    pub(in crate::commands) fn with_progress(self, progress: Progress) -> Self {
        Self { progress, ..self }
    }

    /// Requests the next page. Returns `None` after the last one.
    ///
    /// # Errors
    /// Returns an error if the request fails or if the list has no end.
    pub(in crate::commands) async fn next_page(&mut self) -> Result<Option<MessagePage>, Error> {
        let after = match &self.position {
            Position::Start => None,
            Position::After(cursor) => Some(cursor.as_str()),
            Position::End => return Ok(None),
        };
        let limit = u8::try_from(self.remaining).unwrap_or(MAX_PAGE_SIZE);
        let limit = limit.min(MAX_PAGE_SIZE);
        let access = self.access.credentials_for(self.user, self.courier).await?;
        let page = self
            .courier
            .list_messages(&access, self.user, self.filter, limit, after)
            .await?;
        if after.is_none() {
            self.progress.set_total(page.total.min(self.remaining));
        }
        let count = page.messages.len() as u64;
        self.progress.add(count);
        self.remaining = self.remaining.saturating_sub(count);
        let next = page.next.clone().filter(|_| self.remaining > 0);
        if let Some(next) = &next {
            let counted = self.limits.count(&page, next);
            let server = self.courier.inbox_server();
            counted.map_err(|message| courier::Error::unexpected(&server, message))?;
        }
        self.position = next.map_or(Position::End, Position::After);
        Ok(Some(page))
    }
}
