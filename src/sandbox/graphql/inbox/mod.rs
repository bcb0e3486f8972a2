//! The Inbox schema.

mod types;

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::{
    arguments::to_int,
    context::{fail, request},
    page::page,
};
use crate::sandbox::{
    size::Size as _,
    state::{BulkEvent, InboxFilter, Message, MessageEvent},
};
use types::{FilterParamsInput, InboxMessage, MessageConnection};

/// The root of queries.
pub(super) struct Query;

#[Object]
impl Query {
    async fn count(&self, context: &Context<'_>, params: Option<FilterParamsInput>) -> Option<i32> {
        let filter = filter(context, params)?;
        let request = request(context)?;
        let state = request.shared.state();
        let matching = state
            .messages(&request.user)
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
        let request = request(context)?;
        let state = request.shared.state();
        match state.message(&message_id) {
            Some((user, message)) if user == request.user && message.delivery.is_in_inbox() => {
                Some(InboxMessage(Arc::clone(message)))
            }
            _ => fail(context, "Message not found"),
        }
    }
}

/// The root of mutations.
pub(super) struct Mutation;

#[Object]
impl Mutation {
    async fn read(&self, context: &Context<'_>, message_id: String) -> Option<bool> {
        mark(context, &message_id, MessageEvent::Read).await
    }

    async fn unread(&self, context: &Context<'_>, message_id: String) -> Option<bool> {
        mark(context, &message_id, MessageEvent::Unread).await
    }

    async fn opened(&self, context: &Context<'_>, message_id: String) -> Option<bool> {
        mark(context, &message_id, MessageEvent::Opened).await
    }

    async fn clicked(
        &self,
        context: &Context<'_>,
        message_id: String,
        tracking_id: String,
    ) -> Option<bool> {
        let _ = tracking_id;
        mark(context, &message_id, MessageEvent::Clicked).await
    }

    async fn archive(&self, context: &Context<'_>, message_id: String) -> Option<bool> {
        mark(context, &message_id, MessageEvent::Archive).await
    }

    async fn unarchive(&self, context: &Context<'_>, message_id: String) -> Option<bool> {
        mark(context, &message_id, MessageEvent::Unarchive).await
    }

    // No client knows an event for pins and tags, so other devices are not told
    // (<https://github.com/trycourier/courier-web>, `types/socket/protocol/messages.ts`).
    async fn unpin(&self, context: &Context<'_>, message_id: String) -> Option<bool> {
        change(context, &message_id, 0, |message| message.pinned = None)
    }

    async fn add_tag(
        &self,
        context: &Context<'_>,
        message_id: String,
        tag: String,
    ) -> Option<bool> {
        change(context, &message_id, tag.size(), |message| {
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
        change(context, &message_id, 0, |message| {
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

/// Applies an event to a message.
async fn mark(context: &Context<'_>, message_id: &str, event: MessageEvent) -> Option<bool> {
    let result = request(context)?.mark(message_id, event).await;
    result.map_or_else(|reason| fail(context, reason), |()| Some(true))
}

/// Changes a message without an event. It grows by at most `growth` bytes.
fn change(
    context: &Context<'_>,
    message_id: &str,
    growth: usize,
    change: impl FnOnce(&mut Message),
) -> Option<bool> {
    let request = request(context)?;
    let result = request.change(message_id, growth, |message, _| change(message));
    result.map_or_else(|reason| fail(context, reason), |()| Some(true))
}

/// Applies an event to all messages.
fn mark_all(context: &Context<'_>, event: BulkEvent) -> Option<bool> {
    request(context)?.mark_all(event);
    Some(true)
}

fn filter(context: &Context<'_>, params: Option<FilterParamsInput>) -> Option<InboxFilter> {
    let filter = params.unwrap_or_default().into_filter();
    filter.map_or_else(|reason| fail(context, &reason), Some)
}
