//! The tokens of `tests/fixtures/tokens.tsv`: what is to be found in each, reviewed by hand.
//!
//! Four columns between tabs: codes with the first letter of their severity, or `-`; options of
//! `inspect`, or `-`; what sets the token apart from a good one; how.

use super::example::{Example, findings_of};
use crate::token::ApiKey;

/// One row of the corpus.
pub(crate) struct Row {
    pub(crate) line: &'static str,
    pub(crate) expected: &'static str,
    pub(crate) options: Vec<&'static str>,
    pub(crate) example: Example,
}

/// Every row.
pub(crate) fn rows() -> Vec<Row> {
    let table = include_str!("../../tests/fixtures/tokens.tsv");
    let rows = table
        .split('\n')
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(row).collect()
}

fn row(line: &'static str) -> Row {
    let [expected, options, shape, value] = line.split('\t').collect::<Vec<_>>()[..] else {
        panic!("not four columns: {line}");
    };
    let example = match shape {
        "good" => Example::Good,
        "text" if value.starts_with('"') => {
            Example::Text(serde_json::from_str::<String>(value).unwrap().leak())
        }
        "text" => Example::Text(value),
        "prefixed" => Example::Prefixed(value),
        "claims" => Example::Claims(value),
        "without" => Example::Without(value),
        "payload" => Example::Payload(value),
        "header" => Example::Header(value),
        "signature" => Example::Signature(value),
        other => panic!("no such shape: {other}"),
    };
    let options = options.split(' ').filter(|option| *option != "-").collect();
    Row {
        line,
        expected,
        options,
        example,
    }
}

#[test]
fn exactly_what_is_expected_is_found() {
    let key = ApiKey::new("pk_prod_FAKE").unwrap();
    let mut wrong = Vec::new();
    for row in rows() {
        let text = row.example.text(&key, super::example::TENANT);
        let findings = findings_of(&text, &row.options, key.clone());
        let mut found: Vec<String> = findings
            .iter()
            .map(|finding| {
                format!(
                    "{}{}",
                    finding.rule.code,
                    &finding.severity.name()[..1].to_uppercase()
                )
            })
            .collect();
        found.sort();
        found.dedup();
        let found = if found.is_empty() {
            "-".to_owned()
        } else {
            found.join(",")
        };
        if found != row.expected {
            wrong.push(format!("{found}\tin\t{}", row.line));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} rows:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
