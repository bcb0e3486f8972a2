//! The backend endpoint of Courier's flow, for local development: the app asks for a token, this
//! issues one, keeps it, and gives it to whoever asks for the same user
//! (<https://www.courier.com/docs/platform/inbox/authentication>).

mod answers;
mod tokens;

use std::{
    collections::BTreeSet,
    future::Future,
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::serve::ListenerExt as _;
use chrono::{DateTime, Utc};
use tokio::{
    net::TcpListener,
    sync::{mpsc, watch},
};

pub(crate) use answers::Line;
pub(crate) use tokens::{Failure, Token};

use answers::Shared;
use tokens::Arrival;

/// How long what is under way may take once the end has come.
const GRACE: Duration = Duration::from_secs(2);

/// How many requests may wait for the keeper of the tokens.
const WAITING: usize = 1_024;

/// How to serve.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    pub(crate) host: IpAddr,
    /// The port to listen on; 0 takes a free one.
    pub(crate) port: u16,
    /// Where tokens are asked for.
    pub(crate) path: String,
    /// The origins whose pages may read the answer.
    pub(crate) origins: Vec<String>,
    pub(crate) users: Users,
    /// A token is given away as long as it lives longer than this.
    pub(crate) min_ttl: Duration,
}

/// For whom there are tokens.
#[derive(Debug, Clone)]
pub(crate) enum Users {
    /// For this one, whoever asks.
    One(String),
    /// For each of these, who has to be named.
    Some(BTreeSet<String>),
    /// For whoever is named.
    Any,
}

/// A server that listens and does not serve yet.
pub(crate) struct Server {
    listener: TcpListener,
    address: SocketAddr,
    options: Options,
}

impl Server {
    /// Takes the port.
    ///
    /// # Errors
    /// When it cannot be had.
    pub(crate) async fn bind(options: Options) -> io::Result<Self> {
        let listener = TcpListener::bind((options.host, options.port)).await?;
        let address = listener.local_addr()?;
        Ok(Self {
            listener,
            address,
            options,
        })
    }

    /// Where tokens are asked for.
    pub(crate) fn url(&self) -> String {
        format!("http://{}{}", self.address, self.options.path)
    }

    /// Serves until `stop` is ready, then ends what is under way. `now` is what time it is; `issue`
    /// gets a token for a user; `log` is told of each request.
    ///
    /// # Errors
    /// When the system takes the listener away.
    pub(crate) async fn serve<F>(
        self,
        stop: impl Future<Output = ()> + Send + 'static,
        now: fn() -> DateTime<Utc>,
        issue: impl Fn(String) -> F,
        log: impl Fn(Line) + Send + Sync + 'static,
    ) -> io::Result<()>
    where
        F: Future<Output = Result<Token, Failure>>,
    {
        let (orders, ordered) = mpsc::channel(WAITING);
        let (ending, mut ended) = watch::channel(false);
        let shared = Arc::new(Shared::new(&self.options, self.address, orders, log));
        let listener = self.listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        let graceful = async move {
            stop.await;
            ending.send_replace(true);
        };
        let keeper = Arc::clone(&shared);
        let arrived = move |arrival: &Arrival<'_>| keeper.arrived(arrival);
        let server = axum::serve(listener, answers::routes(shared));
        let server = server.with_graceful_shutdown(graceful);
        let too_late = async move {
            // An error says that it is over too.
            let _ = ended.wait_for(|is_ending| *is_ending).await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            result = server => result,
            () = tokens::keep(ordered, self.options.min_ttl, now, issue, arrived) => Ok(()),
            () = too_late => Ok(()),
        }
    }
}
