//! The Inbox GraphQL schema at `/q`, on a real engine.
//!
//! Courier publishes no schema; this is what its SDKs ask for
//! (<https://github.com/trycourier/courier-web>, <https://github.com/trycourier/courier-ios>,
//! <https://github.com/trycourier/courier-android>).

mod limits;
mod request;
mod types;

use std::sync::Arc;

use async_graphql::{
    Context, EmptySubscription, Object, Request, Response, Schema, ServerError,
    parser::{parse_query, types::OperationType},
};

use chrono::{DateTime, Utc};

use super::{
    inbox::{BulkEvent, Change, Event, Filter},
    server::Shared,
    state::{Message, Rank},
};
use types::{FilterParamsInput, InboxMessage, MessageConnection, PageInfo};

pub(super) use request::execute;

/// How many messages a page has when the query does not say, and at the most.
const DEFAULT_LIMIT: i32 = 10;
const MAX_LIMIT: i32 = 100;

type InboxSchema = Schema<Query, Mutation, EmptySubscription>;

/// The engine; made once.
pub(super) struct Engine(InboxSchema);

/// On whose behalf a request is executed.
struct Caller {
    shared: Arc<Shared>,
    user: String,
    /// What its client calls itself, which is not told of its own changes.
    source: Option<String>,
}

impl Engine {
    pub(super) fn new() -> Self {
        let schema = Schema::build(Query, Mutation, EmptySubscription);
        Self(schema.limit_depth(32).limit_directives(16).finish())
    }

    /// Executes a request for one user.
    async fn execute(&self, request: Request, caller: Caller) -> Response {
        self.0.execute(request.data(caller)).await
    }
}

/// Whether the operation that a request executes changes anything.
///
/// # Errors
/// When the document does not parse, costs too much, or it is not clear which operation is meant: then nothing
/// may be executed, since it is not known what it needs.
fn is_mutation(request: &Request) -> Result<bool, String> {
    let document = parse_query(&request.query).map_err(|error| error.to_string())?;
    let mut operations = document.operations.iter();
    let operation = match (
        &request.operation_name,
        operations.next(),
        operations.next(),
    ) {
        (None, Some((_, operation)), None) => Some(operation),
        (None, ..) => {
            return Err("the document has several operations and none is named".to_owned());
        }
        (Some(wanted), ..) => document
            .operations
            .iter()
            .find(|(name, _)| name.is_some_and(|name| name == wanted))
            .map(|(_, operation)| operation),
    };
    let operation = operation.ok_or("the document has no operation of that name")?;
    limits::check(&operation.node, &document)?;
    Ok(operation.node.ty == OperationType::Mutation)
}

/// Whether a response says that the request was never executed: it did not parse or validate.
fn was_refused(response: &Response) -> bool {
    !response.errors.is_empty() && response.data == async_graphql::Value::Null
}

