//! What is asked for when a token is issued: one user and permissions.

use std::{fmt, str::FromStr};

use super::{scope::USER_PREFIX, user::UserId};

/// One permission that is to be asked for; never the entry that names the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope(String);

/// Why a text cannot be asked for as a scope.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScopeError {
    /// There is nothing.
    #[error("a scope cannot be empty")]
    Empty,
    /// White space or a control character.
    #[error("a scope cannot hold white space or control characters: give each on its own")]
    Blank,
    /// The entry that names the user.
    #[error("the user is named with --user, not with a scope")]
    User,
}

/// The scopes of a token to be issued: one user first, then each permission once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeSet {
    user: UserId,
    permissions: Vec<String>,
}

impl Scope {
    /// The scope itself.
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
            Err(ScopeError::Blank)
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

impl ScopeSet {
    /// The permissions of `user`, in the order given, each once.
    pub fn new<'s>(user: UserId, permissions: impl IntoIterator<Item = &'s str>) -> Self {
        let mut set = Self {
            user,
            permissions: Vec::new(),
        };
        for permission in permissions {
            if !set.permissions.iter().any(|known| known == permission) {
                set.permissions.push(permission.to_owned());
            }
        }
        set
    }

    /// Whose token it will be.
    #[must_use]
    pub fn user(&self) -> &UserId {
        &self.user
    }

    /// The permissions without the user's entry.
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
    fn a_set_names_its_user_first_and_nothing_twice() {
        let user: UserId = "alice".parse().unwrap();
        let set = ScopeSet::new(user, ["b", "a", "b"]);
        assert_eq!(set.to_string(), "user_id:alice b a");
    }

    #[test]
    fn a_scope_to_ask_for_is_one_word() {
        assert_eq!("".parse::<Scope>(), Err(ScopeError::Empty));
        assert_eq!("a b".parse::<Scope>(), Err(ScopeError::Blank));
        assert_eq!("user_id:a".parse::<Scope>(), Err(ScopeError::User));
        assert_eq!(
            "read:brands".parse::<Scope>().unwrap().as_str(),
            "read:brands"
        );
    }
}
