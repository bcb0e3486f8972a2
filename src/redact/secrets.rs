//! The secrets that the process knows, and their removal from text and JSON.

use std::{
    borrow::Cow,
    fmt, mem,
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard},
};

use serde::Serialize;
use serde_json::Value;

use super::{known::Known, redact_all, redact_known};

/// The known secrets. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Arc<RwLock<Known>>);

impl Secrets {
    /// Adds a secret, without the white space around it, to those that are removed.
    pub(crate) fn add(&self, secret: &str) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.add(secret);
    }

    /// The text without known secrets and without words that look like a secret.
    pub(crate) fn redact(&self, text: &str) -> String {
        redact_all(text, &self.known()).into_owned()
    }

    /// The text without known secrets. Words that only look like a secret stay.
    pub(crate) fn redact_known(&self, text: Vec<u8>) -> Vec<u8> {
        // A check of the whole text is much faster than a lossy conversion of valid text.
        let text = String::from_utf8(text)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        match redact_known(&text, &self.known()) {
            Cow::Borrowed(_) => text.into_bytes(),
            Cow::Owned(redacted) => redacted.into_bytes(),
        }
    }

    /// Serializes a document to JSON with all of its strings redacted, except the name of its
    /// schema.
    ///
    /// # Errors
    /// Returns an error if the document cannot be serialized.
    pub(crate) fn to_redacted_json(&self, document: &impl Serialize) -> serde_json::Result<String> {
        let mut document = serde_json::to_value(document)?;
        let schema = document.get_mut("schema").map(Value::take);
        self.redact_strings(&mut document);
        if let Some(schema) = schema {
            document["schema"] = schema;
        }
        serde_json::to_string(&document)
    }

    fn redact_strings(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.redact(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.redact_strings(item)),
            Value::Object(fields) => {
                let members = mem::take(fields).into_iter().map(|(name, mut value)| {
                    self.redact_strings(&mut value);
                    (self.redact(&name), value)
                });
                *fields = members.collect();
            }
            _ => {}
        }
    }

    fn known(&self) -> RwLockReadGuard<'_, Known> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secrets(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};

    use super::*;

    #[test]
    fn secrets_are_removed_in_every_spelling_and_short_ones_stay() {
        let secrets = Secrets::default();
        secrets.add(" pass word/1+2\n");
        secrets.add("short");
        let encoded = STANDARD_NO_PAD.encode("pass word/1+2:");
        for text in [
            "pass word/1+2",
            "pass%20word%2F1%2B2",
            "pass%20word%2f1%2b2",
            "pass+word%2F1%2B2",
            encoded.as_str(),
        ] {
            let redacted = secrets.redact(&format!("<{text}>"));
            assert!(redacted.starts_with("<[fp:"), "{text}: {redacted}");
        }
        for user in ["", "u:", "me:"] {
            let basic = STANDARD_NO_PAD.encode(format!("{user}pass word/1+2"));
            let redacted = secrets.redact(&basic);
            assert!(
                redacted.contains("[fp:") && redacted.len() < 12 + basic.len(),
                "{user}: {redacted}"
            );
        }
        assert_eq!(secrets.redact("a short text"), "a short text");
    }

    #[test]
    fn names_of_members_are_redacted_too() {
        let secrets = Secrets::default();
        let document = serde_json::json!({ "schema": "s", "claims": { "pk_prod_FAKEFAKE": 1 } });
        let json = secrets.to_redacted_json(&document).unwrap();
        assert_eq!(json, r#"{"schema":"s","claims":{"pk_prod_***":1}}"#);
    }
}
