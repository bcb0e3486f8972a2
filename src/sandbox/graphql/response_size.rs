//! The limit of a response's size, counted while its fields are resolved: a short document can
//! select a long text many times.

#![warn(clippy::arithmetic_side_effects)]

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use async_graphql::{
    QueryPathSegment, ServerError, ServerResult, Value,
    async_trait::async_trait,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextResolve, ResolveInfo},
};

use crate::sandbox::limits::MAX_RESPONSE;

/// The memory of a value in a response, beside its text, in bytes.
const VALUE: usize = 64;

/// The size of a response that is being made, in bytes.
#[derive(Debug, Default)]
pub(super) struct ResponseSize(AtomicUsize);

impl ResponseSize {
    pub(super) fn add(&self, bytes: usize) {
        let add = |size: usize| Some(size.saturating_add(bytes));
        let _ = self
            .0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }

    /// Returns true if the response is larger than [`MAX_RESPONSE`].
    pub(super) fn is_exceeded(&self) -> bool {
        self.0.load(Ordering::Relaxed) > MAX_RESPONSE
    }

    /// The error of a response that is too large.
    pub(super) fn error() -> ServerError {
        let message = format!(
            "the response is larger than {MAX_RESPONSE} bytes: select fewer fields or messages"
        );
        ServerError::new(message, None)
    }
}

/// Counts the size of responses. Once it is too large, no further field is resolved.
pub(super) struct CountResponseSize;

impl ExtensionFactory for CountResponseSize {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait]
impl Extension for CountResponseSize {
    async fn resolve(
        &self,
        context: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let Some(size) = context.data_opt::<Arc<ResponseSize>>() else {
            return next.run(context, info).await;
        };
        if size.is_exceeded() {
            return Ok(Some(Value::Null));
        }
        let is_leaf = info.field.selection_set.node.items.is_empty();
        let is_item = matches!(info.path_node.segment, QueryPathSegment::Index(_));
        let value = next.run(context, info).await?;
        size.add(match &value {
            // Counted with its list.
            Some(_) if is_leaf && is_item => 0,
            Some(value) if is_leaf => size_of(value),
            // Its fields were counted without their names, and `__typename` was not counted.
            Some(Value::Object(fields)) => {
                let names = fields.keys().map(|name| name.len().saturating_add(VALUE));
                names.fold(VALUE, usize::saturating_add)
            }
            _ => VALUE,
        });
        Ok(value)
    }
}

/// Returns the size of a value and of all values in it.
fn size_of(value: &Value) -> usize {
    let content = match value {
        Value::String(text) => json_length(text),
        Value::List(values) => values.iter().map(size_of).fold(0, usize::saturating_add),
        Value::Object(fields) => {
            let sizes = fields.iter();
            let sizes = sizes.map(|(name, value)| json_length(name).saturating_add(size_of(value)));
            sizes.fold(0, usize::saturating_add)
        }
        _ => 0,
    };
    content.saturating_add(VALUE)
}

/// Returns the length of a text in JSON, in bytes: a control character needs six.
fn json_length(text: &str) -> usize {
    let length = |byte: u8| match byte {
        b'"' | b'\\' => 2,
        0..0x20 => 6,
        _ => 1,
    };
    text.bytes().map(length).fold(0, usize::saturating_add)
}

#[cfg(test)]
mod tests {
    use async_graphql::value;

    use super::*;

    #[test]
    fn size_is_at_least_the_length_of_the_json() {
        for value in [
            value!("plain"),
            value!("\u{1}\u{1f}\n\"\\é"),
            value!([1, 2.5, null, true, [], {}]),
            value!({ "a\"b": { "c": [1_234_567_890_123_u64] } }),
        ] {
            let length = serde_json::to_string(&value).unwrap().len();
            assert!(size_of(&value) >= length, "{value}");
        }
    }
}
