//! Lists the messages of an Inbox, page by page.

use super::{inbox_access::InboxAccess, progress::Progress};
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
    /// The number of pages so far.
    pages: u64,
    /// The cursor after the last page whose number is a power of two. A list that returns to this
    /// cursor has no end.
    checkpoint: Option<String>,
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
            pages: 0,
            checkpoint: None,
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
    /// Returns an error if the request fails or if the pages repeat.
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
        if self.pages == 0 {
            self.progress.set_total(page.total.min(self.remaining));
        }
        self.pages += 1;
        if page.next.is_some() && page.next == self.checkpoint {
            let text = "the pages of the Inbox repeat without end".to_owned();
            return Err(courier::Error::UnexpectedResponse(text).into());
        }
        if self.pages.is_power_of_two() {
            self.checkpoint.clone_from(&page.next);
        }
        let count = page.messages.len() as u64;
        self.progress.add(count);
        self.remaining = self.remaining.saturating_sub(count);
        let next = page.next.clone().filter(|_| self.remaining > 0);
        self.position = next.map_or(Position::End, Position::After);
        Ok(Some(page))
    }
}
