//! A sandbox's life: bind, serve, stop.

use std::{
    net::Ipv4Addr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::Duration,
};

use chrono::{DateTime, Utc};
use tokio::{net::TcpListener, sync::oneshot};

use super::{Error, graphql::Engine, rest, seed::Seed, state::State};
use crate::runtime;

/// How long requests under way may take once the end has come.
const GRACE: Duration = Duration::from_secs(2);

/// A sandbox that listens and does not serve yet.
pub(crate) struct Sandbox {
    listener: TcpListener,
    shared: Arc<Shared>,
}

/// What all requests share.
pub(super) struct Shared {
    state: Mutex<State>,
    engine: Engine,
    clock: fn() -> DateTime<Utc>,
    url: String,
}

impl Sandbox {
    /// Takes a port of this machine; 0 takes a free one.
    pub(crate) async fn bind(port: u16, clock: fn() -> DateTime<Utc>) -> Result<Self, Error> {
        let failed = |source| Error::Bind { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .map_err(failed)?;
        let url = format!("http://{}", listener.local_addr().map_err(failed)?);
        Ok(Self {
            listener,
            shared: Arc::new(Shared {
                state: Mutex::default(),
                engine: Engine::new(),
                clock,
                url,
            }),
        })
    }

    /// Adds users and messages.
    pub(crate) fn seed(&self, seed: Seed) -> Result<(), Error> {
        seed.plant(&mut self.shared.state(), self.shared.now())
    }

    /// The base address of the REST API.
    pub(crate) fn url(&self) -> &str {
        &self.shared.url
    }

    /// Serves until `stop` is ready, then ends what is under way.
    pub(crate) async fn serve(
        self,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), Error> {
        let (stopping, stopped) = oneshot::channel();
        let graceful = async move {
            stop.await;
            let _ = stopping.send(());
        };
        let server = axum::serve(self.listener, rest::routes(self.shared));
        let server = server.with_graceful_shutdown(graceful);
        let too_late = async {
            match stopped.await {
                Ok(()) => tokio::time::sleep(GRACE).await,
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            ended = server => ended.map_err(Error::Io),
            () = too_late => Ok(()),
        }
    }
}

impl Shared {
    /// Locked for as long as the guard lives; never across an await.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

/// A sandbox on a thread and runtime of its own; it stops when this is dropped.
pub(crate) struct Background {
    url: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Background {
    /// Starts one on a free port.
    pub(crate) fn start(clock: fn() -> DateTime<Utc>) -> Result<Self, Error> {
        let runtime = runtime::new()?;
        let sandbox = runtime.block_on(Sandbox::bind(0, clock))?;
        let url = sandbox.url().to_owned();
        let (stop, stopped) = oneshot::channel();
        let serve = move || {
            let stopped = async {
                let _ = stopped.await;
            };
            // Who asks a sandbox that failed finds no server there, and says so.
            let _ = runtime.block_on(sandbox.serve(stopped));
        };
        let thread = thread::Builder::new()
            .name("sandbox".to_owned())
            .spawn(serve)?;
        Ok(Self {
            url,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// The base address of the REST API.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
