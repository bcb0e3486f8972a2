//! Every secret that entered the process, to be taken out of what it says.

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use memchr::memmem;
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::token::key::{KNOWN_LENGTH, redact, without};

/// What is URL-encoded beside letters and digits: all that RFC 3986 does not call unreserved, all
/// that JavaScript's `encodeURIComponent` does, and what cannot stand in a segment of a path.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');
const COMPONENT: &AsciiSet = &UNRESERVED
    .remove(b'!')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');
const PATH_SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'/')
    .add(b'%');

/// Secrets in each spelling in which they could come out. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Arc<RwLock<Vec<Zeroizing<String>>>>);

impl Secrets {
    /// Never lets this text through from now on.
    pub(crate) fn keep(&self, secret: &str) {
        let secret = secret.trim();
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if secret.len() < KNOWN_LENGTH || known.iter().any(|known| **known == secret) {
            return;
        }
        known.extend(spellings(secret));
        // The longest first: one may stand in another.
        known.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        known.dedup_by(|one, other| **one == **other);
    }

    /// The text without any of them, nor what looks like one.
    pub(crate) fn redacted(&self, text: &str) -> String {
        self.with_known(|known| redact(text, known).into_owned())
    }

    /// The text without any of them.
    pub(crate) fn taken_out_of(&self, text: Vec<u8>) -> Vec<u8> {
        self.with_known(|known| {
            let is_there = |secret: &&str| memmem::find(&text, secret.as_bytes()).is_some();
            if known.iter().any(is_there) {
                let shown = String::from_utf8_lossy(&text);
                without(&shown, known).into_owned().into_bytes()
            } else {
                text
            }
        })
    }

    /// The document with the texts in it redacted; what it is called stays.
    pub(crate) fn redacted_json(&self, document: &impl Serialize) -> serde_json::Result<String> {
        let mut document = serde_json::to_value(document)?;
        let schema = document.get_mut("schema").map(Value::take);
        self.redact_in(&mut document);
        if let Some(schema) = schema {
            document["schema"] = schema;
        }
        serde_json::to_string(&document)
    }

    fn redact_in(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.redacted(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.redact_in(item)),
            Value::Object(fields) => {
                fields.values_mut().for_each(|value| self.redact_in(value));
            }
            _ => {}
        }
    }

    fn with_known<T>(&self, work: impl FnOnce(&[&str]) -> T) -> T {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let known: Vec<&str> = known.iter().map(|secret| secret.as_str()).collect();
        work(&known)
    }
}

/// The secret itself, in base64, URL-encoded, and as a string of JSON.
fn spellings(secret: &str) -> Vec<Zeroizing<String>> {
    let form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let encoded = [NON_ALPHANUMERIC, UNRESERVED, COMPONENT, PATH_SEGMENT]
        .map(|set| utf8_percent_encode(secret, set).to_string());
    let encoded = encoded.into_iter().chain([form]);
    let encoded = encoded.flat_map(|text| [with_lower_hex(&text), text]);
    let json = serde_json::to_string(secret).unwrap_or_default();
    let json = json.trim_matches('"').to_owned();
    let texts = encoded.chain([secret.to_owned(), json]);
    // Whole groups only: what stands before and behind the secret changes the first and last one.
    let groups = (0..3).map(|skipped| {
        let rest = secret.as_bytes().get(skipped..).unwrap_or_default();
        &rest[..rest.len() / 3 * 3]
    });
    let encoded =
        groups.flat_map(|group| [STANDARD_NO_PAD.encode(group), URL_SAFE_NO_PAD.encode(group)]);
    let texts = texts.chain(encoded);
    // A piece so short would stand in other words too.
    let telling = texts.filter(|text| text.len() >= KNOWN_LENGTH);
    telling.map(Zeroizing::new).collect()
}

/// The URL-encoded text with `%2f` for `%2F`.
fn with_lower_hex(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let mut lower = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (hex, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        lower.push('%');
        lower.push_str(&hex.to_ascii_lowercase());
        lower.push_str(rest);
    }
    lower
}

impl fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secrets(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_goes_in_every_spelling_and_short_ones_stay() {
        let secrets = Secrets::default();
        secrets.keep(" pass word/1+2\n");
        secrets.keep("short");
        let encoded = STANDARD_NO_PAD.encode("pass word/1+2:");
        for text in [
            "pass word/1+2",
            "pass%20word%2F1%2B2",
            "pass%20word%2f1%2b2",
            "pass+word%2F1%2B2",
            encoded.as_str(),
        ] {
            let shown = secrets.redacted(&format!("<{text}>"));
            assert!(shown.starts_with("<[fp:"), "{text}: {shown}");
        }
        for user in ["", "u:", "me:"] {
            let basic = STANDARD_NO_PAD.encode(format!("{user}pass word/1+2"));
            let shown = secrets.redacted(&basic);
            assert!(
                shown.contains("[fp:") && shown.len() < 12 + basic.len(),
                "{user}: {shown}"
            );
        }
        assert_eq!(secrets.redacted("a short text"), "a short text");
    }
}
