//! JSON output of `inspect`.

use std::borrow::Cow;

use memchr::memchr2;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Serialize, Serializer,
    ser::{Error as _, SerializeMap},
};
use serde_json::value::RawValue;

use super::{
    start_of,
    timestamp::{Timestamp, epoch},
};
use crate::{
    document::SchemaName,
    inspect::{self, Subject, TimeClaim, fix},
    output::Inspected,
    token::{DecodedToken, Object, Value, scope::USER_PREFIX},
};

/// The output of `inspect`: the report of one token, or a list of several. Only its schema is used.
pub(super) struct InspectOutput;

impl JsonSchema for InspectOutput {
    fn schema_name() -> Cow<'static, str> {
        "InspectOutput".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "oneOf": [
                generator.subschema_for::<Inspect<'static>>(),
                generator.subschema_for::<InspectList<'static>>(),
            ]
        })
    }
}

/// The reports of several tokens.
#[derive(Serialize, JsonSchema)]
pub(crate) struct InspectList<'a> {
    schema: SchemaName<InspectOutput>,
    /// The report of each token.
    tokens: Vec<Inspect<'a>>,
}

/// The report of one token.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Inspect<'a> {
    schema: SchemaName<InspectOutput>,
    /// The file that contains the token.
    file: Option<&'a str>,
    /// The line of the token in the file or input, from 1.
    line: Option<usize>,
    /// The argument that contains the token, from 1, if there are several.
    argument: Option<usize>,
    /// The path of the token in a JSON document, in the notation of `jq`.
    json_path: Option<&'a str>,
    /// `ok`, `bad` (a finding is at least as severe as `--fail-on`) or `unreadable`.
    #[schemars(extend("enum" = ["ok", "bad", "unreadable"]))]
    verdict: &'static str,
    /// `fp:` and 12 hex digits of the token's SHA-256.
    fingerprint: Option<String>,
    /// The time that the token is judged at.
    judged_at: &'a Timestamp,
    /// `judged_at` in seconds since 1970.
    judged_epoch: i64,
    /// The features that the token is checked for, and `--for` of the suggested command.
    features: &'a [&'static str],
    /// The header, as it is in the token.
    header: Option<ObjectMembers<'a>>,
    /// The claims, as they are in the token.
    claims: Option<ObjectMembers<'a>>,
    /// The user of the token. `null` if it names none or several.
    user_id: Option<&'a str>,
    /// All users that the scope names.
    user_ids: Vec<&'a str>,
    /// The entries of the scope, without those that name a user.
    scopes: Scopes<'a>,
    /// All entries of the scope, with the way in which Courier reads them.
    scope_entries: ScopeEntries<'a>,
    /// When the token was issued, from its claim `iat`.
    issued_at: Option<Timestamp>,
    /// `issued_at` in seconds since 1970.
    issued_epoch: Option<i64>,
    /// When the token expires, from its claim `exp`.
    expires_at: Option<Timestamp>,
    /// `expires_at` in seconds since 1970.
    expires_epoch: Option<i64>,
    /// The findings, most severe first.
    findings: Findings<'a>,
    /// The command that issues a corrected token.
    fix: Option<String>,
}

/// A finding of a rule.
#[derive(Serialize, JsonSchema)]
pub(super) struct Finding<'a> {
    /// The code of the rule, such as `CA305`.
    code: &'static str,
    /// The name of the rule, such as `missing-scope`.
    rule: &'static str,
    /// `error`, `warning` or `note`.
    #[schemars(extend("enum" = ["error", "warning", "note"]))]
    severity: &'static str,
    /// The problem.
    message: &'a str,
    /// The correction.
    help: &'a str,
    /// The claim that the finding is about.
    claim: Option<&'a str>,
    /// The part of the scope string that the finding is about.
    span: Option<Span>,
}

/// Byte offsets in the decoded scope string.
#[derive(Serialize, JsonSchema)]
struct Span {
    /// The first byte.
    start: usize,
    /// The byte after the last.
    end: usize,
}

/// An entry of the scope string.
#[derive(Serialize, JsonSchema)]
struct ScopeEntry<'a> {
    /// The text of the entry.
    scope: &'a str,
    /// The kind of entry for Courier, such as `known`, `unknown` or `user`.
    kind: &'static str,
}

/// The entries of the scope string that do not name a user.
#[derive(JsonSchema)]
#[schemars(with = "Vec<String>", inline)]
struct Scopes<'a>(&'a Subject<'a>);

/// The entries of the scope string.
#[derive(JsonSchema)]
#[schemars(with = "Vec<ScopeEntry<'a>>", inline)]
struct ScopeEntries<'a>(&'a Subject<'a>);

#[derive(JsonSchema)]
#[schemars(with = "Vec<Finding<'a>>", inline)]
struct Findings<'a>(&'a [inspect::Finding]);

/// A JSON object whose values are written as the text that they had in the token. The last of
/// several members with one name is written, as JavaScript reads them.
#[derive(JsonSchema)]
#[schemars(with = "serde_json::Map<String, serde_json::Value>", inline)]
struct ObjectMembers<'a>(&'a Object<'a>);

impl InspectList<'_> {
    /// Returns the start of the document, up to the first report. The caller ends it with `]}`.
    pub(crate) fn start() -> serde_json::Result<String> {
        start_of(&Self {
            schema: SchemaName::new(),
            tokens: Vec::new(),
        })
    }
}

