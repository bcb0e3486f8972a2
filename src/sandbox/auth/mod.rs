//! Authentication and authorization: the checks of Courier's authorizer, in Courier's order.
//!
//! A backend authenticates with an API key, an app with a user token, and an older app with the
//! workspace's client key and, if required, a signature of the user ID. The refusal of a token
//! names the rule of `inspect` that explains it.

mod bearer;
mod client_key;
mod credentials;
mod principal;
mod refusal;
mod token;
mod verified_token;
mod workspace;

pub(super) use credentials::{Credentials, has_token};
pub(super) use principal::Principal;
pub(super) use refusal::Refusal;
pub(super) use token::verify;
#[cfg(test)]
pub(crate) use token::verify_request;
pub(crate) use workspace::{API_KEY, Domain, Workspace, client_key};
pub(super) use workspace::{WorkspaceKey, WorkspaceUpdate};
