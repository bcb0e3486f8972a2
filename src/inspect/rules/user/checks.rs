//! Checks of the user rules.

use crate::{
    inspect::{
        finding::{Findings, Severity},
        scope_entry::{EntryKind, ScopeEntry, misnamed_user, whole_user_id},
        subject::Subject,
        token_text::TokenLocation,
    },
    token::{
        leftover::{UserIdMistake, user_id_mistake},
        scope::USER_PREFIX,
    },
};

/// The maximum number of users that are checked one by one. It bounds the work for a hostile token.
const MAX_USERS: usize = 10;

/// Characters that SDKs put into paths and queries unencoded, where they have a special meaning.
const UNSAFE_IN_URLS: &[char] = &['/', '?', '#', '&', '+', '%', '"'];

pub(super) fn no_user(subject: &Subject<'_>, findings: &mut Findings) {
    // The scope rules report a malformed user.
    let names_malformed_user = || subject.malformed_users().next().is_some();
    if subject.scope_text().is_some() && subject.users().next().is_none() && !names_malformed_user()
    {
        let finding = findings
            .add("the scope has no `user_id:` entry")
            .claim("scope");
        if let Some(entry) = subject.misnamed_user()
            && let Some(intended) = misnamed_user(subject.entry_text(entry))
        {
            finding
                .span(entry.span.clone())
                .help(format!("did you mean `{intended}`?"));
        }
    }
}

pub(super) fn empty_user(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(entry) = subject.entries_of_kind(EntryKind::User).next() else {
        return;
    };
    if subject.users().any(|user| !user.is_empty()) {
        return;
    }
    let finding = findings
        .add("the user ID after `user_id:` is empty")
        .span(entry.span.clone());
    let id = whole_id(subject, entry).trim_start();
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
        .filter(|entry| subject.entry_text(entry).starts_with(USER_PREFIX))
        .nth(1);
    let first = subject.users().next();
    let message = if subject.users().all(|user| Some(user) == first) {
        format!("the scope names the same user {users} times, but Courier expects one `user_id:`")
    } else {
        format!("the scope names {users} users, so Courier does not know which one is meant")
    };
    let finding = findings.add(message);
    if let Some(entry) = second {
        finding.span(entry.span.clone());
    }
}

pub(super) fn placeholder_user(subject: &Subject<'_>, findings: &mut Findings) {
    for entry in subject.entries_of_kind(EntryKind::User).take(MAX_USERS) {
        let id = whole_id(subject, entry);
        let Some(UserIdMistake::Leftover(leftover)) = user_id_mistake(id) else {
            continue;
        };
        let finding = findings
            .add(format!("`{id}` is {leftover}, not a user ID"))
            .span(entry.span.start..entry.span.start + USER_PREFIX.len() + id.len());
        if lacks_required_user(subject) {
            finding.refused_by_server();
        }
    }
}

pub(super) fn wrapped_user_id(subject: &Subject<'_>, findings: &mut Findings) {
    let required = subject.requirements.user.as_deref();
    for entry in subject.entries_of_kind(EntryKind::User).take(MAX_USERS) {
        let id = whole_id(subject, entry);
        let Some(UserIdMistake::Wrapped(wrapped)) = user_id_mistake(id) else {
            continue;
        };
        let finding = findings
            .add(format!(
                "the user ID `{id}` contains {}",
                wrapped.surroundings
            ))
            .span(entry.span.start..entry.span.start + USER_PREFIX.len() + id.len())
            .help(format!("is the user ID `{}`?", wrapped.id));
        let is_required = [id, &wrapped.id].map(Some).contains(&required);
        if is_required && lacks_required_user(subject) {
            finding.severity(Severity::Error).refused_by_server();
        }
    }
}

