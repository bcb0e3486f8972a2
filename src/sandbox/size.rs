//! Estimates of the memory that stored values take.

#![warn(clippy::arithmetic_side_effects)]

use std::mem::size_of;

use serde_json::{Map, Value};

/// The memory that an allocation takes beside its content, in bytes.
const ALLOCATION: usize = 16;

/// A value whose memory can be estimated.
pub(super) trait Size {
    /// The memory of the value and of all that belongs to it, in bytes.
    fn size(&self) -> usize;
}

/// Returns the sum of sizes.
pub(super) fn total(sizes: impl IntoIterator<Item = usize>) -> usize {
    sizes.into_iter().fold(0, usize::saturating_add)
}

impl Size for () {
    fn size(&self) -> usize {
        0
    }
}

impl Size for str {
    fn size(&self) -> usize {
        total([size_of::<String>(), ALLOCATION, self.len()])
    }
}

impl Size for String {
    fn size(&self) -> usize {
        self.as_str().size()
    }
}

impl<T: Size> Size for Option<T> {
    fn size(&self) -> usize {
        self.as_ref().map_or(0, Size::size)
    }
}

impl<T: Size> Size for [T] {
    fn size(&self) -> usize {
        let items = total(self.iter().map(Size::size));
        total([size_of::<Vec<T>>(), ALLOCATION, items])
    }
}

impl<T: Size> Size for Vec<T> {
    fn size(&self) -> usize {
        self.as_slice().size()
    }
}

impl<A: Size, B: Size> Size for (A, B) {
    fn size(&self) -> usize {
        self.0.size().saturating_add(self.1.size())
    }
}

impl Size for Map<String, Value> {
    fn size(&self) -> usize {
        /// The hash and the index of an entry.
        const ENTRY: usize = 3 * size_of::<usize>();
        let entries = self.iter();
        let sizes = entries.map(|(name, value)| total([name.size(), value.size(), ENTRY]));
        total(sizes).saturating_add(size_of::<Self>())
    }
}

impl Size for Value {
    fn size(&self) -> usize {
        let content = match self {
            Self::Null | Self::Bool(_) | Self::Number(_) => 0,
            Self::String(text) => text.len().saturating_add(ALLOCATION),
            Self::Array(values) => total(values.iter().map(Size::size)).saturating_add(ALLOCATION),
            Self::Object(map) => map.size(),
        };
        content.saturating_add(size_of::<Self>())
    }
}

/// Returns the maximum memory of the values in the text of a JSON document, without parsing it: each
/// value but the first is after a comma or an opening bracket.
pub(super) fn of_json_text(json: &[u8]) -> usize {
    let is_start = |byte: &&u8| matches!(byte, b',' | b'[' | b'{');
    let values = json.iter().filter(is_start).count();
    values
        .saturating_mul(size_of::<Value>())
        .saturating_add(json.len())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn size_counts_every_value_and_every_byte_of_a_text() {
        let empty = Value::Null.size();
        assert_eq!(json!("x".repeat(1_000)).size(), empty + ALLOCATION + 1_000);
        assert!(json!([0, 0, 0, 0]).size() >= 5 * empty);
        assert!(json!({ "name": { "name": "x" } }).size() >= 3 * empty + 9);
    }

    #[test]
    fn memory_of_a_document_is_known_before_it_is_parsed() {
        for json in ["[0,0,0,[],[[]],{}]", r#"{"a":1,"b":[{"c":2},"x,y"]}"#, "7"] {
            let parsed: Value = serde_json::from_str(json).unwrap();
            let values = of_json_text(json.as_bytes()) + size_of::<Value>();
            assert!(values >= size_of::<Value>() * count(&parsed), "{json}");
        }
    }

    fn count(value: &Value) -> usize {
        let inner = match value {
            Value::Array(values) => values.iter().map(count).sum(),
            Value::Object(map) => map.values().map(count).sum::<usize>(),
            _ => 0,
        };
        1_usize.saturating_add(inner)
    }
}
