//! `inspect`: options for requirements, levels, the time, the signature and the output format.

use courier_auth::{
    inspect::example::{Example, NOW, TENANT},
    token::ApiKey,
};

use crate::support::{KEY, Outcome, Test};

/// Inspects a token at the time of the example tokens.
fn inspect(example: Example, options: &str) -> Outcome {
    inspect_at(&NOW.to_string(), example, options)
}

fn inspect_at(time: &str, example: Example, options: &str) -> Outcome {
    Test::line(&format!("inspect - --at {time} {options}"))
        .stdin(token(example))
        .run()
}

fn token(example: Example) -> String {
    example.text(&ApiKey::new(KEY).unwrap(), TENANT)
}

const EXPIRED: Example = Example::Claims(r#"{"exp":1767225590}"#);

#[test]
fn options_determine_the_verdict() {
    let rows = [
        (Example::Good, "--user alice", 0, "✓"),
        (
            Example::Good,
            "--user bob",
            1,
            "error[user-mismatch]: the token is for user `alice`, not for `bob`",
        ),
        (Example::Good, "--env production", 0, "✓"),
        (
            Example::Good,
            "--env test",
            1,
            "error[environment-mismatch]",
        ),
        (
            Example::Good,
            "--env env_01",
            0,
            "note[environment-mismatch]",
        ),
        (Example::Good, "--valid-for 1h", 0, "✓"),
        (
            Example::Good,
            "--valid-for 2d",
            1,
            "error[expires-soon]: expires in 23 h, but must stay valid for 2 days",
        ),
        (
            Example::Good,
            "--max-lifetime 1h",
            0,
            "warning[long-lived]: the lifetime is 1 day, longer than the limit of 1 hour",
        ),
        (
            EXPIRED,
            "",
            1,
            "✗ This token won't work for the Inbox: it expired 10 s ago\nerror[expired]: Courier responds with 401",
        ),
        (EXPIRED, "--leeway 10s", 1, "error[expired]"),
        (
            EXPIRED,
            "--leeway 11s",
            0,
            "✓ This token passes with these options, but Courier rejects it: 1 note\na leeway of 11 s accepts it here",
        ),
        (
            Example::Claims(r#"{"nbf":1767225610}"#),
            "--leeway 10s",
            0,
            "note[not-yet-valid]",
        ),
    ];
    for (example, options, code, stdout) in rows {
        inspect(example, options).exits_with(code, stdout, "");
    }
}

#[test]
fn at_sets_the_time_of_inspection() {
    for (time, code) in [
        ("2026-01-01T23:30:00Z", 0),
        ("2026-01-02", 1),
        ("1767310000", 0),
        ("1767311400", 1),
        ("+0", 1),
        ("-99y", 0),
    ] {
        let outcome = inspect_at(time, Example::Good, "");
        assert_eq!(outcome.code, Some(code), "{time}");
    }
    Test::line("inspect --at tomorrow x")
        .run()
        .exits_with(2, "", "expected a time such as");
    Test::line("inspect --at 1767225600000 x").run().exits_with(
        2,
        "",
        "is it in milliseconds instead of seconds?",
    );
    Test::line("inspect --leeway 60 x")
        .run()
        .exits_with(2, "", "did you mean `60s`");
}

#[test]
fn levels_determine_the_exit_code() {
    let rows = [
        ("", 0, "warning[no-expiry]"),
        ("--strict", 1, "✗"),
        ("--fail-on warning", 1, "✗"),
        ("--strict --exit-zero", 0, "✗"),
        (
            "--strict --allow CA202",
            0,
            "✓ This token works for the Inbox; it never expires\n",
        ),
        ("--strict --allow ca2", 0, "✓"),
        ("--deny no-expiry", 1, "error[no-expiry]"),
        ("--deny CA2 --allow CA202,CA203", 0, "✓"),
    ];
    for (options, code, stdout) in rows {
        inspect(Example::WithoutClaim("exp"), options).exits_with(code, stdout, "");
    }
    inspect(EXPIRED, "--warn expired").exits_with(
        0,
        "warning[expired]\nbut Courier rejects it",
        "",
    );
    inspect(Example::Claims(r#"{"email":"a"}"#), "--fail-on note").exits_with(
        1,
        "note[extra-claim]",
        "",
    );
    inspect(Example::Text("undefined"), "--allow CA1").exits_with(
        3,
        "error[placeholder-token]",
        "",
    );
    Test::line("inspect --allow CA202 --deny no-expiry x")
        .run()
        .exits_with(2, "", "`no-expiry` has more than one level");
    Test::line("inspect --allow no-expriy x").run().exits_with(
        2,
        "",
        "did you mean `no-expiry`?\n`courier-auth explain` lists all rules",
    );
}

#[test]
fn verify_takes_the_key_from_any_source() {
    let verify = |key: &str| {
        Test::line(&format!("inspect --verify --at {NOW}"))
            .arg(&token(Example::Good))
            .key(key)
            .run()
    };
    verify(KEY).exits_with(
        0,
        "✓ This token works for the Inbox; it expires in 23 h\n",
        "",
    );
    verify("pk_prod_FAKEANOTHER").exits_with(
        0,
        "warning[other-key]: the token is not signed with this key",
        "",
    );
    assert!(!verify(KEY).stdout.contains(KEY));
    let token = token(Example::Good);
    Test::line(&format!("inspect --verify --api-key-file - --at {NOW}"))
        .arg(&token)
        .stdin(KEY)
        .run()
        .exits_with(0, "✓", "");
    Test::line("inspect --verify --api-key-file - -")
        .run()
        .exits_with(2, "", "only one option can read standard input");
    Test::line("inspect")
        .args(["--verify", &token])
        .run()
        .exits_with(4, "", "no API key found");
    Test::line("inspect --api-key-file -")
        .arg(&token)
        .run()
        .exits_with(2, "", "an API key has no effect without --verify");
}

#[test]
fn field_prints_a_single_value() {
    let unusual = Example::Claims(r#"{"https://app/role":{"a":[1,"x\ny"]},"big":1e300}"#);
    let rows = [
        ("claims.exp", "1767311400\n"),
        ("header.alg", "HS256\n"),
        ("verdict", "ok\n"),
        ("expires_at", "2026-01-01T23:50:00Z\n"),
        ("scope_entries.1.scope", "inbox:read:messages\n"),
        (".claims.https://app/role.a[1]", "x\ny\n"),
        ("claims.https://app/role", "{\"a\":[1,\"x\\ny\"]}\n"),
        ("claims.big", "1e+300\n"),
    ];
    for (path, expected) in rows {
        let outcome = inspect(unusual, &format!("--field {path}"));
        assert_eq!(
            (outcome.code, outcome.stdout.as_str()),
            (Some(0), expected),
            "{path} {}",
            outcome.stderr
        );
    }
    inspect(unusual, "--field claims.nbf").exits_with(1, "", "error: field `claims.nbf` not found");
    inspect(EXPIRED, "--field claims.exp").exits_with(0, "1767225590", "");
    inspect(Example::Text("x"), "--field claims.exp").exits_with(
        3,
        "",
        "error: no token found in the input",
    );
    let (without_field, with_field) = (token(Example::WithoutClaim("exp")), token(Example::Good));
    let both = Test::line("inspect --field claims.exp").args([&*without_field, &with_field]);
    both.run()
        .exits_with(1, "\n1767311400\n", "field `claims.exp` not found");
    Test::line("inspect --field '' x")
        .run()
        .exits_with(2, "", "expected the name of a field");
    Test::line("inspect --field a --format json x")
        .run()
        .exits_with(2, "", "cannot be used with");
}

#[test]
fn github_annotations_name_file_and_line_and_are_escaped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a,b:c.txt");
    let hostile =
        Example::Claims(r#"{"scope":"user_id:a 50%\r\n::error::x:y inbox:read:messages","exp":5}"#);
    let tokens = format!("\n{}\n{}\n", token(hostile), token(Example::Good));
    std::fs::write(&path, tokens).unwrap();
    let outcome = Test::line(&format!("inspect --at {NOW} --format github --file"))
        .arg(path.to_str().unwrap())
        .run();
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert!(
        lines
            .iter()
            .all(|line| line.starts_with("::error ") || line.starts_with("::warning ")),
        "{outcome:#?}"
    );
    let first_warning = lines.iter().position(|line| line.starts_with("::warning "));
    let last_error = lines.iter().rposition(|line| line.starts_with("::error "));
    let errors_come_first = first_warning > last_error;
    assert!(errors_come_first && lines.len() >= 3, "{outcome:#?}");
    assert!(
        lines
            .iter()
            .all(|line| line.contains("a%2Cb%3Ac.txt,line=2,title=CA")),
        "{outcome:#?}"
    );
    assert!(
        outcome.stdout.contains("50%25\\u{d}\\u{a}::error::x"),
        "{outcome:#?}"
    );
    outcome.exits_with(1, "\n", "2 tokens: 1 ok, 1 bad, 0 unreadable");
    inspect(Example::Good, "--format github").exits_with(0, "", "");
    inspect(Example::Claims(r#"{"email":"a"}"#), "--format github").exits_with(
        0,
        "::notice title=CA507 extra-claim::Courier ignores this claim: email",
        "",
    );
}

#[test]
fn a_date_out_of_range_is_null() {
    let outcome = inspect(Example::Claims(r#"{"exp":1767311400000}"#), "--json");
    assert_eq!(outcome.json()["expires_at"], serde_json::Value::Null);
    inspect(Example::Claims(r#"{"exp":1767311400000}"#), "").exits_with(
        0,
        "`exp` is 1767311400000\nuse seconds instead of milliseconds: 1767311400",
        "",
    );
}

#[test]
fn raw_shows_header_and_payload_as_they_are_in_the_token() {
    let payload = Example::Payload(
        r#"{"scope":"user_id:a b","exp":1e400,"exp":1767311400,"n":9007199254740993,"x":{"y":[1.50,"\u001b[31m"]},"z":[]}"#,
    );
    let outcome = inspect(payload, "--raw");
    outcome.exits_with(
        1,
        r#"  algorithm
  header
    {
      "alg": "HS256"
  payload
      "scope": "user_id:a b",
      "exp": 1e400,
      "exp": 1767311400,
      "n": 9007199254740993,
      "x": {
        "y": [
          1.50,
          "\u001b[31m"
      "z": []"#,
        "",
    );
    let (head, findings) = outcome.stdout.split_once("\n  payload\n").unwrap();
    assert!(head.contains("algorithm  HS256"), "{head}");
    assert!(findings.contains("error["), "{findings}");
    assert!(!inspect(payload, "").stdout.contains("\n  payload\n"));
}

#[test]
fn raw_never_shows_the_signature_nor_raw_control_characters() {
    let hostile = Example::Payload("{\"a\":\"\u{202e}x\u{9b}\",\"scope\":\"user_id:a\"}");
    let outcome = inspect(hostile, "--raw");
    outcome.exits_with(1, r#""a": "\u202ex\u009b""#, "");
    let token = Example::Good.text(&ApiKey::new(KEY).unwrap(), TENANT);
    let signature = token.rsplit('.').next().unwrap().to_owned();
    let two = format!("{token}\n{token}\n");
    let outcome = Test::line("inspect - --raw").stdin(two).run();
    assert_eq!(outcome.stdout.matches("  payload\n    {\n").count(), 2);
    assert!(!outcome.stdout.contains(&signature), "{outcome:#?}");
    // A payload that is not a JSON object is shown too.
    inspect(Example::Payload("[1,2]"), "--raw").exits_with(3, "    [\n      1,\n      2", "");
    let colored = inspect(Example::Good, "--raw --color always").stdout;
    assert!(colored.contains("\u{1b}[1m\"alg\"\u{1b}[0m"), "{colored}");
}

#[test]
fn raw_is_for_the_text_report() {
    for options in [
        "--json",
        "--format json",
        "--format jsonl",
        "--format github",
    ] {
        inspect(Example::Good, &format!("--raw {options}")).exits_with(
            2,
            "",
            "--raw is for the text report only\n`header` and `claims`",
        );
    }
    inspect(Example::Good, "--raw --field claims.exp").exits_with(2, "", "--raw");
    inspect(Example::Good, "--raw --format text").exits_with(0, "payload", "");
}

#[test]
fn the_report_names_the_algorithm() {
    for (example, expected) in [
        (Example::Good, "  algorithm    HS256\n"),
        (
            Example::Header(r#"{"alg":"none"}"#),
            "  algorithm    none\n",
        ),
        (
            Example::Header(r#"{"alg":5}"#),
            "  algorithm    invalid (a number)\n",
        ),
        (Example::Header("{}"), "  algorithm    missing\n"),
    ] {
        let report = inspect(example, "").stdout;
        assert!(report.contains(expected), "{report}");
    }
}
