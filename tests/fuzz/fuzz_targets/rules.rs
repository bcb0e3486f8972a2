//! Runs every rule on any payload with a valid header: the findings are consistent.
#![no_main]

use chrono::DateTime;
use courier_auth::{
    inspect::{Levels, Requirements, Severity, Verdict, fix, with_report},
    token::{FEATURES, base64url},
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, u32, Option<&str>, &[u8])| {
    let (feature_bits, now, user, payload) = input;
    let features: Vec<_> = FEATURES
        .iter()
        .enumerate()
        .filter(|(at, _)| feature_bits & (1 << at) != 0)
        .map(|(_, feature)| feature)
        .collect();
    let now = DateTime::from_timestamp(i64::from(now), 0).expect("a valid time");
    let mut requirements = Requirements::for_features(&features, now);
    requirements.user = user.map(str::to_owned);
    let header = base64url::encode(br#"{"alg":"HS256","typ":"JWT"}"#);
    let signature = "A".repeat(43);
    let text = format!("{header}.{}.{signature}", base64url::encode(payload));

    with_report(
        &text,
        &requirements,
        &Levels::default(),
        |subject, report| {
            for finding in &report.findings {
                assert!(!finding.message.is_empty() && finding.message.len() < 700);
                if let Some(span) = &finding.span {
                    let scope = subject.scope_text().expect("only a scope has spans");
                    assert!(scope.get(span.clone()).is_some_and(|part| !part.is_empty()));
                }
            }
            let has_error = report.count(Severity::Error) > 0;
            assert_eq!(report.verdict(Severity::Error) != Verdict::Ok, has_error);
            let _ = (fix::command(subject, &report), fix::scope(subject, &report));
        },
    );
});
