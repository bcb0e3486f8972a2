//! Authenticated clients of the REST routes that backends and apps share.

use super::{
    bearer::bearer, refusal::Refusal, token::verify, verified_token::VerifiedToken,
    workspace::Workspace,
};

/// An authenticated client.
pub(in crate::sandbox) enum Principal {
    /// A backend with an API key. It may do everything.
    Backend,
    /// An app with a user token. It may act for the token's users, within the token's scopes.
    App(VerifiedToken),
}

impl Principal {
    /// Authenticates a client by its `Authorization` header, at `now` in seconds since 1970.
    pub(in crate::sandbox) fn authenticate(
        authorization: Option<&str>,
        workspace: &Workspace,
        now: f64,
    ) -> Result<Self, Refusal> {
        if workspace.backend_key(authorization).is_ok() {
            return Ok(Self::Backend);
        }
        verify(bearer(authorization)?, workspace, now).map(Self::App)
    }

    /// Requires one of the scopes.
    pub(in crate::sandbox) fn require_one_of(&self, scopes: &[&str]) -> Result<(), Refusal> {
        match self {
            Self::Backend => Ok(()),
            Self::App(token) => token.require_one_of(scopes),
        }
    }

    /// Requires access to the data of a user, and the scope.
    pub(in crate::sandbox) fn require_for_user(
        &self,
        user: &str,
        scope: &str,
    ) -> Result<(), Refusal> {
        self.require_user(user)?;
        self.require_one_of(&[scope])
    }

    /// Requires access to the data of a user.
    pub(in crate::sandbox) fn require_user(&self, user: &str) -> Result<(), Refusal> {
        match self {
            Self::Backend => Ok(()),
            Self::App(token) => token.resolve_user(Some(user)).map(|_| ()),
        }
    }
}
