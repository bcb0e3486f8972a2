//! Checks of the time rules.

use crate::{
    inspect::{
        claim::TimeClaim,
        finding::{Findings, Severity},
        lifetime::{milliseconds_mistake, seconds_mistake},
        subject::Subject,
    },
    time::{humanize, to_expires_in},
};

/// The time, in seconds since 1970, from which on a claim is assumed to be wrong: the year 5138, or
/// 1973 in milliseconds.
const IMPLAUSIBLE_TIME: f64 = 1e11;

/// The range of plausible times, in seconds since 1970: 2001 to 2286.
const PLAUSIBLE_TIMES: std::ops::Range<f64> = 1e9..1e10;

/// The clock difference that is not reported, in seconds.
const MAX_CLOCK_SKEW: f64 = 60.0;

/// The remaining lifetime that is reported as short, in seconds.
const SHORT_TIME_LEFT: f64 = 300.0;

pub(super) fn expired(subject: &Subject<'_>, findings: &mut Findings) {
    let (TimeClaim::At(exp), true) = (subject.exp, subject.is_expired()) else {
        return;
    };
    let ago = subject.requirements.unix_now() - exp;
    let message = match ago {
        0.0 => "expired just now".to_owned(),
        ago => format!("expired {} ago", humanize(ago)),
    };
    let finding = findings.add(message).claim("exp");
    if subject.is_expired_beyond_leeway() {
        finding.help(
            "Courier responds with 401. Issue a new token, and let the app fetch the next one \
             before the current one expires",
        );
    } else {
        let leeway = humanize(subject.requirements.leeway);
        finding.severity(Severity::Note).help(format!(
            "a leeway of {leeway} accepts it here, but Courier allows none and responds with 401"
        ));
    }
}

pub(super) fn no_expiry(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.token.is_ok() && subject.exp == TimeClaim::Absent {
        findings
            .add("the token has no `exp`: it never expires and cannot be revoked")
            .claim("exp");
    }
}

pub(super) fn milliseconds_lifetime(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(lifetime) = subject.lifetime() else {
        return;
    };
    let Some((seconds, name)) = milliseconds_mistake(lifetime) else {
        return;
    };
    let finding = findings
        .add(format!(
            "the lifetime is only {lifetime} s, as if `\"{seconds}\"` was read as milliseconds"
        ))
        .claim("exp")
        .help(format!("add the unit: `{seconds}s` or `{name}`"));
    if subject.is_expired_beyond_leeway() {
        finding.severity(Severity::Error);
    }
}

pub(super) fn expires_soon(subject: &Subject<'_>, findings: &mut Findings) {
    let (TimeClaim::At(exp), false) = (subject.exp, subject.is_expired_beyond_leeway()) else {
        return;
    };
    let left = exp - subject.requirements.unix_now();
    if let Some(valid_for) = subject.requirements.valid_for {
        if left < valid_for {
            findings
                .add(format!(
                    "expires in {}, but must stay valid for {}",
                    humanize(left.max(0.0)),
                    humanize(valid_for)
                ))
                .claim("exp")
                .severity(Severity::Error);
        }
    } else if let Some(lifetime) = subject.lifetime()
        && left > 0.0
        && left < SHORT_TIME_LEFT
        && left < lifetime / 4.0
    {
        findings
            .add(format!("expires in {}", humanize(left)))
            .claim("exp");
    }
}

pub(super) fn long_lived(subject: &Subject<'_>, findings: &mut Findings) {
    let TimeClaim::At(exp) = subject.exp else {
        return;
    };
    let lifetime = subject
        .lifetime()
        .unwrap_or_else(|| exp - subject.requirements.unix_now());
    let max_lifetime = subject.requirements.max_lifetime;
    if lifetime <= max_lifetime {
        return;
    }
    let finding = findings
        .add(format!(
            "the lifetime is {}, longer than the limit of {}",
            humanize(lifetime),
            to_expires_in(max_lifetime)
        ))
        .claim("exp");
    if let Some((seconds, name)) = seconds_mistake(lifetime) {
        finding.help(format!(
            "a number without quotes is in seconds: use {seconds}, or `\"{name}\"`"
        ));
    }
}

