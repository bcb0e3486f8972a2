//! JSON text: string literals with lone surrogates, and the depth of nesting.

use std::{borrow::Cow, fmt};

use memchr::memchr;
use serde::de::{Deserialize, Deserializer, Visitor};

/// The maximum depth of nested arrays and objects in a token.
pub const MAX_JSON_DEPTH: usize = 10_000;

/// The text of a JSON string literal, borrowed if it contains no escapes.
pub(super) fn unescape(raw: &str) -> Cow<'_, str> {
    let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    if memchr(b'\\', inner.as_bytes()).is_none() {
        return Cow::Borrowed(inner);
    }
    serde_json::from_str(raw).map_or_else(|_| Cow::default(), |Unescaped(text)| text)
}

/// Converts WTF-8, in which `serde_json` encodes lone surrogates as `ED A0..BF xx`, to UTF-8 with
/// a U+FFFD for each of them.
fn replace_surrogates(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        // A surrogate yields three invalid chunks. Only the first begins with ED.
        if chunk.invalid().first() == Some(&0xED) {
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }
    text
}

/// An unescaped JSON string. It is deserialized as bytes, because `serde_json` rejects lone
/// surrogates in strings. It must be valid JSON already.
struct Unescaped<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Unescaped<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Unescaped<'de>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string")
            }
            fn visit_borrowed_bytes<E>(self, bytes: &'de [u8]) -> Result<Unescaped<'de>, E> {
                Ok(Unescaped(match str::from_utf8(bytes) {
                    Ok(text) => Cow::Borrowed(text),
                    Err(_) => Cow::Owned(replace_surrogates(bytes)),
                }))
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Unescaped<'de>, E> {
                Ok(Unescaped(Cow::Owned(replace_surrogates(bytes))))
            }
        }
        deserializer.deserialize_bytes(Reader)
    }
}

/// Returns true if brackets outside of strings nest deeper than [`MAX_JSON_DEPTH`].
pub(super) fn nests_too_deeply(text: &str) -> bool {
    // Each level has an opening bracket, so that a short text need not be scanned.
    if text.len() <= MAX_JSON_DEPTH {
        return false;
    }
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => {
                depth = depth.saturating_add(1);
                if depth > MAX_JSON_DEPTH {
                    return true;
                }
            }
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}
