//! The Inbox schema.

mod types;

use async_graphql::{Context, Object};

use super::{caller, fail, page::page, to_int};
use crate::sandbox::{
    inbox::{BulkEvent, Event, Filter},
    state::Message,
};
use types::{FilterParamsInput, InboxMessage, MessageConnection};

/// The scope that an operation needs.
pub(super) fn need(is_mutation: bool) -> &'static str {
    if is_mutation {
        "inbox:write:events"
    } else {
        "inbox:read:messages"
    }
}

pub(super) struct Query;

#[Object]
impl Query {
    async fn count(&self, context: &Context<'_>, params: Option<FilterParamsInput>) -> Option<i32> {
        let filter = filter(context, params)?;
        let caller = caller(context)?;
        let state = caller.shared.state();
        let matching = state
            .messages(&caller.user)
            .filter(|message| filter.matches(message));
        Some(to_int(matching.count()))
    }

    async fn messages(
        &self,
        context: &Context<'_>,
        params: Option<FilterParamsInput>,
        limit: Option<i32>,
        after: Option<String>,
    ) -> Option<MessageConnection> {
        let filter = filter(context, params)?;
        let page = page(context, &filter, limit, after.as_deref())?;
        Some(MessageConnection {
            total_count: page.total,
            page_info: page.info,
            nodes: page.messages.into_iter().map(InboxMessage).collect(),
        })
    }

    async fn message(&self, context: &Context<'_>, message_id: String) -> Option<InboxMessage> {
        let caller = caller(context)?;
        let state = caller.shared.state();
        match state.find(&message_id) {
            Some((user, message)) if user == caller.user => Some(InboxMessage(message.clone())),
            _ => fail(context, "Message not found"),
        }
    }
}

pub(super) struct Mutation;

#[Object]
impl Mutation {
    async fn read(&self, context: &Context<'_>, message_id: String) -> Option<bool> {
        mark(context, &message_id, Event::Read).await
    }

    async fn unread(&self, context: &Context<'_>, message_id: String) -> Option<bool> {
        mark(context, &message_id, Event::Unread).await
    }

    async fn opened(&self, context: &Context<'_>, message_id: String) -> Option<bool> {
        mark(context, &message_id, Event::Opened).await
    }

    async fn clicked(
        &self,
        context: &Context<'_>,
        message_id: String,
        tracking_id: String,
    ) -> Option<bool> {
        let _ = tracking_id;
        mark(context, &message_id, Event::Clicked).await
    }

    async fn archive(&self, context: &Context<'_>, message_id: String) -> Option<bool> {
        mark(context, &message_id, Event::Archive).await
    }

    async fn unarchive(&self, context: &Context<'_>, message_id: String) -> Option<bool> {
        mark(context, &message_id, Event::Unarchive).await
    }

    async fn unpin(&self, context: &Context<'_>, message_id: String) -> Option<bool> {
        change(context, &message_id, |message| message.pinned = None)
    }

    async fn add_tag(
        &self,
        context: &Context<'_>,
        message_id: String,
        tag: String,
    ) -> Option<bool> {
        change(context, &message_id, |message| {
            if !message.tags.contains(&tag) {
                message.tags.push(tag);
            }
        })
    }

    async fn remove_tag(
        &self,
        context: &Context<'_>,
        message_id: String,
        tag: String,
    ) -> Option<bool> {
        change(context, &message_id, |message| {
            message.tags.retain(|known| *known != tag);
        })
    }

    async fn mark_all_read(&self, context: &Context<'_>) -> Option<bool> {
        mark_all(context, BulkEvent::MarkAllRead)
    }

    async fn archive_all(&self, context: &Context<'_>) -> Option<bool> {
        mark_all(context, BulkEvent::ArchiveAll)
    }

    async fn archive_read(&self, context: &Context<'_>) -> Option<bool> {
        mark_all(context, BulkEvent::ArchiveRead)
    }
}

/// Does it to one message, and tells whoever listens.
async fn mark(context: &Context<'_>, message_id: &str, event: Event) -> Option<bool> {
    let done = caller(context)?.mark(message_id, event).await;
    done.map_or_else(|reason| fail(context, reason), |()| Some(true))
}

/// Changes one message of the caller's.
fn change(
    context: &Context<'_>,
    message_id: &str,
    work: impl FnOnce(&mut Message),
) -> Option<bool> {
    let done = caller(context)?.change(message_id, |message, _| work(message));
    done.map_or_else(|reason| fail(context, reason), |()| Some(true))
}

fn mark_all(context: &Context<'_>, event: BulkEvent) -> Option<bool> {
    caller(context)?.mark_all(event);
    Some(true)
}

fn filter(context: &Context<'_>, params: Option<FilterParamsInput>) -> Option<Filter> {
    match params.unwrap_or_default().filter() {
        Ok(filter) => Some(filter),
        Err(message) => fail(context, &message),
    }
}
