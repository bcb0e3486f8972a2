//! The context that resolvers get: the user of the request, and the state of the sandbox.

use std::sync::Arc;

use async_graphql::{Context, ServerError};

use super::response_size::ResponseSize;
use crate::sandbox::shared::Shared;

/// The maximum length of an error message, in bytes. Longer ones are truncated.
const MAX_MESSAGE: usize = 512;

/// An authorized request.
pub(super) struct RequestContext {
    pub(super) shared: Arc<Shared>,
    /// The route name of the API in faults.
    pub(super) fault_route: &'static str,
    pub(super) user: String,
    /// The client's source ID. Events that this client causes are not sent back to it.
    pub(super) source: Option<String>,
}

/// Returns the request. Reports an error, and returns `None`, if it is not authorized.
pub(super) fn request<'c>(context: &Context<'c>) -> Option<&'c RequestContext> {
    match context.data() {
        Ok(request) => Some(request),
        Err(_) => fail(context, "the request is not authorized"),
    }
}

/// Reports an error of a field, whose value is then `null`. If the resolver returned an `Err`
/// instead, async-graphql would omit the field from `data`.
pub(super) fn fail<T>(context: &Context<'_>, message: &str) -> Option<T> {
    // A message may quote an argument, and many fields may have the same one.
    let message = &message[..message.floor_char_boundary(MAX_MESSAGE)];
    if let Some(size) = context.data_opt::<Arc<ResponseSize>>() {
        size.add(MAX_MESSAGE);
    }
    let error = ServerError::new(message, Some(context.item.pos));
    context.add_error(context.set_error_path(error));
    None
}
