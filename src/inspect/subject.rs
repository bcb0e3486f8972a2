//! What the rules judge.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::{duration::seconds, unwrap::Unwrapped};
use crate::token::{DecodeError, Decoded, Feature, Object, Token, Value};

/// What the token is wanted for, and when.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The features the app uses.
    pub features: Vec<&'static Feature>,
    /// When it is to work.
    pub now: DateTime<Utc>,
}

/// One text, read as far as it can be, with what is asked of it.
#[derive(Debug)]
pub struct Subject<'s> {
    /// The text without what was wrapped around it.
    pub unwrapped: &'s Unwrapped<'s>,
    /// The token taken apart, or why that failed.
    pub decoded: Result<&'s Decoded<'s>, &'s DecodeError>,
    /// The token's claims; none when it could not be read.
    pub token: Option<Token<'s>>,
    /// The scope claim of a token that could be read.
    pub scope: ScopeClaim<'s>,
    /// What is asked of it.
    pub wanted: &'s Wanted,
}

/// The claim `scope` as a server meets it.
#[derive(Debug, Clone, PartialEq)]
pub enum ScopeClaim<'s> {
    /// There is none, or no token.
    Absent,
    /// It is not a string.
    Other(&'static str),
    /// The text of it.
    Text(Cow<'s, str>),
}

/// A claim that holds a time, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum TimeClaim {
    /// There is none.
    Absent,
    /// It is not a number: what it is instead.
    Other(&'static str),
    /// The number, which may have a fraction or be infinite.
    At(f64),
}

impl<'s> Subject<'s> {
    /// Reads what was decoded.
    #[must_use]
    pub fn new(
        unwrapped: &'s Unwrapped<'s>,
        decoded: &'s Result<Decoded<'s>, DecodeError>,
        wanted: &'s Wanted,
    ) -> Self {
        let token = decoded
            .as_ref()
            .ok()
            .and_then(|decoded| decoded.token().ok());
        let scope = token
            .as_ref()
            .map_or(ScopeClaim::Absent, |token| Self::scope_of(&token.claims));
        Self {
            unwrapped,
            decoded: decoded.as_ref(),
            token,
            scope,
            wanted,
        }
    }

    /// The scope claim of a token.
    #[must_use]
    pub fn scope_of(claims: &Object<'s>) -> ScopeClaim<'s> {
        match claims.get("scope") {
            None => ScopeClaim::Absent,
            Some(Value::String(text)) => ScopeClaim::Text(text),
            Some(other) => ScopeClaim::Other(other.kind()),
        }
    }

    /// The claim of that name.
    #[must_use]
    pub fn claim(&self, name: &str) -> Option<Value<'s>> {
        self.token.as_ref()?.claims.get(name)
    }

    /// The claim of that name, which holds a time.
    #[must_use]
    pub fn time(&self, name: &str) -> TimeClaim {
        match self.claim(name) {
            None => TimeClaim::Absent,
            Some(Value::Number(seconds)) => TimeClaim::At(seconds),
            Some(other) => TimeClaim::Other(other.kind()),
        }
    }

    /// The scope string, where there is one.
    #[must_use]
    pub fn scope_text(&self) -> Option<&str> {
        match &self.scope {
            ScopeClaim::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Now in whole seconds since 1970, as `jsonwebtoken` compares it.
    #[must_use]
    pub fn now(&self) -> f64 {
        seconds(self.wanted.now)
    }

    /// Whether it has expired, as `jsonwebtoken` decides it: no tolerance, `exp` itself is late.
    #[must_use]
    pub fn is_expired(&self) -> bool {
        matches!(self.time("exp"), TimeClaim::At(exp) if exp <= self.now())
    }
}
