//! Lists the messages of an Inbox, page by page.

use super::inbox_access::InboxAccess;
use crate::{
    courier::{self, Courier, MessageFilter, MessagePage},
    error::Error,
    token::UserId,
};

/// The largest number of messages in one request, as in Courier's SDKs.
pub(in crate::commands) const MAX_PAGE_SIZE: u8 = 100;

/// A list of messages that is requested page by page, newest first.
pub(in crate::commands) struct MessageList<'l> {
    courier: &'l Courier,
    access: &'l InboxAccess,
    user: &'l UserId,
    filter: &'l MessageFilter,
    position: Position,
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
    /// Returns the list from the newest message on. Nothing is requested.
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
            pages: 0,
            checkpoint: None,
        }
    }

    /// Requests the next page of at most `limit` messages. Returns `None` after the last page.
    ///
    /// # Errors
    /// Returns an error if the request fails or if the pages repeat.
    pub(in crate::commands) async fn next_page(
        &mut self,
        limit: u64,
    ) -> Result<Option<MessagePage>, Error> {
        let after = match &self.position {
            Position::Start => None,
            Position::After(cursor) => Some(cursor.as_str()),
            Position::End => return Ok(None),
        };
        let limit = u8::try_from(limit).unwrap_or(MAX_PAGE_SIZE);
        let limit = limit.min(MAX_PAGE_SIZE);
        let access = self.access.credentials_for(self.user, self.courier).await?;
        let page = self
            .courier
            .list_messages(&access, self.user, self.filter, limit, after)
            .await?;
        self.pages += 1;
        if page.next.is_some() && page.next == self.checkpoint {
            let text = "the pages of the Inbox repeat without end".to_owned();
            return Err(courier::Error::UnexpectedResponse(text).into());
        }
        if self.pages.is_power_of_two() {
            self.checkpoint.clone_from(&page.next);
        }
        let next = page.next.clone();
        self.position = next.map_or(Position::End, Position::After);
        Ok(Some(page))
    }
}
