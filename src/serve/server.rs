//! The HTTP server of the token endpoint.

use std::{future::Future, io, net::SocketAddr, sync::Arc, time::Duration};

use axum::serve::ListenerExt as _;
use chrono::{DateTime, Utc};
use tokio::sync::{mpsc, watch};

use super::{
    log::LoggedRequest,
    options::Options,
    routes::routes,
    state::ServerState,
    token_cache::{self, IssueError, IssueResult, IssuedToken},
};
use crate::listener::{BindError, LocalListener};

/// The time that requests in flight have to finish after the shutdown begins.
const GRACE: Duration = Duration::from_secs(2);

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
    ///
    /// # Errors
    /// Returns an error if the listener fails.
    pub(crate) async fn serve<F>(
        self,
        shutdown: impl Future<Output = ()> + Send + 'static,
        now: fn() -> DateTime<Utc>,
        issue: impl Fn(String) -> F,
        log: impl Fn(LoggedRequest) + Send + Sync + 'static,
    ) -> io::Result<()>
    where
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

        let listener = self.listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        let server = axum::serve(listener, routes(state));
        let server = server.with_graceful_shutdown(async move {
            shutdown.await;
            shutdown_sender.send_replace(true);
        });
        let grace_period = async move {
            // An error means that the sender is gone, so the server has shut down as well.
            let _ = shutdown_begun.wait_for(|has_begun| *has_begun).await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            result = server => result,
            () = cache => Ok(()),
            () = grace_period => Ok(()),
        }
    }
}
