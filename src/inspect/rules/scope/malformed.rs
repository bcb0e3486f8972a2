//! Checks of scope entries whose meaning is evident, but that Courier cannot read.

use super::suggestion::{distinct, suggest};
use crate::{
    inspect::{
        finding::{Finding, Findings, Severity},
        scope_entry::{EntryKind, ScopeEntry, entry_parts, intended_by_part, separator_name},
        subject::Subject,
    },
    text::join_with_and,
    token::{RequiredScope, scope::USER_PREFIX},
};

pub(super) fn bad_separator(subject: &Subject<'_>, findings: &mut Findings) {
    let entries = distinct(subject, subject.entries_of_kind(EntryKind::Joined));
    findings.add_each(entries, "scopes with a bad separator", |entry, findings| {
        let text = subject.entry_text(entry);
        let parts = entry_parts(text, entry.kind);
        let separator = separator_name(text).unwrap_or("no space");
        let message = match parts.len() {
            0 | 1 => format!("{separator} follows this scope"),
            count => format!("{separator} separates these {count} scopes, not a space"),
        };
        let finding = findings.add(message).span(entry.span.clone());
        suggest(subject, entry, &subject.intended_scopes(entry), finding);
        let unknown: Vec<String> = parts
            .into_iter()
            .filter(|part| intended_by_part(part).is_empty())
            .map(|part| format!("`{part}`"))
            .collect();
        if let Some(help) = finding.help.take_if(|_| !unknown.is_empty()) {
            let are = if unknown.len() > 1 {
                "are not Courier scopes"
            } else {
                "is not a Courier scope"
            };
            finding.help(format!("{help} {} {are}", join_with_and(&unknown)));
        }
        escalate_if_needed(subject, entry, finding);
    });
}

pub(super) fn missing_space(subject: &Subject<'_>, findings: &mut Findings) {
    let entries = distinct(subject, subject.entries_of_kind(EntryKind::MissingSpace));
    findings.add_each(entries, "entries without a space", |entry, findings| {
        let parts = entry_parts(subject.entry_text(entry), entry.kind);
        let quoted: Vec<String> = parts.iter().map(|part| format!("`{part}`")).collect();
        let are_missing = match parts.len() {
            0..=2 => "a space is missing",
            _ => "spaces are missing",
        };
        let finding = if let Some(user) = parts[0].strip_prefix(USER_PREFIX) {
            let scopes = join_with_and(&quoted[1..]);
            let message = format!("{are_missing} before {scopes}");
            missing_space_after_user(subject, entry, user, &message, findings)
        } else {
            let message = format!("{are_missing} between {}", join_with_and(&quoted));
            let finding = findings
                .add(message)
                .span(entry.span.clone())
                .severity(Severity::Warning);
            suggest(subject, entry, &subject.intended_scopes(entry), finding);
            escalate_if_needed(subject, entry, finding);
            finding
        };
        if let Some(scope) = parts.get(1) {
            finding.scope(scope);
        }
    });
}

/// Adds the finding about a user ID that scopes follow without a space. Courier reads a different
/// user, and refuses the token if the app names the intended one.
fn missing_space_after_user<'f>(
    subject: &Subject<'_>,
    entry: &ScopeEntry,
    user: &str,
    message: &str,
    findings: &'f mut Findings,
) -> &'f mut Finding {
    let finding = if user.is_empty() {
        findings
            .add(format!("{message}; the user ID is empty"))
            .help("write the ID directly after `user_id:`, then a space")
    } else {
        let finding = findings.add(format!("{message}; the user ID is `{user}`"));
        suggest(subject, entry, &subject.intended_scopes(entry), finding);
        finding
    };
    finding.span(entry.span.clone());
    let required = subject.requirements.user.as_deref();
    let is_user_lost = !subject.is_read_as_user(required.unwrap_or(user));
    if is_user_lost || lost_needs(subject, entry).next().is_some() {
        finding.refused_by_server();
    }
    finding
}

pub(super) fn wildcard_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let entries = distinct(subject, subject.entries_of_kind(EntryKind::Wildcard));
    findings.add_each(entries, "wildcards", |entry, findings| {
        let text = subject.entry_text(entry);
        let finding = findings
            .add(format!("Courier has no wildcards: `{text}` allows nothing"))
            .span(entry.span.clone());
        suggest(subject, entry, &subject.intended_scopes(entry), finding);
        let is_for_all_tenants = text.starts_with("tenant:*") || text.starts_with("tenants:");
        if let Some(help) = finding.help.take_if(|_| is_for_all_tenants) {
            finding.help(format!("{help} `tenants:…` covers all tenants"));
        }
        escalate_if_needed(subject, entry, finding);
    });
}

pub(super) fn placeholder_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let entries = distinct(subject, subject.entries_of_kind(EntryKind::Placeholder));
    findings.add_each(entries, "scopes with a placeholder", |entry, findings| {
        let text = subject.entry_text(entry);
        let finding = findings
            .add(format!("`{text}` contains an unfilled placeholder"))
            .span(entry.span.clone())
            .help("write the ID instead, or remove this one");
        suggest(subject, entry, &subject.intended_scopes(entry), finding);
        escalate_if_needed(subject, entry, finding);
    });
}

pub(super) fn scope_case(subject: &Subject<'_>, findings: &mut Findings) {
    let entries = distinct(subject, subject.entries_of_kind(EntryKind::WrongCase));
    findings.add_each(entries, "scopes in the wrong case", |entry, findings| {
        let text = subject.entry_text(entry);
        let finding = findings
            .add(format!("`{text}` is in the wrong case"))
            .span(entry.span.clone());
        suggest(subject, entry, &subject.intended_scopes(entry), finding);
        escalate_if_needed(subject, entry, finding);
    });
}

/// Makes a finding an error if the malformed entry was meant to grant a needed scope or to name the
/// user, and no other entry does.
fn escalate_if_needed(subject: &Subject<'_>, entry: &ScopeEntry, finding: &mut Finding) {
    let intended = subject.intended_scopes(entry);
    let mut intended_users = intended
        .iter()
        .filter_map(|scope| scope.strip_prefix(USER_PREFIX));
    let has_valid_user = subject.entries_of_kind(EntryKind::User).next().is_some();
    let required = subject.requirements.user.as_deref();
    let loses_user = intended_users.any(|user| {
        let is_required = required == Some(user) && subject.users().all(|other| other != user);
        !has_valid_user || is_required
    });
    let needs: Vec<String> = lost_needs(subject, entry)
        .map(|need| format!("`{}`", need.scope))
        .collect();
    let lost = if !needs.is_empty() {
        join_with_and(&needs)
    } else if loses_user {
        "the user".to_owned()
    } else {
        return;
    };
    finding.message = format!("{}, so Courier does not find {lost}", finding.message);
    finding.severity(Severity::Error).refused_by_server();
}

/// Returns the essential scopes that a malformed entry was meant to grant and no other entry grants.
fn lost_needs<'s>(
    subject: &'s Subject<'_>,
    entry: &'s ScopeEntry,
) -> impl Iterator<Item = &'static RequiredScope> {
    let essential = subject.missing_needs().filter(|need| !need.is_optional);
    essential.filter(|need| subject.was_intended_to_grant(entry, need))
}
