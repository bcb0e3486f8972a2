//! A sandbox's life: bind, serve, stop.

use std::{
    net::Ipv4Addr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::Duration,
};

use axum::serve::ListenerExt as _;
use chrono::{DateTime, Utc};
use tokio::{net::TcpListener, sync::watch};

use super::{
    Error,
    auth::Workspace,
    clock::Clock,
    faults::{Fault, Faults},
    graphql::Engine,
    hub::Hub,
    idempotency::Answers,
    inbox::Change,
    journal::Journal,
    rest,
    seed::Seed,
    state::{Message, State},
};
use crate::{runtime, token::Feature};

/// How long requests under way may take once the end has come.
const GRACE: Duration = Duration::from_secs(2);

/// As much as the main thread of a process has.
const STACK: usize = 8 * 1024 * 1024;

/// How a sandbox begins, and what a reset makes of it again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    /// The port to listen on; 0 takes a free one.
    pub(crate) port: u16,
    pub(crate) seed: Option<Seed>,
    pub(crate) faults: Vec<Fault>,
    /// How long each answer waits.
    pub(crate) latency: Duration,
    pub(crate) workspace: Workspace,
}

/// What a sandbox takes from outside.
#[derive(Clone, Copy)]
pub(crate) struct Outside {
    /// What time the machine has.
    pub(crate) now: fn() -> DateTime<Utc>,
    /// What there is to say of a token: the document of `inspect --json`.
    pub(crate) inspect: fn(&str, &[&'static Feature], DateTime<Utc>) -> String,
}

/// A sandbox that listens and does not serve yet.
pub(crate) struct Sandbox {
    listener: TcpListener,
    shared: Arc<Shared>,
}

/// What all requests share.
pub(super) struct Shared {
    state: Mutex<State>,
    workspace: Mutex<Workspace>,
    hub: Hub,
    clock: Clock,
    faults: Mutex<Faults>,
    journal: Mutex<Journal>,
    answers: Answers,
    engine: Engine,
    url: String,
    options: Options,
    inspect: fn(&str, &[&'static Feature], DateTime<Utc>) -> String,
    /// Whether the end has come.
    ending: watch::Sender<bool>,
}

impl Sandbox {
    /// Takes a port of this machine, and begins with what the options say.
    pub(crate) async fn bind(options: Options, outside: Outside) -> Result<Self, Error> {
        let port = options.port;
        let failed = |source| Error::Bind { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .map_err(failed)?;
        let url = format!("http://{}", listener.local_addr().map_err(failed)?);
        let shared = Shared {
            state: Mutex::default(),
            workspace: Mutex::default(),
            hub: Hub::default(),
            clock: Clock::new(outside.now),
            faults: Mutex::default(),
            journal: Mutex::default(),
            answers: Answers::default(),
            engine: Engine::new(),
            url,
            options,
            inspect: outside.inspect,
            ending: watch::Sender::new(false),
        };
        shared.begin()?;
        let shared = Arc::new(shared);
        Ok(Self { listener, shared })
    }

    /// The base address of the REST API.
    pub(crate) fn url(&self) -> &str {
        &self.shared.url
    }

    /// Serves until `stop` is ready or `/_sandbox/stop` is asked for, then ends what is under way.
    pub(crate) async fn serve(
        self,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), Error> {
        let shared = Arc::clone(&self.shared);
        let graceful = async move {
            tokio::select! {
                () = stop => shared.ending.send_replace(true),
                () = shared.end() => true,
            };
        };
        // A frame or an answer is not to wait for the next one.
        let listener = self.listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        let server = axum::serve(listener, rest::routes(Arc::clone(&self.shared)));
        let server = server.with_graceful_shutdown(graceful);
        let ended = async {
            server.await.map_err(Error::Io)?;
            // Sockets are nobody's requests any more: each says good-bye and is gone.
            self.shared.hub.is_empty().await;
            Ok(())
        };
        let too_late = async {
            self.shared.end().await;
            tokio::time::sleep(GRACE).await;
        };
        tokio::select! {
            ended = ended => ended,
            () = too_late => Ok(()),
        }
    }
}

impl Shared {
    /// Makes everything as it was at the start.
    pub(super) fn begin(&self) -> Result<(), Error> {
        self.clock.reset();
        self.answers.clear();
        self.journal().clear();
        *self.faults() = Faults::new(&self.options.faults);
        *self.workspace() = self.options.workspace.clone();
        let mut state = self.state();
        *state = State::default();
        match &self.options.seed {
            Some(seed) => seed.clone().plant(&mut state, self.now()),
            None => Ok(()),
        }
    }

    /// Locked for as long as the guard lives; never across an await.
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// As [`Self::state`].
    pub(super) fn workspace(&self) -> MutexGuard<'_, Workspace> {
        self.workspace
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// As [`Self::state`].
    pub(super) fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// As [`Self::state`].
    pub(super) fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(super) fn hub(&self) -> &Hub {
        &self.hub
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(super) fn answers(&self) -> &Answers {
        &self.answers
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// What there is to say of a token, by the sandbox's clock.
    pub(super) fn inspect(&self, token: &str, features: &[&'static Feature]) -> String {
        (self.inspect)(token, features, self.now())
    }

    /// How long each answer waits.
    pub(super) fn latency(&self) -> Duration {
        self.options.latency
    }

    /// Puts a message into an Inbox and tells whoever listens.
    pub(super) fn deliver(
        &self,
        state: &mut State,
        user: &str,
        message: Message,
    ) -> Result<(), String> {
        let change = Change::arrival(&message);
        let tenant = message.account_id.clone();
        state.add(user, message)?;
        // While the state is locked: everybody hears of changes in the order they were made.
        self.hub.tell(&change.of(user, tenant.as_deref(), None));
        Ok(())
    }

    /// Begins the end.
    pub(super) fn stop(&self) {
        self.ending.send_replace(true);
    }

    /// Ready once the end has begun.
    pub(super) fn end(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut ending = self.ending.subscribe();
        async move {
            // The sender lives as long as whoever serves.
            let _ = ending.wait_for(|is_ending| *is_ending).await;
        }
    }
}

/// A sandbox on a thread and runtime of its own; it stops when this is dropped.
pub(crate) struct Background {
    url: String,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Background {
    /// Starts one.
    ///
    /// # Errors
    /// When the port cannot be had, or what it is to begin with makes no sense.
    pub(crate) fn start(options: Options, outside: Outside) -> Result<Self, Error> {
        let runtime = runtime::new()?;
        let sandbox = runtime.block_on(Sandbox::bind(options, outside))?;
        let url = sandbox.url().to_owned();
        let shared = Arc::clone(&sandbox.shared);
        let serve = move || {
            // Who asks a sandbox that failed finds no server there, and says so.
            let _ = runtime.block_on(sandbox.serve(std::future::pending()));
        };
        let thread = thread::Builder::new()
            .name("sandbox".to_owned())
            .stack_size(STACK)
            .spawn(serve)?;
        Ok(Self {
            url,
            shared,
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
        self.shared.stop();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
