//! Classification of the entries of a scope string, and the scopes they were meant to be.

mod intended;
mod joined;
mod kind;
mod missing_space;
mod tenant;
mod wildcard;

use std::ops::Range;

pub(crate) use intended::suggested_scopes;
pub(super) use intended::{
    entry_parts, intended_by_part, intended_scopes, misnamed_user, names_tenant,
};
pub(super) use joined::separator_name;
pub use kind::EntryKind;
pub(super) use missing_space::user_before_missing_space;

use intended::respelled_scope;
use joined::split_joined;
use missing_space::split_at_missing_spaces;
use tenant::corrected_tenant_scope;
use wildcard::is_wildcard;

use crate::token::{
    leftover::{contains_placeholder, leftover},
    scope::{
        USER_PREFIX, canonical_case, documented_replacement, is_known, is_known_literal, items,
    },
};

/// An entry of a scope string: the text between two spaces, the only separator that a server
/// knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeEntry {
    /// The entry's byte range in the scope string.
    pub span: Range<usize>,
    /// The entry's classification.
    pub kind: EntryKind,
}

/// Splits a scope string at its spaces and classifies the entries.
pub(super) fn scope_entries(scope: &str) -> Vec<ScopeEntry> {
    let mut classified: Vec<ScopeEntry> = Vec::with_capacity(8);
    let mut entries = items(scope).peekable();
    while let Some(entry) = entries.next() {
        let previous = classified.last().map(|entry| entry.kind);
        let next = entries.peek().map(|entry| entry.text);
        classified.push(ScopeEntry {
            kind: classify(entry.text, previous, next),
            span: entry.span,
        });
    }
    classified
}

fn classify(text: &str, previous: Option<EntryKind>, next: Option<&str>) -> EntryKind {
    let follows_user = matches!(previous, Some(EntryKind::User | EntryKind::Stray));
    if text.starts_with(USER_PREFIX) {
        return if split_joined(text, next).is_some() {
            EntryKind::Joined
        } else if split_at_missing_spaces(text).is_some() {
            EntryKind::MissingSpace
        } else {
            EntryKind::User
        };
    }
    if is_known_literal(text) {
        EntryKind::Known
    } else if split_joined(text, next).is_some() {
        EntryKind::Joined
    } else if split_at_missing_spaces(text).is_some() {
        EntryKind::MissingSpace
    } else if is_wildcard(text) {
        EntryKind::Wildcard
    } else if follows_user && is_part_of_id(text) {
        EntryKind::Stray
    } else if text.split(':').any(|part| leftover(part).is_some()) || contains_placeholder(text) {
        EntryKind::Placeholder
    } else if corrected_tenant_scope(text).is_some() {
        EntryKind::MixedTenant
    } else if is_known(text) {
        EntryKind::Known
    } else if documented_replacement(text).is_some() {
        EntryKind::Undocumented
    } else if canonical_case(text).is_some() {
        EntryKind::WrongCase
    } else {
        EntryKind::Unknown
    }
}

/// Returns true if a text after a user is probably the rest of the user's ID, rather than a scope
/// or a tenant.
fn is_part_of_id(text: &str) -> bool {
    !text.contains(':') && !names_tenant(text) && respelled_scope(text).is_none()
}

