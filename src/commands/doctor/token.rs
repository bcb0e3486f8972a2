//! Checks of a token: issuing, rules and signature, and the other region.

use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};

use crate::time::humanize;
use crate::{
    courier::{Courier, Error, IssuedToken, Trace},
    endpoints::{Endpoints, region_of},
    inspect::{
        Finding, Levels, Report, Requirements, Severity, Subject, TimeClaim, fix, with_report,
    },
    output::doctor::{Check, Checks, Section::Token},
    token::{
        ApiKey, CourierEnvironment, DecodedToken, ExpiresIn, Feature, Jwt, ScopeSet, UserId, Value,
        required_scopes,
    },
};

/// The help of a failure without better advice.
pub(super) const TRY_AGAIN: &str = "try again; -v tells what was sent and what came back";

/// The lifetime of the issued token.
const LIFETIME: &str = "5 minutes";

/// The requirements of a token.
pub(super) struct TokenRequirements<'q> {
    pub(super) user: Option<&'q UserId>,
    pub(super) features: &'q [&'static Feature],
    pub(super) environment: Option<&'q CourierEnvironment>,
    pub(super) client_key: Option<&'q str>,
    pub(super) key: Option<&'q ApiKey>,
    /// The time on Courier's clock.
    pub(super) now: DateTime<Utc>,
}

/// The result of inspecting a token.
pub(super) struct InspectedToken {
    /// The token without its wrapping, `None` if the text is not a token. Nothing else is sent.
    pub(super) jwt: Option<Jwt>,
    /// The code of the worst error.
    pub(super) error: Option<&'static str>,
    /// True if Courier refuses the token for that error.
    pub(super) is_refused: bool,
}

/// Issues a token.
pub(super) async fn issue(
    courier: &Courier,
    key: &ApiKey,
    user: &UserId,
    features: &[&'static Feature],
) -> (Result<IssuedToken, Error>, std::time::Duration) {
    let needs = required_scopes(features);
    let scopes = ScopeSet::new(user.clone(), needs.iter().map(|need| need.scope));
    let lifetime: ExpiresIn = LIFETIME.parse().expect("it is a span");
    let began = Instant::now();
    let issued = courier.issue_token(key, &scopes, &lifetime).await;
    (issued, began.elapsed())
}

/// Returns the check of an issued token.
pub(super) fn issued(
    issued: &Result<IssuedToken, Error>,
    user: &UserId,
    took: std::time::Duration,
) -> Check {
    let check = match issued {
        Ok(_) => Check::passed(Token, "issue", format!("a token of {LIFETIME} for {user}")),
        Err(error) => {
            let help = error.help();
            let help = help.unwrap_or_else(|| TRY_AGAIN.to_owned());
            Check::failed(Token, "issue", error.to_string()).with_help(help)
        }
    };
    check.with_duration(took)
}

/// Tries the other region with a key that this one refuses.
pub(super) async fn other_region(
    courier: &Courier,
    key: &ApiKey,
    user: &UserId,
    features: &[&'static Feature],
    trace: Trace,
) -> Check {
    let name = "other region";
    let Some(here) = region_of(&courier.endpoints().rest) else {
        return Check::skipped(Token, name, "an address of your own has no other region");
    };
    let there = here.other();
    let other = Courier::new(Endpoints::of_region(there), courier.limits(), trace);
    let (found, took) = issue(&other, key, user, features).await;
    let check = match found {
        Ok(_) => Check::failed(
            Token,
            name,
            format!("region {there} takes this key, and {here} does not"),
        )
        .with_help(format!(
            "--region {there}, or region = \"{there}\" in the profile; point the app's SDK there too"
        )),
        Err(error) => Check::skipped(Token, name, format!("{there}: {error}")),
    };
    check.with_duration(took)
}

/// Inspects a token with all rules.
pub(super) fn inspect(
    text: &str,
    token_requirements: &TokenRequirements<'_>,
    checks: &mut Checks,
) -> InspectedToken {
    let client_key = token_requirements
        .client_key
        .and_then(|key| key.parse().ok());
    let requirements = Requirements {
        user: token_requirements.user.map(ToString::to_string),
        environment: token_requirements.environment.cloned(),
        client_key,
        ..Requirements::for_features(token_requirements.features, token_requirements.now)
    };
    with_report(
        text,
        &requirements,
        &Levels::default(),
        |subject, report| inspected(subject, &report, token_requirements.key, checks),
    )
}

/// Adds a check for each finding of the report and for the signature.
fn inspected(
    subject: &Subject<'_>,
    report: &Report,
    key: Option<&ApiKey>,
    checks: &mut Checks,
) -> InspectedToken {
    let told = report.findings.iter();
    let told = told.filter(|finding| finding.severity > Severity::Note);
    let told: Vec<&Finding> = told.collect();
    let fix = fix::command(subject, report);
    if told.is_empty() {
        let says = format!("every rule is content with it{}", about(subject));
        checks.add(Check::passed(Token, "inspect", says));
    }
    for finding in &told {
        let says = format!(
            "{} {}: {}",
            finding.rule.code, finding.rule.name, finding.message
        );
        let check = match finding.severity {
            Severity::Error => Check::failed(Token, "inspect", says),
            Severity::Warning | Severity::Note => Check::warning(Token, "inspect", says),
        };
        let own = finding.help.clone();
        let help = own.unwrap_or_else(|| finding.rule.fix.to_owned());
        checks.add(check.with_help(match &fix {
            Some(fix) if finding.rule.is_fixed_by_reissue => format!("{help}: {fix}"),
            _ => help,
        }));
    }
    signature(subject.decoded, key, checks);
    let error = told
        .iter()
        .find(|finding| finding.severity == Severity::Error);
    InspectedToken {
        jwt: Jwt::new(&subject.token_text.text)
            .ok()
            .filter(|_| report.is_readable),
        error: error.map(|finding| finding.rule.code),
        is_refused: report.is_refused,
    }
}

/// Describes the environment and the remaining lifetime of a token.
fn about(subject: &Subject<'_>) -> String {
    let scope = subject
        .readable_token()
        .and_then(|token| match token.claims.get("tenant_scope") {
            Some(Value::String(scope)) => Some(format!("; of {scope}")),
            _ => None,
        });
    let left = match subject.exp {
        TimeClaim::At(exp) => format!(
            "; it expires in {}",
            humanize(exp - subject.requirements.unix_now())
        ),
        TimeClaim::Absent | TimeClaim::Other(_) => String::new(),
    };
    scope.unwrap_or_default() + &left
}

/// Checks if the present key signed the token. It is only a hint, because an environment can have
/// several signing keys.
fn signature(decoded: Option<&DecodedToken<'_>>, key: Option<&ApiKey>, checks: &mut Checks) {
    let check = match (decoded, key) {
        (Some(decoded), Some(key)) if decoded.is_signed_with(key) => {
            Check::passed(Token, "signature", "made with the API key at hand")
        }
        (Some(_), Some(_)) => Check::skipped(
            Token,
            "signature",
            "not made with the API key at hand; another key of the environment may have made it",
        ),
        _ => Check::skipped(Token, "signature", "there is no key to compare it with"),
    };
    checks.add(check);
}

/// Returns Courier's time, or this machine's if no response had a date.
pub(super) fn now_at_courier(now: DateTime<Utc>, ahead: Option<f64>) -> DateTime<Utc> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "what is too large stays so"
    )]
    let ahead = ahead.map(|ahead| TimeDelta::milliseconds((ahead * 1_000.0) as i64));
    ahead
        .and_then(|ahead| now.checked_add_signed(ahead))
        .unwrap_or(now)
}
