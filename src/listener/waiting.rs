//! The connections whose clients have not sent a complete request. They make room for new ones.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

/// The connections that wait for a request, in the order in which they began to.
#[derive(Clone, Default)]
pub(super) struct WaitingConnections(Arc<Mutex<Queue>>);

#[derive(Default)]
struct Queue {
    connections: BTreeMap<u64, Arc<Notify>>,
    next_number: u64,
}

/// The state of one connection. It waits for a request at first.
pub(super) struct ConnectionState {
    all: WaitingConnections,
    /// The place in the queue, `None` while a request is handled.
    number: Mutex<Option<u64>>,
    closing: Arc<Notify>,
}

impl WaitingConnections {
    /// Adds a connection.
    pub(super) fn add(&self) -> ConnectionState {
        let state = ConnectionState {
            all: self.clone(),
            number: Mutex::default(),
            closing: Arc::default(),
        };
        state.set_waiting();
        state
    }

    /// Closes the connection that has waited longest. Returns false if none waits.
    pub(super) fn close_oldest(&self) -> bool {
        let oldest = lock(&self.0).connections.pop_first();
        oldest.is_some_and(|(_, closing)| {
            closing.notify_one();
            true
        })
    }
}

impl ConnectionState {
    /// Records that the server waits for the next request.
    pub(super) fn set_waiting(&self) {
        self.set_busy();
        let mut queue = lock(&self.all.0);
        let number = queue.next_number;
        queue.next_number += 1;
        queue.connections.insert(number, Arc::clone(&self.closing));
        *lock(&self.number) = Some(number);
    }

    /// Records that the client has sent a complete request.
    pub(super) fn set_busy(&self) {
        if let Some(number) = lock(&self.number).take() {
            lock(&self.all.0).connections.remove(&number);
        }
    }

    /// Waits until the connection is to be closed.
    pub(super) async fn closing(&self) {
        self.closing.notified().await;
    }
}

impl Drop for ConnectionState {
    fn drop(&mut self) {
        self.set_busy();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[test]
    fn connection_that_has_waited_longest_is_closed_first() {
        let all = WaitingConnections::default();
        let [first, second, third] = [(); 3].map(|()| all.add());
        let is_closed = |state: &ConnectionState| state.closing().now_or_never().is_some();
        first.set_busy();
        assert!(all.close_oldest() && is_closed(&second));
        first.set_waiting();
        assert!(all.close_oldest() && is_closed(&third) && !is_closed(&first));
        drop(first);
        assert!(!all.close_oldest(), "no connection is left");
    }
}
