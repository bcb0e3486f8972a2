//! `diff`: what differs between two tokens, and how they are passed.

use std::fs;

use courier_auth::{
    inspect::example::{Example, NOW, TENANT},
    token::{Algorithm, ApiKey, sign_token},
};
use serde_json::json;

use crate::support::{KEY, Outcome, Test, binary};

const OTHER_KEY: &str = "pk_test_ANOTHERFAKEFAKE";

fn token(example: Example) -> String {
    example.text(&ApiKey::new(KEY).unwrap(), TENANT)
}

/// Compares two tokens at the time of the examples.
fn diff(a: Example, b: Example, options: &str) -> Outcome {
    Test::line(&format!("diff --at {NOW} {options}"))
        .args([token(a).as_str(), &token(b)])
        .run()
}

#[test]
fn differences_that_matter_are_shown_in_columns() {
    let rows = [
        (
            r#"{"scope":"user_id:bob inbox:read:messages inbox:write:events"}"#,
            "differ in user\n  user   alice            bob",
        ),
        (
            r#"{"scope":"user_id:alice inbox:read:messages read:brands"}"#,
            "differ in scopes\n  extra scopes  inbox:write:events  read:brands\n\
             found only in B\nerror[missing-scope]",
        ),
        (
            r#"{"tenant_scope":"published/test"}"#,
            "differ in environment\n  environment  production       test",
        ),
        (
            r#"{"tenant_id":"c0ffee11-0000-4000-8000-000000000000"}"#,
            "differ in workspace\nc0ffee00-0000\nc0ffee11-0000",
        ),
        (
            r#"{"exp":1767228600}"#,
            "differ in lifetime\n  lifetime  1 day            1 hour",
        ),
        (
            r#"{"iat":1766000000,"exp":1766086400}"#,
            "differ in expiry\n  expiry  in 23 h          13 days ago\nfound only in B\nerror[expired]",
        ),
        (
            r#"{"plan":"pro"}"#,
            "differ in other claims\n  claim plan  -                \"pro\"",
        ),
    ];
    for (claims, stdout) in rows {
        let outcome = diff(Example::Good, Example::Claims(claims), "");
        outcome.exits_with(1, stdout, "");
        outcome.exits_with(1, "  same: ", "");
        assert!(!outcome.stdout.contains("found only in A"), "{outcome:#?}");
    }
    let swapped = diff(Example::WithoutClaim("exp"), Example::Good, "");
    swapped.exits_with(
        1,
        "unlimited        1 day\nfound only in A\n[no-expiry]",
        "",
    );
}

