//! The user and the scopes that a token was meant to have.

use std::borrow::Cow;

use crate::{
    inspect::{
        finding::Finding,
        report::Report,
        requirements::Requirements,
        rules::{self, is_broad_scope},
        scope_entry::{EntryKind, ScopeEntry, intended_scopes, scope_entries},
        subject::Subject,
    },
    text::is_invisible_or_control,
    token::{
        FEATURES, Object, UserId, Value, base64url,
        placeholder::is_placeholder,
        scope::{MISPLACED_CLAIMS, USER_PREFIX, grants},
    },
};

/// The maximum length of a user ID or scope in a command, in bytes.
const MAX_LENGTH: usize = 256;

/// The rules whose findings name scopes that a fix leaves out.
const UNKNOWN: &str = rules::names(["unknown-scope"])[0];
const PLACEHOLDER: &str = rules::names(["placeholder-scope"])[0];
const BROAD: &str = rules::names(["broad-scope"])[0];
const LEGACY: &str = rules::names(["legacy-messages-scope"])[0];

/// The scope of a token, taken from whichever claim contains it.
pub(super) struct IntendedScope<'s> {
    text: Cow<'s, str>,
    entries: Vec<ScopeEntry>,
    /// True if the text is the `scope` claim, so that findings name its entries.
    is_scope_claim: bool,
    /// The scopes of the features that the token has in full.
    complete: Vec<&'static str>,
    findings: &'s [Finding],
    requirements: &'s Requirements,
}

