//! The permissions of a verified user token.

use super::refusal::Refusal;
use crate::token::scope::{USER_PREFIX, items, user_ids};

/// A user token that passed every check.
#[derive(Debug)]
pub(in crate::sandbox) struct VerifiedToken {
    users: Vec<String>,
    scope: String,
}

impl VerifiedToken {
    /// A token with that `scope` claim.
    pub(super) fn new(scope: String) -> Self {
        Self {
            users: user_ids(&scope).map(str::to_owned).collect(),
            scope,
        }
    }

    /// The users that the scope names.
    #[cfg(test)]
    pub(super) fn users(&self) -> &[String] {
        &self.users
    }

    /// The `scope` claim.
    #[cfg(test)]
    pub(super) fn scope(&self) -> &str {
        &self.scope
    }

    /// Returns the user that a request is for: the requested one, which must be a user of the
    /// token, or else the token's only user.
    pub(in crate::sandbox) fn resolve_user(
        &self,
        requested: Option<&str>,
    ) -> Result<&str, Refusal> {
        let user = match (requested, &self.users[..]) {
            (_, []) => return Err(Refusal::Rule("CA401")),
            (Some(requested), users) => users.iter().find(|user| *user == requested),
            (None, [_, _, ..]) => return Err(Refusal::Rule("CA403")),
            (None, [user]) => Some(user),
        };
        match user {
            None => Err(Refusal::Rule("CA405")),
            Some(user) if user.is_empty() => Err(Refusal::Rule("CA402")),
            Some(user) => Ok(user),
        }
    }

    /// Requires one of the scopes, verbatim.
    pub(in crate::sandbox) fn require_one_of(
        &self,
        scopes: &[impl AsRef<str>],
    ) -> Result<(), Refusal> {
        let mut entries = items(&self.scope);
        if entries.any(|entry| scopes.iter().any(|scope| scope.as_ref() == entry.text)) {
            return Ok(());
        }
        let is_permission = |text: &str| !text.starts_with(USER_PREFIX) && text.contains(':');
        let has_any = self.scope.split(' ').any(is_permission);
        Err(Refusal::Rule(if has_any { "CA305" } else { "CA408" }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_is_for_one_user_of_the_token() {
        let rows = [
            ("user_id:a", None, Ok("a")),
            ("user_id:a", Some("a"), Ok("a")),
            ("user_id:a", Some("b"), Err("CA405")),
            ("user_id:a user_id:b", None, Err("CA403")),
            ("user_id:a user_id:b", Some("b"), Ok("b")),
            ("user_id:", None, Err("CA402")),
            ("user_id:", Some(""), Err("CA402")),
            ("inbox:read:messages", None, Err("CA401")),
            ("inbox:read:messages", Some("a"), Err("CA401")),
        ];
        for (scope, requested, expected) in rows {
            let token = VerifiedToken::new(scope.to_owned());
            let expected = expected.map_err(Refusal::Rule);
            assert_eq!(
                token.resolve_user(requested),
                expected,
                "{scope} {requested:?}"
            );
        }
    }
}
