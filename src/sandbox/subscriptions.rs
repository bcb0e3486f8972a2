//! Subscriptions of realtime connections to Inboxes, and the publishing of events to them.

#![warn(clippy::arithmetic_side_effects)]

use std::{
    cell::LazyCell,
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::extract::ws::Utf8Bytes;
use chrono::{DateTime, Utc};
use serde::Serialize;
use tokio::sync::{
    Notify,
    mpsc::{Receiver, Sender, channel},
};

use super::{
    drop_log::{DropLog, Dropped},
    events::{InboxEvent, TenantScope},
    limits::{
        MAX_QUEUE, MAX_SOCKETS, MAX_SUBSCRIPTION_NAME, MAX_SUBSCRIPTION_NAMES, MAX_SUBSCRIPTIONS,
        MAX_UNSENT,
    },
    meter::{Meter, Share},
    time::format_iso,
};

/// The size of a write buffer that is not counted, in bytes.
const SMALL_BUFFER: usize = 16 * 1024;

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
    /// The size of the names in all subscriptions, in bytes.
    names_size: usize,
    /// Counts the frames in queues and the write buffers.
    unsent: Meter,
}

/// A frame in the queues of connections. It counts until the last of them has written it.
pub(super) struct QueuedFrame {
    pub(super) text: Utf8Bytes,
    _share: Share,
}

struct Connection {
    opened: DateTime<Utc>,
    protocol: Protocol,
    /// The client's source ID. Events that this client caused are not sent back to it.
    source: Option<String>,
    frames: Sender<Arc<QueuedFrame>>,
    /// The share of the write buffer, which is as large as the largest frame so far.
    buffer: Option<Share>,
    subscriptions: Vec<Subscription>,
}

/// The protocol of a realtime connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Protocol {
    V1,
    Legacy,
}

/// A subscription to a user's Inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Subscription {
    pub(super) user: String,
    /// The tenant whose messages are of interest. `None` subscribes to all of them.
    pub(super) tenant: Option<String>,
}

/// An open connection, as `/_sandbox/sockets` lists it.
#[derive(Debug, Serialize)]
pub(super) struct SocketView {
    /// The number of the connection, counted from 1.
    number: u64,
    protocol: Protocol,
    opened: String,
    source: Option<String>,
    subscriptions: Vec<Subscription>,
}

/// A registered connection. It is unregistered when this is dropped.
pub(super) struct Subscriber {
    all: Subscriptions,
    id: u64,
}

impl Subscriptions {
    /// Registers a connection. Events that the client `source` causes are not sent to it. The receiver
    /// yields the frames to send, and ends when the client has read too slowly: it reloads the list when
    /// it reconnects. Returns `None` if there are too many connections.
    pub(super) fn connect(
        &self,
        protocol: Protocol,
        source: Option<String>,
        now: DateTime<Utc>,
    ) -> Option<(Subscriber, Receiver<Arc<QueuedFrame>>)> {
        let (sender, receiver) = channel(MAX_QUEUE);
        let mut registry = self.registry();
        if registry.connections.len() >= MAX_SOCKETS {
            return None;
        }
        let id = registry.next_id;
        registry.next_id = id.wrapping_add(1);
        let connection = Connection {
            opened: now,
            protocol,
            source,
            frames: sender,
            buffer: None,
            subscriptions: Vec::new(),
        };
        registry.connections.insert(id, connection);
        let all = self.clone();
        Some((Subscriber { all, id }, receiver))
    }

    /// Returns true if a connection has subscribed to the user's Inbox.
    pub(super) fn has_subscriber(&self, user: &str) -> bool {
        self.registry().by_user.contains_key(user)
    }

