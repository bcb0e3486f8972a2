//! Requests without TLS: to this machine, or with the secrets of a sandbox, which are public.

use super::{error::HttpError, request::Request};
use crate::{
    endpoints::is_loopback,
    inspect::Workspace,
    token::{ClientKey, DecodedToken, key::SANDBOX_PREFIX, workspace::SANDBOX_WORKSPACE_ID},
};

/// Refuses to send a secret without TLS to another machine.
///
/// # Errors
/// Returns an error if the secret is not that of a sandbox.
pub(super) fn check(request: &Request<'_>) -> Result<(), HttpError> {
    let is_plain = matches!(request.url.scheme(), "http" | "ws");
    let secret = request.auth.secret();
    if !is_plain || is_loopback(&request.url) || secret.is_empty() || is_of_sandbox(secret) {
        return Ok(());
    }
    Err(HttpError::SecretWithoutTls {
        server: Box::new(request.server.clone()),
    })
}

/// Returns true for an API key, a client key or a user token of a sandbox.
fn is_of_sandbox(secret: &str) -> bool {
    if secret.starts_with(SANDBOX_PREFIX) {
        return true;
    }
    if let Some(key) = ClientKey::decode(secret) {
        return key.workspace_id() == SANDBOX_WORKSPACE_ID;
    }
    let Ok(token) = DecodedToken::new(secret) else {
        return false;
    };
    let parsed = token.parse();
    parsed.is_ok_and(|token| {
        Workspace::from_claims(&token.claims).tenant() == Some(SANDBOX_WORKSPACE_ID)
    })
}
