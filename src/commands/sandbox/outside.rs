//! What a sandbox takes from the rest of the tool.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::{
    context::Context,
    inspect::{Levels, Severity, Subject, Unwrapped, Wanted, judge},
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
fn inspect(token: &str, features: &[&'static Feature], now: DateTime<Utc>) -> Value {
    let wanted = Wanted::features(features, now);
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
    // A token's own numbers may be of a kind that is no JSON of this crate.
    serde_json::to_value(document).unwrap_or(Value::Null)
}
