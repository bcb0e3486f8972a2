//! Checks of a token: issuing, inspection and signature.

use std::{
    cmp::Reverse,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};

use super::failure::failed_request;
use crate::{
    courier::{Courier, Error, IssuedToken, Trace},
    endpoints::{Endpoints, region_of},
    inspect::{
        Finding, Levels, Report, Requirements, Severity, Subject, TimeClaim, fix, with_report,
    },
    output::doctor::{Check, CheckId, Checks},
    time::humanize,
    token::{
        ApiKey, DecodedToken, ExpiresIn, Feature, Jwt, ScopeSet, UserId, Value, required_scopes,
    },
};

/// The lifetime of the test token.
const LIFETIME: &str = "5 minutes";

/// A token that `doctor` issues to test the API key.
pub(super) struct TestToken<'t> {
    pub(super) key: &'t ApiKey,
    pub(super) user: &'t UserId,
    pub(super) features: &'t [&'static Feature],
    /// Scopes that `doctor` needs itself.
    pub(super) other_scopes: &'t [&'static str],
}

/// The result of issuing a token.
pub(super) struct IssueAttempt {
    pub(super) result: Result<IssuedToken, Error>,
    duration: Duration,
}

/// The results of an inspection that later checks depend on.
pub(super) struct Inspection {
    /// The token, `None` if the text is not a readable token. Only a token is sent.
    pub(super) jwt: Option<Jwt>,
    /// The code of the first rule that found an error.
    pub(super) error_code: Option<&'static str>,
    /// True if Courier's servers refuse the token because of a finding.
    pub(super) is_refused: bool,
}

impl Inspection {
    /// Returns the code of the rule that explains why servers refuse the token.
    pub(super) fn cause_of_refusal(&self) -> Option<&'static str> {
        self.error_code.filter(|_| self.is_refused)
    }
}

impl TestToken<'_> {
    /// Issues the token.
    pub(super) async fn issue(&self, courier: &Courier) -> IssueAttempt {
        let needs = required_scopes(self.features);
        let scopes = needs.iter().map(|need| need.scope);
        let scopes = scopes.chain(self.other_scopes.iter().copied());
        let scopes = ScopeSet::new(self.user.clone(), scopes);
        let lifetime: ExpiresIn = LIFETIME.parse().expect("the constant is a lifetime");
        let start = Instant::now();
        let result = courier.issue_token(self.key, &scopes, &lifetime).await;
        IssueAttempt {
            result,
            duration: start.elapsed(),
        }
    }

    /// Returns the check for an attempt.
    pub(super) fn check(&self, attempt: &IssueAttempt) -> Check {
        let check = match &attempt.result {
            Ok(_) => {
                let message = format!("issued a token for `{}`, valid for {LIFETIME}", self.user);
                Check::passed(CheckId::Issue, message)
            }
            Err(error) => failed_request(CheckId::Issue, error),
        };
        check.with_duration(attempt.duration)
    }

    /// Issues the token in the other region. The check fails if that works, because the region is
    /// then wrong.
    pub(super) async fn check_other_region(&self, courier: &Courier, trace: Trace) -> Check {
        let id = CheckId::OtherRegion;
        let Some(region) = region_of(&courier.endpoints().rest) else {
            return Check::skipped(id, "a custom URL has no other region");
        };
        let other = region.other();
        let other_courier = Courier::new(
            Endpoints::of_region(other),
            courier.limits(),
            courier.authorities().cloned(),
            courier.proxies().clone(),
            trace,
        );
        let attempt = self.issue(&other_courier).await;
        let check = match attempt.result {
            Ok(_) => Check::failed(
                id,
                "wrong-region",
                format!("region {other} accepts this key, {region} does not"),
                format!(
                    "pass --region {other}, or set region = \"{other}\" in the profile; set it in \
                     the app's SDK too"
                ),
            ),
            Err(error) => Check::skipped(id, format!("{other}: {error}")),
        };
        check.with_duration(attempt.duration)
    }
}

