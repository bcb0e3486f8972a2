//! CA2xx: does it live, and as long as was meant?

use crate::inspect::{
    duration::in_words,
    example::Example,
    finding::{Findings, Severity},
    rule::{Rule, Server},
    subject::{Subject, TimeClaim},
};

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "CA201",
        name: "expired",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "the token has expired",
        why: "Courier answers 401 and the Inbox shows nothing; the server allows no clock tolerance, and the second of `exp` is late already",
        fix: "issue a new token, and let the app fetch one before the old one ends",
        reissue: true,
        bad: Example::Claims(r#"{"exp":1767225600}"#),
        good: Example::Claims(r#"{"exp":1767225601}"#),
        hidden_by: &[],
        check: expired,
    },
    Rule {
        code: "CA202",
        name: "no-expiry",
        severity: Severity::Warning,
        server: Server::Serves,
        summary: "the token never expires",
        why: "Courier cannot revoke a token: who finds this one is that user for ever. It is what Courier issues when `expires_in` is missing or misspelt",
        fix: "issue it with `expires_in` (not `expiresIn`), and rotate the API key if such a token got out",
        reissue: true,
        bad: Example::Without("exp"),
        good: Example::Good,
        hidden_by: &[],
        check: no_expiry,
    },
    Rule {
        code: "CA203",
        name: "milliseconds-lifetime",
        severity: Severity::Warning,
        server: Server::Depends,
        summary: "the token lives a thousandth of what was meant",
        why: "Courier reads a string without a unit as milliseconds: `\"expires_in\": \"3600\"` gives a token of 3 seconds",
        fix: "write the unit: `3600s` or `1 hour`",
        reissue: true,
        bad: Example::Claims(r#"{"iat":1767225599,"exp":1767225602}"#),
        good: Example::Claims(r#"{"iat":1767225599,"exp":1767225604}"#),
        hidden_by: &[],
        check: milliseconds_lifetime,
    },
    Rule {
        code: "CA207",
        name: "exp-not-a-number",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "`exp` is not a number",
        why: "Courier refuses such a token whatever the time is",
        fix: "let Courier set `exp`: issue the token with `expires_in`",
        reissue: true,
        bad: Example::Claims(r#"{"exp":"1767311400"}"#),
        good: Example::Claims(r#"{"exp":1767311400.5}"#),
        hidden_by: &[],
        check: exp_not_a_number,
    },
    Rule {
        code: "CA210",
        name: "not-yet-valid",
        severity: Severity::Error,
        server: Server::Refuses,
        summary: "the token is not valid yet",
        why: "Courier refuses a token until `nbf`, with no clock tolerance, and for good when `nbf` is not a number",
        fix: "issue it without `nbf`",
        reissue: true,
        bad: Example::Claims(r#"{"nbf":1767225601}"#),
        good: Example::Claims(r#"{"nbf":1767225600}"#),
        hidden_by: &[],
        check: not_yet_valid,
    },
];

/// Lifetimes in seconds that tell of a number of seconds taken for milliseconds, and that number.
///
/// Only what nobody asks for on purpose: 1, 10 and 60 s, which `1800`, `10800` and `60000` would
/// give, are left out.
const THOUSANDTHS: &[(f64, &str, &str)] = &[
    (3.0, "3600", "1 hour"),
    (7.0, "7200", "2 hours"),
    (14.0, "14400", "4 hours"),
    (21.0, "21600", "6 hours"),
    (28.0, "28800", "8 hours"),
    (36.0, "36000", "10 hours"),
    (43.0, "43200", "12 hours"),
    (86.0, "86400", "1 day"),
    (172.0, "172800", "2 days"),
    (259.0, "259200", "3 days"),
    (604.0, "604800", "7 days"),
    (1_209.0, "1209600", "14 days"),
    (2_592.0, "2592000", "30 days"),
    (31_536.0, "31536000", "365 days"),
    (31_557.0, "31557600", "1 year"),
];

fn expired(subject: &Subject<'_>, findings: &mut Findings) {
    if let (true, TimeClaim::At(exp)) = (subject.is_expired(), subject.time("exp")) {
        let message = match subject.now() - exp {
            0.0 => "expired this very second".to_owned(),
            ago => format!("expired {} ago", in_words(ago)),
        };
        findings
            .add(message)
            .claim("exp")
            .help("Courier answers 401 and the Inbox shows nothing; it allows no clock tolerance");
    }
}

fn no_expiry(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.token.is_some() && subject.time("exp") == TimeClaim::Absent {
        findings
            .add("it has no `exp`: it lives for ever and cannot be revoked")
            .claim("exp");
    }
}

fn milliseconds_lifetime(subject: &Subject<'_>, findings: &mut Findings) {
    let (TimeClaim::At(iat), TimeClaim::At(exp)) = (subject.time("iat"), subject.time("exp"))
    else {
        return;
    };
    let lifetime = exp - iat;
    let Some((_, typed, meant)) = THOUSANDTHS
        .iter()
        .find(|(seconds, ..)| *seconds == lifetime)
    else {
        return;
    };
    let finding = findings
        .add(format!(
            "it lives only {}, as if `{typed}` had been read as milliseconds",
            in_words(lifetime)
        ))
        .claim("exp")
        .help(format!("with its unit that is `{typed}s` or `{meant}`"));
    if subject.is_expired() {
        finding.severity(Severity::Error);
    }
}

fn exp_not_a_number(subject: &Subject<'_>, findings: &mut Findings) {
    if let TimeClaim::Other(kind) = subject.time("exp") {
        findings
            .add(format!("`exp` is {kind}, not a number"))
            .claim("exp");
    }
}

fn not_yet_valid(subject: &Subject<'_>, findings: &mut Findings) {
    match subject.time("nbf") {
        TimeClaim::At(nbf) if nbf > subject.now() => {
            findings
                .add(format!("it is valid in {}", in_words(nbf - subject.now())))
                .claim("nbf");
        }
        TimeClaim::Other(kind) => {
            findings
                .add(format!("`nbf` is {kind}, not a number"))
                .claim("nbf");
        }
        TimeClaim::At(_) | TimeClaim::Absent => {}
    }
}
