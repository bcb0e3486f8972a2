//! The IDs of tracked events.

use std::{
    collections::{HashSet, VecDeque},
    sync::Arc,
};

use crate::sandbox::{limits::MAX_TRACKED, size::Size};

/// The IDs of the last tracked events.
#[derive(Debug, Default)]
pub(super) struct TrackedIds {
    known: HashSet<Arc<str>>,
    /// The same IDs, the oldest first.
    order: VecDeque<Arc<str>>,
    /// In bytes.
    size: usize,
}

/// The result of tracking an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::sandbox) enum Tracking {
    /// The ID is new. `has_dropped` is true if old IDs had to make room for it.
    New { has_dropped: bool },
    /// An event with this ID was tracked before.
    Repeated,
}

impl TrackedIds {
    /// Adds an ID. The oldest ones are dropped if there are too many.
    pub(super) fn add(&mut self, id: &str) -> Tracking {
        let id: Arc<str> = id.into();
        if !self.known.insert(Arc::clone(&id)) {
            return Tracking::Repeated;
        }
        self.size = self.size.saturating_add(id.size());
        self.order.push_back(id);
        let mut has_dropped = false;
        while self.size > MAX_TRACKED
            && let Some(oldest) = self.order.pop_front()
        {
            self.size = self.size.saturating_sub(oldest.size());
            self.known.remove(&oldest);
            has_dropped = true;
        }
        Tracking::New { has_dropped }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oldest_ids_are_dropped() {
        let mut ids = TrackedIds::default();
        assert_eq!(ids.add("first"), Tracking::New { has_dropped: false });
        assert_eq!(ids.add("first"), Tracking::Repeated);
        let long = "x".repeat(MAX_TRACKED / 2);
        assert_eq!(ids.add(&long), Tracking::New { has_dropped: false });
        let has_dropped = true;
        assert_eq!(
            ids.add(&(long.clone() + "y")),
            Tracking::New { has_dropped }
        );
        assert_eq!(ids.add("first"), Tracking::New { has_dropped: false });
        assert!(ids.size <= MAX_TRACKED);
    }
}
