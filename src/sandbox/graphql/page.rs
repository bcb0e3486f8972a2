//! Pages of messages.

#![warn(clippy::arithmetic_side_effects)]

use std::sync::Arc;

use async_graphql::{Context, SimpleObject};

use super::{
    arguments::to_int,
    context::{fail, request},
};
use crate::sandbox::state::{InboxFilter, Message, Rank};

const DEFAULT_LIMIT: i32 = 10;
const MAX_LIMIT: i32 = 100;

/// The cursor of the next page. Courier calls it the start cursor, because the next page starts
/// there.
#[derive(SimpleObject)]
pub(super) struct PageInfo {
    pub(super) start_cursor: Option<String>,
    pub(super) has_next_page: bool,
}

/// A page of messages.
pub(super) struct Page {
    /// The number of messages that match the filter.
    pub(super) total: i32,
    pub(super) info: PageInfo,
    pub(super) messages: Vec<Arc<Message>>,
}

/// Returns the page of the user's messages after a cursor. Reports an error if the cursor is
/// invalid.
pub(super) fn page(
    context: &Context<'_>,
    filter: &InboxFilter,
    limit: Option<i32>,
    after: Option<&str>,
) -> Option<Page> {
    let after = match after.filter(|after| !after.is_empty()).map(Rank::decode) {
        Some(None) => return fail(context, "`after` is not a cursor from this server"),
        Some(cursor) => cursor,
        None => None,
    };
    let request = request(context)?;
    let state = request.shared.state();
    let matching = state.messages(&request.user);
    let total = matching.filter(|message| filter.matches(message)).count();
    let mut rest = state
        .messages_after(&request.user, after)
        .filter(|(_, message)| filter.matches(message));
    let page: Vec<(Rank, &Arc<Message>)> = rest.by_ref().take(page_size(limit)).collect();
    let has_next_page = rest.next().is_some();
    let last = page.last().filter(|_| has_next_page);
    Some(Page {
        total: to_int(total),
        info: PageInfo {
            start_cursor: last.map(|(rank, _)| rank.encode()),
            has_next_page,
        },
        messages: page
            .into_iter()
            .map(|(_, message)| Arc::clone(message))
            .collect(),
    })
}

/// Returns the size of a page for the `limit` of a query.
pub(super) fn page_size(limit: Option<i32>) -> usize {
    let limit = limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    limit.unsigned_abs() as usize
}
