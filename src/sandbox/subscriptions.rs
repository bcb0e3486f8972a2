//! Subscriptions of realtime connections to Inboxes, and the publishing of events to them.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::extract::ws::Utf8Bytes;
use tokio::sync::{
    Notify,
    mpsc::{Receiver, Sender, channel},
};

use super::events::{InboxEvent, TenantScope};

/// The capacity of a connection's queue, in frames. A client that reads too slowly is
/// disconnected, and reloads the list when it reconnects.
const QUEUE_CAPACITY: usize = 1_024;

/// The maximum number of subscriptions of one connection.
const MAX_SUBSCRIPTIONS: usize = 200;

/// The connections and their subscriptions. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Subscriptions {
    registry: Arc<Mutex<Registry>>,
    /// Notified when the last connection is closed.
    emptied: Arc<Notify>,
}

#[derive(Default)]
struct Registry {
    next_id: u64,
    connections: HashMap<u64, Connection>,
    /// The connections that have subscribed to a user's Inbox.
    by_user: HashMap<String, Vec<u64>>,
}

struct Connection {
    protocol: Protocol,
    /// The client's source ID. Events that this client caused are not sent back to it.
    source: Option<String>,
    frames: Sender<Utf8Bytes>,
    subscriptions: Vec<Subscription>,
}

/// The protocol of a realtime connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    V1,
    Legacy,
}

/// A subscription to a user's Inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subscription {
    pub(super) user: String,
    /// The tenant whose messages are of interest. `None` subscribes to all of them.
    pub(super) tenant: Option<String>,
}

/// A registered connection. It is unregistered when this is dropped.
pub(super) struct Subscriber {
    all: Subscriptions,
    id: u64,
}

impl Subscriptions {
    /// Registers a connection. The receiver yields the frames to send, and ends when the client
    /// has read too slowly.
    pub(super) fn connect(&self, protocol: Protocol) -> (Subscriber, Receiver<Utf8Bytes>) {
        let (sender, receiver) = channel(QUEUE_CAPACITY);
        let mut registry = self.registry();
        let id = registry.next_id;
        registry.next_id += 1;
        let connection = Connection {
            protocol,
            source: None,
            frames: sender,
            subscriptions: Vec::new(),
        };
        registry.connections.insert(id, connection);
        let all = self.clone();
        (Subscriber { all, id }, receiver)
    }

    /// Queues the event for every connection that it concerns.
    pub(super) fn publish(&self, event: &InboxEvent<'_>) {
        let mut registry = self.registry();
        let Some(ids) = registry.by_user.get(event.user) else {
            return;
        };
        let v1 = Utf8Bytes::from(&event.v1);
        let legacy = event.legacy.as_ref().map(Utf8Bytes::from);
        let mut slow = Vec::new();
        for id in ids {
            let Some(connection) = registry.connections.get(id) else {
                continue;
            };
            let frame = match connection.protocol {
                Protocol::V1 => Some(&v1),
                Protocol::Legacy => legacy.as_ref(),
            };
            if let Some(frame) = frame
                && connection.wants(event)
                && connection.frames.try_send(frame.clone()).is_err()
            {
                slow.push(*id);
            }
        }
        for id in slow {
            registry.remove(id);
        }
    }

    /// Waits until there is no connection.
    pub(super) async fn wait_until_empty(&self) {
        loop {
            let emptied = self.emptied.notified();
            if self.connection_count() == 0 {
                return;
            }
            emptied.await;
        }
    }

    /// The number of connections.
    pub(super) fn connection_count(&self) -> usize {
        self.registry().connections.len()
    }

    /// The number of subscriptions of all connections.
    pub(super) fn subscription_count(&self) -> usize {
        let registry = self.registry();
        let connections = registry.connections.values();
        connections
            .map(|connection| connection.subscriptions.len())
            .sum()
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Subscriber {
    /// Subscribes to an Inbox. Events that the client `source` causes are not sent.
    ///
    /// # Errors
    /// Returns an error if the connection has too many subscriptions.
    pub(super) fn subscribe(
        &self,
        subscription: Subscription,
        source: Option<String>,
    ) -> Result<(), &'static str> {
        let mut registry = self.all.registry();
        let registry = &mut *registry;
        let Some(connection) = registry.connections.get_mut(&self.id) else {
            return Ok(());
        };
        if source.is_some() {
            connection.source = source;
        }
        if connection.subscriptions.contains(&subscription) {
            return Ok(());
        }
        if connection.subscriptions.len() == MAX_SUBSCRIPTIONS {
            return Err("the connection has too many subscriptions");
        }
        let ids = registry
            .by_user
            .entry(subscription.user.clone())
            .or_default();
        if !ids.contains(&self.id) {
            ids.push(self.id);
        }
        connection.subscriptions.push(subscription);
        Ok(())
    }

    /// Removes the subscriptions to a user's Inbox, or only those to one of its tenants.
    pub(super) fn unsubscribe(&self, user: &str, tenant: Option<&str>) {
        let mut registry = self.all.registry();
        let Some(connection) = registry.connections.get_mut(&self.id) else {
            return;
        };
        connection.subscriptions.retain(|subscription| {
            let is_removed = subscription.user == user
                && (tenant.is_none() || subscription.tenant.as_deref() == tenant);
            !is_removed
        });
        let mut subscriptions = connection.subscriptions.iter();
        if !subscriptions.any(|subscription| subscription.user == user) {
            registry.remove_from_user(user, self.id);
        }
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        let mut registry = self.all.registry();
        registry.remove(self.id);
        if registry.connections.is_empty() {
            self.all.emptied.notify_waiters();
        }
    }
}

impl Registry {
    fn remove(&mut self, id: u64) {
        let Some(connection) = self.connections.remove(&id) else {
            return;
        };
        for subscription in &connection.subscriptions {
            self.remove_from_user(&subscription.user, id);
        }
    }

    fn remove_from_user(&mut self, user: &str, id: u64) {
        if let Some(ids) = self.by_user.get_mut(user) {
            ids.retain(|other| *other != id);
            if ids.is_empty() {
                self.by_user.remove(user);
            }
        }
    }
}

impl Connection {
    /// Returns true if the event concerns a subscription, and another client caused it.
    fn wants(&self, event: &InboxEvent<'_>) -> bool {
        let is_own = self.source.is_some() && self.source.as_deref() == event.source;
        let mut subscriptions = self.subscriptions.iter();
        !is_own && subscriptions.any(|subscription| subscription.matches(event))
    }
}

impl Subscription {
    fn matches(&self, event: &InboxEvent<'_>) -> bool {
        let is_in_scope = match (&self.tenant, event.scope) {
            (None, _) | (_, TenantScope::All) => true,
            (Some(own), TenantScope::Tenant(tenant)) => Some(own.as_str()) == tenant,
        };
        self.user == event.user && is_in_scope
    }
}
