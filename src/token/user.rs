//! A user id that can stand in a token's scope.

use std::{fmt, str::FromStr};

/// The id of one user, as it stands after `user_id:` in a scope.
///
/// Any text but the empty one, as long as it has no white space or control character: the scope
/// is split at spaces, so such an id can never be named. A colon is fine.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UserId(String);

/// Why a text cannot be a user id in a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UserIdError {
    /// There is nothing.
    #[error("a user id cannot be empty")]
    Empty,
    /// White space or a control character at this byte offset.
    #[error("a user id in a token cannot hold white space or control characters (byte {0})")]
    Unscopable(usize),
}

impl UserId {
    /// The id itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for UserId {
    type Err = UserIdError;

    fn from_str(text: &str) -> Result<Self, UserIdError> {
        if text.is_empty() {
            return Err(UserIdError::Empty);
        }
        match text.find(|c: char| c.is_whitespace() || c.is_control()) {
            Some(at) => Err(UserIdError::Unscopable(at)),
            None => Ok(Self(text.to_owned())),
        }
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_taken_as_they_are_or_refused() {
        for id in [
            "alice",
            "a:b",
            "josé",
            "ada+test@example.com",
            "-x",
            "用户",
            "cash$money",
        ] {
            assert_eq!(id.parse::<UserId>().unwrap().as_str(), id);
        }
        assert_eq!("".parse::<UserId>(), Err(UserIdError::Empty));
        for (id, at) in [
            ("a b", 1),
            (" a", 0),
            ("a\n", 1),
            ("é\u{a0}x", 2),
            ("a\0", 1),
        ] {
            assert_eq!(
                id.parse::<UserId>(),
                Err(UserIdError::Unscopable(at)),
                "{id}"
            );
        }
    }
}
