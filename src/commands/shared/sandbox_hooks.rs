//! What a sandbox takes from the rest of the tool.

use chrono::{DateTime, Utc};

use crate::{
    context::Context,
    inspect::{Levels, Requirements, Severity, with_report},
    output::{Inspected, Source, json},
    sandbox::Outside,
    token::Feature,
};

/// The clock of this run, and what `inspect` says.
pub(in crate::commands) fn outside(context: &Context<'_>) -> Outside {
    Outside {
        now: context.now,
        inspect,
    }
}

/// The document of `inspect --json` without any option but `--for`.
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
            let judged_at = json::Moment::of(now);
            let document = json::Inspect::of(&inspected, &judged_at);
            // As text: what a token holds need not be what a value of this crate can hold.
            serde_json::to_string(&document).expect("it is made of texts")
        },
    )
}
