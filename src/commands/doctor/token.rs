//! A token: issued, judged, verified; and whether another region knows the key.

use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};

use crate::time::humanize;
use crate::{
    courier::{Courier, Error, Issued, Trace},
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

/// How long the token lives that is asked for.
const LIFETIME: &str = "5 minutes";

/// What is asked of a token.
pub(super) struct Question<'q> {
    pub(super) user: Option<&'q UserId>,
    pub(super) features: &'q [&'static Feature],
    pub(super) environment: Option<&'q CourierEnvironment>,
    pub(super) client_key: Option<&'q str>,
    pub(super) key: Option<&'q ApiKey>,
    /// By Courier's clock.
    pub(super) now: DateTime<Utc>,
}

/// What is known of a token.
pub(super) struct Judged {
    /// The token alone, where the text is one: nothing else is sent.
    pub(super) jwt: Option<Jwt>,
    /// The code of the worst error that was found.
    pub(super) error: Option<&'static str>,
    /// Whether a server refuses it for that.
    pub(super) is_refused: bool,
}

/// Asks for a token.
pub(super) async fn issue(
    courier: &Courier,
    key: &ApiKey,
    user: &UserId,
    features: &[&'static Feature],
) -> (Result<Issued, Error>, std::time::Duration) {
    let needs = required_scopes(features);
    let scopes = ScopeSet::new(user.clone(), needs.iter().map(|need| need.scope));
    let lifetime: ExpiresIn = LIFETIME.parse().expect("it is a span");
    let began = Instant::now();
    let issued = courier.issue_token(key, &scopes, &lifetime).await;
    (issued, began.elapsed())
}

/// What came of asking.
pub(super) fn issued(
    issued: &Result<Issued, Error>,
    user: &UserId,
    took: std::time::Duration,
) -> Check {
    let check = match issued {
        Ok(_) => Check::passed(Token, "issue", format!("a token of {LIFETIME} for {user}")),
        Err(error) => {
            let help = error.help();
            let help = help.unwrap_or_else(|| super::AGAIN.to_owned());
            Check::failed(Token, "issue", error.to_string()).with_help(help)
        }
    };
    check.with_duration(took)
}

/// Asks the other region with the same key, which was refused here.
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

/// Judges a token by every rule.
pub(super) fn inspect(text: &str, question: &Question<'_>, checks: &mut Checks) -> Judged {
    let client_key = question.client_key.and_then(|key| key.parse().ok());
    let requirements = Requirements {
        user: question.user.map(ToString::to_string),
        environment: question.environment.cloned(),
        client_key,
        ..Requirements::for_features(question.features, question.now)
    };
    with_report(
        text,
        &requirements,
        &Levels::default(),
        |subject, report| judged(subject, &report, question.key, checks),
    )
}

/// Adds a check for each finding of the report and for the signature.
fn judged(
    subject: &Subject<'_>,
    report: &Report,
    key: Option<&ApiKey>,
    checks: &mut Checks,
) -> Judged {
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
    Judged {
        jwt: Jwt::new(&subject.token_text.text)
            .ok()
            .filter(|_| report.is_readable),
        error: error.map(|finding| finding.rule.code),
        is_refused: report.is_refused,
    }
}

/// Which environment a token is of, and how long it lives on.
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

/// Whether the key at hand signed it: advice, since Courier signs with a key it stores for the
/// environment, of which there may be several.
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

/// Courier's time, where it told one.
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
