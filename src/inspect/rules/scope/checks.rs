//! What is looked at for the rules of scope.

use std::collections::HashSet;

use crate::{
    inspect::{
        claim::ScopeClaim,
        finding::{Finding, Findings, Severity},
        scope_entry::{EntryKind, ScopeEntry, separator_name, suggested_scopes},
        subject::Subject,
    },
    token::scope::{MISPLACED, USER_PREFIX, grants},
};

/// Up to how many words are compared one by one.
const FEW: usize = 16;

/// How many words are looked through for one that was meant: nobody types more.
const MOST_WORDS: usize = 100;

pub(super) fn no_scope(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.token.is_err() {
        return;
    }
    match &subject.scope {
        ScopeClaim::Absent => {
            findings.add("it has no `scope`").claim("scope");
        }
        ScopeClaim::Text(_) if subject.scope_entries.is_empty() => {
            findings.add("`scope` is empty").claim("scope");
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
    for &claim in MISPLACED {
        if subject.claim(claim).is_some() {
            findings
                .add(format!("it has `{claim}` and no `scope`"))
                .claim(claim);
        }
    }
}

pub(super) fn bad_separator(subject: &Subject<'_>, findings: &mut Findings) {
    let words = subject.entries_of_kind(EntryKind::Joined);
    findings.add_each(words, "with a bad separator", |word, findings| {
        let text = subject.entry_text(word);
        let separator = separator_name(text).unwrap_or("no space");
        let message = match subject.intended_scopes(word).len() {
            0 | 1 => format!("{separator} follows this scope"),
            count => format!("{separator} is between these {count} scopes"),
        };
        let finding = findings
            .add(message)
            .span(word.span.clone())
            .help("one space, and nothing else, goes between scopes");
        raise_if_lost(subject, word, finding);
    });
}

pub(super) fn placeholder_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let words = subject.entries_of_kind(EntryKind::Placeholder);
    findings.add_each(words, "with a gap", |word, findings| {
        let text = subject.entry_text(word);
        let finding = findings
            .add(format!("`{text}` has a gap that was not filled"))
            .span(word.span.clone());
        did_you_mean(&subject.intended_scopes(word), finding);
        raise_if_lost(subject, word, finding);
    });
}

pub(super) fn scope_case(subject: &Subject<'_>, findings: &mut Findings) {
    let words = subject.entries_of_kind(EntryKind::WrongCase);
    findings.add_each(words, "in the wrong case", |word, findings| {
        let text = subject.entry_text(word);
        let finding = findings
            .add(format!("`{text}` is right but for its case"))
            .span(word.span.clone());
        did_you_mean(&subject.intended_scopes(word), finding);
        raise_if_lost(subject, word, finding);
    });
}

/// Makes a finding about a word an error where something needed is lost by it.
fn raise_if_lost(subject: &Subject<'_>, word: &ScopeEntry, finding: &mut Finding) {
    let lost: Vec<String> = subject.intended_scopes(word);
    let is_user = |scope: &String| scope.starts_with(USER_PREFIX);
    let loses_user =
        subject.entries_of_kind(EntryKind::User).next().is_none() && lost.iter().any(is_user);
    let needs: Vec<String> = subject
        .missing_needs()
        .filter(|need| subject.was_intended_to_grant(word, need))
        .map(|need| format!("`{}`", need.scope))
        .collect();
    let asked_for = subject.requirements.user.as_deref();
    let loses_asked_user = asked_for.is_some_and(|user| {
        let is_it = |scope: &String| scope.strip_prefix(USER_PREFIX) == Some(user);
        lost.iter().any(is_it) && subject.users().all(|other| other != user)
    });
    let lost = if !needs.is_empty() {
        needs.join(" and ")
    } else if loses_user || loses_asked_user {
        "the user".to_owned()
    } else {
        return;
    };
    let are = if needs.len() > 1 { "are" } else { "is" };
    finding.message = format!("{}, so {lost} {are} lost", finding.message);
    finding.severity(Severity::Error).refused_by_server();
}

pub(super) fn missing_scope(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.scope_text().is_none() {
        return;
    }
    for need in subject.missing_needs() {
        let lost = |word: &ScopeEntry| subject.was_intended_to_grant(word, need);
        if subject.scope_entries.iter().any(lost) {
            continue;
        }
        let finding = findings
            .add(format!(
                "`{}` is missing, needed to {}",
                need.scope, need.to
            ))
            .claim("scope");
        let near = |word: &&ScopeEntry| {
            let text = subject.entry_text(word);
            match word.kind {
                EntryKind::Undocumented | EntryKind::MixedTenant => subject.intended_scopes(word),
                EntryKind::Unknown => suggested_scopes(text),
                _ => Vec::new(),
            }
            .iter()
            .any(|scope| grants(scope, need.scope))
        };
        if let Some(word) = subject.scope_entries.iter().take(MOST_WORDS).find(near) {
            finding.span(word.span.clone());
            did_you_mean(&[need.scope.to_owned()], finding);
        }
    }
}

pub(super) fn unknown_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let words = subject.entries_of_kind(EntryKind::Unknown);
    findings.add_each(words, "unknown scopes", |word, findings| {
        let text = subject.entry_text(word);
        let finding = findings
            .add(format!("`{text}` is no scope of Courier's"))
            .span(word.span.clone());
        did_you_mean(&suggested_scopes(text), finding);
    });
}

