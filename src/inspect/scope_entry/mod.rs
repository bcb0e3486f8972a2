//! What each word of a scope string is, and what it was meant to be.

mod joined;
mod tenant;

use std::ops::Range;

pub use joined::separator_name;

use joined::cut;
use tenant::unmixed_tenant;

use crate::token::{
    placeholder::{USER_ID, contains_placeholder, is_placeholder},
    scope::{
        UNDOCUMENTED, USER_PREFIX, canonical_case, closest_match, is_known, is_known_literal, items,
    },
};

/// How many parts of a word are made sense of: nobody types more.
const MAX_PARTS: usize = 64;

/// One word of a scope string: what stands between spaces, which is all that a server splits at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopeEntry {
    /// Its bytes in the scope string.
    pub span: Range<usize>,
    /// What it is.
    pub kind: EntryKind,
}

/// What a word of a scope string is. Each word is one thing, so that one fault is found once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// `user_id:` and an id, perhaps an empty one.
    User,
    /// A scope that Courier's documents name.
    Known,
    /// A scope that only Courier's source names.
    Undocumented,
    /// Several scopes with something else than a space between them, or after them.
    Joined,
    /// A tenant's scope in which singular and plural are mixed up.
    MixedTenant,
    /// A scope with a gap that was to be filled.
    Placeholder,
    /// A scope but for its case.
    WrongCase,
    /// A word that looks like the rest of a user id with a space in it.
    Stray,
    /// None of these.
    Unknown,
}

impl EntryKind {
    /// The word in JSON output.
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

/// The words of a scope string.
#[must_use]
pub fn words(scope: &str) -> Vec<ScopeEntry> {
    let mut words: Vec<ScopeEntry> = Vec::with_capacity(8);
    let mut entries = items(scope).peekable();
    while let Some(entry) = entries.next() {
        let before = words.last().map(|word| word.kind);
        let after = entries.peek().map(|entry| entry.text);
        let kind = kind(entry.text, before, after);
        words.push(ScopeEntry {
            span: entry.span,
            kind,
        });
    }
    words
}

/// Whether a part of a scope was to be replaced. `USER_ID` is the user's own word in capitals.
fn is_gap(part: &str) -> bool {
    part != USER_ID && is_placeholder(part)
}

fn kind(text: &str, before: Option<EntryKind>, after: Option<&str>) -> EntryKind {
    let follows_user = matches!(before, Some(EntryKind::User | EntryKind::Stray));
    if text.starts_with(USER_PREFIX) {
        return match cut(text, after) {
            Some(_) => EntryKind::Joined,
            None => EntryKind::User,
        };
    }
    if is_known_literal(text) {
        EntryKind::Known
    } else if cut(text, after).is_some() {
        EntryKind::Joined
    } else if !text.contains(':') && follows_user {
        EntryKind::Stray
    } else if text.split(':').any(is_gap) || contains_placeholder(text) {
        EntryKind::Placeholder
    } else if unmixed_tenant(text).is_some() {
        EntryKind::MixedTenant
    } else if is_known(text) {
        EntryKind::Known
    } else if undocumented(text).is_some() {
        EntryKind::Undocumented
    } else if canonical_case(text).is_some() {
        EntryKind::WrongCase
    } else {
        EntryKind::Unknown
    }
}

/// The scopes that a word was surely meant to be; those of a word that is right are itself.
#[must_use]
pub fn meant(text: &str, kind: EntryKind) -> Vec<String> {
    let one = |scope: Option<String>| scope.into_iter().collect();
    match kind {
        EntryKind::User | EntryKind::Known => vec![text.to_owned()],
        EntryKind::Undocumented => undocumented(text)
            .into_iter()
            .flat_map(|scopes| scopes.split(' '))
            .map(str::to_owned)
            .collect(),
        // What follows the word only decides whether it is one of these.
        EntryKind::Joined => cut(text, Some(USER_PREFIX))
            .into_iter()
            .flatten()
            .take(MAX_PARTS)
            .flat_map(|part| match part {
                part if part.starts_with(USER_PREFIX) || is_known(part) => vec![part.to_owned()],
                part => suggestion(part),
            })
            .collect(),
        EntryKind::MixedTenant => one(unmixed_tenant(text)),
        // `read:brands{:id}` is both; the id of `read:brands:<id>` nobody knows.
        EntryKind::Placeholder => {
            let fixed = text.split('{').next().unwrap_or_default();
            one(is_known(fixed).then(|| fixed.to_owned()))
        }
        EntryKind::WrongCase => one(canonical_case(text)),
        EntryKind::Stray | EntryKind::Unknown => Vec::new(),
    }
}

/// What an unknown scope was probably meant to be.
#[must_use]
pub fn suggestion(text: &str) -> Vec<String> {
    if let Some(scopes) = undocumented(text) {
        return scopes.split(' ').map(str::to_owned).collect();
    }
    let of_user = ["user", "user_id", "user-id", "userid", "uid", "sub"];
    if let Some((name, id)) = text.split_once([':', '='])
        && of_user.contains(&name.to_ascii_lowercase().as_str())
        && !id.is_empty()
    {
        return vec![format!("{USER_PREFIX}{id}")];
    }
    closest_match(text).map(str::to_owned).into_iter().collect()
}

/// What is documented in place of a scope that is not.
#[must_use]
pub fn undocumented(text: &str) -> Option<&'static str> {
    let row = UNDOCUMENTED.iter().find(|(scope, _)| *scope == text);
    row.map(|(_, documented)| *documented)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(scope: &str) -> Vec<EntryKind> {
        words(scope).iter().map(|word| word.kind).collect()
    }

    #[test]
    fn each_word_is_one_thing() {
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
    fn what_was_meant_is_told() {
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
            let kind = words(scope)[0].kind;
            assert_eq!(meant(scope, kind), *expected, "{scope} is {kind:?}");
        }
        assert_eq!(suggestion("userId:alice"), ["user_id:alice"]);
        assert_eq!(suggestion("inbox:read:mesages"), ["inbox:read:messages"]);
    }
}
