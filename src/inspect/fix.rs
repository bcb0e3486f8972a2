//! What the token should have been: its scope, and the command that issues it.

use std::borrow::Cow;

use super::{
    finding::{Finding, Severity},
    report::Report,
    requirements::Requirements,
    rules::{bare_number, is_broad},
    scope_entry::{EntryKind, ScopeEntry, intended_scopes, scope_entries},
    subject::Subject,
};
use crate::token::{
    FEATURES, Feature, UserId, Value,
    feature::needs_of,
    placeholder::{USER_ID, is_placeholder},
    scope::{MISPLACED, USER_PREFIX, grants},
};
use crate::{text::is_hostile, time::in_unit};

/// How long a token is to live where its own lifetime tells nothing, in seconds.
const DAY: f64 = 86_400.0;

/// Below this lifetime, in seconds, a token is not asked for again as it was.
const SHORTEST: f64 = 60.0;

/// How much longer than asked for a token is to live, in seconds: it takes time to reach the app.
const SLACK: f64 = 3_600.0;

/// Rules whose findings tell that the lifetime of a token is none that anyone meant.
const SPOILERS: &[&str] = &["exp-in-milliseconds", "issued-in-future"];

/// The longest id or scope that goes into a command, in bytes.
const LONGEST: usize = 256;

/// A command to paste into a POSIX shell, where a new token mends what was found.
#[must_use]
pub fn command(subject: &Subject<'_>, report: &Report) -> Option<String> {
    let mendable =
        |finding: &Finding| finding.rule.is_fixed_by_reissue && finding.severity > Severity::Note;
    if !report.findings.iter().any(mendable) {
        return None;
    }
    let scope = Meant::of(subject);
    let user = scope.user(subject.requirements);
    let user = user.unwrap_or_else(|| USER_ID.to_owned());
    let permissions = scope.permissions(subject.requirements);
    let lifetime = lifetime(subject, report);
    let mut words = vec!["courier-auth", "issue"];
    // An id that begins like an option has to be tied to its own.
    let tied = format!("--user={user}");
    if user.starts_with('-') {
        words.push(&tied);
    } else {
        words.extend(["--user", &user]);
    }
    let features =
        features_that_need(&permissions, subject.requirements).map(|names| names.join(","));
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

/// The scope string as it should have been. `None` where the user is not known.
#[must_use]
pub fn scope(subject: &Subject<'_>) -> Option<String> {
    let scope = Meant::of(subject);
    let mut words = vec![format!(
        "{USER_PREFIX}{}",
        scope.user(subject.requirements)?
    )];
    words.extend(scope.permissions(subject.requirements));
    Some(words.join(" "))
}

/// The words of the token's scope that neither the command nor the scope string has, because
/// nobody knows what they mean or because a browser should not be able to do that.
#[must_use]
pub fn omitted_scopes<'s>(subject: &'s Subject<'_>) -> Vec<&'s str> {
    let permissions = Meant::of(subject).permissions(subject.requirements);
    let is_left_out = |word: &&ScopeEntry| {
        let text = subject.entry_text(word);
        let stands_for = subject.intended_scopes(word);
        !matches!(word.kind, EntryKind::User | EntryKind::Stray)
            && !subject.requirements.is_needed(text)
            && !stands_for
                .iter()
                .any(|scope| permissions.contains(scope) || scope.starts_with(USER_PREFIX))
    };
    let words = subject.scope_entries.iter().filter(is_left_out);
    words.map(|word| subject.entry_text(word)).collect()
}

/// The scope that a token has, wherever it has it.
struct Meant<'s> {
    text: Cow<'s, str>,
    words: Vec<ScopeEntry>,
}

impl<'s> Meant<'s> {
    fn of(subject: &'s Subject<'_>) -> Self {
        if let Some(text) = subject.scope_text() {
            return Self {
                text: Cow::Borrowed(text),
                words: subject.scope_entries.clone(),
            };
        }
        let mut claims = ["scope"].iter().chain(MISPLACED);
        let text = claims.find_map(|name| match subject.claim(name)? {
            Value::String(text) => Some(text.into_owned()),
            Value::Array(text) => Some(serde_json::from_str::<Vec<String>>(text).ok()?.join(" ")),
            _ => None,
        });
        let text = text.unwrap_or_default();
        Self {
            words: scope_entries(&text),
            text: Cow::Owned(text),
        }
    }

    fn word(&self, word: &ScopeEntry) -> &str {
        self.text.get(word.span.clone()).unwrap_or_default()
    }

    /// The user asked for, or the one that the token names, if a new token can name that user.
    fn user(&self, wanted: &Requirements) -> Option<String> {
        if let Some(user) = &wanted.user {
            return can_be_typed(user).then(|| user.clone());
        }
        let has_rest = self.words.iter().any(|word| word.kind == EntryKind::Stray);
        let mut users: Vec<String> = self
            .words
            .iter()
            .filter(|word| {
                matches!(
                    word.kind,
                    EntryKind::User | EntryKind::Joined | EntryKind::WrongCase
                )
            })
            .flat_map(|word| intended_scopes(self.word(word), word.kind))
            .filter_map(|scope| scope.strip_prefix(USER_PREFIX).map(str::to_owned))
            .collect();
        users.dedup();
        match users.as_slice() {
            [user] if !has_rest && can_be_typed(user) && !is_placeholder(user) => users.pop(),
            _ => None,
        }
    }