pub(super) fn user_mismatch(subject: &Subject<'_>, findings: &mut Findings) {
    if let TokenLocation::SocketUrl { user } = &subject.token_text.place
        && subject.users().all(|named| named != user)
        && let Some(entry) = subject.entries_of_kind(EntryKind::User).next()
    {
        let found = &subject.entry_text(entry)[USER_PREFIX.len()..];
        findings
            .add(format!(
                "the token is for user `{found}`, but the socket is opened for `{user}`"
            ))
            .span(entry.span.clone())
            .refused_by_server()
            .help("sign in to the SDK with the user of the token");
        return;
    }
    let Some(required) = subject.requirements.user.as_deref() else {
        return;
    };
    let mut entries = subject.user_entries();
    // The scope rules report a user with a wrong separator or in the wrong case.
    let Some((entry, found)) = entries.find(|(entry, _)| entry.kind != EntryKind::Joined) else {
        return;
    };
    if !lacks_required_user(subject) || subject.malformed_users().any(|user| user == required) {
        return;
    }
    let finding = findings
        .add(format!(
            "the token is for user `{found}`, not for `{required}`"
        ))
        .span(entry.span.clone())
        .refused_by_server();
    if found.eq_ignore_ascii_case(required) {
        finding.help("use the same case: user IDs are case-sensitive");
    }
}

pub(super) fn unsafe_user_id(subject: &Subject<'_>, findings: &mut Findings) {
    // The push and preferences SDKs put the user ID into the path of a URL.
    let is_used_in_urls =
        subject.requirements.needs.iter().any(|need| {
            need.scope.ends_with(":preferences") || need.scope.ends_with(":user-tokens")
        });
    for entry in subject.entries_of_kind(EntryKind::User).take(MAX_USERS) {
        let id = &subject.entry_text(entry)[USER_PREFIX.len()..];
        if id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        {
            continue;
        }
        let is_not_sendable = |c: char| c > '\u{FF}' || matches!(c, '\0' | '\r' | '\n');
        let (position, problem, severity) = if let Some(position) = id.find(is_not_sendable) {
            (
                position,
                "which browsers cannot send in a header",
                Severity::Warning,
            )
        } else if let Some(position) = id.find(UNSAFE_IN_URLS) {
            let severity = if is_used_in_urls {
                Severity::Warning
            } else {
                Severity::Note
            };
            (
                position,
                "which SDKs put into URLs without encoding it",
                severity,
            )
        } else {
            continue;
        };
        let c = id[position..].chars().next().unwrap_or_default();
        let start = entry.span.start + USER_PREFIX.len() + position;
        findings
            .add(format!("the user ID contains `{c}`, {problem}"))
            .span(start..start + c.len_utf8())
            .severity(severity);
    }
}

pub(super) fn split_user_id(subject: &Subject<'_>, findings: &mut Findings) {
    for entry in subject.entries_of_kind(EntryKind::User).take(MAX_USERS) {
        let id = whole_id(subject, entry);
        let first = &subject.entry_text(entry)[USER_PREFIX.len()..];
        if id == first {
            continue;
        }
        let finding = findings
            .add(format!(
                "Courier reads the user ID as `{first}`, not as `{id}`"
            ))
            .span(entry.span.start..entry.span.start + USER_PREFIX.len() + id.len());
        if lacks_required_user(subject) {
            finding.severity(Severity::Error).refused_by_server();
        }
    }
}

pub(super) fn user_only(subject: &Subject<'_>, findings: &mut Findings) {
    let names_user = |entry: &ScopeEntry| matches!(entry.kind, EntryKind::User | EntryKind::Stray);
    let mut users = subject.entries_of_kind(EntryKind::User);
    if users.next().is_some() && subject.scope_entries.iter().all(names_user) {
        findings
            .add("the scope contains only the user and no permission")
            .claim("scope");
    }
}

/// Returns a user ID including the stray entries that follow it, which are probably the rest of
/// it.
fn whole_id<'s>(subject: &'s Subject<'_>, entry: &ScopeEntry) -> &'s str {
    let scope = subject.scope_text().unwrap_or_default();
    whole_user_id(scope, &subject.scope_entries, entry)
}

/// Returns true if a user is required and the token is not for that user.
fn lacks_required_user(subject: &Subject<'_>) -> bool {
    let required = subject.requirements.user.as_deref();
    required.is_some_and(|required| {
        !subject.is_read_as_user(required) && subject.users().all(|user| user != required)
    })
}
