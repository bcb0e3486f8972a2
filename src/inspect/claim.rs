//! The `scope` claim and the time claims, as a server reads them.

use std::borrow::Cow;

use crate::token::{Object, Value};

/// The claim `scope`.
#[derive(Debug, Clone, PartialEq)]
pub enum ScopeClaim<'s> {
    /// The claim is missing, or the token cannot be read.
    Absent,
    /// The claim has another JSON type than a string: the type's name with its article.
    Other(&'static str),
    /// The scope string.
    Text(Cow<'s, str>),
}

/// A time claim: `iat`, `exp` or `nbf`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TimeClaim {
    /// The claim is missing, or the token cannot be read.
    Absent,
    /// The claim has another JSON type than a number: the type's name with its article.
    Other(&'static str),
    /// The time in seconds since 1970, which may have a fraction or be infinite.
    At(f64),
}

impl<'s> ScopeClaim<'s> {
    /// Returns the `scope` of a payload.
    #[must_use]
    pub fn from_claims(claims: &Object<'s>) -> Self {
        match claims.get("scope") {
            None => Self::Absent,
            Some(Value::String(text)) => Self::Text(text),
            Some(other) => Self::Other(other.kind()),
        }
    }
}

impl TimeClaim {
    /// Returns the time claim of this name in a payload.
    #[must_use]
    pub fn from_claims(claims: &Object<'_>, name: &str) -> Self {
        match claims.get(name) {
            None => Self::Absent,
            Some(Value::Number(seconds)) => Self::At(seconds),
            Some(other) => Self::Other(other.kind()),
        }
    }
}
