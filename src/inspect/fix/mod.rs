//! Fixes: the corrected scope of a token, and the command that issues a corrected token.

mod intended_scope;
mod misplaced_scope;

use self::intended_scope::IntendedScope;
use super::{
    finding::{Finding, Severity},
    lifetime::milliseconds_mistake,
    report::Report,
    requirements::Requirements,
    rules,
    subject::Subject,
};
use crate::{
    text::shell_command,
    time::to_expires_in,
    token::{FEATURES, Feature, leftover::USER_ID, required_scopes, scope::USER_PREFIX},
};

/// The lifetime of a new token if that of the old one is unusable, in seconds.
const DEFAULT_LIFETIME: f64 = DAY;

/// The shortest lifetime of the old token that a new token gets too, in seconds.
const MIN_LIFETIME: f64 = 60.0;

/// The minimum time added to the required remaining lifetime, in seconds. The token needs time to
/// reach the app.
const MIN_SLACK: f64 = 3_600.0;

/// The largest changes of a lifetime that make it a round number, as parts of it. A token is
/// usually just short of its intended lifetime, seldom beyond it.
const MAX_ROUNDING_UP: f64 = 1.0 / 6.0;
const MAX_ROUNDING_DOWN: f64 = 0.05;

/// The required remaining lifetime from which on a new lifetime is in whole days, in seconds.
const MIN_WHOLE_DAYS: f64 = 2.0 * DAY;

const DAY: f64 = 86_400.0;

/// The units that a lifetime is rounded to, in seconds.
const UNITS: [f64; 3] = [DAY, 3_600.0, 60.0];

/// The rule about scopes that a browser should not have.
const BROAD: &str = rules::names(["broad-scope"])[0];

/// Rules whose findings mean that the lifetime of the token is unintended.
const UNINTENDED_LIFETIME: &[&str] = &rules::names(["exp-in-milliseconds", "issued-in-future"]);

/// Returns a command for a POSIX shell that issues a corrected token, `None` if a new token fixes
/// no warning or error.
#[must_use]
pub fn command(subject: &Subject<'_>, report: &Report) -> Option<String> {
    if !report.findings.iter().any(is_fixable) {
        return None;
    }
    let intended = IntendedScope::new(subject, report);
    let permissions = intended.permissions()?;
    // A broad scope stays if the token has the rest of its feature.
    let stays = |finding: &Finding| {
        let scope = subject.scope_text().zip(finding.span.clone());
        let scope = scope.and_then(|(text, span)| text.get(span));
        finding.rule.name == BROAD && permissions.iter().any(|kept| Some(kept.as_str()) == scope)
    };
    if report
        .findings
        .iter()
        .filter(|finding| is_fixable(finding))
        .all(stays)
    {
        return None;
    }
    let user = intended.user();
    let user = user.unwrap_or_else(|| USER_ID.to_owned());
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
    shell_command(words)
}

/// Returns true if a new token does not have the problem of a finding, and the problem matters.
fn is_fixable(finding: &Finding) -> bool {
    finding.rule.is_fixed_by_reissue && finding.severity > Severity::Note
}

/// Returns the corrected scope string, `None` if the user is unknown.
#[must_use]
pub fn scope(subject: &Subject<'_>, report: &Report) -> Option<String> {
    let intended = IntendedScope::new(subject, report);
    let mut entries = vec![format!("{USER_PREFIX}{}", intended.user()?)];
    entries.extend(intended.permissions()?);
    Some(entries.join(" "))
}

/// Returns the scope entries that neither [`command`] nor [`scope`] includes, because a finding
/// says that Courier does not know them or that a browser should not have them.
#[must_use]
pub fn omitted_scopes(subject: &Subject<'_>, report: &Report) -> Vec<String> {
    let intended = IntendedScope::new(subject, report);
    let omitted = intended.omitted().into_iter();
    omitted.map(str::to_owned).collect()
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
        .filter(|_| subject.foreign_issuer.is_none())
        .filter(|_| !report.findings.iter().any(is_unintended));
    let intended = own
        .and_then(milliseconds_mistake)
        .map(|(seconds, _)| f64::from(seconds));
    let seconds = intended
        .or(own)
        .filter(|seconds| (MIN_LIFETIME..=max_lifetime).contains(seconds))
        .map_or_else(
            || max_lifetime.min(DEFAULT_LIFETIME),
            |seconds| round_lifetime(seconds, max_lifetime),
        );
    let min_lifetime = subject.requirements.valid_for.map_or(0.0, |seconds| {
        let enough = seconds + MIN_SLACK.max(seconds / 4.0);
        let days = (enough / DAY).ceil() * DAY;
        if enough >= MIN_WHOLE_DAYS && days <= max_lifetime {
            days
        } else {
            (enough / 3_600.0).ceil() * 3_600.0
        }
    });
    to_expires_in(if seconds < min_lifetime {
        min_lifetime.max(DEFAULT_LIFETIME)
    } else {
        seconds
    })
}

/// Rounds a lifetime in seconds to whole days, hours or minutes, whichever is the largest unit that
/// changes it little. The result does not exceed `max`.
fn round_lifetime(seconds: f64, max: f64) -> f64 {
    let rounded = UNITS
        .into_iter()
        .map(|unit| (seconds / unit).round() * unit);
    let is_close = |rounded: &f64| {
        let change = (rounded - seconds) / seconds;
        (-MAX_ROUNDING_DOWN..=MAX_ROUNDING_UP).contains(&change) && *rounded <= max
    };
    let up_to_minutes = (seconds / 60.0).ceil() * 60.0;
    let down_to_minutes = (seconds / 60.0).floor() * 60.0;
    rounded
        .into_iter()
        .find(is_close)
        .unwrap_or(if up_to_minutes <= max {
            up_to_minutes
        } else {
            down_to_minutes
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lifetimes_are_rounded() {
        let rows = [
            (60.0, "1 minute"),
            (75.0, "2 minutes"),
            (1_000.0, "17 minutes"),
            (3_120.0, "1 hour"),
            (3_000.0, "50 minutes"),
            (3_510.0, "1 hour"),
            (5_400.0, "90 minutes"),
            (86_399.0, "1 day"),
            (86_460.0, "1 day"),
            (129_600.0, "36 hours"),
            (2_592_000.0, "30 days"),
        ];
        for (seconds, text) in rows {
            assert_eq!(to_expires_in(round_lifetime(seconds, 2_592_000.0)), text);
        }
        assert_eq!(round_lifetime(86_399.0, 86_399.0), 86_340.0);
        assert_eq!(round_lifetime(100.0, 100.0), 60.0);
        assert_eq!(round_lifetime(3_120.0, 3_599.0), 3_120.0);
    }
}
