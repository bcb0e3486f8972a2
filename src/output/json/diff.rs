//! JSON output of `diff`.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::{Number, value::RawValue};

use super::inspect::Finding;
use crate::{
    inspect::{self, FieldValue, TokenFacts},
    output::{self, Compared},
    time::from_unix_seconds,
};

/// `courier-auth/diff/v1`
#[derive(Serialize)]
pub(crate) struct Diff<'a> {
    schema: &'static str,
    /// True if nothing that matters differs.
    same: bool,
    judged_at: String,
    r#for: &'a [&'static str],
    a: Token<'a>,
    b: Token<'a>,
    differences: Vec<Difference<'a>>,
    findings: Findings<'a>,
}

/// One of the two tokens.
#[derive(Serialize)]
struct Token<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    argument: Option<usize>,
    /// The path of the token in a JSON document, in the notation of `jq`.
    path: Option<&'a str>,
    fingerprint: &'a str,
    user_ids: &'a [String],
    scopes: &'a [String],
    workspace_id: Option<&'a str>,
    environment: Option<&'a str>,
    issued_at: Option<String>,
    expires_at: Option<String>,
    lifetime_seconds: Option<Number>,
    expired: bool,
    algorithm: Option<&'a str>,
    /// `null` without `--verify`.
    signed_with_api_key: Option<bool>,
}

/// A field that differs: one of [`Token`], or a claim.
#[derive(Serialize)]
struct Difference<'a> {
    field: &'a str,
    a: Value<'a>,
    b: Value<'a>,
}

/// The value of a field. Of a list, the entries that the other token does not have.
#[derive(Serialize)]
#[serde(untagged)]
enum Value<'a> {
    Missing,
    Text(&'a str),
    List(&'a [String]),
    Seconds(Option<Number>),
    Flag(bool),
    Json(Option<Box<RawValue>>),
}

/// The findings of rules that find something in one token only.
#[derive(Serialize)]
struct Findings<'a> {
    only_in_a: Vec<Finding<'a>>,
    only_in_b: Vec<Finding<'a>>,
}

impl<'a> Diff<'a> {
    pub(crate) fn of(compared: &Compared<'a>) -> Self {
        let comparison = compared.comparison;
        let findings = |findings: &[&'a inspect::Finding]| {
            findings
                .iter()
                .map(|finding| Finding::of(finding))
                .collect()
        };
        Self {
            schema: "courier-auth/diff/v1",
            same: comparison.is_same(),
            judged_at: rfc3339(compared.requirements.now),
            r#for: &compared.requirements.purposes,
            a: Token::of(compared.a),
            b: Token::of(compared.b),
            differences: comparison.differences.iter().map(Difference::of).collect(),
            findings: Findings {
                only_in_a: findings(&comparison.only_in_a),
                only_in_b: findings(&comparison.only_in_b),
            },
        }
    }
}

impl<'a> Token<'a> {
    fn of(token: output::ComparedToken<'a>) -> Self {
        let source = token.source;
        let facts: &TokenFacts = token.facts;
        let time = |seconds: Option<f64>| seconds.and_then(from_unix_seconds).map(rfc3339);
        Self {
            file: source.file,
            line: source.line,
            argument: source.argument,
            path: source.path,
            fingerprint: &facts.fingerprint,
            user_ids: &facts.user_ids,
            scopes: &facts.scopes,
            workspace_id: facts.workspace_id.as_deref(),
            environment: facts.environment.as_deref(),
            issued_at: time(facts.issued_at),
            expires_at: time(facts.expires_at),
            lifetime_seconds: facts.lifetime.and_then(number),
            expired: facts.is_expired,
            algorithm: facts.algorithm.as_deref(),
            signed_with_api_key: facts.is_signed_with_key,
        }
    }
}

impl<'a> Difference<'a> {
    fn of(difference: &'a inspect::Difference) -> Self {
        Self {
            field: &difference.field,
            a: Value::of(&difference.a),
            b: Value::of(&difference.b),
        }
    }
}

impl<'a> Value<'a> {
    fn of(value: &'a FieldValue) -> Self {
        match value {
            FieldValue::Missing => Self::Missing,
            FieldValue::Text(text) => Self::Text(text),
            FieldValue::List(entries) => Self::List(entries),
            FieldValue::Seconds(seconds) => Self::Seconds(number(*seconds)),
            FieldValue::Flag(flag) => Self::Flag(*flag),
            FieldValue::Json(json) => Self::Json(RawValue::from_string(json.clone()).ok()),
        }
    }
}

fn rfc3339(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Returns a number of seconds, without a fraction if it is whole.
fn number(seconds: f64) -> Option<Number> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "saturates, and the number is then not the same"
    )]
    let whole = seconds as i64;
    #[expect(clippy::cast_precision_loss, reason = "the comparison detects it")]
    let is_whole = whole as f64 == seconds;
    if is_whole {
        Some(whole.into())
    } else {
        Number::from_f64(seconds)
    }
}
