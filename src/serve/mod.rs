//! A token endpoint for local development: the backend that an app requests user tokens from
//! (<https://www.courier.com/docs/platform/inbox/authentication>). Tokens are issued on demand and
//! cached.

mod body;
mod cache_entry;
mod clock;
mod failure;
mod log;
mod middleware;
mod options;
mod outage;
mod responses;
mod routes;
mod server;
mod state;
mod token_cache;

pub(crate) use cache_entry::IssuedToken;
pub(crate) use failure::{FailureScope, IssueError};
pub(crate) use log::{LoggedRequest, RequestOutcome};
pub(crate) use options::{AllowedUsers, Options};
pub(crate) use server::Server;
