//! What was asked of the sandbox, without secrets: for tests, and for whoever wonders.

use std::collections::VecDeque;

use serde::Serialize;

/// How many requests are remembered.
const LENGTH: usize = 10_000;

/// The longest path that is remembered, in bytes.
const PATH: usize = 1_024;

/// One request and what came of it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Entry {
    /// When it came, by the sandbox's clock.
    pub(super) time: String,
    pub(super) method: String,
    /// Without its query, which may hold a token.
    pub(super) path: String,
    pub(super) status: u16,
    /// The fingerprint of its token or key.
    pub(super) token: Option<String>,
    /// The rule of `inspect` that explains why it was refused.
    pub(super) rule: Option<String>,
    /// How long it took.
    pub(super) milliseconds: u64,
}

/// The last requests, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Journal(VecDeque<Entry>);

impl Journal {
    pub(super) fn add(&mut self, mut entry: Entry) {
        if self.0.len() == LENGTH {
            self.0.pop_front();
        }
        entry.path.truncate(entry.path.floor_char_boundary(PATH));
        self.0.push_back(entry);
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.0.iter()
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
