//! Who may use the routes that the apps' SDKs use too.

use std::sync::Arc;

use axum::{extract::FromRequestParts, http::request::Parts};

use crate::{
    sandbox::{
        answer::authorization,
        auth::{Grant, Refusal, bearer, verify},
        server::Shared,
    },
    time::unix_seconds,
};

/// A backend, which may do everything, or an app with a user token.
pub(super) enum Party {
    Backend,
    App(Grant),
}

impl Party {
    /// Whether it may do what one of the scopes allows.
    pub(super) fn require(&self, scopes: &[&str]) -> Result<(), Refusal> {
        match self {
            Self::Backend => Ok(()),
            Self::App(grant) => grant.require_one_of(scopes),
        }
    }

    /// The same to what is a user's own.
    pub(super) fn require_for(&self, user: &str, scope: &str) -> Result<(), Refusal> {
        if let Self::App(grant) = self {
            grant.user(Some(user))?;
        }
        self.require(&[scope])
    }
}

impl FromRequestParts<Arc<Shared>> for Party {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, Refusal> {
        let authorization = authorization(&parts.headers);
        let workspace = shared.workspace();
        if workspace.backend(authorization.as_deref()).is_ok() {
            return Ok(Self::Backend);
        }
        let token = bearer(authorization.as_deref())?;
        verify(token, &workspace, unix_seconds(shared.now())).map(Self::App)
    }
}
