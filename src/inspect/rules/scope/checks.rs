//! Checks of the scope rules.

use std::{cell::LazyCell, collections::HashSet};

use super::suggestion::{distinct, suggest};
use crate::{
    inspect::{
        claim::ScopeClaim,
        finding::{Findings, Severity},
        rule::ServerBehavior,
        scope_entry::{EntryKind, ScopeEntry, names_tenant, suggested_scopes},
        subject::Subject,
    },
    token::{
        FEATURES, Feature, RequiredScope,
        scope::{MISPLACED_CLAIMS, grants},
    },
};

/// The maximum number of entries that are compared pairwise, which is faster than hashing for few.
const MAX_COMPARED: usize = 16;

/// The maximum number of entries that are searched for a similar scope. It bounds the work for a
/// hostile token.
const MAX_SEARCHED: usize = 100;

pub(super) fn no_scope(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.token.is_err() {
        return;
    }
    match &subject.scope {
        ScopeClaim::Absent => {
            findings
                .add("the token has no `scope` claim")
                .claim("scope");
        }
        ScopeClaim::Text(_) if subject.scope_entries.is_empty() => {
            findings.add("the `scope` claim is empty").claim("scope");
        }
        ScopeClaim::Text(_) | ScopeClaim::Other(_) => {}
    }
}

pub(super) fn scope_not_a_string(subject: &Subject<'_>, findings: &mut Findings) {
    if let ScopeClaim::Other(kind) = subject.scope {
        findings
            .add(format!("`scope` is {kind}, not a string"))
            .claim("scope");
    }
}

pub(super) fn scope_elsewhere(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.token.is_err() || subject.scope != ScopeClaim::Absent {
        return;
    }
    for &claim in MISPLACED_CLAIMS {
        if subject.claim(claim).is_some() {
            findings
                .add(format!("the scopes are in `{claim}` instead of `scope`"))
                .claim(claim);
        }
    }
}

pub(super) fn missing_scope(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.scope_text().is_none() {
        return;
    }
    for need in reported_needs(subject) {
        let finding = findings
            .add(format!(
                "`{}` is missing, needed to {}",
                need.scope, need.purpose
            ))
            .claim("scope")
            .scope(need.scope);
        if need.is_optional {
            finding
                .severity(Severity::Note)
                .help("the scope is optional: without it, the rest of the feature works");
            finding.server = ServerBehavior::Serves;
        }
        if let Some(entry) = similar_entry(subject, need) {
            finding.span(entry.span.clone());
            let mut intended = likely_scopes(subject, entry);
            intended.retain(|scope| grants(scope, need.scope));
            suggest(subject, entry, &intended, finding);
        }
    }
}

/// Returns the missing scopes without those that a malformed entry was meant to grant: the finding
/// about that entry says so already. An optional scope counts only if no other scope is missing.
fn reported_needs(subject: &Subject<'_>) -> impl Iterator<Item = &'static RequiredScope> {
    let lacks_essential = LazyCell::new(|| subject.missing_needs().any(|need| !need.is_optional));
    subject.missing_needs().filter(move |need| {
        let mut entries = subject.scope_entries.iter();
        let is_malformed = entries.any(|entry| subject.was_intended_to_grant(entry, need));
        let is_minor = need.is_optional && *lacks_essential;
        !is_malformed && !is_minor
    })
}

/// Returns the entry that was probably meant to grant a missing scope.
fn similar_entry<'s>(subject: &'s Subject<'_>, need: &RequiredScope) -> Option<&'s ScopeEntry> {
    let mut searched = subject.scope_entries.iter().take(MAX_SEARCHED);
    searched.find(|entry| {
        let mut likely = likely_scopes(subject, entry).into_iter();
        likely.any(|scope| grants(&scope, need.scope))
    })
}

/// Returns the scopes that an entry that grants nothing was probably meant to name.
fn likely_scopes(subject: &Subject<'_>, entry: &ScopeEntry) -> Vec<String> {
    match entry.kind {
        EntryKind::Undocumented | EntryKind::MixedTenant => subject.intended_scopes(entry),
        EntryKind::Unknown => suggested_scopes(subject.entry_text(entry)),
        _ => Vec::new(),
    }
}

/// Returns the entries of one kind, each text once, without those that a `missing-scope` finding
/// marks: it says already what is wrong with them.
fn unmarked<'s>(subject: &'s Subject<'_>, kind: EntryKind) -> impl Iterator<Item = &'s ScopeEntry> {
    let marked: Vec<&str> = reported_needs(subject)
        .filter_map(|need| similar_entry(subject, need))
        .map(|entry| subject.entry_text(entry))
        .collect();
    let entries = distinct(subject, subject.entries_of_kind(kind));
    entries.filter(move |entry| !marked.contains(&subject.entry_text(entry)))
}

pub(super) fn unknown_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let misnamed_user = subject.misnamed_user();
    let misnamed_user = misnamed_user.map(|entry| subject.entry_text(entry));
    let entries = unmarked(subject, EntryKind::Unknown)
        .filter(|entry| Some(subject.entry_text(entry)) != misnamed_user);
    findings.add_each(entries, "unknown scopes", |entry, findings| {
        let text = subject.entry_text(entry);
        let finding = findings
            .add(format!("`{text}` is not a Courier scope"))
            .span(entry.span.clone());
        if names_tenant(text) {
            finding.help("a tenant is not part of the token; pass `tenantId` to the SDK");
        }
        suggest(subject, entry, &suggested_scopes(text), finding);
    });
}

