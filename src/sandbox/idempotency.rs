//! Responses that are stored by `Idempotency-Key`.

#![warn(clippy::arithmetic_side_effects)]

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};

use super::{
    drop_log::{DropLog, Dropped},
    limits::{MAX_IDEMPOTENT, MAX_IDEMPOTENT_SIZE},
};

/// The stored responses by key.
#[derive(Debug, Default)]
pub(super) struct IdempotencyStore(Mutex<Slots>);

#[derive(Debug, Default)]
struct Slots {
    by_key: HashMap<String, Slot>,
    /// The size of keys and responses, in bytes.
    size: usize,
}

#[derive(Debug)]
struct Slot {
    expires_at: DateTime<Utc>,
    /// `None` while the first request is in flight.
    response: Option<StoredResponse>,
}

/// A response that can be sent again.
#[derive(Debug, Clone)]
pub(super) struct StoredResponse {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// A request with a key.
pub(super) enum KeyedRequest<'a> {
    First(FirstRequest<'a>),
    /// The first request with the key is in flight.
    Concurrent,
    /// The first request with the key got this response.
    Repeated(StoredResponse),
}

/// The first request with a key. If it is dropped without a response, the next request with the
/// key is the first one.
pub(super) struct FirstRequest<'a> {
    store: &'a IdempotencyStore,
    key: &'a str,
}

impl IdempotencyStore {
    pub(super) fn clear(&self) {
        self.with_slots(|slots| *slots = Slots::default());
    }

    /// Begins a request with a key.
    pub(super) fn begin<'a>(
        &'a self,
        key: &'a str,
        expires_at: DateTime<Utc>,
        now: DateTime<Utc>,
        log: &DropLog,
    ) -> KeyedRequest<'a> {
        self.with_slots(|slots| {
            if let Some(slot) = slots.by_key.get(key).filter(|slot| now < slot.expires_at) {
                return match &slot.response {
                    Some(response) => KeyedRequest::Repeated(response.clone()),
                    None => KeyedRequest::Concurrent,
                };
            }
            if slots.is_full() {
                slots.retain(|slot| now < slot.expires_at);
            }
            if slots.is_full() {
                slots.retain(|slot| slot.response.is_none());
                log.report(Dropped::IdempotentResponses);
            }
            let response = None;
            let slot = Slot {
                expires_at,
                response,
            };
            slots.insert(key.to_owned(), slot);
            KeyedRequest::First(FirstRequest { store: self, key })
        })
    }

    fn with_slots<T>(&self, work: impl FnOnce(&mut Slots) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Slots {
    fn is_full(&self) -> bool {
        self.by_key.len() >= MAX_IDEMPOTENT || self.size >= MAX_IDEMPOTENT_SIZE
    }

    fn insert(&mut self, key: String, slot: Slot) {
        self.remove(&key);
        self.size = self.size.saturating_add(size_of_slot(&key, &slot));
        self.by_key.insert(key, slot);
    }

    fn remove(&mut self, key: &str) {
        if let Some(slot) = self.by_key.remove(key) {
            self.size = self.size.saturating_sub(size_of_slot(key, &slot));
        }
    }

    fn retain(&mut self, condition: impl Fn(&Slot) -> bool) {
        let Self { by_key, size } = self;
        by_key.retain(|key, slot| {
            let is_kept = condition(slot);
            if !is_kept {
                *size = size.saturating_sub(size_of_slot(key, slot));
            }
            is_kept
        });
    }
}

fn size_of_slot(key: &str, slot: &Slot) -> usize {
    let response = slot.response.as_ref();
    key.len()
        .saturating_add(response.map_or(0, StoredResponse::size))
}

impl StoredResponse {
    fn size(&self) -> usize {
        let headers = self.headers.iter();
        let headers = headers.map(|(name, value)| name.as_str().len().saturating_add(value.len()));
        headers.fold(self.body.len(), usize::saturating_add)
    }
}

impl FirstRequest<'_> {
    /// Stores the response for the requests that follow.
    pub(super) fn finish(self, response: StoredResponse) {
        self.store.with_slots(|slots| {
            if let Some(slot) = slots.by_key.get_mut(self.key) {
                slots.size = slots.size.saturating_add(response.size());
                slot.response = Some(response);
            }
        });
    }
}

impl Drop for FirstRequest<'_> {
    fn drop(&mut self) {
        self.store.with_slots(|slots| {
            let slot = slots.by_key.get(self.key);
            if slot.is_some_and(|slot| slot.response.is_none()) {
                slots.remove(self.key);
            }
        });
    }
}

impl IntoResponse for StoredResponse {
    fn into_response(self) -> Response {
        (self.status, self.headers, Body::from(self.body)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_responses_are_bounded_with_one_line_in_the_log() {
        let (log, text) = DropLog::captured();
        let store = IdempotencyStore::default();
        let now = DateTime::<Utc>::UNIX_EPOCH;
        let later = now + chrono::TimeDelta::hours(24);
        let request = |key: &str| match store.begin(key, later, now, &log) {
            KeyedRequest::First(first) => {
                first.finish(StoredResponse {
                    status: StatusCode::OK,
                    headers: HeaderMap::new(),
                    body: Bytes::from(vec![0; 100_000]),
                });
                true
            }
            _ => false,
        };
        let count = MAX_IDEMPOTENT_SIZE / 100_000;
        for at in 0..count {
            assert!(request(&format!("{at}")), "{at}");
        }
        assert!(!request("0") && text.lock().unwrap().is_empty());
        for at in count..3 * count {
            assert!(request(&format!("{at}")), "{at}");
        }
        let log = String::from_utf8(text.lock().unwrap().clone()).unwrap();
        assert!(
            log.contains("Idempotency-Key") && log.lines().count() == 1,
            "{log}"
        );
        assert!(store.with_slots(|slots| slots.size) <= MAX_IDEMPOTENT_SIZE + 100_010);
        store.clear();
        assert_eq!(store.with_slots(|slots| slots.size), 0);
    }
}
