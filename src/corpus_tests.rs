//! Tests that the rules, the command line and the sandbox agree about a corpus of tokens: the
//! examples of the rules, and the reviewed rows of `tests/fixtures/tokens.tsv`.

use chrono::DateTime;
use clap::Parser as _;
use proptest::prelude::*;

use crate::{
    cli::{Cli, Command},
    commands,
    inspect::{
        EntryKind, Finding, Level, Levels, Report, Requirements, ScopeEntry, ServerBehavior,
        Severity, Subject,
        example::{Example, NOW, TENANT},
        fix, inspect, rules, with_report,
    },
    sandbox,
    time::unix_seconds,
    token::{
        Algorithm, ApiKey, FEATURES, Feature, required_scopes,
        scope::{SCOPES, is_known},
        sign_token,
    },
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
    commands::requirements(&args.requirements, None, now)
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
    for rule in rules::about_tokens() {
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
        let essential = requirements.needs.iter().filter(|need| !need.is_optional);
        let needs: Vec<&str> = essential.map(|need| need.scope).collect();
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

/// Passes the subject and the report of each token of the corpus to `check`, once under each of these
/// levels.
fn for_each_report(levels: &[Levels], mut check: impl FnMut(&str, &Subject<'_>, &Report)) {
    let key = ApiKey::new("pk_prod_FAKE").unwrap();
    for row in corpus() {
        let requirements = requirements(&row.options);
        let text = row.example.text(&key, TENANT);
        for levels in levels {
            with_report(&text, &requirements, levels, |subject, report| {
                check(row.line, subject, &report);
            });
        }
    }
}

/// Returns the scopes that a suggestion names.
fn suggested_scopes(finding: &Finding) -> Vec<&str> {
    let help = finding.help.as_deref().unwrap_or_default();
    let suggestion = help
        .strip_prefix("did you mean `")
        .and_then(|rest| rest.split_once("`?"));
    suggestion.map_or_else(Vec::new, |(scopes, _)| scopes.split(' ').collect())
}

/// Returns the scopes that the suggested command requests, `None` if there is none.
fn fixed_scopes(subject: &Subject<'_>, report: &Report) -> Option<Vec<String>> {
    let words = shlex::split(&fix::command(subject, report)?).unwrap();
    let values = |name: &str| {
        let pairs = words.windows(2).filter(|pair| pair[0] == name);
        pairs.map(|pair| pair[1].clone()).collect::<Vec<_>>()
    };
    let names = values("--for").join(",");
    let features: Vec<&Feature> = names.split(',').filter_map(Feature::from_name).collect();
    let mut scopes = values("--scope");
    let required = required_scopes(&features);
    scopes.extend(required.iter().map(|need| need.scope.to_owned()));
    Some(scopes)
}

/// Panics if the suggested command drops a scope that no finding names, or one of a feature whose
/// scopes the token has.
fn assert_fix_keeps_scopes(line: &str, subject: &Subject<'_>, report: &Report) {
    if subject.foreign_issuer.is_some() {
        return;
    }
    let Some(fixed) = fixed_scopes(subject, report) else {
        return;
    };
    let is_fixed = |scope: &str| fixed.iter().any(|other| other == scope);
    let texts: Vec<&str> = subject
        .scope_entries
        .iter()
        .map(|e| subject.entry_text(e))
        .collect();
    let is_named = |entry: &ScopeEntry| {
        let scope = subject.scope_text().unwrap_or_default();
        let mut spans = report.findings.iter().filter_map(|f| f.span.clone());
        spans.any(|span| {
            let overlaps = span.start < entry.span.end && entry.span.start < span.end;
            overlaps || scope.get(span) == Some(subject.entry_text(entry))
        })
    };
    for (entry, text) in subject.scope_entries.iter().zip(&texts) {
        let is_kept = match entry.kind {
            EntryKind::User | EntryKind::Stray => true,
            EntryKind::Known | EntryKind::Unknown => is_fixed(text),
            _ => subject
                .intended_scopes(entry)
                .iter()
                .all(|scope| scope.starts_with("user_id:") || is_fixed(scope)),
        };
        assert!(is_kept || is_named(entry), "{text} is dropped: {line}");
    }
    for feature in FEATURES {
        let mut scopes = feature.required_scopes.iter().map(|need| need.scope);
        if scopes.clone().all(|scope| texts.contains(&scope)) {
            assert!(scopes.all(is_fixed), "{} is dropped: {line}", feature.name);
        }
    }
}

/// Panics if the suggested command lacks a suggested scope, unless it is one that a browser should
/// not have and that is named as left out, or if a left-out text is named twice.
fn assert_fix_follows_suggestions(line: &str, subject: &Subject<'_>, report: &Report) {
    let Some(fixed) = fixed_scopes(subject, report) else {
        return;
    };
    let is_fixed = |scope: &str| fixed.iter().any(|other| other == scope);
    let omitted = fix::omitted_scopes(subject, report);
    for (at, text) in omitted.iter().enumerate() {
        assert!(
            !omitted[..at].contains(text),
            "{text} is left out twice: {line}"
        );
        assert!(!is_fixed(text), "{text} is fixed and left out: {line}");
    }
    let text = subject.scope_text().unwrap_or_default();
    for finding in &report.findings {
        let marked = finding.span.clone().and_then(|span| text.get(span));
        let is_left_out = || omitted.iter().any(|text| marked.unwrap().contains(text));
        let suggested = suggested_scopes(finding).into_iter();
        for scope in suggested.filter(|scope| !scope.starts_with("user_id:")) {
            let is_harmful =
                scope.ends_with(":write") || ["write:brands", "read:messages"].contains(&scope);
            assert!(
                is_fixed(scope) || is_harmful && is_left_out(),
                "`{scope}` is suggested but not fixed: {line}"
            );
        }
    }
}

#[test]
fn every_fix_follows_the_suggestions() {
    for_each_report(&[Levels::default()], assert_fix_follows_suggestions);
}

#[test]
fn no_suggestion_repeats_the_token() {
    let mut count = 0;
    for_each_report(&[Levels::default()], |line, subject, report| {
        for finding in &report.findings {
            for scope in suggested_scopes(finding) {
                count += 1;
                let is_present = |entry: &ScopeEntry| subject.entry_text(entry) == scope;
                let is_repeated = subject.scope_entries.iter().any(is_present);
                assert!(!is_repeated, "`{scope}` is suggested: {line}");
            }
        }
    });
    assert!(count > 100, "{count}");
}

#[test]
fn no_fix_drops_a_scope_that_no_finding_names() {
    // Findings that are dropped name nothing.
    let rules = rules::all().filter(|rule| rule.code.starts_with("CA3"));
    let without_rule = rules.map(|rule| {
        let selector = rule.name.parse().unwrap();
        Levels::new(vec![(selector, Level::Allow)]).unwrap()
    });
    let levels: Vec<Levels> = [Levels::default()]
        .into_iter()
        .chain(without_rule)
        .collect();
    for_each_report(&levels, assert_fix_keeps_scopes);
}

#[test]
fn every_fix_has_a_round_lifetime() {
    for_each_report(&[Levels::default()], |line, subject, report| {
        let Some(command) = fix::command(subject, report) else {
            return;
        };
        let words = shlex::split(&command).unwrap();
        let (amount, unit) = words.last().unwrap().split_once(' ').unwrap();
        let is_round = unit.starts_with("day")
            || unit.starts_with("hour") && amount.len() < 3
            || unit.starts_with("minute") && amount.len() < 4;
        assert!(
            is_round || line.contains("--max-lifetime"),
            "{command}: {line}"
        );
    });
}

/// Scopes with typos and without, each with the scope in the fix. `None` if the fix leaves it out.
const PIECES: [(&str, Option<&str>); 8] = [
    ("inbox:read:messages", Some("inbox:read:messages")),
    ("read:preferences", Some("read:preferences")),
    ("inbox:read:mesages", Some("inbox:read:messages")),
    ("write:preference", Some("write:preferences")),
    ("inbox:write:event", Some("inbox:write:events")),
    ("Read:Brands", Some("read:brands")),
    ("foo:bar", None),
    ("write:brand", None),
];

proptest! {
    #[test]
    fn no_fix_of_any_known_scopes_drops_one(
        chosen in prop::collection::vec(0..SCOPES.len(), 0..10),
        expires_in in prop::sample::select(vec![-5, 5_000]),
    ) {
        let scopes = chosen.iter().map(|at| SCOPES[*at].pattern.replace("<id>", "x"));
        let scope = ["user_id:alice".to_owned()].into_iter().chain(scopes);
        let scope = scope.collect::<Vec<_>>().join(" ");
        let claims = serde_json::json!({"scope": scope, "exp": NOW + expires_in});
        let key = ApiKey::new("pk_prod_FAKE").unwrap();
        let token = sign_token(&claims.to_string(), &key, Algorithm::Hs256);
        let requirements = requirements(&[]);
        with_report(token.expose(), &requirements, &Levels::default(), |subject, report| {
            assert_fix_keeps_scopes(&scope, subject, &report);
        });
    }

    #[test]
    fn every_fix_of_misspelled_and_joined_scopes_is_complete(
        chosen in prop::collection::vec((0..PIECES.len(), 0..4_usize), 1..8),
        after_user in prop::sample::select(vec![" ", ", ", "; "]),
    ) {
        let mut scope = format!("user_id:alice{after_user}");
        for (piece, separator) in &chosen {
            // A separator counts only after a valid scope.
            let (text, fixed) = PIECES[*piece];
            let is_valid = fixed == Some(text);
            scope += text;
            scope += if is_valid { [" ", ",", ", ", ";"][*separator] } else { " " };
        }
        let claims = serde_json::json!({"scope": scope, "exp": NOW - 5});
        let key = ApiKey::new("pk_prod_FAKE").unwrap();
        let token = sign_token(&claims.to_string(), &key, Algorithm::Hs256);
        let requirements = requirements(&[]);
        with_report(token.expose(), &requirements, &Levels::default(), |subject, report| {
            assert_fix_keeps_scopes(&scope, subject, &report);
            assert_fix_follows_suggestions(&scope, subject, &report);
            let command = fix::command(subject, &report).unwrap();
            assert!(command.starts_with("courier-auth issue --user alice --"), "{command}: {scope}");
            let scopes = fixed_scopes(subject, &report).unwrap();
            assert!(scopes.iter().all(|scope| is_known(scope)), "{command}: {scope}");
            let omitted = fix::omitted_scopes(subject, &report);
            for (piece, _) in &chosen {
                let (text, fixed) = PIECES[*piece];
                match fixed {
                    Some(fixed) => assert!(scopes.iter().any(|s| s == fixed), "{fixed}: {scope}"),
                    None => assert!(omitted.iter().any(|s| s == text), "{text}: {scope}"),
                }
            }
        });
    }
}
