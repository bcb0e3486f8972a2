//! What a sandbox takes from the rest of the tool.

use chrono::{DateTime, Utc};

use crate::{
    context::Context,
    inspect::{Levels, Requirements, Severity, Subject, Unwrapped, judge},
    output::{Inspected, Source, json},
    sandbox::Outside,
    token::{Decoded, Feature},
};

/// The clock of this run, and what `inspect` says.
pub(crate) fn outside(context: &Context<'_>) -> Outside {
    Outside {
        now: context.now,
        inspect,
    }
}

/// The document of `inspect --json` without any option but `--for`.
fn inspect(token: &str, features: &[&'static Feature], now: DateTime<Utc>) -> String {
    let wanted = Requirements::features(features, now);
    let unwrapped = Unwrapped::new(token);
    let decoded = Decoded::new(&unwrapped.text);
    let subject = Subject::new(&unwrapped, &decoded, &wanted);
    let report = judge(&subject, &Levels::default());
    let inspected = Inspected {
        subject: &subject,
        report: &report,
        verdict: report.verdict(Severity::Error),
        source: Source::default(),
    };
    let judged_at = json::Moment::of(now);
    let document = json::Inspect::of(&inspected, &judged_at);
    // As text: what a token holds need not be what a value of this crate can hold.
    serde_json::to_string(&document).expect("it is made of texts")
}
