//! What was asked of the sandbox, without secrets: for tests, and for whoever wonders.

use std::{collections::VecDeque, time::Duration};

use serde::Serialize;

/// How many requests are remembered.
const LENGTH: usize = 10_000;

/// The longest path that is remembered, in bytes.
const PATH: usize = 1_024;

/// One request and what came of it.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Entry {
    /// How many came before it since the start, and one more.
    pub(super) number: u64,
    /// When it came, by the sandbox's clock.
    pub(super) time: String,
    pub(super) method: String,
    /// Without its query, which may hold a token.
    pub(super) path: String,
    /// None while it is under way, and where it never got an answer.
    pub(super) status: Option<u16>,
    /// The fingerprint of its token or key.
    pub(super) token: Option<String>,
    /// The rule of `inspect` that explains why it was refused.
    pub(super) rule: Option<String>,
    /// Why it was refused, where no rule explains that.
    pub(super) reason: Option<String>,
    /// How long it took; none while it is under way.
    pub(super) milliseconds: Option<u64>,
}

/// What came of a request.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) status: Option<u16>,
    pub(super) rule: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) took: Duration,
}

/// The last requests, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Journal {
    entries: VecDeque<Entry>,
    /// How many there ever were.
    count: u64,
}

impl Journal {
    /// Takes down a request that has come; its number.
    pub(super) fn add(&mut self, mut entry: Entry) -> u64 {
        if self.entries.len() == LENGTH {
            self.entries.pop_front();
        }
        self.count += 1;
        entry.number = self.count;
        entry.path.truncate(entry.path.floor_char_boundary(PATH));
        self.entries.push_back(entry);
        self.count
    }

    /// Adds what came of a request, where that is still remembered.
    pub(super) fn finish(&mut self, number: u64, outcome: Outcome) {
        let at = self.entries.partition_point(|entry| entry.number < number);
        let Some(entry) = self
            .entries
            .get_mut(at)
            .filter(|entry| entry.number == number)
        else {
            return;
        };
        let Outcome {
            status,
            rule,
            reason,
            took,
        } = outcome;
        entry.status = status;
        entry.rule = rule;
        entry.reason = reason;
        entry.milliseconds = Some(u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
    }

    /// The requests behind that number.
    pub(super) fn after(&self, number: u64) -> impl Iterator<Item = &Entry> {
        let start = self.entries.partition_point(|entry| entry.number <= number);
        self.entries.range(start..)
    }

    pub(super) fn clear(&mut self) {
        self.entries.clear();
    }
}
