//! The functions of the program that a sandbox uses.

use chrono::{DateTime, Utc};

use crate::{
    context::Context,
    inspect::{Levels, Requirements, Severity, with_report},
    output::{Inspected, Source, json},
    sandbox::Dependencies,
    token::Feature,
};

/// Returns the clock and the console of this run, and the function behind `inspect --json`.
pub(in crate::commands) fn dependencies(context: &Context<'_>) -> Dependencies {
    Dependencies {
        now: context.now,
        console: context.output.console().clone(),
        inspect,
        log_request: None,
    }
}

/// Returns the document of `inspect --json --for FEATURES`.
fn inspect(token: &str, features: &[&'static Feature], now: DateTime<Utc>) -> String {
    let requirements = Requirements::for_features(features, now);
    with_report(
        token,
        &requirements,
        &Levels::default(),
        |subject, report| {
            let inspected = Inspected {
                subject,
                report: &report,
                verdict: report.verdict(Severity::Error),
                source: Source::default(),
            };
            let judged_at = json::Timestamp::of(now);
            let document = json::Inspect::of(&inspected, &judged_at);
            // A string, because a claim may be a number that `serde_json::Value` cannot represent.
            serde_json::to_string(&document).expect("it is made of texts")
        },
    )
}
