//! Comparison of two tokens: the differences that matter to Courier, and the rules that find something
//! in only one of them.

mod facts;
mod field_value;

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashSet},
};

pub use self::{facts::TokenFacts, field_value::FieldValue};
use super::finding::Finding;

/// A field that differs between two tokens.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The name of the field. A claim is named `claims.NAME`.
    pub field: Cow<'static, str>,
    /// The value in the first token.
    pub a: FieldValue,
    /// The value in the second token.
    pub b: FieldValue,
}

/// The result of a comparison.
#[derive(Debug, Clone)]
pub struct Comparison<'c> {
    /// The fields that differ.
    pub differences: Vec<Difference>,
    /// The names of the fields that both tokens have with the same value. Claims are not listed.
    pub same_fields: Vec<&'static str>,
    /// The findings of rules that find nothing in the second token.
    pub only_in_a: Vec<&'c Finding>,
    /// The findings of rules that find nothing in the first token.
    pub only_in_b: Vec<&'c Finding>,
}

impl<'c> Comparison<'c> {
    /// Compares two tokens.
    #[must_use]
    pub fn of(a: &'c TokenFacts, b: &'c TokenFacts) -> Self {
        let mut differences = Vec::new();
        let mut same_fields = Vec::new();
        for ((field, a), (_, b)) in a.fields().into_iter().zip(b.fields()) {
            if !a.is_same(&b) {
                differences.push(Difference::new(field, &a, &b));
            } else if a != FieldValue::Missing {
                same_fields.push(field);
            }
        }
        let names: BTreeSet<&String> = a.claims.keys().chain(b.claims.keys()).collect();
        for name in names {
            let [a, b] = [a, b].map(|token| {
                let json = token.claims.get(name).cloned();
                json.map_or(FieldValue::Missing, FieldValue::Json)
            });
            if !a.is_same(&b) {
                differences.push(Difference::new(format!("claims.{name}"), &a, &b));
            }
        }
        Self {
            differences,
            same_fields,
            only_in_a: findings_only_in(a, b),
            only_in_b: findings_only_in(b, a),
        }
    }

    /// Returns true if nothing that matters differs.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.differences.is_empty() && self.only_in_a.is_empty() && self.only_in_b.is_empty()
    }
}

impl Difference {
    fn new(field: impl Into<Cow<'static, str>>, a: &FieldValue, b: &FieldValue) -> Self {
        Self {
            field: field.into(),
            a: a.without(b),
            b: b.without(a),
        }
    }
}

/// Returns the findings in a token of rules that find nothing in the other one.
fn findings_only_in<'c>(token: &'c TokenFacts, other: &TokenFacts) -> Vec<&'c Finding> {
    let in_other: HashSet<&str> = other.findings.iter().map(|found| found.rule.code).collect();
    let findings = token.findings.iter();
    findings
        .filter(|finding| !in_other.contains(finding.rule.code))
        .collect()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::{
        inspect::{Levels, Requirements, with_report},
        token::{Algorithm, ApiKey, Feature, sign_token},
    };

    const NOW: i64 = 1_000_000;

    const BASE: &str = r#""scope":"user_id:alice inbox:read:messages inbox:write:events","tenant_id":"c0ffee00-0000-4000-8000-000000000000/test","tenant_scope":"published/test","iat":999000,"exp":1003000"#;

    fn facts(claims: &str) -> TokenFacts {
        let key = ApiKey::new("pk_test_FAKE").unwrap();
        let jwt = sign_token(claims, &key, Algorithm::Hs256);
        let inbox = Feature::from_name("inbox").unwrap();
        let now = DateTime::from_timestamp(NOW, 0).unwrap();
        let requirements = Requirements::for_features(&[inbox], now);
        let levels = Levels::default();
        with_report(jwt.expose(), &requirements, &levels, TokenFacts::of).unwrap()
    }

    /// Returns the names of what differs: fields, and rules with the token that they find something in.
    fn differences(a: &str, b: &str) -> Vec<String> {
        let (a, b) = (facts(a), facts(b));
        let comparison = Comparison::of(&a, &b);
        let fields = comparison
            .differences
            .iter()
            .map(|found| found.field.to_string());
        let only_in = |name: &'static str, findings: &[&Finding]| {
            let rules = findings.iter().map(|finding| finding.rule.name);
            rules
                .map(|rule| format!("{name}:{rule}"))
                .collect::<Vec<_>>()
        };
        let found = fields
            .chain(only_in("a", &comparison.only_in_a))
            .chain(only_in("b", &comparison.only_in_b))
            .collect::<Vec<_>>();
        assert_eq!(comparison.is_same(), found.is_empty());
        found
    }

    #[test]
    fn only_what_matters_differs() {
        let base = format!("{{{BASE}}}");
        let changed = |from: &str, to: &str| {
            assert!(base.contains(from), "{from}");
            base.replace(from, to)
        };
        let rows: &[(String, &[&str])] = &[
            (base.clone(), &[]),
            // Another moment of issue.
            (
                changed("999000,\"exp\":1003000", "999900,\"exp\":1003900"),
                &[],
            ),
            (
                changed("999000,\"exp\":1003000", "996005,\"exp\":1000005"),
                &[],
            ),
            (
                changed("999000,\"exp\":1003000", "1000900,\"exp\":1004900"),
                &[],
            ),
            (format!(r#"{{{BASE},"jti":"x","nonce":1}}"#), &[]),
            // Another order or spelling.
            (
                changed(
                    "inbox:read:messages inbox:write:events",
                    "inbox:write:events inbox:read:messages",
                ),
                &[],
            ),
            (changed("alice", "\\u0061lice"), &[]),
            (changed("alice", "bob"), &["user_ids"]),
            (
                changed(" inbox:write:events", ""),
                &["scopes", "b:missing-scope"],
            ),
            (changed("c0ffee00", "c0ffee01"), &["workspace_id"]),
            (
                changed("published/test", "published/production"),
                &["environment", "b:workspace-disagrees"],
            ),
            (changed("1003000", "1003001"), &["lifetime_seconds"]),
            (
                changed("999000,\"exp\":1003000", "990000,\"exp\":994000"),
                &["expired", "b:expired"],
            ),
            (
                changed(",\"exp\":1003000", ""),
                &["lifetime_seconds", "b:no-expiry"],
            ),
            (format!(r#"{{{BASE},"plan":"pro"}}"#), &["claims.plan"]),
            (format!(r#"{{{BASE},"plan":null}}"#), &[]),
        ];
        for (other, expected) in rows {
            assert_eq!(differences(&base, other), *expected, "{other}");
        }
    }

    #[test]
    fn lists_contain_what_the_other_token_lacks() {
        let base = format!("{{{BASE}}}");
        let other = base.replace("inbox:write:events", "read:brands");
        let (a, b) = (facts(&base), facts(&other));
        let list = |entry: &str| FieldValue::List(vec![entry.to_owned()]);
        assert_eq!(
            Comparison::of(&a, &b).differences[0],
            Difference {
                field: "scopes".into(),
                a: list("inbox:write:events"),
                b: list("read:brands"),
            }
        );
    }
}
