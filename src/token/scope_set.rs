//! The scopes to request for a new token: one user and permissions.

use std::{fmt, str::FromStr};

use super::{scope::USER_PREFIX, user::UserId};

/// A permission to request. The scope that names the user is not a permission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope(String);

/// The reason why a text is not a permission.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScopeError {
    /// The text is empty.
    #[error("a scope cannot be empty")]
    Empty,
    /// The text contains white space or a control character.
    #[error("a scope cannot contain whitespace or control characters: pass each scope separately")]
    Whitespace,
    /// The text is the scope that names the user.
    #[error("set the user with --user, not with a scope")]
    User,
}

/// The scopes to request for a token. `Display` writes the scope claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeSet {
    user: UserId,
    permissions: Vec<String>,
}

impl Scope {
    /// The text of the scope.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Scope {
    type Err = ScopeError;

    fn from_str(text: &str) -> Result<Self, ScopeError> {
        if text.is_empty() {
            Err(ScopeError::Empty)
        } else if text.starts_with(USER_PREFIX) {
            Err(ScopeError::User)
        } else if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            Err(ScopeError::Whitespace)
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

impl ScopeSet {
    /// Creates a set of permissions for `user`. Duplicates are dropped and the order is kept.
    pub fn new<'s>(user: UserId, permissions: impl IntoIterator<Item = &'s str>) -> Self {
        let mut set = Self {
            user,
            permissions: Vec::new(),
        };
        for permission in permissions {
            if !set.permissions.iter().any(|other| other == permission) {
                set.permissions.push(permission.to_owned());
            }
        }
        set
    }

    /// The user whose token it is.
    #[must_use]
    pub fn user(&self) -> &UserId {
        &self.user
    }

    /// The permissions, without the scope that names the user.
    #[must_use]
    pub fn permissions(&self) -> &[String] {
        &self.permissions
    }
}

impl fmt::Display for ScopeSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{USER_PREFIX}{}", self.user)?;
        self.permissions
            .iter()
            .try_for_each(|permission| write!(formatter, " {permission}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_comes_first_and_duplicates_are_dropped() {
        let user: UserId = "alice".parse().unwrap();
        let set = ScopeSet::new(user, ["b", "a", "b"]);
        assert_eq!(set.to_string(), "user_id:alice b a");
    }

    #[test]
    fn permissions_are_single_words() {
        assert_eq!("".parse::<Scope>(), Err(ScopeError::Empty));
        assert_eq!("a b".parse::<Scope>(), Err(ScopeError::Whitespace));
        assert_eq!("user_id:a".parse::<Scope>(), Err(ScopeError::User));
        assert_eq!(
            "read:brands".parse::<Scope>().unwrap().as_str(),
            "read:brands"
        );
    }
}