#[test]
fn another_moment_of_issue_is_no_difference() {
    for claims in [
        r#"{"iat":1767225000,"exp":1767311400}"#,
        r#"{"iat":1767139260,"exp":1767225660,"jti":"other"}"#,
        r#"{"iat":1767225900,"exp":1767312300,"nonce":7}"#,
        r#"{"scope":"inbox:write:events user_id:alice inbox:read:messages"}"#,
    ] {
        let outcome = diff(Example::Good, Example::Claims(claims), "");
        outcome.exits_with(0, "✓ No difference that matters\nsame: user, scopes", "");
    }
    // Unless a remaining lifetime is required.
    let soon = Example::Claims(r#"{"iat":1767139260,"exp":1767225660}"#);
    let outcome = diff(Example::Good, soon, "--valid-for 1h");
    outcome.exits_with(
        1,
        "differ in findings\nfound only in B\nerror[expires-soon]",
        "",
    );
}

#[test]
fn requirements_are_those_of_inspect() {
    let brands = Example::Claims(
        r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events read:brands"}"#,
    );
    let outcome = diff(brands, Example::Good, "--for inbox,brands --user alice");
    outcome.exits_with(1, "found only in B\nerror[missing-scope]", "");
    let outcome = diff(Example::Good, Example::Good, "--user bob");
    outcome.exits_with(0, "No difference", "");
    let later = Test::line("diff --at 2027-01-01").args([
        token(Example::Good).as_str(),
        &token(Example::Claims(r#"{"iat":1798700000,"exp":1798786400}"#)),
    ]);
    later.run().exits_with(1, "differ in expiry", "");
}

#[test]
fn signatures_are_compared_with_the_api_key() {
    let claims = r#"{"scope":"user_id:alice","iat":1767225000,"exp":1767311400}"#;
    let sign = |key: &str, algorithm| {
        let jwt = sign_token(claims, &ApiKey::new(key).unwrap(), algorithm);
        jwt.expose().to_owned()
    };
    let (a, b) = (
        sign(KEY, Algorithm::Hs256),
        sign(OTHER_KEY, Algorithm::Hs256),
    );
    let run = |a: &str, b: &str, options: &str| {
        let test = Test::line(&format!("diff --at {NOW} {options}"));
        test.args([a, b]).key(KEY).run()
    };
    run(&a, &b, "").exits_with(0, "No difference", "");
    let verified = run(&a, &b, "--verify");
    verified.exits_with(
        1,
        "differ in signature\nmade with this API key\nnot made with this API\nfound only in B",
        "",
    );
    assert!(!verified.stdout.contains(KEY), "{verified:#?}");
    let json = run(&a, &b, "--verify --json").json();
    assert_eq!(
        json["differences"][0],
        json!({"field": "signed_with_api_key", "a": true, "b": false})
    );
    run(&a, &a, "--verify").exits_with(0, "signature", "");
    run(&a, &sign(KEY, Algorithm::Hs512), "").exits_with(
        1,
        "differ in algorithm\nHS256\nHS512",
        "",
    );
    run(&a, &b, "--profile x").exits_with(2, "", "an API key has no effect without --verify");
    let no_key = Test::line("diff --verify").args([&*a, &*b]).run();
    no_key.exits_with(4, "", "no API key found");
}

#[test]
fn tokens_come_from_arguments_files_and_standard_input() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (alice, bob) = (
        token(Example::Good),
        token(Example::Claims(
            r#"{"scope":"user_id:bob inbox:read:messages inbox:write:events"}"#,
        )),
    );
    let (a, b, both) = (path("a"), path("b"), path("both"));
    fs::write(&a, &alice).unwrap();
    fs::write(&b, format!("COURIER_JWT={bob}\n")).unwrap();
    fs::write(&both, format!("{alice}\n\n{bob}\n")).unwrap();
    let two_lines = format!("{alice}\n{bob}\n");
    let document = format!(r#"{{"a":"{alice}","b":"{bob}"}}"#);
    let rows: &[(&[&str], &str)] = &[
        (&[&alice, &bob], ""),
        (&["--file", &a, "--file", &b], ""),
        (&[&alice, "--file", &b], ""),
        (&["--file", &b, &alice], ""),
        (&["-", "--file", &b], &alice),
        (&[&alice, "-"], &bob),
        (&["--file", &a, "--file", "-"], &bob),
        (&["--file", &both], ""),
        (&["-"], &two_lines),
        (&[], &two_lines),
        (&["-"], &document),
    ];
    for (args, stdin) in rows {
        let test = Test::line(&format!("diff --json --at {NOW}")).args(args.iter().copied());
        // The variable of `inspect` is not a token to compare.
        let outcome = test.env("COURIER_JWT", &alice).stdin(*stdin).run();
        assert_eq!(outcome.code, Some(1), "{args:?}: {outcome:#?}");
        let json = outcome.json();
        assert_eq!(json["a"]["user_ids"], json!(["alice"]), "{args:?}");
        assert_eq!(json["b"]["user_ids"], json!(["bob"]), "{args:?}");
    }
    // Relative paths are short enough for a column.
    let mut text = binary();
    text.current_dir(&folder);
    let text = Test::program(text).args(["diff", "--file", "a", "--file", "b"]);
    text.run()
        .exits_with(1, "  from   a:1              b:1", "");
}

#[test]
fn other_numbers_of_tokens_are_usage_errors() {
    let alice = token(Example::Good);
    let rows: &[(&[&str], String, &str)] = &[
        (&[], String::new(), "found none"),
        (&["-"], "\n\n".to_owned(), "found none"),
        (&["-"], alice.clone(), "found 1"),
        (&[&alice], format!("{alice}\n"), "found 1"),
        (&[&alice, "-"], format!("{alice}\n{alice}"), "found 3"),
        (&["-"], format!("{alice}\n").repeat(1_000), "found 1000"),
    ];
    for (args, stdin, stderr) in rows {
        let test = Test::line("diff")
            .args(args.iter().copied())
            .stdin(stdin.as_str());
        test.run()
            .exits_with(2, "", &format!("`diff` compares two tokens, but {stderr}"));
    }
    Test::line("diff - -")
        .run()
        .exits_with(2, "", "only one option can read standard input");
    Test::line("diff @/etc/passwd -")
        .run()
        .exits_with(2, "", "--file PATH");
    Test::line("diff --file /nowhere -")
        .run()
        .exits_with(7, "", "cannot read `/nowhere`");
}

#[test]
fn a_text_that_is_no_token_exits_with_3() {
    let alice = token(Example::Good);
    for text in ["undefined", "eyJhbGciOiJIUzI1NiJ9.e30", KEY, "hello"] {
        let outcome = Test::line("diff").args([alice.as_str(), text]).run();
        outcome.exits_with(3, "", "error: cannot use the token in argument 2: ");
        assert!(!outcome.stderr.contains(KEY), "{outcome:#?}");
        let outcome = Test::line("diff --json -").arg(&alice).stdin(text).run();
        outcome.exits_with(
            3,
            "",
            "\"schema\":\"courier-auth/error/v1\"\n\"exit_code\":3",
        );
    }
}

#[test]
fn the_json_document_has_every_field() {
    let bob = Example::Claims(
        r#"{"scope":"user_id:bob inbox:read:messages","tenant_scope":"published/test","exp":1767228600}"#,
    );
    let json = diff(Example::Good, bob, "--json").json();
    assert_eq!(json["schema"], "courier-auth/diff/v1");
    assert_eq!(json["same"], false);
    assert_eq!(json["judged_at"], "2026-01-01T00:00:00Z");
    assert_eq!(json["features"], json!(["inbox"]));
    let mut b = json["b"].clone();
    assert!(b["fingerprint"].take().as_str().unwrap().starts_with("fp:"));
    assert_eq!(
        b,
        json!({
            "file": null, "line": null, "argument": 2, "json_path": null, "fingerprint": null,
            "user_id": "bob",
            "user_ids": ["bob"], "scopes": ["inbox:read:messages"], "workspace_id": TENANT,
            "environment": "test", "issued_at": "2025-12-31T23:50:00Z",
            "expires_at": "2026-01-01T00:50:00Z", "lifetime_seconds": 3600, "expired": false,
            "algorithm": "HS256", "signed_with_api_key": null,
        })
    );
    let differences = json["differences"].as_array().unwrap();
    assert_eq!(
        differences[..4],
        [
            json!({"field": "user_ids", "a": ["alice"], "b": ["bob"]}),
            json!({"field": "scopes", "a": ["inbox:write:events"], "b": []}),
            json!({"field": "environment", "a": "production", "b": "test"}),
            json!({"field": "lifetime_seconds", "a": 86_400, "b": 3_600}),
        ]
    );
    let finding = &json["findings"]["only_in_b"][0];
    assert_eq!(finding["rule"], "missing-scope");
    assert_eq!(json["findings"]["only_in_a"], json!([]));
    let same = diff(Example::Good, Example::Good, "--json");
    same.exits_with(0, r#""same":true"#, "");
    assert_eq!(same.json()["differences"], json!([]));
}

#[test]
fn hostile_values_do_not_reach_the_terminal() {
    let hostile = Example::Payload(
        "{\"scope\":\"user_id:a\\u001b[31m\",\"\\u202ename\":\"\u{9b}\",\"big\":[\"xxxxxxxxxx\"],\"exp\":1}",
    );
    let outcome = diff(Example::Good, hostile, "");
    assert_eq!(outcome.code, Some(1), "{outcome:#?}");
    let is_unsafe = |c: char| c != '\n' && c.is_control() || c == '\u{202e}';
    assert!(!outcome.stdout.contains(is_unsafe), "{outcome:#?}");
    let is_wide = |line: &str| line.chars().count() > 80;
    assert!(!outcome.stdout.lines().any(is_wide), "{}", outcome.stdout);
}