/// Inspects a token with every rule, and compares its signature with the key.
pub(super) fn inspect(
    text: &str,
    requirements: &Requirements,
    key: Option<&ApiKey>,
    checks: &mut Checks,
) -> Inspection {
    with_report(text, requirements, &Levels::default(), |subject, report| {
        checks.add(check_findings(subject, &report));
        checks.add(check_signature(subject.decoded, key));
        let is_error = |finding: &&Finding| finding.severity == Severity::Error;
        let error = report.findings.iter().find(is_error);
        let jwt = Jwt::new(&subject.token_text.text).ok();
        Inspection {
            jwt: jwt.filter(|_| report.is_readable),
            error_code: error.map(|finding| finding.rule.code),
            is_refused: report.is_refused,
        }
    })
}

/// Returns the check for all errors and warnings.
fn check_findings(subject: &Subject<'_>, report: &Report) -> Check {
    let is_relevant = |finding: &&Finding| finding.severity > Severity::Note;
    let mut findings: Vec<&Finding> = report.findings.iter().filter(is_relevant).collect();
    findings.sort_by_key(|finding| Reverse(finding.severity));
    let Some(worst) = findings.first() else {
        let message = format!("no problems found{}", summary(subject));
        return Check::passed(CheckId::Inspect, message);
    };
    let message = |finding: &&Finding| {
        let rule = finding.rule;
        format!("{} {}: {}", rule.code, rule.name, finding.message)
    };
    let messages: Vec<String> = findings.iter().map(message).collect();
    let mut helps: Vec<&str> = findings
        .iter()
        .map(|finding| finding.help.as_deref().unwrap_or(finding.rule.fix))
        .collect();
    helps.dedup();
    let (id, reason) = (CheckId::Inspect, worst.rule.name);
    let (message, help) = (messages.join("; "), helps.join("; "));
    let check = match worst.severity {
        Severity::Error => Check::failed(id, reason, message, help),
        Severity::Warning | Severity::Note => Check::warning(id, reason, message, help),
    };
    check.with_fix(fix::command(subject, report))
}

/// Returns the environment and the remaining lifetime of a token, as far as they are known.
fn summary(subject: &Subject<'_>) -> String {
    let scope = subject
        .readable_token()
        .and_then(|token| match token.claims.get("tenant_scope") {
            Some(Value::String(scope)) => Some(format!("; {scope}")),
            _ => None,
        });
    let remaining = match subject.exp {
        TimeClaim::At(exp) => format!(
            "; expires in {}",
            humanize(exp - subject.requirements.unix_now())
        ),
        TimeClaim::Absent | TimeClaim::Other(_) => String::new(),
    };
    scope.unwrap_or_default() + &remaining
}

/// Compares the signature with the API key. A different key is not a failure, because Courier signs
/// with a key that it stores for the environment, which may have several keys.
fn check_signature(decoded: Option<&DecodedToken<'_>>, key: Option<&ApiKey>) -> Check {
    match (decoded, key) {
        (Some(decoded), Some(key)) if decoded.is_signed_with(key) => {
            Check::passed(CheckId::Signature, "matches the API key")
        }
        // Not a warning: if Courier accepts the token, this is another key of the environment.
        (Some(_), Some(_)) => Check::skipped(
            CheckId::Signature,
            "the token is signed with another key, which is needed to check it",
        ),
        (None, _) => Check::skipped(CheckId::Signature, "the token cannot be read"),
        (_, None) => Check::skipped(CheckId::Signature, "needs an API key"),
    }
}

/// Returns the time by Courier's clock. `offset` is how far it is ahead, in seconds.
pub(super) fn courier_time(now: DateTime<Utc>, offset: Option<f64>) -> DateTime<Utc> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the cast saturates, and the time is out of range then"
    )]
    let milliseconds = offset.map(|offset| (offset * 1_000.0) as i64);
    milliseconds
        .and_then(TimeDelta::try_milliseconds)
        .and_then(|offset| now.checked_add_signed(offset))
        .unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_of_courier_is_local_time_if_the_offset_is_impossible() {
        let now = DateTime::from_timestamp(1_767_225_600, 0).unwrap();
        let seconds_later = |offset| (courier_time(now, offset) - now).num_seconds();
        for (offset, expected) in [
            (None, 0),
            (Some(1.5), 1),
            (Some(-3_600.0), -3_600),
            (Some(f64::MAX), 0),
            (Some(f64::MIN), 0),
            (Some(1e15), 0),
            (Some(f64::NAN), 0),
        ] {
            assert_eq!(seconds_later(offset), expected, "{offset:?}");
        }
    }
}
