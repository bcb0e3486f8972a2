//! The HTTP server of the token endpoint.

use std::{future::Future, net::SocketAddr, sync::Arc, time::Duration};

use chrono::{DateTime, Utc};
use tokio::sync::{mpsc, watch};

use super::{
    cache_entry::IssuedToken,
    failure::IssueError,
    log::LoggedRequest,
    options::Options,
    routes::routes,
    state::ServerState,
    token_cache::{self, IssueResult},
};
use crate::listener::{self, BindError, LocalListener, connection_limit};

/// The time that requests in flight have to finish after the shutdown begins.
const GRACE: Duration = Duration::from_secs(2);

/// The maximum number of connections.
const MAX_CONNECTIONS: usize = 1_024;

/// The file descriptors of a connection: its own, and that of a request to Courier.
const DESCRIPTORS_PER_CONNECTION: u64 = 2;

/// The maximum number of requests that wait for the token cache.
const QUEUE_LENGTH: usize = 1_024;

/// A server that listens, but does not serve yet.
pub(crate) struct Server {
    listener: LocalListener,
    address: SocketAddr,
    options: Options,
}

impl Server {
    /// Binds the port, with `127.0.0.1` at both loopback addresses.
    ///
    /// # Errors
    /// Returns an error if the port cannot be bound.
    pub(crate) async fn bind(options: Options) -> Result<Self, BindError> {
        let listener = LocalListener::bind(options.host, options.port).await?;
        let address = listener.address();
        Ok(Self {
            listener,
            address,
            options,
        })
    }

    /// Returns the URL of the token endpoint.
    pub(crate) fn url(&self) -> String {
        format!("http://{}{}", self.address, self.options.path)
    }

    /// Serves until `shutdown` is ready and the requests in flight are finished. `now` is the clock,
    /// `issue` requests a token for a user from Courier, and `log` receives each request.
    pub(crate) async fn serve<F>(
        self,
        shutdown: impl Future<Output = ()> + Send + 'static,
        now: fn() -> DateTime<Utc>,
        issue: impl Fn(String) -> F,
        log: impl Fn(LoggedRequest) + Send + Sync + 'static,
    ) where
        F: Future<Output = Result<IssuedToken, IssueError>>,
    {
        let (request_sender, token_requests) = mpsc::channel(QUEUE_LENGTH);
        let (shutdown_sender, mut shutdown_begun) = watch::channel(false);
        let state = ServerState::new(&self.options, self.address, request_sender, log);
        let state = Arc::new(state);
        let recorder = Arc::clone(&state);
        let on_issue = move |result: &IssueResult<'_>| recorder.record_issue(result);
        let min_ttl = self.options.min_ttl;
        let cache = token_cache::run(token_requests, min_ttl, now, issue, on_issue);

        let shutdown = async move {
            shutdown.await;
            shutdown_sender.send_replace(true);
        };
        let max_connections = connection_limit(MAX_CONNECTIONS, DESCRIPTORS_PER_CONNECTION);
        let server = listener::serve(self.listener, routes(state), max_connections, shutdown);
        let grace_period = async move {
            // An error means that the sender is gone, so the server has shut down as well.
            let _ = shutdown_begun.wait_for(|has_begun| *has_begun).await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            () = server => {}
            () = cache => {}
            () = grace_period => {}
        }
    }
}