impl<'a> Inspect<'a> {
    pub(crate) fn of(inspected: &Inspected<'a>, judged_at: &'a Timestamp) -> Self {
        let Inspected {
            subject,
            report,
            verdict,
            source,
        } = *inspected;
        let token = subject.readable_token();
        let seconds = |claim| match claim {
            TimeClaim::At(seconds) => Some(seconds),
            TimeClaim::Absent | TimeClaim::Other(_) => None,
        };
        let (iat, exp) = (seconds(subject.iat), seconds(subject.exp));
        let user_ids: Vec<&str> = subject.users().collect();
        Self {
            schema: SchemaName::new(),
            file: source.file,
            line: source.line,
            argument: source.argument,
            json_path: source.path,
            verdict: verdict.name(),
            fingerprint: subject.decoded.map(DecodedToken::fingerprint),
            judged_at,
            judged_epoch: subject.requirements.now.timestamp(),
            features: &subject.requirements.purposes,
            header: token.map(|token| ObjectMembers(&token.header)),
            claims: token.map(|token| ObjectMembers(&token.claims)),
            user_id: match user_ids[..] {
                [user_id] => Some(user_id),
                _ => None,
            },
            user_ids,
            scopes: Scopes(subject),
            scope_entries: ScopeEntries(subject),
            issued_at: iat.and_then(Timestamp::of_seconds),
            issued_epoch: iat.and_then(epoch),
            expires_at: exp.and_then(Timestamp::of_seconds),
            expires_epoch: exp.and_then(epoch),
            findings: Findings(&report.findings),
            fix: fix::command(subject, report),
        }
    }
}

impl<'a> Finding<'a> {
    pub(super) fn of(finding: &'a inspect::Finding) -> Self {
        Self {
            code: finding.rule.code,
            rule: finding.rule.name,
            severity: finding.severity.name(),
            message: &finding.message,
            help: finding.advice(),
            claim: finding.claim.as_deref(),
            span: finding.span.as_ref().map(|span| Span {
                start: span.start,
                end: span.end,
            }),
        }
    }
}

/// Returns the value at a path in a JSON document. A path consists of names and, for arrays, indexes
/// from 0, separated by dots; a name may contain dots itself. `None` if the path does not exist.
pub(crate) fn field<'d>(document: &'d str, path: &str) -> Option<&'d RawValue> {
    serde_json::from_str(raw_value_at(document, path)?).ok()
}

/// Returns a string without its quotes, and any other value as its JSON text.
pub(crate) fn text_of(value: &RawValue) -> Cow<'_, str> {
    match Value::from_raw(value.get()) {
        Value::String(text) => text,
        _ => Cow::Borrowed(value.get()),
    }
}

fn raw_value_at<'d>(json: &'d str, path: &str) -> Option<&'d str> {
    if path.is_empty() {
        return Some(json);
    }
    match Value::from_raw(json) {
        Value::Object(text) => {
            let object = Object::parse(text).ok()?;
            if let Some(value) = object.raw(path) {
                return Some(value);
            }
            path.match_indices('.')
                .filter(|(dot, _)| dot + 1 < path.len())
                .find_map(|(dot, _)| raw_value_at(object.raw(&path[..dot])?, &path[dot + 1..]))
        }
        Value::Array(text) => {
            let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
            let (index, rest) = path.split_once('.').unwrap_or((path, ""));
            raw_value_at(items.get(index.parse::<usize>().ok()?)?.get(), rest)
        }
        _ => None,
    }
}

impl Serialize for Scopes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries = self.0.scope_entries.iter();
        let scopes = entries.map(|entry| self.0.entry_text(entry));
        serializer.collect_seq(scopes.filter(|scope| !scope.starts_with(USER_PREFIX)))
    }
}

impl Serialize for ScopeEntries<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.scope_entries.iter().map(|entry| ScopeEntry {
            scope: self.0.entry_text(entry),
            kind: entry.kind.name(),
        }))
    }
}

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(Finding::of))
    }
}

impl Serialize for ObjectMembers<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for member in self.0.effective_members() {
            // Outside strings JSON allows a space for a line end, and strings contain no raw ones.
            let raw = member.raw.get();
            if memchr2(b'\n', b'\r', raw.as_bytes()).is_some() {
                let line = raw.replace(['\n', '\r'], " ");
                let raw = RawValue::from_string(line).map_err(S::Error::custom)?;
                map.serialize_entry(&member.name, &raw)?;
            } else {
                map.serialize_entry(&member.name, member.raw)?;
            }
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_is_found_by_its_path() {
        let document =
            r#"{"a":{"b":[1e400,{"c":"x\ny"}],"n":null},"https://d.e/f":true,"g.h":{"i.j":"k"}}"#;
        let rows = [
            ("a.b.0", Some("1e400")),
            ("a.b.1.c", Some("x\ny")),
            ("a.b.1", Some(r#"{"c":"x\ny"}"#)),
            ("a.n", Some("null")),
            ("https://d.e/f", Some("true")),
            ("g.h.i.j", Some("k")),
            ("a.b.2", None),
            ("a.b.-1", None),
            ("a.n.x", None),
            ("a.b.0.x", None),
            ("x", None),
            ("a.", None),
            (".a", None),
        ];
        for (path, expected) in rows {
            let found = field(document, path).map(text_of);
            assert_eq!(found.as_deref(), expected, "{path}");
        }
    }
}