impl<'s> IntendedScope<'s> {
    pub(super) fn new(subject: &'s Subject<'_>, report: &'s Report) -> Self {
        let is_scope_claim = subject.scope_text().is_some();
        let text = match subject.scope_text() {
            Some(text) => Cow::Borrowed(text),
            None => Cow::Owned(misplaced_scope(subject).unwrap_or_default()),
        };
        let entries = if is_scope_claim {
            subject.scope_entries.clone()
        } else {
            scope_entries(&text)
        };
        let is_granted = |scope: &str| {
            let texts = entries
                .iter()
                .filter_map(|entry| text.get(entry.span.clone()));
            texts.into_iter().any(|text| grants(text, scope))
        };
        let complete = FEATURES.iter().filter(|feature| {
            let mut required = feature.required_scopes.iter();
            required.all(|need| is_granted(need.scope))
        });
        Self {
            complete: complete
                .flat_map(|feature| feature.required_scopes)
                .map(|need| need.scope)
                .collect(),
            entries,
            text,
            is_scope_claim,
            findings: &report.findings,
            requirements: subject.requirements,
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
        let names_user = |entry: &&ScopeEntry| {
            matches!(
                entry.kind,
                EntryKind::User | EntryKind::Joined | EntryKind::WrongCase
            )
        };
        let mut users: Vec<String> = self
            .entries
            .iter()
            .filter(names_user)
            .flat_map(|entry| intended_scopes(self.text_of(entry), entry.kind))
            .filter_map(|scope| scope.strip_prefix(USER_PREFIX).map(str::to_owned))
            .collect();
        users.dedup();
        match users.as_slice() {
            [user] if !is_split && is_safe_in_command(user) && !is_placeholder(user) => users.pop(),
            _ => None,
        }
    }

    /// Returns the needed scopes, then the other intended ones, each once. `None` if a command
    /// cannot contain one of them.
    ///
    /// A scope for one tenant or brand that satisfies a need stays as narrow as it is. A scope is
    /// left out only if a finding says what is wrong with it.
    pub(super) fn permissions(&self) -> Option<Vec<String>> {
        let intended: Vec<String> = self
            .entries
            .iter()
            .flat_map(|e| self.scopes_of(e))
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
        intended.iter().for_each(|scope| add(scope));
        let are_safe = permissions.iter().all(|scope| is_safe_in_command(scope));
        are_safe.then_some(permissions)
    }

    /// Returns the entries from which the fix takes neither a scope nor the user.
    pub(super) fn omitted(&self) -> impl Iterator<Item = &str> {
        let is_omitted = |entry: &&ScopeEntry| {
            let names_user = || {
                let scopes = intended_scopes(self.text_of(entry), entry.kind);
                scopes.iter().any(|scope| scope.starts_with(USER_PREFIX))
            };
            !matches!(entry.kind, EntryKind::User | EntryKind::Stray)
                && self.scopes_of(entry).is_empty()
                && !names_user()
        };
        let entries = self.entries.iter().filter(is_omitted);
        entries.map(|entry| self.text_of(entry))
    }

    /// Returns the scopes that the fix takes from an entry.
    fn scopes_of(&self, entry: &ScopeEntry) -> Vec<String> {
        if matches!(entry.kind, EntryKind::User | EntryKind::Stray) {
            return Vec::new();
        }
        let text = self.text_of(entry);
        let mut scopes = intended_scopes(text, entry.kind);
        if entry.kind == EntryKind::Placeholder {
            scopes.retain(|scope| scope != text);
        }
        if scopes.is_empty() && self.is_scope_claim && !self.is_named(entry) {
            scopes.push(text.to_owned());
        }
        scopes.retain(|scope| !scope.starts_with(USER_PREFIX) && !self.is_unwanted(scope, entry));
        scopes
    }

    /// Returns true if a finding says that a browser should not have a scope, or that it was
    /// mistaken for a scope of the Inbox.
    fn is_unwanted(&self, scope: &str, entry: &ScopeEntry) -> bool {
        if scope == "read:messages" {
            return self.requirements.is_needed("inbox:read:messages")
                && self.is_named_by(LEGACY, entry);
        }
        is_broad_scope(scope)
            && !self.requirements.is_needed(scope)
            && !self.complete.iter().any(|need| grants(scope, need))
            && self.is_named_by(BROAD, entry)
    }

    /// Returns true if a finding is about this entry.
    fn is_named(&self, entry: &ScopeEntry) -> bool {
        let spans = self.findings.iter().map(|finding| finding.span.as_ref());
        let rule = match entry.kind {
            EntryKind::Placeholder => PLACEHOLDER,
            _ => UNKNOWN,
        };
        self.is_named_by(rule, entry) || spans.into_iter().any(|span| span == Some(&entry.span))
    }

    /// Returns true if a finding of a scope rule is about this entry. A finding without a span
    /// counts the entries that are not listed one by one.
    fn is_named_by(&self, rule: &str, entry: &ScopeEntry) -> bool {
        self.findings.iter().any(|finding| {
            let span = finding.span.as_ref();
            finding.rule.name == rule && span.is_none_or(|span| *span == entry.span)
        })
    }

    fn text_of(&self, entry: &ScopeEntry) -> &str {
        self.text.get(entry.span.clone()).unwrap_or_default()
    }
}

/// Returns the scope from a claim in which other services put it, or from the payload of a token
/// whose other parts are damaged.
fn misplaced_scope(subject: &Subject<'_>) -> Option<String> {
    if let Some(token) = subject.readable_token() {
        return scope_in(&token.claims);
    }
    let payload = subject.token_text.text.split('.').nth(1)?;
    let payload = base64url::decode_lenient(payload)?;
    scope_in(&Object::parse(str::from_utf8(&payload).ok()?).ok()?)
}

fn scope_in(claims: &Object<'_>) -> Option<String> {
    let mut names = ["scope"].iter().chain(MISPLACED_CLAIMS);
    names.find_map(|name| match claims.get(name)? {
        Value::String(text) => Some(text.into_owned()),
        Value::Array(text) => Some(serde_json::from_str::<Vec<String>>(text).ok()?.join(" ")),
        _ => None,
    })
}

/// Returns true if a new token can contain the text and a terminal shows it unchanged.
fn is_safe_in_command(text: &str) -> bool {
    text.len() <= MAX_LENGTH
        && text.parse::<UserId>().is_ok()
        && !text.contains(|c: char| is_invisible_or_control(c) || c == char::REPLACEMENT_CHARACTER)
}
