//! The recorded beginning of a body.

use serde_json::Value;

use super::redaction::redact_body;
use crate::{
    redact::redact,
    sandbox::{
        limits::MAX_JOURNAL_BODY,
        size::{Size, total},
    },
    token::scope,
};

/// The beginning of a body, and the size of all of it.
#[derive(Default)]
pub(in crate::sandbox) struct RecordedBody {
    bytes: Vec<u8>,
    /// The size of the part that was read.
    size: u64,
    /// The size that the head of the request states. A refused request is not read.
    stated_size: u64,
}

impl RecordedBody {
    /// Sets the size that the head of the request states.
    pub(in crate::sandbox) fn expect(&mut self, size: u64) {
        self.stated_size = size;
    }

    /// Records the next bytes of a body.
    pub(in crate::sandbox) fn add(&mut self, bytes: &[u8]) {
        let space = MAX_JOURNAL_BODY.saturating_sub(self.bytes.len());
        self.bytes.extend(bytes.iter().take(space));
        self.size = self.size.saturating_add(bytes.len() as u64);
    }

    /// The size of the whole body in bytes, `None` if all of it was recorded.
    pub(super) fn size_if_truncated(&self) -> Option<u64> {
        self.is_truncated().then_some(self.whole_size())
    }

    /// Returns true if the text is the whole body.
    pub(super) fn is_text(&self, text: &str) -> bool {
        !self.is_truncated() && self.bytes == text.as_bytes()
    }

    /// Returns true if a part of the body was not recorded.
    fn is_truncated(&self) -> bool {
        self.whole_size() > self.bytes.len() as u64
    }

    fn whole_size(&self) -> u64 {
        self.size.max(self.stated_size)
    }

    /// Returns the text without secrets, `None` if the body is empty. `path` is that of the request.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        if self.bytes.is_empty() {
            return None;
        }
        let text = String::from_utf8_lossy(&self.bytes);
        if !self.is_truncated() {
            return Some(redact_body(path, &text));
        }
        // A secret that is cut off is not recognized.
        let is_part =
            |character: char| character.is_alphanumeric() || "-_.+/=%\\".contains(character);
        Some(redact_body(path, text.trim_end_matches(is_part)))
    }

    /// Returns the user whom the body of `/send` or `/auth/issue-token` names.
    pub(super) fn user(&self) -> Option<String> {
        if self.is_truncated() {
            return None;
        }
        let body: Value = serde_json::from_slice(&self.bytes).ok()?;
        let recipient = body["message"]["to"]["user_id"].as_str();
        let of_scope = || scope::user_ids(body["scope"].as_str()?).next();
        let user = recipient.or_else(of_scope)?;
        Some(redact(user).into_owned())
    }
}

impl Size for RecordedBody {
    fn size(&self) -> usize {
        total([self.bytes.capacity(), size_of::<Self>()])
    }
}