pub(super) fn undocumented_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let words = subject.entries_of_kind(EntryKind::Undocumented);
    findings.add_each(words, "undocumented scopes", |word, findings| {
        let text = subject.entry_text(word);
        let finding = findings
            .add(format!("`{text}` stands in no list of Courier's scopes"))
            .span(word.span.clone());
        did_you_mean(&subject.intended_scopes(word), finding);
    });
}

pub(super) fn legacy_messages_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let word = |scope: &str| {
        subject
            .scope_entries
            .iter()
            .find(|word| subject.entry_text(word) == scope)
    };
    let (Some(legacy), None) = (word("read:messages"), word("inbox:read:messages")) else {
        return;
    };
    let finding = findings
        .add("`read:messages` is of the old in-app client and does not open the Inbox")
        .span(legacy.span.clone())
        .help("the Inbox wants `inbox:read:messages`");
    if !subject.requirements.is_needed("inbox:read:messages") {
        finding.severity(Severity::Note);
    }
}

pub(super) fn duplicate_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let mut seen = HashSet::new();
    let is_scope = |word: &&ScopeEntry| !matches!(word.kind, EntryKind::User | EntryKind::Stray);
    let scopes = || subject.scope_entries.iter().filter(is_scope);
    // Few are compared faster than hashed.
    let is_few = subject.scope_entries.len() <= FEW;
    let words = scopes().enumerate().filter(|(at, word)| {
        let text = subject.entry_text(word);
        if is_few {
            scopes()
                .take(*at)
                .any(|other| subject.entry_text(other) == text)
        } else {
            !seen.insert(text)
        }
    });
    let words = words.map(|(_, word)| word);
    findings.add_each(words, "duplicates", |word, findings| {
        findings
            .add(format!("`{}` stands here again", subject.entry_text(word)))
            .span(word.span.clone());
    });
}

pub(super) fn mixed_tenant_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let words = subject.entries_of_kind(EntryKind::MixedTenant);
    findings.add_each(
        words,
        "with singular and plural mixed up",
        |word, findings| {
            let text = subject.entry_text(word);
            let finding = findings
                .add(format!("`{text}` mixes up singular and plural"))
                .span(word.span.clone());
            did_you_mean(&subject.intended_scopes(word), finding);
        },
    );
}

pub(super) fn broad_scope(subject: &Subject<'_>, findings: &mut Findings) {
    let words = subject.entries_of_kind(EntryKind::Known).filter(|word| {
        let text = subject.entry_text(word);
        is_broad(text) && !subject.requirements.is_needed(text)
    });
    findings.add_each(words, "broad scopes", |word, findings| {
        findings
            .add(format!(
                "`{}` lets the user change what is not the user's",
                subject.entry_text(word)
            ))
            .span(word.span.clone());
    });
}

/// Whether a scope lets one user change what all see.
pub(in crate::inspect) fn is_broad(scope: &str) -> bool {
    scope.starts_with("write:brands")
        || (scope.starts_with("tenants:") && scope.ends_with(":write"))
}

pub(super) fn extra_space(subject: &Subject<'_>, findings: &mut Findings) {
    let scope = subject.scope_text().unwrap_or_default();
    let words = &subject.scope_entries;
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return;
    };
    let doubled = words
        .windows(2)
        .find(|pair| pair[1].span.start - pair[0].span.end > 1)
        .map(|pair| pair[0].span.end..pair[1].span.start);
    let (what, span) = if first.span.start > 0 {
        ("begins with a space", 0..first.span.start)
    } else if let Some(span) = doubled {
        ("has more than one space between scopes", span)
    } else if last.span.end < scope.len() {
        ("ends with a space", last.span.end..scope.len())
    } else {
        return;
    };
    findings.add(format!("the scope {what}")).span(span);
}

fn did_you_mean(scopes: &[String], finding: &mut Finding) {
    if !scopes.is_empty() {
        finding.help(format!("did you mean `{}`?", scopes.join(" ")));
    }
}
