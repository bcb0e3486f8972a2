//! User IDs that a token's scope can contain.

use std::{fmt, str::FromStr};

/// The ID of a user, as it follows `user_id:` in a scope.
///
/// Any text that is not empty and contains no white space or control characters. The scope claim
/// is split at spaces, so that no token can name other IDs. A colon is valid.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UserId(String);

/// The reason why a text cannot be a user ID in a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UserIdError {
    /// The text is empty.
    #[error("a user ID cannot be empty")]
    Empty,
    /// The text contains white space or a control character at this byte offset.
    #[error("a user ID in a token cannot contain whitespace or control characters (byte {0})")]
    InvalidCharacter(usize),
}

impl UserId {
    /// The text of the ID.
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
            Some(at) => Err(UserIdError::InvalidCharacter(at)),
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
    fn ids_are_accepted_unchanged_or_rejected() {
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
                Err(UserIdError::InvalidCharacter(at)),
                "{id}"
            );
        }
    }
}
