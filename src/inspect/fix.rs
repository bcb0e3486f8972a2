//! What the token should have been: its scope, and the command that issues it.

use super::{
    duration::in_unit,
    finding::{Finding, Severity},
    report::Report,
    rules::{bare_number, is_broad},
    subject::Subject,
    wanted::Wanted,
    word::{Kind, meant},
};
use crate::token::{
    FEATURES, Feature, UserId,
    feature::needs_of,
    placeholder::is_placeholder,
    scope::{USER_PREFIX, grants},
};

/// Stands for a user id that the token does not tell.
pub const UNKNOWN_USER: &str = "USER_ID";

/// How long a token is to live where its own lifetime tells nothing, in seconds.
const DAY: f64 = 86_400.0;

/// Below this lifetime, in seconds, a token is not asked for again as it was.
const SHORTEST: f64 = 60.0;

/// A command to paste into a POSIX shell, where a new token mends what was found.
#[must_use]
pub fn command(subject: &Subject<'_>, report: &Report) -> Option<String> {
    let mendable = |finding: &Finding| finding.rule.reissue && finding.severity > Severity::Note;
    if !report.findings.iter().any(mendable) {
        return None;
    }
    let user = user(subject).unwrap_or_else(|| UNKNOWN_USER.to_owned());
    let permissions = permissions(subject);
    let lifetime = lifetime(subject, report);
    let mut words = vec!["courier-auth", "issue"];
    // An id that begins like an option has to be tied to its own.
    let tied = format!("--user={user}");
    if user.starts_with('-') {
        words.push(&tied);
    } else {
        words.extend(["--user", &user]);
    }
    let features = features_that_need(&permissions, subject.wanted).map(|names| names.join(","));
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
    let user = format!("{USER_PREFIX}{}", user(subject)?);
    let mut words = vec![user];
    words.extend(permissions(subject));
    Some(words.join(" "))
}

/// The user asked for, or the one that the token names, if a new token can name that user.
fn user(subject: &Subject<'_>) -> Option<String> {
    if let Some(user) = &subject.wanted.user {
        return Some(user.clone());
    }
    let has_rest = subject.words_of(Kind::Stray).next().is_some();
    let whole = subject.words_of(Kind::User).map(|word| subject.text(word));
    let whole = whole.filter_map(|word| word.strip_prefix(USER_PREFIX));
    let mut users = whole.map(str::to_owned).chain(subject.lost_users());
    let (Some(user), None) = (users.next(), users.next()) else {
        return None;
    };
    let user = user.parse::<UserId>().ok()?;
    (!has_rest && !is_placeholder(user.as_str())).then(|| user.to_string())
}

/// What is needed, then what else the token holds or was meant to hold, each once. What a
/// browser should not be able to do is left out unless it is needed.
fn permissions(subject: &Subject<'_>) -> Vec<String> {
    let needs = subject
        .wanted
        .needs
        .iter()
        .map(|need| need.scope.to_owned());
    let mut permissions: Vec<String> = needs.collect();
    for word in &subject.words {
        if word.kind == Kind::Unknown || word.kind == Kind::Stray {
            continue;
        }
        for scope in meant(subject.text(word), word.kind) {
            let has_it = |known: &String| *known == scope;
            let is_covered = subject
                .wanted
                .needs
                .iter()
                .any(|need| grants(&scope, need.scope));
            let unwanted = scope.starts_with(USER_PREFIX) || is_broad(&scope) || is_covered;
            if !unwanted && !permissions.iter().any(has_it) {
                permissions.push(scope);
            }
        }
    }
    permissions
}

/// The features whose needs together are these permissions and nothing more.
fn features_that_need(permissions: &[String], wanted: &Wanted) -> Option<Vec<&'static str>> {
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
    let longest = subject.wanted.max_lifetime;
    let is_wrong = |finding: &Finding| {
        matches!(
            finding.rule.name,
            "exp-in-milliseconds" | "issued-in-future"
        )
    };
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
    match subject.wanted.valid_for {
        Some(valid_for) if valid_for >= kept => in_unit(valid_for.max(DAY)),
        _ => in_unit(kept),
    }
}
