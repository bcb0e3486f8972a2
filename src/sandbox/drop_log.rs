//! The log of what a sandbox drops because of its limits: one line for each kind.

use std::sync::atomic::{AtomicBool, Ordering};

use super::limits::{
    MAX_IDEMPOTENT, MAX_IDEMPOTENT_SIZE, MAX_ISSUED_TOKENS, MAX_JOURNAL, MAX_JOURNAL_SIZE,
    MAX_TRACKED, MAX_UNSENT,
};
use crate::{
    console::{Console, Level, Verbosity},
    text::thousands,
};

/// A kind of stored data that a sandbox drops.
#[derive(Debug, Clone, Copy)]
pub(super) enum Dropped {
    JournalEntries,
    IssuedTokens,
    IdempotentResponses,
    TrackedEvents,
    SlowSockets,
}

/// The log, which has at most one line for each kind.
#[derive(Debug)]
pub(super) struct DropLog {
    console: Console,
    is_reported: [AtomicBool; 5],
}

impl DropLog {
    pub(super) fn new(console: Console) -> Self {
        Self {
            console,
            is_reported: Default::default(),
        }
    }

    /// A log, and the text that it writes.
    #[cfg(test)]
    pub(super) fn captured() -> (Self, std::sync::Arc<std::sync::Mutex<Vec<u8>>>) {
        let text = std::sync::Arc::default();
        let stream = crate::console::SharedStream::new(std::sync::Arc::clone(&text) as _, false);
        (Self::new(Console::new(stream, Verbosity::Normal)), text)
    }

    /// Writes the line of this kind, unless it was written before.
    pub(super) fn report(&self, dropped: Dropped) {
        if !self.is_reported[dropped as usize].swap(true, Ordering::Relaxed) {
            let message = format!("the sandbox dropped {}", dropped.description());
            self.console.print(Verbosity::Normal, Level::Note, &message);
        }
    }
}

impl Dropped {
    fn description(self) -> String {
        match self {
            Self::JournalEntries => {
                let (requests, size) = (thousands(MAX_JOURNAL), mebibytes(MAX_JOURNAL_SIZE));
                format!("the oldest requests from its journal: it keeps {requests}, and {size}")
            }
            Self::IssuedTokens => {
                let size = mebibytes(MAX_ISSUED_TOKENS);
                format!("the oldest tokens from its list: it keeps {size}")
            }
            Self::IdempotentResponses => {
                let (count, size) = (thousands(MAX_IDEMPOTENT), mebibytes(MAX_IDEMPOTENT_SIZE));
                format!("the responses stored by Idempotency-Key: it keeps {count}, and {size}")
            }
            Self::TrackedEvents => {
                let size = mebibytes(MAX_TRACKED);
                format!("the oldest IDs of tracked events: it keeps {size}")
            }
            Self::SlowSockets => {
                let size = mebibytes(MAX_UNSENT);
                format!("sockets that read too slowly: it queues {size} for all of them")
            }
        }
    }
}

/// Returns a size in MiB, which the limits are multiples of.
fn mebibytes(bytes: usize) -> String {
    format!("{} MiB", bytes / (1024 * 1024))
}