struct Query;

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
        let after = match after.as_deref().map(Rank::decode) {
            Some(None) => return fail(context, "`after` is not a cursor of this server"),
            Some(cursor) => cursor,
            None => None,
        };
        let limit = limit
            .unwrap_or(DEFAULT_LIMIT)
            .clamp(0, MAX_LIMIT)
            .unsigned_abs() as usize;
        let caller = caller(context)?;
        let state = caller.shared.state();
        let matching = state.messages(&caller.user);
        let total = matching.filter(|message| filter.matches(message)).count();
        let mut rest = state
            .messages_after(&caller.user, after)
            .filter(|(_, message)| filter.matches(message));
        let page: Vec<(Rank, &Message)> = rest.by_ref().take(limit).collect();
        let has_next_page = rest.next().is_some();
        let last = page.last().filter(|_| has_next_page);
        Some(MessageConnection {
            total_count: to_int(total),
            page_info: PageInfo {
                start_cursor: last.map(|(rank, _)| rank.encode()),
                has_next_page,
            },
            nodes: page
                .into_iter()
                .map(|(_, message)| InboxMessage(message.clone()))
                .collect(),
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

struct Mutation;

#[Object]
impl Mutation {
    async fn read(&self, context: &Context<'_>, message_id: String) -> Option<bool> {
        mark(context, &message_id, Event::Read)
    }

    async fn unread(&self, context: &Context<'_>, message_id: String) -> Option<bool> {
        mark(context, &message_id, Event::Unread)
    }

    async fn opened(&self, context: &Context<'_>, message_id: String) -> Option<bool> {
        mark(context, &message_id, Event::Opened)
    }

    async fn clicked(
        &self,
        context: &Context<'_>,
        message_id: String,
        tracking_id: String,
    ) -> Option<bool> {
        let _ = tracking_id;
        mark(context, &message_id, Event::Clicked)
    }

    async fn archive(&self, context: &Context<'_>, message_id: String) -> Option<bool> {
        mark(context, &message_id, Event::Archive)
    }

    async fn unarchive(&self, context: &Context<'_>, message_id: String) -> Option<bool> {
        mark(context, &message_id, Event::Unarchive)
    }

    async fn unpin(&self, context: &Context<'_>, message_id: String) -> Option<bool> {
        change(context, &message_id, |message, _| message.pinned = None)
    }

    async fn add_tag(
        &self,
        context: &Context<'_>,
        message_id: String,
        tag: String,
    ) -> Option<bool> {
        change(context, &message_id, |message, _| {
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
        change(context, &message_id, |message, _| {
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

/// Does it to one message, and tells whoever listens while the state is locked, so that all hear
/// of changes in the order they were made.
fn mark(context: &Context<'_>, message_id: &str, event: Event) -> Option<bool> {
    let caller = caller(context)?;
    change(context, message_id, |message, now| {
        event.apply(message, now);
        let change = Change::event(event, &message.id);
        let tenant = message.account_id.as_deref();
        let happening = change.of(&caller.user, tenant, caller.source.as_deref());
        caller.shared.hub().tell(&happening);
    })
}

/// Changes one message of the caller's.
fn change(
    context: &Context<'_>,
    message_id: &str,
    work: impl FnOnce(&mut Message, DateTime<Utc>),
) -> Option<bool> {
    let caller = caller(context)?;
    if caller.shared.faults().fails(message_id) {
        return fail(context, "a fault that was asked for");
    }
    let now = caller.shared.now();
    match caller.shared.state().message_mut(&caller.user, message_id) {
        Some(message) => {
            work(message, now);
            Some(true)
        }
        None => fail(context, "Message not found"),
    }
}

fn mark_all(context: &Context<'_>, event: BulkEvent) -> Option<bool> {
    let caller = caller(context)?;
    let now = caller.shared.now();
    let mut state = caller.shared.state();
    event.apply(state.messages_mut(&caller.user), now);
    let change = Change::bulk(event);
    let happening = change.of(&caller.user, None, caller.source.as_deref());
    caller.shared.hub().tell(&happening);
    Some(true)
}

fn filter(context: &Context<'_>, params: Option<FilterParamsInput>) -> Option<Filter> {
    match params.unwrap_or_default().filter() {
        Ok(filter) => Some(filter),
        Err(message) => fail(context, &message),
    }
}

fn caller<'c>(context: &Context<'c>) -> Option<&'c Caller> {
    match context.data() {
        Ok(caller) => Some(caller),
        Err(_) => fail(context, "no user"),
    }
}

/// Reports an error of one field, which is then `null`. An `Err` would drop the field's alias
/// from `data`, where Courier's engine says `null`.
fn fail<T>(context: &Context<'_>, message: &str) -> Option<T> {
    let error = ServerError::new(message, Some(context.item.pos));
    context.add_error(context.set_error_path(error));
    None
}

/// A count as GraphQL's `Int` holds it.
fn to_int(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
