//! A JSON value.

use std::borrow::Cow;

use super::text::unescape;

/// A JSON value. Arrays and objects stay text.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as in JavaScript: a 64-bit float, infinite if the text overflows.
    Number(f64),
    /// A string, with U+FFFD for each lone surrogate.
    String(Cow<'a, str>),
    /// The text of an array.
    Array(&'a str),
    /// The text of an object.
    Object(&'a str),
}

impl<'a> Value<'a> {
    /// Reads the text of a value, which must be valid JSON without white space around it.
    #[must_use]
    pub fn from_raw(raw: &'a str) -> Self {
        match raw.as_bytes().first() {
            Some(b'n') => Self::Null,
            Some(b't') => Self::Bool(true),
            Some(b'f') => Self::Bool(false),
            Some(b'"') => Self::String(unescape(raw)),
            Some(b'[') => Self::Array(raw),
            Some(b'{') => Self::Object(raw),
            // JSON's number grammar is a subset of Rust's, and both round the same way.
            _ => Self::Number(raw.parse().unwrap_or(f64::NAN)),
        }
    }

    /// The kind of this value with its article, such as `a string`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}
