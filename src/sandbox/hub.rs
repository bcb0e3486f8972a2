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

/// How many frames may wait for one peer. Whoever reads so slowly is cut off, and asks for the
/// list again when it is back.
const WAITING: usize = 1_024;

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
    user: String,
    /// By what its client calls itself: its own changes are not told it.
    source: Option<String>,
    frames: Sender<Utf8Bytes>,
    /// The tenants that it wants to hear of; `None` is every tenant.
    subscriptions: Vec<Option<String>>,
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
    pub(super) frame: &'h str,
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
    pub(super) fn join(&self, user: &str, source: Option<String>) -> (Seat, Receiver<Utf8Bytes>) {
        let (sender, receiver) = channel(WAITING);
        let mut peers = self.peers();
        let id = peers.next;
        peers.next += 1;
        let peer = Peer {
            user: user.to_owned(),
            source,
            frames: sender,
            subscriptions: Vec::new(),
        };
        peers.peers.insert(id, peer);
        peers.of_user.entry(user.to_owned()).or_default().push(id);
        let hub = self.clone();
        (Seat { hub, id }, receiver)
    }

    /// Tells everybody whom it concerns.
    pub(super) fn tell(&self, happening: &Happening<'_>) {
        let mut peers = self.peers();
        let Some(ids) = peers.of_user.get(happening.user) else {
            return;
        };
        let frame = Utf8Bytes::from(happening.frame);
        let mut slow = Vec::new();
        for id in ids {
            let Some(peer) = peers.peers.get(id) else {
                continue;
            };
            let is_own = peer.source.is_some() && peer.source.as_deref() == happening.source;
            if !is_own
                && peer.wants(happening.tenant)
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

    fn peers(&self) -> MutexGuard<'_, Peers> {
        self.peers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Peers {
    fn remove(&mut self, id: u64) {
        let Some(peer) = self.peers.remove(&id) else {
            return;
        };
        if let Some(ids) = self.of_user.get_mut(&peer.user) {
            ids.retain(|known| *known != id);
            if ids.is_empty() {
                self.of_user.remove(&peer.user);
            }
        }
    }
}

impl Peer {
    fn wants(&self, tenant: Tenant<'_>) -> bool {
        self.subscriptions
            .iter()
            .any(|wanted| match (wanted, tenant) {
                (None, _) | (_, Tenant::All) => true,
                (Some(wanted), Tenant::Of(tenant)) => Some(wanted.as_str()) == tenant,
            })
    }
}

impl Seat {
    /// Hears of a tenant's messages from now on, or of all.
    pub(super) fn subscribe(&self, tenant: Option<String>) {
        if let Some(peer) = self.hub.peers().peers.get_mut(&self.id)
            && !peer.subscriptions.contains(&tenant)
        {
            peer.subscriptions.push(tenant);
        }
    }

    /// Hears of nothing from now on.
    pub(super) fn unsubscribe(&self) {
        if let Some(peer) = self.hub.peers().peers.get_mut(&self.id) {
            peer.subscriptions.clear();
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
