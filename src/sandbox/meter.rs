//! A count of bytes that several owners share.

#![warn(clippy::arithmetic_side_effects)]

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

/// The number of bytes in use. Clones share it.
#[derive(Debug, Clone, Default)]
pub(super) struct Meter(Arc<AtomicUsize>);

/// Bytes in use. They are given back when this is dropped.
#[derive(Debug)]
pub(super) struct Share {
    meter: Meter,
    size: usize,
}

impl Meter {
    /// Takes bytes, `None` if more than `maximum` would be in use.
    pub(super) fn share(&self, size: usize, maximum: usize) -> Option<Share> {
        let add = |used: usize| used.checked_add(size).filter(|used| *used <= maximum);
        let added = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
        let meter = self.clone();
        added.ok().map(|_| Share { meter, size })
    }
}

impl Share {
    /// The number of bytes.
    pub(super) fn size(&self) -> usize {
        self.size
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.meter.0.fetch_sub(self.size, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dropped_shares_are_given_back() {
        let meter = Meter::default();
        let first = meter.share(6, 10);
        assert!(first.is_some() && meter.share(5, 10).is_none());
        let second = meter.share(4, 10);
        assert!(second.is_some() && meter.share(1, 10).is_none());
        drop(first);
        assert!(meter.share(6, 10).is_some() && meter.share(usize::MAX, 10).is_none());
    }
}
