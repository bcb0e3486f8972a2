//! Authorization of realtime connections.

use crate::sandbox::{
    auth::{Refusal, Workspace, verify},
    query::query_parameter,
};

/// The Inboxes to which a connection may subscribe.
pub(super) enum SocketAccess {
    /// The Inbox of one user, whom a token names.
    User(String),
    /// Every Inbox. A subscription requires the signature of its user, if the workspace does.
    ClientKey { key: String, origin: Option<String> },
}

impl SocketAccess {
    /// Authorizes a handshake by the query of its URL, at `now` in seconds since 1970.
    pub(super) fn from_handshake(
        query: &str,
        origin: Option<&str>,
        workspace: &Workspace,
        now: f64,
    ) -> Result<Self, Refusal> {
        let token = query_parameter(query, "auth");
        if let (None, Some(key)) = (&token, query_parameter(query, "clientKey")) {
            workspace.check_client_key(&key, origin)?;
            let origin = origin.map(str::to_owned);
            return Ok(Self::ClientKey { key, origin });
        }
        let token = token.ok_or(Refusal::Rule("CA101"))?;
        let user = query_parameter(query, "userId");
        authorized_user(&token, user.as_deref(), workspace, now).map(Self::User)
    }
}

/// Returns the user of a token that may read the Inbox.
pub(super) fn authorized_user(
    token: &str,
    user: Option<&str>,
    workspace: &Workspace,
    now: f64,
) -> Result<String, Refusal> {
    let token = verify(token, workspace, now)?;
    let user = token.resolve_user(user)?.to_owned();
    token.require_one_of(&["inbox:read:messages"])?;
    Ok(user)
}