    /// Queues the event for every connection that it concerns. Connections for which there is no
    /// space are closed.
    pub(super) fn publish(&self, event: &InboxEvent<'_>, log: &DropLog) {
        let mut registry = self.registry();
        let Registry {
            connections,
            by_user,
            unsent,
            ..
        } = &mut *registry;
        let Some(ids) = by_user.get(event.user) else {
            return;
        };
        let frame = |text: &str| {
            let share = unsent.share(text.len(), MAX_UNSENT)?;
            Some(Arc::new(QueuedFrame {
                text: text.into(),
                _share: share,
            }))
        };
        // Each frame is made once, if a connection needs it.
        let v1 = LazyCell::new(|| frame(&event.v1));
        let legacy = event.legacy.as_deref();
        let legacy = legacy.map(|text| LazyCell::new(move || frame(text)));
        let mut slow = Vec::new();
        for id in ids {
            let Some(connection) = connections.get_mut(id) else {
                continue;
            };
            if !connection.wants(event) {
                continue;
            }
            let frame = match (connection.protocol, &legacy) {
                (Protocol::V1, _) => v1.as_ref(),
                (Protocol::Legacy, Some(legacy)) => legacy.as_ref(),
                (Protocol::Legacy, None) => continue,
            };
            if frame.is_none_or(|frame| !connection.queue(frame, unsent)) {
                slow.push(*id);
            }
        }
        if !slow.is_empty() {
            log.report(Dropped::SlowSockets);
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

    /// Lists the open connections, the oldest first.
    pub(super) fn views(&self) -> Vec<SocketView> {
        let registry = self.registry();
        let connections = registry.connections.iter();
        let mut views: Vec<_> = connections
            .map(|(id, connection)| SocketView {
                number: id.saturating_add(1),
                protocol: connection.protocol,
                opened: format_iso(connection.opened),
                source: connection.source.clone(),
                subscriptions: connection.subscriptions.clone(),
            })
            .collect();
        views.sort_unstable_by_key(|view| view.number);
        views
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
        let names = [
            Some(&subscription.user),
            subscription.tenant.as_ref(),
            source.as_ref(),
        ];
        if names
            .into_iter()
            .flatten()
            .any(|name| name.len() > MAX_SUBSCRIPTION_NAME)
        {
            return Err("a name in the subscription is too long");
        }
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
        let names_size = registry.names_size.saturating_add(subscription.size());
        if names_size > MAX_SUBSCRIPTION_NAMES {
            return Err("the sandbox has too many subscriptions");
        }
        registry.names_size = names_size;
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
        let registry = &mut *registry;
        let Some(connection) = registry.connections.get_mut(&self.id) else {
            return;
        };
        connection.subscriptions.retain(|subscription| {
            let is_removed = subscription.user == user
                && (tenant.is_none() || subscription.tenant.as_deref() == tenant);
            if is_removed {
                registry.names_size = registry.names_size.saturating_sub(subscription.size());
            }
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
            self.names_size = self.names_size.saturating_sub(subscription.size());
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
    /// Queues a frame. Returns false if there is no space for it.
    fn queue(&mut self, frame: &Arc<QueuedFrame>, unsent: &Meter) -> bool {
        let size = frame.text.len().saturating_sub(SMALL_BUFFER);
        if size > self.buffer.as_ref().map_or(0, Share::size) {
            self.buffer = None;
            self.buffer = unsent.share(size, MAX_UNSENT);
            if self.buffer.is_none() {
                return false;
            }
        }
        self.frames.try_send(Arc::clone(frame)).is_ok()
    }

    /// Returns true if the event concerns a subscription, and another client caused it.
    fn wants(&self, event: &InboxEvent<'_>) -> bool {
        let is_own = self.source.is_some() && self.source.as_deref() == event.source;
        let mut subscriptions = self.subscriptions.iter();
        !is_own && subscriptions.any(|subscription| subscription.matches(event))
    }
}

impl Subscription {
    /// The size of its names, in bytes.
    fn size(&self) -> usize {
        let tenant = self.tenant.as_ref().map_or(0, String::len);
        self.user.len().saturating_add(tenant)
    }

    fn matches(&self, event: &InboxEvent<'_>) -> bool {
        let is_in_scope = match (&self.tenant, event.scope) {
            (None, _) | (_, TenantScope::All) => true,
            (Some(own), TenantScope::Tenant(tenant)) => Some(own.as_str()) == tenant,
        };
        self.user == event.user && is_in_scope
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::state::Message;

    #[test]
    fn one_large_message_to_many_connections_is_bounded() {
        let subscriptions = Subscriptions::default();
        let (log, text) = DropLog::captured();
        let connect = || {
            let (subscriber, frames) = subscriptions
                .connect(Protocol::V1, None, DateTime::UNIX_EPOCH)
                .unwrap();
            let user = "a".to_owned();
            let subscription = Subscription { user, tenant: None };
            subscriber.subscribe(subscription, None).unwrap();
            (subscriber, frames)
        };
        let mut message = Message::new("m".to_owned(), DateTime::<Utc>::UNIX_EPOCH);
        message.title = Some("x".repeat(2 * 1024 * 1024));
        let event = InboxEvent::arrival("a", &message);
        let fitting = MAX_UNSENT / event.v1.len();
        let connections: Vec<_> = (0..fitting + 100).map(|_| connect()).collect();
        subscriptions.publish(&event, &log);
        let open = subscriptions.connection_count();
        assert!((fitting - 5..=fitting + 5).contains(&open), "{open}");
        let line = b"note: the sandbox dropped sockets that read too slowly";
        assert!(text.lock().unwrap().starts_with(line));
        drop(connections);
        // Nothing is left over.
        let mut connections: Vec<_> = (0..fitting - 5).map(|_| connect()).collect();
        subscriptions.publish(&event, &log);
        assert_eq!(subscriptions.connection_count(), fitting - 5);
        let (_, frames) = &mut connections[0];
        assert_eq!(frames.try_recv().unwrap().text.len(), event.v1.len());
    }

    #[test]
    fn names_of_subscriptions_are_bounded_and_forgotten() {
        let subscriptions = Subscriptions::default();
        let (subscriber, _frames) = subscriptions
            .connect(Protocol::V1, None, DateTime::UNIX_EPOCH)
            .unwrap();
        let subscribe = |user: String| {
            let subscription = Subscription { user, tenant: None };
            subscriber.subscribe(subscription, None)
        };
        assert!(subscribe("x".repeat(MAX_SUBSCRIPTION_NAME + 1)).is_err());
        assert!(subscribe("x".repeat(MAX_SUBSCRIPTION_NAME)).is_ok());
        assert_eq!(subscriptions.registry().names_size, MAX_SUBSCRIPTION_NAME);
        drop(subscriber);
        assert_eq!(subscriptions.registry().names_size, 0);
    }
}
