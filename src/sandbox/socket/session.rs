//! Actions of a realtime client that both protocols have.

use std::sync::Arc;

use super::{
    access::{SocketAccess, authorized_user},
    frame::FrameData,
};
use crate::{
    sandbox::{
        auth::Refusal,
        shared::Shared,
        subscriptions::{Subscriber, Subscription},
    },
    time::unix_seconds,
};

/// An authorized realtime client.
pub(super) struct Session {
    pub(super) shared: Arc<Shared>,
    pub(super) subscriber: Subscriber,
    pub(super) access: SocketAccess,
    /// The source ID from the handshake, which takes precedence over that of a frame.
    pub(super) source: Option<String>,
}

impl Session {
    /// Subscribes to the Inbox of the user whom the channel names.
    ///
    /// # Errors
    /// Returns an error if the client has no access to it, or has too many subscriptions.
    pub(super) fn subscribe(&self, data: FrameData) -> Result<(), String> {
        let user = data.channel.unwrap_or_default();
        match &self.access {
            SocketAccess::User(known) if *known == user => {}
            SocketAccess::User(_) => {
                return Err("the channel does not match the user of the token".to_owned());
            }
            SocketAccess::ClientKey { .. } if user.is_empty() => {
                return Err("the channel is empty: it must be the user ID".to_owned());
            }
            SocketAccess::ClientKey { key, origin } => {
                // The settings of the workspace may have changed since the handshake.
                let workspace = self.shared.workspace();
                workspace
                    .check_client_key(key, origin.as_deref())
                    .map_err(Refusal::message)?;
                workspace
                    .check_signature(&user, data.user_signature.as_deref())
                    .map_err(Refusal::message)?;
            }
        }
        let source = self.source.clone().or(data.client_source_id);
        let tenant = data.account_id;
        let subscription = Subscription { user, tenant };
        let result = self.subscriber.subscribe(subscription, source);
        result.map_err(str::to_owned)
    }

    /// Unsubscribes from the Inbox of the user whom the channel names, or else of the token's user.
    pub(super) fn unsubscribe(&self, data: &FrameData) {
        let user = match &self.access {
            SocketAccess::User(user) => data.channel.as_ref().or(Some(user)),
            SocketAccess::ClientKey { .. } => data.channel.as_ref(),
        };
        if let Some(user) = user {
            self.subscriber
                .unsubscribe(user, data.account_id.as_deref());
        }
    }

    /// Checks a new token of the same user. A session does not end when its token expires.
    ///
    /// # Errors
    /// Returns an error if the token is refused, or if the session has no user of its own.
    pub(super) fn renew(&self, token: &str) -> Result<(), String> {
        let SocketAccess::User(user) = &self.access else {
            return Err("the session has no token to renew".to_owned());
        };
        let now = unix_seconds(self.shared.now());
        authorized_user(token, Some(user), &self.shared.workspace(), now)
            .map(|_| ())
            .map_err(Refusal::message)
    }
}
