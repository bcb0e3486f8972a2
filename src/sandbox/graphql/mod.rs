//! The GraphQL APIs: the Inbox's at `/q`, and at `/client/q` that of preferences, brands and older
//! clients.
//!
//! Courier publishes no schemas; these are inferred from the queries of its SDKs
//! (<https://github.com/trycourier/courier-web>, <https://github.com/trycourier/courier-react>,
//! <https://github.com/trycourier/courier-ios>, <https://github.com/trycourier/courier-android>).

mod api;
mod arguments;
mod client;
mod context;
mod fields;
mod handler;
mod inbox;
mod limits;
mod mutations;
mod operation;
mod page;
mod response_size;

use std::sync::Arc;

use axum::{Router, routing::post};

pub(crate) use self::api::Api;
pub(super) use self::{handler::operation_name, operation::OperationName};
use super::shared::Shared;

/// The routes of both APIs.
pub(super) fn routes() -> Router<Arc<Shared>> {
    Router::new()
        .route(Api::Inbox.path(), post(handler::execute_inbox))
        .route(Api::Client.path(), post(handler::execute_client))
}
