//! The state that all handlers share.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicU64, Ordering},
};

use axum::http::Method;
use tokio::sync::mpsc;

use super::{
    log::{LoggedRequest, RequestOutcome},
    options::{AllowedUsers, Options},
    token_cache::{IssueResult, TokenRequest},
};
use crate::listener::{Authority, HostName};

/// The state of a server.
pub(super) struct ServerState {
    pub(super) path: String,
    pub(super) origins: Vec<String>,
    pub(super) users: AllowedUsers,
    /// The hosts of these origins.
    pub(super) allowed_hosts: Vec<HostName>,
    /// True if the server listens on a loopback address.
    pub(super) is_local: bool,
    /// Requests to the token cache.
    pub(super) token_requests: mpsc::Sender<TokenRequest>,
    pub(super) log: Box<dyn Fn(LoggedRequest) + Send + Sync>,
    /// The number of responses with a token.
    pub(super) served: AtomicU64,
    /// The number of tokens that Courier has issued.
    pub(super) issued: AtomicU64,
}

impl ServerState {
    pub(super) fn new(
        options: &Options,
        address: SocketAddr,
        token_requests: mpsc::Sender<TokenRequest>,
        log: impl Fn(LoggedRequest) + Send + Sync + 'static,
    ) -> Self {
        let authorities = options.origins.iter().filter_map(|origin| {
            let (_, authority) = origin.split_once("://")?;
            Authority::parse(authority)
        });
        Self {
            allowed_hosts: authorities.map(|authority| authority.name).collect(),
            path: options.path.clone(),
            origins: options.origins.clone(),
            users: options.users.clone(),
            is_local: address.ip().is_loopback(),
            token_requests,
            log: Box::new(log),
            served: AtomicU64::new(0),
            issued: AtomicU64::new(0),
        }
    }

    /// Counts an issued token, and logs a failed renewal. Other failures are part of a response and
    /// logged with it.
    pub(super) fn record_issue(&self, result: &IssueResult<'_>) {
        match result.token {
            Ok(_) => {
                self.issued.fetch_add(1, Ordering::Relaxed);
            }
            Err(error) if result.is_renewal => (self.log)(LoggedRequest {
                method: Method::POST.to_string(),
                path: "/auth/issue-token".to_owned(),
                user: Some(result.user.to_owned()),
                status: error.status,
                outcome: RequestOutcome::NoToken(format!(
                    "cannot renew the cached token: {}",
                    error.message
                )),
                duration: result.duration,
            }),
            Err(_) => {}
        }
    }
}
