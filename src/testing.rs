//! Rules, command line and sandbox held together: what is found in the rules' examples and in the
//! tokens of `tests/fixtures/tokens.tsv`, reviewed by hand, and what the sandbox makes of them.
//!
//! The table has four columns between tabs: codes with the first letter of their severity, or `-`;
//! options of `inspect`, or `-`; what sets the token apart from a good one; how.

use chrono::DateTime;
use clap::Parser as _;

use crate::time::seconds;
use crate::{
    cli::{Cli, Command},
    commands,
    inspect::{
        Finding, Levels, Requirements, Server, Severity, Subject, Unwrapped,
        example::{Example, NOW, TENANT},
        judge, rules,
    },
    sandbox,
    token::{ApiKey, Decoded},
};

/// One row of the corpus.
struct Row {
    line: &'static str,
    expected: &'static str,
    options: Vec<&'static str>,
    example: Example,
}

/// Every row.
fn rows() -> Vec<Row> {
    let table = include_str!("../tests/fixtures/tokens.tsv");
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

/// What these options of `inspect` ask at the time of the examples.
fn wanted(options: &[&str]) -> Requirements {
    let command = ["courier-auth", "inspect"].into_iter();
    let cli = Cli::parse_from(command.chain(options.iter().copied()));
    let Command::Inspect(args) = cli.command else {
        unreachable!("the command is `inspect`")
    };
    let now = DateTime::from_timestamp(NOW, 0).unwrap();
    commands::inspect::wanted(&args.judge, now)
}

/// What is found in a text.
fn findings(text: &str, wanted: &Requirements) -> Vec<Finding> {
    let unwrapped = Unwrapped::new(text);
    let decoded = Decoded::new(&unwrapped.text);
    let subject = Subject::new(&unwrapped, &decoded, wanted);
    judge(&subject, &Levels::default()).findings
}

#[test]
fn every_rule_fires_on_its_bad_example_and_not_on_its_good_one() {
    let key = ApiKey::new("pk_prod_FAKE").unwrap();
    let found = |example: Example| {
        let mut wanted = wanted(&example.options());
        if let Example::Verified { key_is_right } = example {
            let other = ApiKey::new("pk_prod_ANOTHER_FAKE").unwrap();
            wanted.signed_with = Some(if key_is_right { key.clone() } else { other });
        }
        findings(&example.text(&key, TENANT), &wanted)
    };
    for rule in rules::all() {
        let (bad, good) = (found(rule.bad), found(rule.good));
        let fires = |findings: &[Finding]| findings.iter().any(|f| f.rule.code == rule.code);
        assert!(fires(&bad), "{} does not fire: {bad:#?}", rule.code);
        let mild = good.iter().all(|f| f.severity == Severity::Note);
        assert!(!fires(&good) && mild, "{} good: {good:#?}", rule.code);
    }
}

#[test]
fn exactly_what_is_expected_is_found() {
    let key = ApiKey::new("pk_prod_FAKE").unwrap();
    let mut wrong = Vec::new();
    for row in rows() {
        let text = row.example.text(&key, TENANT);
        let findings = findings(&text, &wanted(&row.options));
        let mut found: Vec<String> = findings
            .iter()
            .map(|finding| {
                let severity = &finding.severity.name()[..1];
                format!("{}{}", finding.rule.code, severity.to_uppercase())
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
    let count = wrong.len();
    assert!(wrong.is_empty(), "{count} rows:\n{}", wrong.join("\n"));
}

/// Whatever the workspace, as if its key were here: which workspaces have one is not for the
/// rules to know. Nor is the key of a token that stands in the table as a text.
#[test]
fn the_sandbox_refuses_a_token_exactly_when_a_finding_says_so() {
    let (mut refusals, mut foreign, mut wrong) = (0, 0, Vec::new());
    let rows = rows();
    let key = ApiKey::new(sandbox::API_KEY).unwrap();
    let now = seconds(DateTime::from_timestamp(NOW, 0).unwrap());
    for row in &rows {
        let wanted = wanted(&row.options);
        let text = row.example.text(&key, TENANT);
        let unwrapped = Unwrapped::new(&text);
        let decoded = Decoded::new(&unwrapped.text);
        let subject = Subject::new(&unwrapped, &decoded, &wanted);
        let findings = judge(&subject, &Levels::default()).findings;
        // The app knows its user: the one asked for, or the one whom a broken scope was to name.
        let lost = subject.lost_users().next();
        let user = wanted.user.as_deref().or(lost.as_deref());
        let needs: Vec<&str> = wanted.needs.iter().map(|need| need.scope).collect();
        let refused = sandbox::verify_request(&unwrapped.text, now, user, &needs);
        if refused == Err("CA508")
            && matches!(row.example, Example::Text(_) | Example::Signature(_))
        {
            foreign += 1;
            continue;
        }
        let says_so = findings.iter().any(|f| f.server == Server::Refuses);
        if refused.is_err() != says_so {
            wrong.push(format!("{refused:?} {}", row.line));
        }
        refusals += usize::from(says_so);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let served = rows.len() - refusals;
    assert!(refusals > 200 && served > 200 && foreign < 40);
}
