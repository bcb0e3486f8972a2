//! The user and the scopes that a token was meant to have.

use std::borrow::Cow;

use crate::{
    inspect::{
        requirements::Requirements,
        rules::is_broad_scope,
        scope_entry::{EntryKind, ScopeEntry, intended_scopes, scope_entries},
        subject::Subject,
    },
    text::is_invisible_or_control,
    token::{
        UserId, Value,
        placeholder::is_placeholder,
        scope::{MISPLACED_CLAIMS, USER_PREFIX, grants},
    },
};

/// The maximum length of a user ID or scope in a command, in bytes.
const MAX_LENGTH: usize = 256;

/// The scope of a token, taken from whichever claim contains it.
pub(super) struct IntendedScope<'s> {
    text: Cow<'s, str>,
    entries: Vec<ScopeEntry>,
    requirements: &'s Requirements,
}

impl<'s> IntendedScope<'s> {
    pub(super) fn new(subject: &'s Subject<'_>) -> Self {
        let requirements = subject.requirements;
        if let Some(text) = subject.scope_text() {
            return Self {
                text: Cow::Borrowed(text),
                entries: subject.scope_entries.clone(),
                requirements,
            };
        }
        let mut claims = ["scope"].iter().chain(MISPLACED_CLAIMS);
        let text = claims.find_map(|name| match subject.claim(name)? {
            Value::String(text) => Some(text.into_owned()),
            Value::Array(text) => Some(serde_json::from_str::<Vec<String>>(text).ok()?.join(" ")),
            _ => None,
        });
        let text = text.unwrap_or_default();
        Self {
            entries: scope_entries(&text),
            text: Cow::Owned(text),
            requirements,
        }
    }

    /// Returns the required user, otherwise the only user that the token names. `None` if there is
    /// no such user or a new token cannot name it.
    pub(super) fn user(&self) -> Option<String> {
        if let Some(user) = &self.requirements.user {
            return is_safe_in_command(user).then(|| user.clone());
        }
        let is_split = self
            .entries
            .iter()
            .any(|entry| entry.kind == EntryKind::Stray);
        let names_user = |kind| {
            matches!(
                kind,
                EntryKind::User | EntryKind::Joined | EntryKind::WrongCase
            )
        };
        let mut users: Vec<String> = self
            .intended_scopes(names_user)
            .filter_map(|scope| scope.strip_prefix(USER_PREFIX).map(str::to_owned))
            .collect();
        users.dedup();
        match users.as_slice() {
            [user] if !is_split && is_safe_in_command(user) && !is_placeholder(user) => users.pop(),
            _ => None,
        }
    }

    /// Returns the needed scopes, then the other intended ones, each once.
    ///
    /// A scope for one tenant or brand that satisfies a need stays as narrow as it is. Scopes that
    /// a browser should not have are left out unless they are needed.
    pub(super) fn permissions(&self) -> Vec<String> {
        let is_permission = |kind| {
            !matches!(
                kind,
                EntryKind::Unknown | EntryKind::Stray | EntryKind::User
            )
        };
        let intended: Vec<String> = self
            .intended_scopes(is_permission)
            .filter(|scope| !scope.starts_with(USER_PREFIX) && is_safe_in_command(scope))
            .collect();
        let mut permissions: Vec<String> = Vec::new();
        let mut add = |scope: &str| {
            if !permissions.iter().any(|known| known == scope) {
                permissions.push(scope.to_owned());
            }
        };
        for need in &self.requirements.needs {
            let granting = || intended.iter().filter(|scope| grants(scope, need.scope));
            if granting().any(|scope| scope == need.scope) || granting().next().is_none() {
                add(need.scope);
            } else {
                granting().for_each(|scope| add(scope));
            }
        }
        let is_needed = |scope: &str| self.requirements.is_needed(scope);
        for scope in intended.iter().filter(|scope| !is_needed(scope)) {
            // The scope of the legacy in-app client was mistaken for that of the Inbox.
            let is_legacy = scope == "read:messages" && is_needed("inbox:read:messages");
            if !is_legacy && !is_broad_scope(scope) {
                add(scope);
            }
        }
        permissions
    }

    fn intended_scopes(
        &self,
        is_included: impl Fn(EntryKind) -> bool,
    ) -> impl Iterator<Item = String> {
        self.entries
            .iter()
            .filter(move |entry| is_included(entry.kind))
            .flat_map(|entry| {
                let text = self.text.get(entry.span.clone()).unwrap_or_default();
                intended_scopes(text, entry.kind)
            })
    }
}

/// Returns true if a new token can contain the text and a terminal shows it unchanged.
fn is_safe_in_command(text: &str) -> bool {
    text.len() <= MAX_LENGTH
        && text.parse::<UserId>().is_ok()
        && !text.contains(|c: char| is_invisible_or_control(c) || c == char::REPLACEMENT_CHARACTER)
}
