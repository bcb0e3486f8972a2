//! The GraphQL APIs, each on a real engine: the Inbox's at `/q`, and the one of preferences,
//! brands and older clients at `/client/q`.
//!
//! Courier publishes no schemas; these are what its SDKs ask for
//! (<https://github.com/trycourier/courier-web>, <https://github.com/trycourier/courier-react>,
//! <https://github.com/trycourier/courier-ios>, <https://github.com/trycourier/courier-android>).

mod client;
mod inbox;
mod limits;
mod marks;
mod operation;
mod page;
mod request;

use std::sync::Arc;

use async_graphql::{
    Context, EmptySubscription, ObjectType, Request, Response, Schema, ServerError,
};
use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{server::Shared, time};
use operation::Operation;

pub(super) use request::{execute_client, execute_inbox};

/// The engines; made once.
pub(super) struct Engine {
    inbox: Schema<inbox::Query, inbox::Mutation, EmptySubscription>,
    client: Schema<client::Query, client::Mutation, EmptySubscription>,
}

/// Which of the two.
#[derive(Debug, Clone, Copy)]
enum Api {
    Inbox,
    Client,
}

/// On whose behalf a request is executed.
struct Caller {
    shared: Arc<Shared>,
    api: Api,
    user: String,
    /// What its client calls itself, which is not told of its own changes.
    source: Option<String>,
}

impl Engine {
    pub(super) fn new() -> Self {
        Self {
            inbox: schema(inbox::Query, inbox::Mutation),
            client: schema(client::Query, client::Mutation),
        }
    }

    /// Executes a request for one user.
    async fn execute(&self, api: Api, request: Request, caller: Caller) -> Response {
        let request = request.data(caller);
        match api {
            Api::Inbox => self.inbox.execute(request).await,
            Api::Client => self.client.execute(request).await,
        }
    }
}

fn schema<Q: ObjectType + 'static, M: ObjectType + 'static>(
    query: Q,
    mutation: M,
) -> Schema<Q, M, EmptySubscription> {
    let schema = Schema::build(query, mutation, EmptySubscription);
    schema.limit_depth(32).limit_directives(16).finish()
}

impl Api {
    /// What faults call it.
    fn route(self) -> &'static str {
        match self {
            Self::Inbox => "q",
            Self::Client => "client-q",
        }
    }

    /// The scopes that an operation needs: of each entry, one is enough.
    fn needs(self, operation: &Operation<'_>) -> Vec<Vec<String>> {
        match self {
            Self::Inbox => vec![vec![inbox::need(operation.is_mutation()).to_owned()]],
            Self::Client => client::needs(operation),
        }
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

/// A time as the SDKs write it: ISO 8601, older ones in milliseconds since 1970.
fn moment(value: &Value) -> Result<Option<DateTime<Utc>>, String> {
    let time = match value {
        Value::Null => return Ok(None),
        Value::String(text) => time::moment(text),
        Value::Number(millis) => millis.as_i64().and_then(DateTime::from_timestamp_millis),
        _ => None,
    };
    match time {
        Some(time) => Ok(Some(time)),
        None => Err(format!("`from` is a time in ISO 8601, not `{value}`")),
    }
}
