//! Tests that the rules, the command line and the sandbox agree about a corpus of tokens: the
//! examples of the rules, and the reviewed rows of `tests/fixtures/tokens.tsv`.

use chrono::DateTime;
use clap::Parser as _;

use crate::{
    cli::{Cli, Command},
    commands,
    inspect::{
        Finding, Levels, Requirements, ServerBehavior, Severity,
        example::{Example, NOW, TENANT},
        inspect, rules, with_report,
    },
    sandbox,
    time::unix_seconds,
    token::ApiKey,
};

/// A row of the corpus: a token, and the findings that are expected.
struct Row {
    line: &'static str,
    /// The codes of the rules, each with the first letter of its severity, or `-`.
    expected: &'static str,
    /// The options of `inspect`.
    options: Vec<&'static str>,
    example: Example,
}

fn corpus() -> Vec<Row> {
    let table = include_str!("../tests/fixtures/tokens.tsv");
    let lines = table
        .split('\n')
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(parse_row).collect()
}

fn parse_row(line: &'static str) -> Row {
    let [expected, options, difference, value] = line.split('\t').collect::<Vec<_>>()[..] else {
        panic!("not four columns: {line}");
    };
    let example = match difference {
        "good" => Example::Good,
        "text" if value.starts_with('"') => {
            Example::Text(serde_json::from_str::<String>(value).unwrap().leak())
        }
        "text" => Example::Text(value),
        "prefixed" => Example::Prefixed(value),
        "claims" => Example::Claims(value),
        "without" => Example::WithoutClaim(value),
        "payload" => Example::Payload(value),
        "header" => Example::Header(value),
        "signature" => Example::Signature(value),
        other => panic!("unknown difference: {other}"),
    };
    let options = options.split(' ').filter(|option| *option != "-").collect();
    Row {
        line,
        expected,
        options,
        example,
    }
}

/// Returns the requirements that these options of `inspect` set, at the time of the examples.
fn requirements(options: &[&str]) -> Requirements {
    let command = ["courier-auth", "inspect"].into_iter();
    let cli = Cli::parse_from(command.chain(options.iter().copied()));
    let Command::Inspect(args) = cli.command else {
        unreachable!("the command is `inspect`")
    };
    let now = DateTime::from_timestamp(NOW, 0).unwrap();
    commands::inspect::requirements(&args.requirements, now)
}

fn findings(text: &str, requirements: &Requirements) -> Vec<Finding> {
    inspect(text, requirements, &Levels::default()).findings
}

#[test]
fn every_rule_fires_for_its_bad_example_and_not_for_its_good_one() {
    let key = ApiKey::new("pk_prod_FAKE").unwrap();
    let example_findings = |example: Example| {
        let mut requirements = requirements(&example.options());
        if let Example::Verified { key_is_right } = example {
            let other = ApiKey::new("pk_prod_ANOTHER_FAKE").unwrap();
            requirements.signing_key = Some(if key_is_right { key.clone() } else { other });
        }
        findings(&example.text(&key, TENANT), &requirements)
    };
    for rule in rules::all() {
        let (bad, good) = (example_findings(rule.bad), example_findings(rule.good));
        let fires = |findings: &[Finding]| {
            let mut findings = findings.iter();
            findings.any(|finding| finding.rule.code == rule.code)
        };
        assert!(fires(&bad), "{} does not fire: {bad:#?}", rule.code);
        let has_only_notes = good
            .iter()
            .all(|finding| finding.severity == Severity::Note);
        assert!(
            !fires(&good) && has_only_notes,
            "{} good: {good:#?}",
            rule.code
        );
    }
}

#[test]
fn every_token_has_exactly_the_expected_findings() {
    let key = ApiKey::new("pk_prod_FAKE").unwrap();
    let mut failures = Vec::new();
    for row in corpus() {
        let text = row.example.text(&key, TENANT);
        let findings = findings(&text, &requirements(&row.options));
        let mut codes: Vec<String> = findings
            .iter()
            .map(|finding| {
                let severity = &finding.severity.name()[..1];
                format!("{}{}", finding.rule.code, severity.to_uppercase())
            })
            .collect();
        codes.sort();
        codes.dedup();
        let found = if codes.is_empty() {
            "-".to_owned()
        } else {
            codes.join(",")
        };
        if found != row.expected {
            failures.push(format!("{found}\tin\t{}", row.line));
        }
    }
    let count = failures.len();
    assert!(
        failures.is_empty(),
        "{count} rows:\n{}",
        failures.join("\n")
    );
}

/// The sandbox accepts every workspace here, since the rules do not know which workspaces a sandbox
/// has. Tokens that the corpus contains as text are signed with an unknown key and are skipped.
#[test]
fn the_sandbox_refuses_exactly_the_tokens_that_a_finding_says_are_refused() {
    let (mut refused_count, mut skipped_count, mut failures) = (0, 0, Vec::new());
    let corpus = corpus();
    let key = ApiKey::new(sandbox::API_KEY).unwrap();
    let now = unix_seconds(DateTime::from_timestamp(NOW, 0).unwrap());
    for row in &corpus {
        let requirements = requirements(&row.options);
        let text = row.example.text(&key, TENANT);
        let needs: Vec<&str> = requirements.needs.iter().map(|need| need.scope).collect();
        let levels = Levels::default();
        let (result, findings) = with_report(&text, &requirements, &levels, |subject, report| {
            // The app requests its own user: the required one, or the one that a malformed scope
            // was meant to name.
            let malformed = subject.malformed_users().next();
            let user = requirements.user.as_deref().or(malformed.as_deref());
            let result = sandbox::verify_request(&subject.token_text.text, now, user, &needs);
            (result, report.findings)
        });
        if let Err(code) = result {
            assert!(rules::find(code).is_some(), "{code} is not a rule");
        }
        if result == Err("CA508") && matches!(row.example, Example::Text(_) | Example::Signature(_))
        {
            skipped_count += 1;
            continue;
        }
        let is_refused = findings
            .iter()
            .any(|finding| finding.server == ServerBehavior::Refuses);
        if result.is_err() != is_refused {
            failures.push(format!("{result:?} {}", row.line));
        }
        refused_count += usize::from(is_refused);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    let served_count = corpus.len() - refused_count;
    assert!(refused_count > 200 && served_count > 200 && skipped_count < 40);
}
