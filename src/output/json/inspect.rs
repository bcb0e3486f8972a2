//! JSON output of `inspect`.

use std::borrow::Cow;

use memchr::memchr2;
use serde::{
    Serialize, Serializer,
    ser::{Error as _, SerializeMap},
};
use serde_json::value::RawValue;

use super::Timestamp;
use crate::{
    inspect::{self, Subject, TimeClaim, fix},
    output::Inspected,
    token::{DecodedToken, Object, Value},
};

/// `courier-auth/inspect/v1`
#[derive(Serialize)]
pub(crate) struct Inspect<'a> {
    schema: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    argument: Option<usize>,
    /// The path of the token in a JSON document, in the notation of `jq`.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    verdict: &'static str,
    fingerprint: Option<String>,
    judged_at: &'a Timestamp,
    r#for: &'a [&'static str],
    header: Option<ObjectMembers<'a>>,
    claims: Option<ObjectMembers<'a>>,
    users: Users<'a>,
    scopes: Scopes<'a>,
    issued_at: Option<Timestamp>,
    expires_at: Option<Timestamp>,
    findings: Findings<'a>,
    fix: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Finding<'a> {
    code: &'static str,
    rule: &'static str,
    severity: &'static str,
    message: &'a str,
    help: &'a str,
    claim: Option<&'a str>,
    span: Option<Span>,
}

/// Byte offsets in the decoded scope string.
#[derive(Serialize)]
struct Span {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct Scope<'a> {
    scope: &'a str,
    state: &'static str,
}

/// The users that Courier reads from the scope.
struct Users<'a>(&'a Subject<'a>);

/// The entries of the scope string.
struct Scopes<'a>(&'a Subject<'a>);

struct Findings<'a>(&'a [inspect::Finding]);

/// A JSON object whose values are written as the text that they had in the token. The last of
/// several members with one name is written, as JavaScript reads them.
struct ObjectMembers<'a>(&'a Object<'a>);

impl<'a> Inspect<'a> {
    pub(crate) fn of(inspected: &Inspected<'a>, judged_at: &'a Timestamp) -> Self {
        let Inspected {
            subject,
            report,
            verdict,
            source,
        } = *inspected;
        let token = subject.readable_token();
        let timestamp = |claim| match claim {
            TimeClaim::At(seconds) => Timestamp::of_seconds(seconds),
            TimeClaim::Absent | TimeClaim::Other(_) => None,
        };
        Self {
            schema: "courier-auth/inspect/v1",
            file: source.file,
            line: source.line,
            argument: source.argument,
            path: source.path,
            verdict: verdict.name(),
            fingerprint: subject.decoded.map(DecodedToken::fingerprint),
            judged_at,
            r#for: &subject.requirements.purposes,
            header: token.map(|token| ObjectMembers(&token.header)),
            claims: token.map(|token| ObjectMembers(&token.claims)),
            users: Users(subject),
            scopes: Scopes(subject),
            issued_at: timestamp(subject.iat),
            expires_at: timestamp(subject.exp),
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
/// from 0, separated by dots; a name may contain dots itself. A string is returned without its
/// quotes, any other value as its JSON text. `None` if the path does not exist.
pub(crate) fn field<'d>(document: &'d str, path: &str) -> Option<Cow<'d, str>> {
    let raw = raw_value_at(document, path)?;
    match Value::from_raw(raw) {
        Value::String(text) => Some(text),
        _ => Some(Cow::Borrowed(raw)),
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

impl Serialize for Users<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.users())
    }
}

impl Serialize for Scopes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.scope_entries.iter().map(|entry| Scope {
            scope: self.0.entry_text(entry),
            state: entry.kind.name(),
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
            assert_eq!(field(document, path).as_deref(), expected, "{path}");
        }
    }
}
