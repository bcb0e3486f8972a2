//! Who listens to which Inbox, and what they are told.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::extract::ws::Utf8Bytes;
use tokio::sync::{
    Notify,
    mpsc::{Receiver, Sender, channel},
};

use super::inbox::Frames;

/// How many frames may wait for one peer. Whoever reads so slowly is cut off, and asks for the
/// list again when it is back.
const WAITING: usize = 1_024;

/// How many subscriptions one peer may have.
const SUBSCRIPTIONS: usize = 200;

/// All connections. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Hub {
    peers: Arc<Mutex<Peers>>,
    /// Told when the last one is gone.
    emptied: Arc<Notify>,
}

#[derive(Default)]
struct Peers {
    next: u64,
    peers: HashMap<u64, Peer>,
    of_user: HashMap<String, Vec<u64>>,
}

/// One connection.
struct Peer {
    protocol: Protocol,
    /// By what its client calls itself: its own changes are not told it.
    source: Option<String>,
    frames: Sender<Utf8Bytes>,
    subscriptions: Vec<Subscription>,
}

/// The two ways of speaking on the realtime socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    V1,
    Legacy,
}

/// What a connection wants to hear of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Subscription {
    pub(super) user: String,
    /// Messages of this tenant; without one, of every tenant.
    pub(super) tenant: Option<String>,
}

/// One connection's seat, given back when it is dropped.
pub(super) struct Seat {
    hub: Hub,
    id: u64,
}

/// Something that happened in an Inbox.
pub(super) struct Happening<'h> {
    pub(super) user: &'h str,
    /// The tenant it concerns; without one it concerns all.
    pub(super) tenant: Tenant<'h>,
    /// Who did it.
    pub(super) source: Option<&'h str>,
    pub(super) frames: &'h Frames,
}

/// Which subscriptions something concerns.
#[derive(Clone, Copy)]
pub(super) enum Tenant<'h> {
    /// All, as marking everything does.
    All,
    /// Those to that tenant, or to every one; a message may be of none.
    Of(Option<&'h str>),
}

impl Hub {
    /// Takes a seat, and what will be told there.
    pub(super) fn join(&self, protocol: Protocol) -> (Seat, Receiver<Utf8Bytes>) {
        let (sender, receiver) = channel(WAITING);
        let mut peers = self.peers();
        let id = peers.next;
        peers.next += 1;
        let peer = Peer {
            protocol,
            source: None,
            frames: sender,
            subscriptions: Vec::new(),
        };
        peers.peers.insert(id, peer);
        let hub = self.clone();
        (Seat { hub, id }, receiver)
    }

    /// Tells everybody whom it concerns.
    pub(super) fn tell(&self, happening: &Happening<'_>) {
        let mut peers = self.peers();
        let Some(ids) = peers.of_user.get(happening.user) else {
            return;
        };
        let Frames { v1, legacy } = happening.frames;
        let v1 = Utf8Bytes::from(v1);
        let legacy = legacy.as_ref().map(Utf8Bytes::from);
        let mut slow = Vec::new();
        for id in ids {
            let Some(peer) = peers.peers.get(id) else {
                continue;
            };
            let frame = match peer.protocol {
                Protocol::V1 => Some(&v1),
                Protocol::Legacy => legacy.as_ref(),
            };
            if let Some(frame) = frame
                && peer.wants(happening)
                && peer.frames.try_send(frame.clone()).is_err()
            {
                slow.push(*id);
            }
        }
        for id in slow {
            peers.remove(id);
        }
    }

    /// Ready once there is none.
    pub(super) async fn is_empty(&self) {
        loop {
            let emptied = self.emptied.notified();
            if self.count() == 0 {
                return;
            }
            emptied.await;
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.peers().peers.len()
    }

    /// How many Inboxes are listened to, each as often as it is.
    pub(super) fn subscriptions(&self) -> usize {
        let peers = self.peers();
        let peers = peers.peers.values();
        peers.map(|peer| peer.subscriptions.len()).sum()
    }

    fn peers(&self) -> MutexGuard<'_, Peers> {
        self.peers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Peers {
    fn remove(&mut self, id: u64) {
        let Some(peer) = self.peers.remove(&id) else {
            return;
        };
        for subscription in &peer.subscriptions {
            self.forget(&subscription.user, id);
        }
    }

    /// A connection hears of that user no more.
    fn forget(&mut self, user: &str, id: u64) {
        if let Some(ids) = self.of_user.get_mut(user) {
            ids.retain(|known| *known != id);
            if ids.is_empty() {
                self.of_user.remove(user);
            }
        }
    }
}

impl Peer {
    fn wants(&self, happening: &Happening<'_>) -> bool {
        let is_own = self.source.is_some() && self.source.as_deref() == happening.source;
        let is_meant = |wanted: &Subscription| {
            wanted.user == happening.user
                && match (&wanted.tenant, happening.tenant) {
                    (None, _) | (_, Tenant::All) => true,
                    (Some(wanted), Tenant::Of(tenant)) => Some(wanted.as_str()) == tenant,
                }
        };
        !is_own && self.subscriptions.iter().any(is_meant)
    }
}

impl Seat {
    /// Hears of that from now on, but not of what `source` does itself.
    ///
    /// # Errors
    /// When it hears of too much already.
    pub(super) fn subscribe(
        &self,
        subscription: Subscription,
        source: Option<String>,
    ) -> Result<(), &'static str> {
        let mut peers = self.hub.peers();
        let peers = &mut *peers;
        let Some(peer) = peers.peers.get_mut(&self.id) else {
            return Ok(());
        };
        if source.is_some() {
            peer.source = source;
        }
        if peer.subscriptions.contains(&subscription) {
            return Ok(());
        }
        if peer.subscriptions.len() == SUBSCRIPTIONS {
            return Err("the connection has too many subscriptions");
        }
        let ids = peers.of_user.entry(subscription.user.clone()).or_default();
        if !ids.contains(&self.id) {
            ids.push(self.id);
        }
        peer.subscriptions.push(subscription);
        Ok(())
    }

    /// Hears of that user no more, or of one of the user's tenants.
    pub(super) fn unsubscribe(&self, user: &str, tenant: Option<&str>) {
        let mut peers = self.hub.peers();
        let Some(peer) = peers.peers.get_mut(&self.id) else {
            return;
        };
        let is_meant = |wanted: &Subscription| {
            wanted.user == user && (tenant.is_none() || wanted.tenant.as_deref() == tenant)
        };
        peer.subscriptions.retain(|wanted| !is_meant(wanted));
        if !peer.subscriptions.iter().any(|wanted| wanted.user == user) {
            peers.forget(user, self.id);
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut peers = self.hub.peers();
        peers.remove(self.id);
        if peers.peers.is_empty() {
            self.hub.emptied.notify_waiters();
        }
    }
}
