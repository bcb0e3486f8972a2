//! The state that all requests of a sandbox share.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use tokio::sync::{Semaphore, watch};

use super::{
    auth::Workspace,
    clock::Clock,
    drop_log::DropLog,
    error::Error,
    events::InboxEvent,
    faults::Faults,
    idempotency::IdempotencyStore,
    issued_tokens::IssuedTokens,
    journal::Journal,
    options::{Access, Dependencies, LogRequest, Options},
    state::{Message, State},
    subscriptions::Subscriptions,
};
use crate::{request_summary::RequestSummary, token::Feature};

/// The state of a sandbox.
///
/// The guards that its methods return must not be held across an await.
pub(super) struct Shared {
    state: Mutex<State>,
    workspace: Mutex<Workspace>,
    faults: Mutex<Faults>,
    journal: Mutex<Journal>,
    issued: Mutex<IssuedTokens>,
    subscriptions: Subscriptions,
    clock: Clock,
    idempotency: IdempotencyStore,
    log: DropLog,
    url: String,
    options: Options,
    /// Limits the tokens that are inspected at the same time to one.
    inspections: Arc<Semaphore>,
    inspect: fn(&str, &[&'static Feature], DateTime<Utc>) -> String,
    log_request: Option<LogRequest>,
    is_shutting_down: watch::Sender<bool>,
    /// The last request to close the open sockets.
    socket_closing: watch::Sender<SocketClosing>,
}

impl Shared {
    /// Creates the state that the options describe, for a sandbox with that base URL.
    ///
    /// # Errors
    /// Returns an error if the seed is invalid.
    pub(super) fn new(
        url: String,
        options: Options,
        dependencies: Dependencies,
    ) -> Result<Self, Error> {
        let shared = Self {
            state: Mutex::default(),
            workspace: Mutex::default(),
            faults: Mutex::default(),
            journal: Mutex::default(),
            issued: Mutex::default(),
            subscriptions: Subscriptions::default(),
            clock: Clock::new(dependencies.now),
            idempotency: IdempotencyStore::default(),
            log: DropLog::new(dependencies.console),
            url,
            options,
            inspections: Arc::new(Semaphore::new(1)),
            inspect: dependencies.inspect,
            log_request: dependencies.log_request,
            is_shutting_down: watch::Sender::new(false),
            socket_closing: watch::Sender::default(),
        };
        shared.reset()?;
        Ok(shared)
    }

    /// Restores the initial state. Connections and subscriptions are kept.
    ///
    /// # Errors
    /// Returns an error if the seed is invalid.
    pub(super) fn reset(&self) -> Result<(), Error> {
        self.clock.reset();
        self.idempotency.clear();
        self.journal().clear();
        *self.issued() = IssuedTokens::default();
        *self.faults() = Faults::new(&self.options.faults);
        *self.workspace() = self.options.workspace.clone();
        let mut state = self.state();
        *state = State::default();
        match &self.options.seed {
            Some(seed) => seed.clone().insert(&mut state, self.now()),
            None => Ok(()),
        }
    }

    /// The access from other machines.
    pub(super) fn access(&self) -> &Access {
        &self.options.access
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    pub(super) fn workspace(&self) -> MutexGuard<'_, Workspace> {
        lock(&self.workspace)
    }

    pub(super) fn faults(&self) -> MutexGuard<'_, Faults> {
        lock(&self.faults)
    }

    pub(super) fn journal(&self) -> MutexGuard<'_, Journal> {
        lock(&self.journal)
    }

    /// The tokens that the sandbox issued.
    pub(super) fn issued(&self) -> MutexGuard<'_, IssuedTokens> {
        lock(&self.issued)
    }

    /// Logs a request that has its response.
    pub(super) fn log_request(&self, request: RequestSummary) {
        if let Some(log) = &self.log_request {
            log(request);
        }
    }

    pub(super) fn subscriptions(&self) -> &Subscriptions {
        &self.subscriptions
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(super) fn idempotency(&self) -> &IdempotencyStore {
        &self.idempotency
    }

    /// The log of what the sandbox drops.
    pub(super) fn log(&self) -> &DropLog {
        &self.log
    }

    /// The permit to inspect a token.
    pub(super) fn inspections(&self) -> Arc<Semaphore> {
        Arc::clone(&self.inspections)
    }

    /// The function that inspects a token, at the time of the sandbox's clock. It returns a JSON
    /// document, and may take long.
    pub(super) fn inspector(
        &self,
    ) -> impl FnOnce(&str, &[&'static Feature]) -> String + Send + use<> {
        let (inspect, now) = (self.inspect, self.now());
        move |token, features| inspect(token, features, now)
    }

    /// The time of the sandbox's clock.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The base URL of the sandbox.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// The delay before each response.
    pub(super) fn latency(&self) -> Duration {
        self.options.latency
    }

    /// Adds a message with a new ID to a user, and publishes its arrival in the Inbox.
    pub(super) fn deliver(&self, state: &mut State, user: &str, message: Message) {
        let id = message.id.clone();
        // This fails only if the ID is in use.
        let _ = state.add_message(user, message);
        if let Some((_, message)) = state.message(&id)
            && message.delivery.is_in_inbox()
            && self.subscriptions.has_subscriber(user)
        {
            // The state is locked, so subscribers get events in the order of the changes.
            self.publish(&InboxEvent::arrival(user, message));
        }
    }

    /// Publishes an event to subscribers.
    pub(super) fn publish(&self, event: &InboxEvent<'_>) {
        self.subscriptions.publish(event, &self.log);
    }

    /// Closes the open sockets. Clients connect again.
    pub(super) fn close_sockets(&self, closing: SocketClosing) {
        self.socket_closing.send_replace(closing);
    }

    /// Waits until the open sockets are to be closed.
    pub(super) fn wait_for_socket_closing(
        &self,
    ) -> impl Future<Output = SocketClosing> + Send + use<> {
        let mut closing = self.socket_closing.subscribe();
        async move {
            // An error would mean that the sender was dropped, and with it the server.
            let _ = closing.changed().await;
            *closing.borrow()
        }
    }

    /// Begins to shut down.
    pub(super) fn shut_down(&self) {
        self.is_shutting_down.send_replace(true);
    }

    /// Waits until the shutdown begins.
    pub(super) fn wait_for_shutdown(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut is_shutting_down = self.is_shutting_down.subscribe();
        async move {
            // An error would mean that the sender was dropped, and with it the server.
            let _ = is_shutting_down.wait_for(|is_true| *is_true).await;
        }
    }
}

/// The way in which open sockets are closed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SocketClosing {
    /// The delay in seconds of the `reconnect` frame that is sent before. `None` sends no frame.
    pub(super) retry_after: Option<u64>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
