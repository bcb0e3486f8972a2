//! Classification of the entries of a scope string, and the scopes they were meant to be.

mod joined;
mod tenant;

use std::ops::Range;

pub(super) use joined::separator_name;

use joined::split_joined;
use tenant::corrected_tenant_scope;

use crate::token::{
    leftover::{contains_placeholder, leftover},
    scope::{
        USER_PREFIX, canonical_case, closest_match, documented_replacement, is_known,
        is_known_literal, items,
    },
};

/// The maximum number of parts of a joined entry that are corrected. It bounds the work for a
/// hostile token.
const MAX_PARTS: usize = 64;

/// An entry of a scope string: the text between two spaces, the only separator that a server
/// knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeEntry {
    /// The entry's byte range in the scope string.
    pub span: Range<usize>,
    /// The entry's classification.
    pub kind: EntryKind,
}

/// The classification of a scope entry. Every entry has exactly one kind, so that one fault is
/// reported once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// `user_id:` and a user ID, which may be empty.
    User,
    /// A scope in Courier's documentation.
    Known,
    /// A scope that occurs only in Courier's source code.
    Undocumented,
    /// Several scopes with a separator other than a space between or after them.
    Joined,
    /// A tenant scope that mixes singular and plural forms.
    MixedTenant,
    /// A scope that contains an unfilled placeholder.
    Placeholder,
    /// A known scope in the wrong case.
    WrongCase,
    /// A text without a colon after a user, probably the rest of a user ID that contains a space.
    Stray,
    /// Any other text.
    Unknown,
}

impl EntryKind {
    /// Returns the name that the JSON output uses.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Known => "known",
            Self::Undocumented => "undocumented",
            Self::Joined => "joined",
            Self::MixedTenant => "mixed-tenant",
            Self::Placeholder => "placeholder",
            Self::WrongCase => "wrong-case",
            Self::Stray => "stray",
            Self::Unknown => "unknown",
        }
    }
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
        return match split_joined(text, next) {
            Some(_) => EntryKind::Joined,
            None => EntryKind::User,
        };
    }
    if is_known_literal(text) {
        EntryKind::Known
    } else if split_joined(text, next).is_some() {
        EntryKind::Joined
    } else if !text.contains(':') && follows_user {
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

/// Returns the scopes that an entry was evidently meant to name. A valid entry names itself.
pub(super) fn intended_scopes(text: &str, kind: EntryKind) -> Vec<String> {
    let at_most_one = |scope: Option<String>| scope.into_iter().collect();
    match kind {
        EntryKind::User | EntryKind::Known => vec![text.to_owned()],
        EntryKind::Undocumented => documented_replacement(text)
            .into_iter()
            .flat_map(|scopes| scopes.split(' '))
            .map(str::to_owned)
            .collect(),
        EntryKind::Joined => joined_parts(text).flat_map(intended_by_part).collect(),
        EntryKind::MixedTenant => at_most_one(corrected_tenant_scope(text)),
        // `read:brands{:id}` stands for `read:brands` as well. The ID that is missing from
        // `read:brands:<id>` is unknown.
        EntryKind::Placeholder => {
            let fixed = text.split('{').next().unwrap_or_default();
            at_most_one(is_known(fixed).then(|| fixed.to_owned()))
        }
        EntryKind::WrongCase => at_most_one(canonical_case(text)),
        EntryKind::Stray | EntryKind::Unknown => Vec::new(),
    }
}

/// Returns the parts of a joined entry.
pub(super) fn joined_parts(text: &str) -> impl Iterator<Item = &str> {
    // The entry is known to be joined, so a trailing separator counts whatever follows it.
    let parts = split_joined(text, Some(USER_PREFIX));
    parts.into_iter().flatten().take(MAX_PARTS)
}

/// Returns the scopes that a part of a joined entry was evidently meant to name, none if the part
/// is unknown.
pub(super) fn intended_by_part(part: &str) -> Vec<String> {
    if part.starts_with(USER_PREFIX) || is_known(part) {
        return vec![part.to_owned()];
    }
    canonical_case(part).map_or_else(|| suggested_scopes(part), |scope| vec![scope])
}

/// Returns the scopes that an unknown entry was probably meant to name.
pub(super) fn suggested_scopes(text: &str) -> Vec<String> {
    if let Some(scopes) = documented_replacement(text) {
        return scopes.split(' ').map(str::to_owned).collect();
    }
    let scope = misnamed_user(text).or_else(|| closest_match(text).map(str::to_owned));
    scope.into_iter().collect()
}

/// Returns the `user_id:` entry that a text was meant to be, such as `userid:alice`.
pub(super) fn misnamed_user(text: &str) -> Option<String> {
    const NAMES: [&str; 6] = ["user", "user_id", "user-id", "userid", "uid", "sub"];
    let (name, id) = text.split_once([':', '='])?;
    let is_name = NAMES.contains(&name.to_ascii_lowercase().as_str());
    (is_name && !id.is_empty()).then(|| format!("{USER_PREFIX}{id}"))
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
            Joined, Known, MixedTenant, Placeholder, Stray, Undocumented, Unknown, User, WrongCase,
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
        assert_eq!(suggested_scopes("userId:alice"), ["user_id:alice"]);
        assert_eq!(
            suggested_scopes("inbox:read:mesages"),
            ["inbox:read:messages"]
        );
    }
}
