//! The user tokens that a sandbox issued, without the tokens themselves.

#![warn(clippy::arithmetic_side_effects)]

use std::collections::VecDeque;

use serde::Serialize;

use super::{
    drop_log::{DropLog, Dropped},
    limits::MAX_ISSUED_TOKENS,
    size::{Size, total},
    time::format_iso,
};
use crate::{
    time::from_unix_seconds,
    token::{DecodedToken, Jwt, Object, Value, fingerprint, scope},
};

/// An issued token, as `/_sandbox/tokens` lists it.
#[derive(Debug, Serialize)]
pub(super) struct IssuedToken {
    /// The fingerprint.
    token: String,
    users: Vec<String>,
    scope: String,
    issued: Option<String>,
    /// `None` if the token never expires.
    expires: Option<String>,
    /// The rule that found the worst mistake in the token.
    rule: Option<&'static str>,
}

/// The last issued tokens, the oldest first.
#[derive(Debug, Default)]
pub(super) struct IssuedTokens {
    tokens: VecDeque<IssuedToken>,
    /// In bytes.
    size: usize,
}

impl IssuedToken {
    /// Describes a token, which the sandbox made.
    pub(super) fn new(jwt: &Jwt, rule: Option<&'static str>) -> Self {
        let decoded = DecodedToken::new(jwt.expose()).ok();
        let parsed = decoded.as_ref().and_then(|token| token.parse().ok());
        let claims = parsed.as_ref().map(|token| &token.claims);
        let claim = |name| claims.and_then(|claims: &Object<'_>| claims.get(name));
        let time = |name| match claim(name) {
            Some(Value::Number(seconds)) => from_unix_seconds(seconds).map(format_iso),
            _ => None,
        };
        let scope = match claim("scope") {
            Some(Value::String(scope)) => scope.into_owned(),
            _ => String::new(),
        };
        Self {
            token: fingerprint(jwt.expose()),
            users: scope::user_ids(&scope).map(str::to_owned).collect(),
            scope,
            issued: time("iat"),
            expires: time("exp"),
            rule,
        }
    }
}

impl IssuedTokens {
    /// Adds a token. The oldest tokens make room for it.
    pub(super) fn add(&mut self, token: IssuedToken, log: &DropLog) {
        self.size = self.size.saturating_add(token.size());
        self.tokens.push_back(token);
        while self.size > MAX_ISSUED_TOKENS
            && let Some(oldest) = self.tokens.pop_front()
        {
            self.size = self.size.saturating_sub(oldest.size());
            log.report(Dropped::IssuedTokens);
        }
    }

    /// The tokens, the oldest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &IssuedToken> {
        self.tokens.iter()
    }
}

impl Size for IssuedToken {
    fn size(&self) -> usize {
        total([
            size_of::<Self>(),
            self.token.size(),
            self.users.size(),
            self.scope.size(),
            self.issued.size(),
            self.expires.size(),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oldest_tokens_are_dropped_with_one_line_in_the_log() {
        let (log, text) = DropLog::captured();
        let mut tokens = IssuedTokens::default();
        let with_long_scope = |number: usize| IssuedToken {
            token: number.to_string(),
            users: Vec::new(),
            scope: "x".repeat(1024 * 1024),
            issued: None,
            expires: None,
            rule: None,
        };
        for number in 0..10 {
            tokens.add(with_long_scope(number), &log);
        }
        assert!(tokens.size <= MAX_ISSUED_TOKENS);
        let numbers: Vec<_> = tokens.iter().map(|token| token.token.as_str()).collect();
        assert_eq!(numbers, ["7", "8", "9"]);
        let line = b"note: the sandbox dropped the oldest tokens from its list";
        assert!(text.lock().unwrap().starts_with(line));
    }
}
