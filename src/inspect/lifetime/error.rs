//! The reason why a lifetime is invalid.

use std::ops::Range;

/// The reason why a lifetime is invalid, with its position.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct LifetimeError {
    /// The byte range of the text that is invalid. `None` if it cannot be seen, as with a carriage
    /// return or an unset variable.
    pub span: Option<Range<usize>>,
    /// The reason.
    pub message: String,
    /// Advice on what to write instead.
    pub help: String,
}

impl LifetimeError {
    /// Describes a part of the text.
    pub(super) fn at(
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            span: Some(span),
            message: message.into(),
            help: help.into(),
        }
    }

    /// Describes a text whose fault cannot be seen.
    pub(super) fn hidden(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            span: None,
            message: message.into(),
            help: help.into(),
        }
    }
}
