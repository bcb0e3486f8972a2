//! Responses that are stored by `Idempotency-Key`.

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

/// The maximum number of stored responses. If there are more, all of them are discarded.
const CAPACITY: usize = 100_000;

/// The stored responses by key.
#[derive(Debug, Default)]
pub(super) struct IdempotencyStore(Mutex<HashMap<String, Slot>>);

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
        self.with_slots(HashMap::clear);
    }

    /// Begins a request with a key.
    pub(super) fn begin<'a>(
        &'a self,
        key: &'a str,
        expires_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> KeyedRequest<'a> {
        self.with_slots(|slots| {
            if let Some(slot) = slots.get(key).filter(|slot| now < slot.expires_at) {
                return match &slot.response {
                    Some(response) => KeyedRequest::Repeated(response.clone()),
                    None => KeyedRequest::Concurrent,
                };
            }
            if slots.len() >= CAPACITY {
                slots.retain(|_, slot| now < slot.expires_at);
            }
            if slots.len() >= CAPACITY {
                slots.retain(|_, slot| slot.response.is_none());
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

    fn with_slots<T>(&self, work: impl FnOnce(&mut HashMap<String, Slot>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl FirstRequest<'_> {
    /// Stores the response for the requests that follow.
    pub(super) fn finish(self, response: StoredResponse) {
        self.store.with_slots(|slots| {
            if let Some(slot) = slots.get_mut(self.key) {
                slot.response = Some(response);
            }
        });
    }
}

impl Drop for FirstRequest<'_> {
    fn drop(&mut self) {
        self.store.with_slots(|slots| {
            let slot = slots.get(self.key);
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
