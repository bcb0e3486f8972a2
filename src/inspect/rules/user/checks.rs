//! What is looked at for the rules of the user.

use crate::{
    inspect::{
        finding::{Findings, Severity},
        scope_entry::{EntryKind, ScopeEntry},
        subject::Subject,
    },
    token::{placeholder::is_placeholder, scope::USER_PREFIX},
};

/// How many users are looked at one by one: a token is for one.
const MOST_USERS: usize = 10;

/// Characters that SDKs put into paths and queries as they are, where they mean something else.
const UNSAFE_IN_URLS: &[char] = &['/', '?', '#', '&', '+', '%', '"'];

pub(super) fn no_user(subject: &Subject<'_>, findings: &mut Findings) {
    let lost = || subject.malformed_users().next().is_some();
    if subject.scope_text().is_some() && subject.users().next().is_none() && !lost() {
        findings
            .add("the scope has no `user_id:` entry")
            .claim("scope");
    }
}

pub(super) fn empty_user(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(word) = subject.entries_of_kind(EntryKind::User).next() else {
        return;
    };
    if subject.users().any(|user| !user.is_empty()) {
        return;
    }
    let finding = findings
        .add("nothing stands behind `user_id:`")
        .span(word.span.clone());
    let id = whole_id(subject, word).trim_start();
    if !id.is_empty() {
        finding.help(format!("did you mean `{USER_PREFIX}{id}`?"));
    }
}

pub(super) fn several_users(subject: &Subject<'_>, findings: &mut Findings) {
    let users = subject.users().count();
    if users < 2 {
        return;
    }
    let second = subject
        .scope_entries
        .iter()
        .filter(|word| subject.entry_text(word).starts_with(USER_PREFIX))
        .nth(1);
    let first = subject.users().next();
    let message = if subject.users().all(|user| Some(user) == first) {
        format!("it names the user {users} times, and Courier then knows no single one")
    } else {
        format!("it names {users} users, and Courier then knows no single one")
    };
    let finding = findings.add(message);
    if let Some(word) = second {
        finding.span(word.span.clone());
    }
}

pub(super) fn placeholder_user(subject: &Subject<'_>, findings: &mut Findings) {
    for word in subject.entries_of_kind(EntryKind::User).take(MOST_USERS) {
        let id = whole_id(subject, word);
        if !is_placeholder(id) {
            continue;
        }
        let finding = findings
            .add(format!("`{id}` stands in the place of a user id"))
            .span(word.span.start..word.span.start + USER_PREFIX.len() + id.len());
        if asks_for_another(subject) {
            finding.refused_by_server();
        }
    }
}

pub(super) fn user_mismatch(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(wanted) = subject.requirements.user.as_deref() else {
        return;
    };
    let Some(word) = subject.entries_of_kind(EntryKind::User).next() else {
        return;
    };
    // A user who is lost by a separator or in the wrong case is told of there.
    if !asks_for_another(subject) || subject.malformed_users().any(|user| user == wanted) {
        return;
    }
    let found = &subject.entry_text(word)[USER_PREFIX.len()..];
    let finding = findings
        .add(format!("it is for `{found}`, not for `{wanted}`"))
        .span(word.span.clone())
        .refused_by_server();
    if found.eq_ignore_ascii_case(wanted) {
        finding.help("ids that differ in case are different users");
    }
}

pub(super) fn unsafe_user_id(subject: &Subject<'_>, findings: &mut Findings) {
    // The SDKs of push and preferences put the id into the path of a URL.
    let goes_into_urls =
        subject.requirements.needs.iter().any(|need| {
            need.scope.ends_with(":preferences") || need.scope.ends_with(":user-tokens")
        });
    for word in subject.entries_of_kind(EntryKind::User).take(MOST_USERS) {
        let id = &subject.entry_text(word)[USER_PREFIX.len()..];
        if id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        {
            continue;
        }
        let unsendable = |c: char| c > '\u{FF}' || matches!(c, '\0' | '\r' | '\n');
        let (found, what, severity) = if let Some(found) = id.find(unsendable) {
            (
                found,
                "which no browser can send in a header",
                Severity::Warning,
            )
        } else if let Some(found) = id.find(UNSAFE_IN_URLS) {
            let severity = if goes_into_urls {
                Severity::Warning
            } else {
                Severity::Note
            };
            (found, "which SDKs put into URLs unencoded", severity)
        } else {
            continue;
        };
        let c = id[found..].chars().next().unwrap_or_default();
        let start = word.span.start + USER_PREFIX.len() + found;
        findings
            .add(format!("the user id has `{c}` in it, {what}"))
            .span(start..start + c.len_utf8())
            .severity(severity);
    }
}

pub(super) fn split_user_id(subject: &Subject<'_>, findings: &mut Findings) {
    for word in subject.entries_of_kind(EntryKind::User).take(MOST_USERS) {
        let id = whole_id(subject, word);
        let first = &subject.entry_text(word)[USER_PREFIX.len()..];
        if id == first {
            continue;
        }
        let finding = findings
            .add(format!("is the user `{id}`? Courier reads `{first}`"))
            .span(word.span.start..word.span.start + USER_PREFIX.len() + id.len());
        if asks_for_another(subject) {
            finding.severity(Severity::Error).refused_by_server();
        }
    }
}

pub(super) fn user_only(subject: &Subject<'_>, findings: &mut Findings) {
    let nobody_else = |word: &ScopeEntry| matches!(word.kind, EntryKind::User | EntryKind::Stray);
    let mut users = subject.entries_of_kind(EntryKind::User);
    if users.next().is_some() && subject.scope_entries.iter().all(nobody_else) {
        findings
            .add("it names a user and holds no permission")
            .claim("scope");
    }
}

/// The id of a user with the stray words behind it, which may be the rest of it.
fn whole_id<'s>(subject: &'s Subject<'_>, word: &ScopeEntry) -> &'s str {
    let end = subject
        .scope_entries
        .iter()
        .skip_while(|other| other.span.start <= word.span.start)
        .take_while(|other| other.kind == EntryKind::Stray)
        .last()
        .map_or(word.span.end, |last| last.span.end);
    let scope = subject.scope_text().unwrap_or_default();
    scope
        .get(word.span.start + USER_PREFIX.len()..end)
        .unwrap_or_default()
}

/// Whether a user is asked for whom a server does not read in the token.
fn asks_for_another(subject: &Subject<'_>) -> bool {
    let wanted = subject.requirements.user.as_deref();
    wanted.is_some_and(|wanted| subject.users().all(|user| user != wanted))
}