    /// What is needed, then what else the token holds or was meant to hold, each once. Where the
    /// token has a need for one tenant or brand, it stays so. What a browser should not be able
    /// to do is left out unless it is needed.
    fn permissions(&self, wanted: &Requirements) -> Vec<String> {
        let kept: Vec<String> = self
            .words
            .iter()
            .filter(|word| {
                !matches!(
                    word.kind,
                    EntryKind::Unknown | EntryKind::Stray | EntryKind::User
                )
            })
            .flat_map(|word| intended_scopes(self.word(word), word.kind))
            .filter(|scope| !scope.starts_with(USER_PREFIX) && can_be_typed(scope))
            .collect();
        let mut permissions: Vec<String> = Vec::new();
        let mut add = |scope: &str| {
            if !permissions.iter().any(|known| known == scope) {
                permissions.push(scope.to_owned());
            }
        };
        for need in &wanted.needs {
            let own = || kept.iter().filter(|scope| grants(scope, need.scope));
            if own().any(|scope| scope == need.scope) || own().next().is_none() {
                add(need.scope);
            } else {
                own().for_each(|scope| add(scope));
            }
        }
        for scope in kept.iter().filter(|scope| !wanted.is_needed(scope)) {
            // The old in-app client's scope was taken for the Inbox's.
            let is_legacy = scope == "read:messages" && wanted.is_needed("inbox:read:messages");
            if !is_legacy && !is_broad(scope) {
                add(scope);
            }
        }
        permissions
    }
}

/// Whether a text can stand in a command: a new token can name it, a terminal shows it as it is,
/// and nothing of it was lost on the way here.
fn can_be_typed(text: &str) -> bool {
    text.len() <= LONGEST
        && text.parse::<UserId>().is_ok()
        && !text.contains(|c: char| is_hostile(c) || c == char::REPLACEMENT_CHARACTER)
}

/// The features whose needs together are these permissions and nothing more.
fn features_that_need(permissions: &[String], wanted: &Requirements) -> Option<Vec<&'static str>> {
    let is_all = |features: &[&'static Feature]| {
        let needs = needs_of(features);
        needs.len() == permissions.len()
            && needs
                .iter()
                .all(|need| permissions.iter().any(|scope| scope == need.scope))
    };
    let named = |names: &[&'static str]| -> Vec<&'static Feature> {
        names
            .iter()
            .filter_map(|name| Feature::from_name(name))
            .collect()
    };
    if is_all(&named(&wanted.purposes)) {
        return Some(wanted.purposes.clone());
    }
    let single = FEATURES.iter().find(|feature| is_all(&[*feature]));
    if let Some(feature) = single {
        return Some(vec![feature.name]);
    }
    let within = |feature: &&Feature| {
        let asked = |scope: &str| permissions.iter().any(|permission| permission == scope);
        feature.needs.iter().all(|need| asked(need.scope))
    };
    let mut chosen: Vec<&'static Feature> = Vec::new();
    for feature in FEATURES.iter().filter(within) {
        // A feature that adds nothing, such as Toasts beside the Inbox, is not named.
        let before = needs_of(&chosen).len();
        chosen.push(feature);
        if needs_of(&chosen).len() == before {
            chosen.pop();
        }
    }
    is_all(&chosen).then(|| chosen.iter().map(|feature| feature.name).collect())
}

/// The lifetime that was meant, or else the token's own where nothing is wrong with it, or a day;
/// within what is asked for.
fn lifetime(subject: &Subject<'_>, report: &Report) -> String {
    let longest = subject.requirements.max_lifetime;
    let is_wrong = |finding: &Finding| SPOILERS.contains(&finding.rule.name);
    let own = subject
        .lifetime()
        .filter(|_| !report.findings.iter().any(is_wrong));
    let meant = own
        .and_then(bare_number)
        .map(|(seconds, _)| f64::from(seconds));
    let kept = meant
        .or(own)
        .filter(|seconds| (SHORTEST..=longest).contains(seconds))
        .unwrap_or_else(|| longest.min(DAY));
    let least = subject.requirements.valid_for.map_or(0.0, |seconds| {
        let hours = (seconds + SLACK.max(seconds / 4.0)) / 3_600.0;
        hours.ceil() * 3_600.0
    });
    in_unit(if kept < least { least.max(DAY) } else { kept })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect::rules;

    #[test]
    fn the_rules_that_spoil_a_lifetime_are_there() {
        for name in SPOILERS {
            assert!(rules::find(name).is_some(), "{name}");
        }
    }
}
