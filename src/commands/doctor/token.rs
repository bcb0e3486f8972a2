//! Checks of a token: issuing, inspection and signature.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};

use super::failure::failed_request;
use crate::{
    courier::{Courier, Error, IssuedToken, Trace},
    endpoints::{Endpoints, region_of},
    inspect::{
        Finding, Levels, Report, Requirements, Severity, Subject, TimeClaim, fix, with_report,
    },
    output::doctor::{Check, Checks, Section::Token},
    time::humanize,
    token::{
        ApiKey, DecodedToken, ExpiresIn, Feature, Jwt, ScopeSet, UserId, Value,
        leftover::is_user_id_leftover, required_scopes,
    },
};

/// The lifetime of the test token.
const LIFETIME: &str = "5 minutes";

/// A token that `doctor` issues to test the API key.
pub(super) struct TestToken<'t> {
    pub(super) key: &'t ApiKey,
    pub(super) user: &'t UserId,
    pub(super) features: &'t [&'static Feature],
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
        let scopes = ScopeSet::new(self.user.clone(), needs.iter().map(|need| need.scope));
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
                Check::passed(Token, "issue", message)
            }
            Err(error) => failed_request(Token, "issue", error),
        };
        check.with_duration(attempt.duration)
    }

    /// Issues the token in the other region. The check fails if that works, because the region is
    /// then wrong.
    pub(super) async fn check_other_region(&self, courier: &Courier, trace: Trace) -> Check {
        let name = "other region";
        let Some(region) = region_of(&courier.endpoints().rest) else {
            return Check::skipped(Token, name, "a custom URL has no other region");
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
                Token,
                name,
                format!("region {other} accepts this key, {region} does not"),
            )
            .with_help(format!(
                "pass --region {other}, or set region = \"{other}\" in the profile; set it in the app's SDK too"
            )),
            Err(error) => Check::skipped(Token, name, format!("{other}: {error}")),
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
        check_findings(subject, &report, checks);
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

/// Adds a check for each error and warning, or one check if there is neither.
fn check_findings(subject: &Subject<'_>, report: &Report, checks: &mut Checks) {
    let is_relevant = |finding: &&Finding| finding.severity > Severity::Note;
    let findings: Vec<&Finding> = report.findings.iter().filter(is_relevant).collect();
    if findings.is_empty() {
        let message = format!("no problems found{}", summary(subject));
        checks.add(Check::passed(Token, "inspect", message));
    }
    let user = subject.requirements.user.as_deref();
    let has_placeholder = user.is_some_and(is_user_id_leftover);
    let mut command = fix::command(subject, report).filter(|_| !has_placeholder);
    for finding in findings {
        let rule = finding.rule;
        let message = format!("{} {}: {}", rule.code, rule.name, finding.message);
        let check = match finding.severity {
            Severity::Error => Check::failed(Token, "inspect", message),
            Severity::Warning | Severity::Note => Check::warning(Token, "inspect", message),
        };
        let help = finding.help.clone().unwrap_or_else(|| rule.fix.to_owned());
        let check = match (rule.is_fixed_by_reissue, has_placeholder) {
            (true, true) => {
                check.with_help(format!("{help}; pass the real user ID with --user ID"))
            }
            _ => check.with_help(help),
        };
        // One command fixes all findings, so the first of them shows it.
        checks.add(match command.take_if(|_| rule.is_fixed_by_reissue) {
            Some(command) => check.with_command(command),
            None => check,
        });
    }
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
            Check::passed(Token, "signature", "matches the API key")
        }
        // Not a warning: if Courier accepts the token, this is another key of the environment.
        (Some(_), Some(_)) => Check::skipped(
            Token,
            "signature",
            "the token is signed with another key, which is needed to check it",
        ),
        (None, _) => Check::skipped(Token, "signature", "the token cannot be read"),
        (_, None) => Check::skipped(Token, "signature", "needs an API key"),
    }
}

/// Returns the time by Courier's clock. `offset` is how far it is ahead, in seconds.
pub(super) fn courier_time(now: DateTime<Utc>, offset: Option<f64>) -> DateTime<Utc> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the cast saturates, and `checked_add_signed` rejects that offset"
    )]
    let offset = offset.map(|offset| TimeDelta::milliseconds((offset * 1_000.0) as i64));
    offset
        .and_then(|offset| now.checked_add_signed(offset))
        .unwrap_or(now)
}
