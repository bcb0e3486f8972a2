//! Suggestions in findings about scope entries.

use std::collections::HashSet;

use crate::{
    inspect::{
        finding::Finding,
        scope_entry::{EntryKind, ScopeEntry},
        subject::Subject,
    },
    text::join_with_and,
    token::scope::USER_PREFIX,
};

/// Returns the entries without those whose text occurred before.
pub(super) fn distinct<'s>(
    subject: &'s Subject<'_>,
    entries: impl Iterator<Item = &'s ScopeEntry>,
) -> impl Iterator<Item = &'s ScopeEntry> {
    let mut seen = HashSet::new();
    entries.filter(move |entry| seen.insert(subject.entry_text(entry)))
}

/// Sets help that suggests scopes instead of an entry, if there are any. Neither the entry itself
/// is suggested, nor a scope that the token has already, nor a second user.
pub(super) fn suggest(
    subject: &Subject<'_>,
    entry: &ScopeEntry,
    scopes: &[String],
    finding: &mut Finding,
) {
    let text = subject.entry_text(entry);
    let scopes = scopes.iter().map(String::as_str);
    let scopes: Vec<&str> = scopes.filter(|scope| *scope != text).collect();
    if scopes.is_empty() {
        return;
    }
    let others = || subject.scope_entries.iter().filter(|other| *other != entry);
    let required = subject.requirements.user.as_deref();
    let mut is_user_named = others().any(|other| other.kind == EntryKind::User);
    let mut missing: Vec<&str> = Vec::new();
    for scope in &scopes {
        let user = scope.strip_prefix(USER_PREFIX);
        let is_second_user = user.is_some() && is_user_named && user != required;
        let is_present = others().any(|other| subject.entry_text(other) == *scope);
        if !is_second_user && !is_present && !missing.contains(scope) {
            missing.push(scope);
        }
        is_user_named |= user.is_some();
    }
    finding.help(if !missing.is_empty() {
        format!("did you mean `{}`?", missing.join(" "))
    } else if scopes.iter().any(|scope| scope.starts_with(USER_PREFIX)) {
        "the token already names a user; remove this one".to_owned()
    } else {
        let scopes: Vec<String> = scopes.iter().map(|scope| format!("`{scope}`")).collect();
        let are = if scopes.len() > 1 { "are" } else { "is" };
        let scopes = join_with_and(&scopes);
        format!("{scopes} {are} already there; remove this one")
    });
}