pub(super) fn undocumented_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let entries = unmarked(subject, EntryKind::Undocumented);
    findings.add_each(entries, "undocumented scopes", |entry, findings| {
        let text = subject.entry_text(entry);
        let finding = findings
            .add(format!("`{text}` is not a documented Courier scope"))
            .span(entry.span.clone());
        suggest(subject, entry, &subject.intended_scopes(entry), finding);
    });
}

pub(super) fn legacy_messages_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let find = |scope: &str| {
        let mut entries = subject.scope_entries.iter();
        entries.find(|entry| subject.entry_text(entry) == scope)
    };
    let (Some(legacy), None) = (find("read:messages"), find("inbox:read:messages")) else {
        return;
    };
    let finding = findings
        .add("`read:messages` is for the old in-app client and does not open the Inbox")
        .span(legacy.span.clone())
        .help("use `inbox:read:messages` for the Inbox");
    if !subject.requirements.is_needed("inbox:read:messages") {
        finding.severity(Severity::Note);
    }
}

pub(super) fn duplicate_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let mut seen = HashSet::new();
    let is_scope = |entry: &&ScopeEntry| !matches!(entry.kind, EntryKind::User | EntryKind::Stray);
    let scopes = || subject.scope_entries.iter().filter(is_scope);
    let is_few = subject.scope_entries.len() <= MAX_COMPARED;
    let entries = scopes().enumerate().filter(|(at, entry)| {
        let text = subject.entry_text(entry);
        if is_few {
            scopes()
                .take(*at)
                .any(|other| subject.entry_text(other) == text)
        } else {
            !seen.insert(text)
        }
    });
    let entries = entries.map(|(_, entry)| entry);
    findings.add_each(entries, "duplicate scopes", |entry, findings| {
        findings
            .add(format!("`{}` is listed twice", subject.entry_text(entry)))
            .span(entry.span.clone())
            .help("remove this one");
    });
}

pub(super) fn mixed_tenant_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let entries = unmarked(subject, EntryKind::MixedTenant);
    findings.add_each(
        entries,
        "scopes that mix singular and plural",
        |entry, findings| {
            let text = subject.entry_text(entry);
            let finding = findings
                .add(format!("`{text}` mixes singular and plural"))
                .span(entry.span.clone());
            suggest(subject, entry, &subject.intended_scopes(entry), finding);
        },
    );
}

pub(super) fn broad_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let broad = subject.entries_of_kind(EntryKind::Known).filter(|entry| {
        let text = subject.entry_text(entry);
        is_broad_scope(text) && !subject.requirements.is_needed(text)
    });
    let entries = distinct(subject, broad);
    findings.add_each(entries, "broad scopes", |entry, findings| {
        let text = subject.entry_text(entry);
        let finding = findings
            .add(format!("`{text}` lets the user change data of other users"))
            .span(entry.span.clone());
        let is_granted = |scope: &str| {
            let mut entries = subject.scope_entries.iter();
            entries.any(|entry| grants(subject.entry_text(entry), scope))
        };
        if let Some(feature) = complete_feature(text, is_granted) {
            finding.help(format!(
                "add `{}` to --for if the app uses it",
                feature.name
            ));
        }
    });
}

/// Returns a feature that needs this scope and whose scopes are all granted.
fn complete_feature(scope: &str, is_granted: impl Fn(&str) -> bool) -> Option<&'static Feature> {
    FEATURES.iter().find(|feature| {
        let mut required = feature.required_scopes.iter();
        let needs_scope = required.any(|need| grants(scope, need.scope));
        let mut essential = feature.essential_scopes();
        needs_scope && essential.all(|need| is_granted(need.scope))
    })
}

pub(super) fn made_for_create(subject: &Subject<'_>, findings: &mut Findings) {
    let is_for_tenants = |scope: &str| scope.starts_with("tenant");
    let entries = subject.scope_entries.iter();
    let mut scopes = entries
        .filter(|entry| entry.kind != EntryKind::User)
        .peekable();
    let is_for_create = |entry: &ScopeEntry| {
        entry.kind == EntryKind::Known && is_for_tenants(subject.entry_text(entry))
    };
    if scopes.peek().is_none() || !scopes.all(is_for_create) {
        return;
    }
    let mut needs = subject.requirements.needs.iter();
    let is_needed = needs.any(|need| is_for_tenants(need.scope));
    if !is_needed && subject.missing_needs().next().is_some() {
        findings
            .add("the token has only scopes of Courier Create")
            .claim("scope");
    }
}

/// Returns true if a scope lets a user change what the whole workspace or every tenant sees.
pub(in crate::inspect) fn is_broad_scope(scope: &str) -> bool {
    scope.starts_with("write:brands")
        || (scope.starts_with("tenants:") && scope.ends_with(":write"))
}

pub(super) fn extra_space(subject: &Subject<'_>, findings: &mut Findings) {
    let scope = subject.scope_text().unwrap_or_default();
    let entries = &subject.scope_entries;
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else {
        return;
    };
    let gap = entries
        .windows(2)
        .find(|pair| pair[1].span.start - pair[0].span.end > 1)
        .map(|pair| pair[0].span.end..pair[1].span.start);
    let (position, span) = if first.span.start > 0 {
        ("begins with a space", 0..first.span.start)
    } else if let Some(span) = gap {
        ("has more than one space between scopes", span)
    } else if last.span.end < scope.len() {
        ("ends with a space", last.span.end..scope.len())
    } else {
        return;
    };
    findings.add(format!("the scope {position}")).span(span);
}
