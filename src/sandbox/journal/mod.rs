//! The journal: the last requests to the sandbox, without secrets.

#![warn(clippy::arithmetic_side_effects)]

mod body;
mod details;
mod entry;
mod redaction;

use std::collections::VecDeque;

use tokio::sync::watch;

use super::{
    drop_log::{DropLog, Dropped},
    limits::{
        MAX_JOURNAL, MAX_JOURNAL_METHOD, MAX_JOURNAL_PATH, MAX_JOURNAL_SIZE, MAX_JOURNAL_USER,
    },
    size::Size as _,
};
use crate::request_summary::RequestSummary;

pub(super) use body::RecordedBody;
pub(super) use details::Details;
pub(super) use entry::{Content, Credential, Entry, Outcome, recorded_headers};
pub(crate) use redaction::redact_path;

/// The last requests, the oldest first.
#[derive(Default)]
pub(super) struct Journal {
    entries: VecDeque<Entry>,
    /// The number of requests that were ever added.
    count: u64,
    /// In bytes.
    size: usize,
    changes: watch::Sender<u64>,
}

impl Journal {
    /// Adds a request, and returns its number. The oldest requests make room for it.
    pub(super) fn add(&mut self, mut entry: Entry, log: &DropLog) -> u64 {
        self.count = self.count.saturating_add(1);
        let summary = &mut entry.summary;
        summary.number = self.count;
        truncate(&mut summary.method, MAX_JOURNAL_METHOD);
        truncate(&mut summary.path, MAX_JOURNAL_PATH);
        truncate_user(summary);
        self.size = self.size.saturating_add(entry.size());
        self.entries.push_back(entry);
        self.drop_oldest(log);
        self.record_change();
        self.count
    }

    /// Sets the outcome of a request, and returns its summary, if it is still in the journal.
    pub(super) fn finish(
        &mut self,
        number: u64,
        outcome: Outcome,
        log: &DropLog,
    ) -> Option<RequestSummary> {
        let index = self.index_after(number.checked_sub(1)?);
        let entry = self.entries.get_mut(index);
        let entry = entry.filter(|entry| entry.summary.number == number)?;
        self.size = self.size.saturating_sub(entry.size());
        entry.finish(outcome);
        truncate_user(&mut entry.summary);
        let summary = entry.summary.clone();
        self.size = self.size.saturating_add(entry.size());
        self.drop_oldest(log);
        self.record_change();
        Some(summary)
    }

    /// The requests with a greater number.
    pub(super) fn after(&self, number: u64) -> impl Iterator<Item = &Entry> {
        self.entries.range(self.index_after(number)..)
    }

    /// Returns the request with that number.
    pub(super) fn find(&self, number: u64) -> Option<&Entry> {
        let entry = self.after(number.checked_sub(1)?).next();
        entry.filter(|entry| entry.summary.number == number)
    }

    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.size = 0;
        self.record_change();
    }

    /// The number of changes, to wait for the next one.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    fn record_change(&self) {
        self.changes
            .send_modify(|changes| *changes = changes.wrapping_add(1));
    }

    fn index_after(&self, number: u64) -> usize {
        self.entries
            .partition_point(|entry| entry.summary.number <= number)
    }

    fn drop_oldest(&mut self, log: &DropLog) {
        while (self.entries.len() > MAX_JOURNAL || self.size > MAX_JOURNAL_SIZE)
            && let Some(oldest) = self.entries.pop_front()
        {
            self.size = self.size.saturating_sub(oldest.size());
            log.report(Dropped::JournalEntries);
        }
    }
}

fn truncate_user(summary: &mut RequestSummary) {
    if let Some(user) = &mut summary.user {
        truncate(user, MAX_JOURNAL_USER);
    }
}

/// Truncates a text, and gives back the memory of the rest.
fn truncate(text: &mut String, maximum: usize) {
    text.truncate(text.floor_char_boundary(maximum));
    text.shrink_to_fit();
}

#[cfg(test)]
mod tests {
    use super::{super::limits::MAX_JOURNAL_BODY, *};

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
            b"note: the sandbox dropped the oldest requests from its journal: it keeps 10,000, and 64 MiB";
        assert!(text.lock().unwrap().starts_with(line));
        let first = journal.after(0).next().map(|entry| entry.summary.number);
        assert_eq!((first, journal.after(0).count()), (Some(4), MAX_JOURNAL));
    }

    #[test]
    fn size_is_bounded_and_counted() {
        let (log, text) = DropLog::captured();
        let mut journal = Journal::default();
        let body = vec![b'x'; 2 * 1024 * 1024];
        let count = MAX_JOURNAL_SIZE / MAX_JOURNAL_BODY + 10;
        for _ in 0..count {
            let number = journal.add(Entry::default(), &log);
            let mut request = RecordedBody::default();
            request.add(&body);
            let outcome = Outcome {
                request,
                ..Outcome::default()
            };
            journal.finish(number, outcome, &log);
        }
        let kept = journal.after(0).count();
        assert!(kept < count && kept > count / 2, "{kept}");
        assert!(journal.size <= MAX_JOURNAL_SIZE);
        assert!(journal.find(1).is_none() && journal.find(count as u64).is_some());
        assert!(
            text.lock()
                .unwrap()
                .starts_with(b"note: the sandbox dropped the oldest requests")
        );
        for _ in 0..=MAX_JOURNAL {
            journal.add(Entry::default(), &log);
        }
        assert_eq!(journal.size, MAX_JOURNAL * Entry::default().size());
    }
}
