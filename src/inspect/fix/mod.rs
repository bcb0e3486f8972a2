//! Fixes: the corrected scope of a token, and the command that issues a corrected token.

mod intended_scope;

use self::intended_scope::IntendedScope;
use super::{
    finding::{Finding, Severity},
    report::Report,
    requirements::Requirements,
    rules::{self, milliseconds_mistake},
    scope_entry::{EntryKind, ScopeEntry},
    subject::Subject,
};
use crate::{
    time::{round_up, to_expires_in},
    token::{FEATURES, Feature, placeholder::USER_ID, required_scopes, scope::USER_PREFIX},
};

/// The lifetime of a new token if that of the old one is unusable, in seconds.
const DEFAULT_LIFETIME: f64 = 86_400.0;

/// The shortest lifetime of the old token that a new token gets too, in seconds.
const MIN_LIFETIME: f64 = 60.0;

/// The minimum time added to the required remaining lifetime, in seconds. The token needs time to
/// reach the app.
const MIN_SLACK: f64 = 3_600.0;

/// Rules whose findings mean that the lifetime of the token is unintended.
const UNINTENDED_LIFETIME: &[&str] = &rules::names(["exp-in-milliseconds", "issued-in-future"]);

/// Returns a command for a POSIX shell that issues a corrected token, `None` if a new token fixes
/// no warning or error.
#[must_use]
pub fn command(subject: &Subject<'_>, report: &Report) -> Option<String> {
    let is_fixable =
        |finding: &Finding| finding.rule.is_fixed_by_reissue && finding.severity > Severity::Note;
    if !report.findings.iter().any(is_fixable) {
        return None;
    }
    let intended = IntendedScope::new(subject);
    let user = intended.user();
    let user = user.unwrap_or_else(|| USER_ID.to_owned());
    let permissions = intended.permissions();
    let lifetime = lifetime(subject, report);
    let mut words = vec!["courier-auth", "issue"];
    // A user ID that begins with `-` would be parsed as an option of its own.
    let joined = format!("--user={user}");
    if user.starts_with('-') {
        words.push(&joined);
    } else {
        words.extend(["--user", &user]);
    }
    let features = features_for(&permissions, subject.requirements).map(|names| names.join(","));
    match &features {
        Some(names) => words.extend(["--for", names]),
        None => words.extend(
            permissions
                .iter()
                .flat_map(|scope| ["--scope", scope.as_str()]),
        ),
    }
    words.extend(["--expires-in", &lifetime]);
    shlex::try_join(words).ok()
}

/// Returns the corrected scope string, `None` if the user is unknown.
#[must_use]
pub fn scope(subject: &Subject<'_>) -> Option<String> {
    let intended = IntendedScope::new(subject);
    let mut entries = vec![format!("{USER_PREFIX}{}", intended.user()?)];
    entries.extend(intended.permissions());
    Some(entries.join(" "))
}

/// Returns the scope entries that neither [`command`] nor [`scope`] includes, because their meaning
/// is unknown or because a browser should not have them.
#[must_use]
pub fn omitted_scopes<'s>(subject: &'s Subject<'_>) -> Vec<&'s str> {
    let permissions = IntendedScope::new(subject).permissions();
    let is_omitted = |entry: &&ScopeEntry| {
        !matches!(entry.kind, EntryKind::User | EntryKind::Stray)
            && !subject.requirements.is_needed(subject.entry_text(entry))
            && !subject
                .intended_scopes(entry)
                .iter()
                .any(|scope| permissions.contains(scope) || scope.starts_with(USER_PREFIX))
    };
    let entries = subject.scope_entries.iter().filter(is_omitted);
    entries.map(|entry| subject.entry_text(entry)).collect()
}

/// Returns the names of features that together need exactly these permissions.
fn features_for(permissions: &[String], requirements: &Requirements) -> Option<Vec<&'static str>> {
    let is_permitted = |scope: &str| permissions.iter().any(|permission| permission == scope);
    let needs_exactly = |features: &[&'static Feature]| {
        let needs = required_scopes(features);
        needs.len() == permissions.len() && needs.iter().all(|need| is_permitted(need.scope))
    };
    let required: Vec<&'static Feature> = requirements
        .purposes
        .iter()
        .filter_map(|name| Feature::from_name(name))
        .collect();
    if needs_exactly(&required) {
        return Some(requirements.purposes.clone());
    }
    if let Some(feature) = FEATURES.iter().find(|feature| needs_exactly(&[*feature])) {
        return Some(vec![feature.name]);
    }
    let is_covered = |feature: &&Feature| {
        feature
            .required_scopes
            .iter()
            .all(|need| is_permitted(need.scope))
    };
    let mut chosen: Vec<&'static Feature> = Vec::new();
    for feature in FEATURES.iter().filter(is_covered) {
        // A feature without additional needs, such as Toasts beside the Inbox, is left out.
        let before = required_scopes(&chosen).len();
        chosen.push(feature);
        if required_scopes(&chosen).len() == before {
            chosen.pop();
        }
    }
    needs_exactly(&chosen).then(|| chosen.iter().map(|feature| feature.name).collect())
}

/// Returns the lifetime of a new token: the one that was intended, otherwise the token's own if it
/// is plausible, otherwise a day; within the requirements.
fn lifetime(subject: &Subject<'_>, report: &Report) -> String {
    let max_lifetime = subject.requirements.max_lifetime;
    let is_unintended = |finding: &Finding| UNINTENDED_LIFETIME.contains(&finding.rule.name);
    let own = subject
        .lifetime()
        .filter(|_| !report.findings.iter().any(is_unintended));
    let intended = own
        .and_then(milliseconds_mistake)
        .map(|(seconds, _)| f64::from(seconds));
    let seconds = intended
        .or(own)
        .filter(|seconds| (MIN_LIFETIME..=max_lifetime).contains(seconds))
        .map(|seconds| round_up(seconds).min(max_lifetime))
        .unwrap_or_else(|| max_lifetime.min(DEFAULT_LIFETIME));
    let min_lifetime = subject.requirements.valid_for.map_or(0.0, |seconds| {
        let hours = (seconds + MIN_SLACK.max(seconds / 4.0)) / 3_600.0;
        hours.ceil() * 3_600.0
    });
    to_expires_in(if seconds < min_lifetime {
        min_lifetime.max(DEFAULT_LIFETIME)
    } else {
        seconds
    })
}
