//! The messages that `listen` has seen, so that none is printed twice.

use std::collections::{HashSet, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};

use crate::courier::InboxMessage;

/// The age of messages, before the newest one, that are listed again after a disconnect: a message may be
/// listed later than its time.
const OVERLAP: TimeDelta = TimeDelta::minutes(1);

/// The minimum number of messages that are remembered.
const MIN_REMEMBERED: usize = 1_000;

/// The messages that were printed, or that were there before the start.
pub(super) struct SeenMessages {
    ids: HashSet<String>,
    /// The same IDs with the time of the newest message so far, the oldest first.
    order: VecDeque<(Option<DateTime<Utc>>, String)>,
    /// The time of the newest message.
    newest: Option<DateTime<Utc>>,
    /// The time before which messages are of no interest.
    start: Option<DateTime<Utc>>,
}

impl SeenMessages {
    pub(super) fn new(start: Option<DateTime<Utc>>) -> Self {
        Self {
            ids: HashSet::new(),
            order: VecDeque::new(),
            newest: None,
            start,
        }
    }

    /// Adds a message. Returns false if it was there already. One without an ID is always new.
    pub(super) fn add(&mut self, message: &InboxMessage) -> bool {
        if message.message_id.is_empty() {
            return true;
        }
        if !self.ids.insert(message.message_id.clone()) {
            return false;
        }
        self.newest = self.newest.max(created(message));
        self.order
            .push_back((self.newest, message.message_id.clone()));
        self.forget_old();
        true
    }

    /// The time from which messages may be new. `None` if all of them may be.
    pub(super) fn since(&self) -> Option<DateTime<Utc>> {
        let before_newest = self
            .newest
            .and_then(|newest| newest.checked_sub_signed(OVERLAP));
        self.start.max(before_newest)
    }

    /// Forgets messages that no list contains anymore.
    fn forget_old(&mut self) {
        let since = self.since();
        while self.order.len() > MIN_REMEMBERED
            && let Some((time, _)) = self.order.front()
            && *time < since
            && let Some((_, id)) = self.order.pop_front()
        {
            self.ids.remove(&id);
        }
    }
}

/// Returns the time of a message.
pub(super) fn created(message: &InboxMessage) -> Option<DateTime<Utc>> {
    let time = DateTime::parse_from_rfc3339(message.created.as_deref()?).ok()?;
    Some(time.to_utc())
}

#[cfg(test)]
mod tests {
    use chrono::SecondsFormat;

    use super::*;

    fn message(number: i64) -> InboxMessage {
        let time = DateTime::from_timestamp(number, 0).unwrap();
        InboxMessage {
            message_id: number.to_string(),
            created: Some(time.to_rfc3339_opts(SecondsFormat::Millis, true)),
            ..InboxMessage::default()
        }
    }

    #[test]
    fn memory_is_bounded_and_the_overlap_is_remembered() {
        let mut seen = SeenMessages::new(None);
        assert_eq!(seen.since(), None);
        for number in 0..100_000 {
            assert!(seen.add(&message(number)));
        }
        assert_eq!(seen.ids.len(), MIN_REMEMBERED);
        let since = seen.since().unwrap().timestamp();
        assert_eq!(since, 99_999 - 60);
        for number in since..100_000 {
            assert!(!seen.add(&message(number)));
        }
        let start = DateTime::from_timestamp(10, 0);
        assert_eq!(SeenMessages::new(start).since(), start);
    }
}
