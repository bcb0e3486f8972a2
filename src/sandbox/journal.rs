//! The journal: the last requests to the sandbox, without secrets.

#![warn(clippy::arithmetic_side_effects)]

use std::{collections::VecDeque, time::Duration};

use serde::Serialize;

use super::{
    drop_log::{DropLog, Dropped},
    limits::{MAX_JOURNAL, MAX_JOURNAL_METHOD, MAX_JOURNAL_PATH},
};

/// A request and its outcome.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Entry {
    /// The number of the request, counted from 1.
    pub(super) number: u64,
    /// The time of the request, by the sandbox's clock.
    pub(super) time: String,
    pub(super) method: String,
    /// The path without the query, which may contain a token.
    pub(super) path: String,
    /// `None` while the request is in flight, and if it got no response.
    pub(super) status: Option<u16>,
    /// The fingerprint of the token or API key.
    pub(super) token: Option<String>,
    /// The rule of `inspect` that explains a refusal, or the worst mistake in an issued token.
    pub(super) rule: Option<String>,
    /// The reason for a refusal that no rule explains.
    pub(super) reason: Option<String>,
    /// The duration of the request, `None` while it is in flight.
    pub(super) milliseconds: Option<u64>,
}

/// The outcome of a request.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) status: Option<u16>,
    pub(super) rule: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) duration: Duration,
}

/// The last requests, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Journal {
    entries: VecDeque<Entry>,
    /// The number of requests that were ever added.
    count: u64,
}

impl Journal {
    /// Adds a request, and returns its number. The oldest request makes room for it.
    pub(super) fn add(&mut self, mut entry: Entry, log: &DropLog) -> u64 {
        if self.entries.len() >= MAX_JOURNAL {
            self.entries.pop_front();
            log.report(Dropped::JournalEntries);
        }
        self.count = self.count.saturating_add(1);
        entry.number = self.count;
        truncate(&mut entry.method, MAX_JOURNAL_METHOD);
        truncate(&mut entry.path, MAX_JOURNAL_PATH);
        self.entries.push_back(entry);
        self.count
    }

    /// Sets the outcome of a request, if it is still in the journal.
    pub(super) fn finish(&mut self, number: u64, outcome: Outcome) {
        let index = self.entries.partition_point(|entry| entry.number < number);
        let entry = self.entries.get_mut(index);
        let Some(entry) = entry.filter(|entry| entry.number == number) else {
            return;
        };
        let Outcome {
            status,
            rule,
            reason,
            duration,
        } = outcome;
        entry.status = status;
        entry.rule = rule;
        entry.reason = reason;
        entry.milliseconds = Some(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX));
    }

    /// The requests with a greater number.
    pub(super) fn after(&self, number: u64) -> impl Iterator<Item = &Entry> {
        let start = self.entries.partition_point(|entry| entry.number <= number);
        self.entries.range(start..)
    }

    pub(super) fn clear(&mut self) {
        self.entries.clear();
    }
}

/// Truncates a text, and gives back the memory of the rest.
fn truncate(text: &mut String, maximum: usize) {
    text.truncate(text.floor_char_boundary(maximum));
    text.shrink_to_fit();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oldest_requests_are_dropped_with_one_line_in_the_log() {
        let (log, text) = DropLog::captured();
        let mut journal = Journal::default();
        for _ in 0..MAX_JOURNAL {
            journal.add(Entry::default(), &log);
        }
        assert_eq!(*text.lock().unwrap(), b"");
        for _ in 0..3 {
            journal.add(Entry::default(), &log);
        }
        let line =
            b"note: the sandbox dropped the oldest requests from its journal: it keeps 10000\n";
        assert_eq!(*text.lock().unwrap(), line);
        let first = journal.after(0).next().map(|entry| entry.number);
        assert_eq!((first, journal.after(0).count()), (Some(4), MAX_JOURNAL));
    }
}
