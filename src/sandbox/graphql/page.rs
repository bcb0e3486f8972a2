//! Pages of messages.

use async_graphql::{Context, SimpleObject};

use super::{caller, fail, to_int};
use crate::sandbox::{
    inbox::Filter,
    state::{Message, Rank},
};

/// How many messages a page has when the query does not say, and at the most.
const DEFAULT_LIMIT: i32 = 10;
const MAX_LIMIT: i32 = 100;

/// Where the next page begins, and whether there is one.
#[derive(SimpleObject)]
pub(super) struct PageInfo {
    pub(super) start_cursor: Option<String>,
    pub(super) has_next_page: bool,
}

/// Some of the messages that match.
pub(super) struct Page {
    /// How many match.
    pub(super) total: i32,
    pub(super) info: PageInfo,
    pub(super) messages: Vec<Message>,
}

/// A page of the caller's messages, behind the place that `after` tells.
pub(super) fn page(
    context: &Context<'_>,
    filter: &Filter,
    limit: Option<i32>,
    after: Option<&str>,
) -> Option<Page> {
    let after = match after.filter(|after| !after.is_empty()).map(Rank::decode) {
        Some(None) => return fail(context, "`after` is not a cursor of this server"),
        Some(cursor) => cursor,
        None => None,
    };
    let caller = caller(context)?;
    let state = caller.shared.state();
    let matching = state.messages(&caller.user);
    let total = matching.filter(|message| filter.matches(message)).count();
    let mut rest = state
        .messages_after(&caller.user, after)
        .filter(|(_, message)| filter.matches(message));
    let page: Vec<(Rank, &Message)> = rest.by_ref().take(length(limit)).collect();
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
            .map(|(_, message)| message.clone())
            .collect(),
    })
}

/// How many a page is to have.
pub(super) fn length(limit: Option<i32>) -> usize {
    let limit = limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT);
    limit.unsigned_abs() as usize
}