pub(super) fn exp_in_milliseconds(subject: &Subject<'_>, findings: &mut Findings) {
    let TimeClaim::At(exp) = subject.exp else {
        return;
    };
    if exp < IMPLAUSIBLE_TIME {
        return;
    }
    if exp.is_infinite() {
        findings
            .add("`exp` is too large a number, so the token never expires")
            .claim("exp")
            .help("let Courier set `exp`: issue the token with `expires_in`");
        return;
    }
    let finding = findings
        .add(format!(
            "`exp` is {exp}, which is {} in the future",
            humanize(exp - subject.requirements.unix_now())
        ))
        .claim("exp");
    if PLAUSIBLE_TIMES.contains(&(exp / 1_000.0)) {
        finding.help(format!(
            "use seconds instead of milliseconds: {:.0}",
            (exp / 1_000.0).floor()
        ));
    }
}

pub(super) fn exp_not_a_number(subject: &Subject<'_>, findings: &mut Findings) {
    if let TimeClaim::Other(kind) = subject.exp {
        findings
            .add(format!("`exp` is {kind}, not a number"))
            .claim("exp");
    }
}

pub(super) fn born_expired(subject: &Subject<'_>, findings: &mut Findings) {
    // CA209 reports an `iat` in milliseconds.
    if matches!(subject.iat, TimeClaim::At(iat) if iat >= IMPLAUSIBLE_TIME) {
        return;
    }
    let Some(lifetime) = subject.lifetime().filter(|lifetime| *lifetime <= 0.0) else {
        return;
    };
    let message = match lifetime {
        0.0 => "`exp` equals `iat`".to_owned(),
        before => format!("`exp` is {} before `iat`", humanize(before)),
    };
    let finding = findings.add(message).claim("exp");
    if lifetime > -1.0 {
        finding
            .help("Courier reads a number in quotes as milliseconds: for 900 seconds, use `900s`");
    }
    if subject.is_expired_beyond_leeway() {
        finding.severity(Severity::Error);
    }
}

pub(super) fn issued_in_future(subject: &Subject<'_>, findings: &mut Findings) {
    let TimeClaim::At(iat) = subject.iat else {
        return;
    };
    let ahead = iat - subject.requirements.unix_now();
    if iat >= IMPLAUSIBLE_TIME && PLAUSIBLE_TIMES.contains(&(iat / 1_000.0)) {
        findings
            .add("`iat` is in milliseconds")
            .claim("iat")
            .help("use seconds since 1970");
    } else if ahead > MAX_CLOCK_SKEW {
        findings
            .add(format!(
                "`iat` is {} in the future: a clock is wrong",
                humanize(ahead)
            ))
            .claim("iat");
    }
}

pub(super) fn not_yet_valid(subject: &Subject<'_>, findings: &mut Findings) {
    let Some(token) = subject.readable_token() else {
        return;
    };
    let now = subject.requirements.unix_now();
    match TimeClaim::from_claims(&token.claims, "nbf") {
        TimeClaim::At(nbf) if nbf > now => {
            let finding = findings
                .add(format!(
                    "the token becomes valid in {}",
                    humanize(nbf - now)
                ))
                .claim("nbf");
            let leeway = subject.requirements.leeway;
            if nbf - now <= leeway {
                finding.severity(Severity::Note).help(format!(
                    "a leeway of {} accepts it here, but Courier allows none and responds with 401",
                    humanize(leeway)
                ));
            }
        }
        TimeClaim::Other(kind) => {
            findings
                .add(format!("`nbf` is {kind}, not a number"))
                .claim("nbf");
        }
        TimeClaim::At(_) | TimeClaim::Absent => {}
    }
}
