//! JSON output of `diff`.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Number, value::RawValue};

use super::{inspect::Finding, timestamp::Timestamp};
use crate::{
    document::SchemaName,
    inspect::{self, FieldValue, TokenFacts},
    output::{self, Compared},
};

#[derive(Serialize, JsonSchema)]
pub(crate) struct Diff<'a> {
    schema: SchemaName<Diff<'static>>,
    /// True if nothing that matters differs.
    same: bool,
    /// The time that the tokens are judged at.
    judged_at: Timestamp,
    /// The features that the tokens are checked for.
    features: &'a [&'static str],
    /// The first token.
    a: Token<'a>,
    /// The second token.
    b: Token<'a>,
    /// The fields that differ and matter.
    differences: Vec<Difference<'a>>,
    /// The findings that only one of the tokens has.
    findings: Findings<'a>,
}

/// One of the two tokens.
#[derive(Serialize, JsonSchema)]
struct Token<'a> {
    /// The file that contains the token.
    file: Option<&'a str>,
    /// The line of the token in the file or input, from 1.
    line: Option<usize>,
    /// The argument that contains the token, from 1.
    argument: Option<usize>,
    /// The path of the token in a JSON document, in the notation of `jq`.
    json_path: Option<&'a str>,
    /// `fp:` and 12 hex digits of the token's SHA-256.
    fingerprint: &'a str,
    /// The user of the token. `null` if it names none or several.
    user_id: Option<&'a str>,
    /// All users that the scope names.
    user_ids: &'a [String],
    /// The entries of the scope, without those that name a user.
    scopes: &'a [String],
    /// The workspace.
    workspace_id: Option<&'a str>,
    /// The environment of the workspace.
    environment: Option<&'a str>,
    /// When the token was issued, from its claim `iat`.
    issued_at: Option<Timestamp>,
    /// When the token expires, from its claim `exp`.
    expires_at: Option<Timestamp>,
    /// The time between the two.
    lifetime_seconds: Option<Number>,
    /// True if the token has expired.
    expired: bool,
    /// The algorithm of the signature.
    algorithm: Option<&'a str>,
    /// True if the API key signed the token. `null` without `--verify`.
    signed_with_api_key: Option<bool>,
}

/// A field that differs: a field of the tokens, or a claim.
#[derive(Serialize, JsonSchema)]
struct Difference<'a> {
    /// The name of the field.
    field: &'a str,
    /// Its value in the first token.
    a: Value<'a>,
    /// Its value in the second token.
    b: Value<'a>,
}

/// The value of a field. Of a list, the entries that the other token does not have.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum Value<'a> {
    Missing,
    Text(&'a str),
    List(&'a [String]),
    Seconds(Option<Number>),
    Flag(bool),
    Json(#[schemars(with = "serde_json::Value")] Option<Box<RawValue>>),
}

/// The findings of rules that find something in one token only.
#[derive(Serialize, JsonSchema)]
struct Findings<'a> {
    /// The findings of the first token.
    only_in_a: Vec<Finding<'a>>,
    /// The findings of the second token.
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
            schema: SchemaName::new(),
            same: comparison.is_same(),
            judged_at: Timestamp::of(compared.requirements.now),
            features: &compared.requirements.purposes,
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
        let time = |seconds: Option<f64>| seconds.and_then(Timestamp::of_seconds);
        Self {
            file: source.file,
            line: source.line,
            argument: source.argument,
            json_path: source.path,
            fingerprint: &facts.fingerprint,
            user_id: match &facts.user_ids[..] {
                [user_id] => Some(user_id),
                _ => None,
            },
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