/// Returns a user ID including the stray entries that follow it, which are probably the rest of
/// it.
pub(super) fn whole_user_id<'s>(
    scope: &'s str,
    entries: &[ScopeEntry],
    user: &ScopeEntry,
) -> &'s str {
    let end = entries
        .iter()
        .skip_while(|other| other.span.start <= user.span.start)
        .take_while(|other| other.kind == EntryKind::Stray)
        .last()
        .map_or(user.span.end, |last| last.span.end);
    let id = scope.get(user.span.start + USER_PREFIX.len()..end);
    id.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(scope: &str) -> Vec<EntryKind> {
        scope_entries(scope)
            .iter()
            .map(|entry| entry.kind)
            .collect()
    }

    #[test]
    fn each_entry_has_one_kind() {
        use EntryKind::{
            Joined, Known, MissingSpace, MixedTenant, Placeholder, Stray, Undocumented, Unknown,
            User, Wildcard, WrongCase,
        };
        let rows: &[(&str, &[EntryKind])] = &[
            ("", &[]),
            ("user_id:a  inbox:read:messages ", &[User, Known]),
            ("user_id: a", &[User, Stray]),
            (
                "user_id:ada king lovelace read:brands",
                &[User, Stray, Stray, Known],
            ),
            ("alone", &[Unknown]),
            ("user_id:a b:c", &[User, Unknown]),
            ("user_id:ada+test@example.com", &[User]),
            ("user_id:a,b", &[User]),
            ("user_id:a%20b", &[User]),
            ("user_id:a,inbox:read:messages", &[Joined]),
            ("user_id:a, inbox:read:messages", &[Joined, Known]),
            ("user_id:a; inbox:read:mesages", &[Joined, Unknown]),
            ("user_id:a, b", &[User, Stray]),
            ("user_id:a,", &[User]),
            ("inbox:read:messages,inbox:write:events", &[Joined]),
            ("inbox:read:messages,inbox:write:event", &[Joined]),
            ("inbox:read:messages,", &[Joined]),
            ("inbox:read:messages\tuser_id:a", &[Joined]),
            ("inbox:read:messages\u{a0}read:brands", &[Joined]),
            ("inbox:read:messages%20read:brands", &[Joined]),
            ("read:brands:b,1", &[Known]),
            ("read:brands:b1,read:preferences", &[Joined]),
            (
                "read:brands{:id} tenant:<ID>:read read:brands:$BRAND_ID",
                &[Placeholder; 3],
            ),
            ("Inbox:Read:Messages USER_ID:a", &[WrongCase, WrongCase]),
            (
                "tenants:notification:read tenant:t:notifications:read tenant:read tenants:t:read tenant:brands:read",
                &[MixedTenant; 5],
            ),
            (
                "tenants:notifications:read tenant:t:notification:read tenant:t:read",
                &[Known; 3],
            ),
            ("inbox:write:event write:events", &[Undocumented; 2]),
            (
                "user_id:awrite:user-tokens read:brands",
                &[MissingSpace, Known],
            ),
            ("user_id:a:read:b", &[User]),
            ("user_id:a,bread:brands", &[MissingSpace]),
            ("read:brands:bread:preferences", &[MissingSpace]),
            (
                "user_id:a * inbox:* tenant:*:read inbox.*",
                &[User, Wildcard, Wildcard, Wildcard, Wildcard],
            ),
            (
                "user_id:a INBOX_READ_MESSAGES inbox.write.events read-inbox tenant_id=t",
                &[User, Unknown, Unknown, Unknown, Unknown],
            ),
            ("a,b é,è %", &[Unknown; 3]),
        ];
        for (scope, expected) in rows {
            assert_eq!(kinds(scope), *expected, "{scope}");
        }
    }

    #[test]
    fn faulty_entries_are_corrected() {
        let rows: &[(&str, &[&str])] = &[
            (
                "user_id:a,inbox:read:messages",
                &["user_id:a", "inbox:read:messages"],
            ),
            (
                "read:brands;read:preferences|user_id:x",
                &["read:brands", "read:preferences", "user_id:x"],
            ),
            (
                "inbox:read:messages,\r\n\tinbox:write:event",
                &["inbox:read:messages", "inbox:write:events"],
            ),
            ("inbox:read:messages,", &["inbox:read:messages"]),
            ("inbox:read:messages,app:admin", &["inbox:read:messages"]),
            (
                "user_id:a,inbox:read:messages,foo",
                &["user_id:a", "inbox:read:messages"],
            ),
            (
                "inbox:read:messages,READ:BRANDS:b",
                &["inbox:read:messages", "read:brands:b"],
            ),
            (
                "inbox:read:write",
                &["inbox:read:messages", "inbox:write:events"],
            ),
            ("tenants:brands:read", &["tenants:brand:read"]),
            (
                "tenant:t:notifications:write",
                &["tenant:t:notification:write"],
            ),
            ("read:brands{:id}", &["read:brands"]),
            ("READ:BRANDS:b", &["read:brands:b"]),
            (
                "user_id:u-17inbox:read:messageswrite:events",
                &["user_id:u-17", "inbox:read:messages", "inbox:write:events"],
            ),
            (
                "user_id:u-17read:brands,inbox:read:messages",
                &["user_id:u-17", "read:brands", "inbox:read:messages"],
            ),
            ("USER_ID:u-17read:brands", &["user_id:u-17", "read:brands"]),
            ("inbox:write:*", &["inbox:write:events"]),
            ("*", &[]),
            ("frobnicate", &[]),
        ];
        for (scope, expected) in rows {
            let kind = scope_entries(scope)[0].kind;
            assert_eq!(
                intended_scopes(scope, kind),
                *expected,
                "{scope} is {kind:?}"
            );
        }
        for (text, scope) in [
            ("userId:alice", "user_id:alice"),
            ("inbox:read:mesages", "inbox:read:messages"),
            ("inbox:messages:read", "inbox:read:messages"),
            ("INBOX_WRITE_MESSAGES", "inbox:write:events"),
            ("Tenant/Acme/Read", "tenant:Acme:read"),
            ("read.brands.b1", "read:brands:b1"),
            ("read:inbox", "inbox:read:messages"),
        ] {
            assert_eq!(suggested_scopes(text), [scope], "{text}");
        }
        for text in ["tenant_id:acme", "accountId=acme", "tenant:acme"] {
            assert!(
                suggested_scopes(text).is_empty() && names_tenant(text),
                "{text}"
            );
        }
    }
}
