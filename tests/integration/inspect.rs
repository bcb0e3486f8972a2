//! `inspect`: verdicts, exit codes, text and JSON output.

use courier_auth::token::FEATURES;

use crate::support::{Sandbox, Test, sign};

/// Returns a token with these claims and those of a workspace.
fn token(claims: &str) -> String {
    let workspace = r#""tenant_scope":"published/production","tenant_id":"c0ffee00-0000-4000-8000-000000000000""#;
    sign(&format!("{{{claims},{workspace}}}"))
}

const GOOD: &str =
    r#""scope":"user_id:alice inbox:read:messages inbox:write:events","iat":900,"exp":8100"#;

#[test]
fn a_good_token_passes_from_every_source() {
    let good = token(GOOD);
    let inspect = || Test::line("inspect --at 1000");
    let report = "✓ This token works for the Inbox; it expires in 118 min\n  token        fp:\n  user         alice\n  expires      1970-01-01 02:15:00 UTC (in 118 min)\n  lifetime     2 h";
    for test in [
        inspect().arg(&good),
        inspect().arg("-").stdin(good.clone()),
        inspect().stdin(format!("{good}\n")),
        inspect().env("COURIER_JWT", &good),
        inspect().stdin(format!(r#"{{"token":"{good}"}}"#)),
    ] {
        test.run().exits_with(0, report, "");
    }
}

#[test]
fn a_wrapped_token_is_a_warning() {
    let wrapped = format!("Bearer {}", token(GOOD));
    Test::line("inspect --at 1000")
        .stdin(wrapped.clone())
        .run()
        .exits_with(
            0,
            "warning[wrapped-token]: removed `Bearer` to read the token",
            "",
        );
    Test::line("inspect --at 1000 --strict -")
        .stdin(wrapped)
        .run()
        .exits_with(1, "✗", "");
}

#[test]
fn a_bad_token_is_reported_with_its_fix() {
    let rows = [
        (
            r#""scope":"user_id:a inbox:read:messages inbox:write:events","iat":0,"exp":1000"#,
            1,
            "✗ This token won't work for the Inbox: it expired just now\nerror[expired]: Courier responds with 401\nfix: courier-auth issue --user a --for inbox --expires-in '17 minutes'\nwhy: courier-auth explain expired",
        ),
        (
            r#""scope":"user_id:a inbox:read:messages inbox:write:event","exp":2000"#,
            1,
            "error[missing-scope]: `inbox:write:events` is missing\n |                               ^^^^^^^^^^^^^^^^^\n  = did you mean `inbox:write:events`?",
        ),
        (
            r#""scope":"user_id:a inbox:read:messages inbox:write:events""#,
            0,
            "warning[no-expiry]: the token has no `exp`\n  expires      never",
        ),
        (
            r#""scope":"user_id:a inbox:read:messages inbox:write:events","iat":999,"exp":1002"#,
            0,
            "warning[milliseconds-lifetime]: the lifetime is only 3 s, as if `\"3600\"` was\n    read as milliseconds\n  = add the unit: `3600s` or `1 hour`",
        ),
        (
            r#""iat":0,"exp":2000"#,
            1,
            "error[no-scope]: the token has no `scope` claim\nfix: courier-auth issue --user USER_ID",
        ),
        (
            r#""scope":"inbox:read:messages inbox:write:events","exp":2000"#,
            1,
            "error[no-user]",
        ),
        (
            r#""scope":"user_id:a\u001b[31m\u202e inbox:read:messages inbox:write:events","exp":2000"#,
            0,
            "  user         a\\u{1b}[31m\\u{202e}",
        ),
    ];
    for (claims, code, stdout) in rows {
        let outcome = Test::line("inspect --at 1970-01-01T00:16:40Z")
            .arg(&token(claims))
            .run();
        outcome.exits_with(code, stdout, "");
        assert!(!outcome.stdout.contains('\x1b'), "{}", outcome.stdout);
    }
}

#[test]
fn unreadable_input_exits_with_3_and_is_never_printed_in_full() {
    let outcome = Test::line("inspect pk_prod_x").run();
    outcome.exits_with(3, "✗ This is an API key (`pk_prod_...`), not a user token\nerror[api-key-as-token]: issue a user token with the API key", "");
    assert!(!outcome.stdout.contains("pk_prod_x"));
    for (input, rule) in [
        ("", "not-a-jwt"),
        (" \n", "not-a-jwt"),
        ("a.b", "not-a-jwt"),
        ("a.b+.c", "bad-encoding"),
        ("e30.W10.", "bad-json"),
    ] {
        Test::line("inspect -")
            .stdin(input)
            .run()
            .exits_with(3, rule, "");
    }
    Test::line("inspect -")
        .stdin(vec![0xff, 0xfe])
        .run()
        .exits_with(3, "not-a-jwt", "");
    Test::line("inspect")
        .stdin("")
        .run()
        .exits_with(3, "✗ No token found in the input", "");
}

#[test]
fn the_features_determine_the_missing_scopes() {
    let token = token(GOOD);
    Test::line("inspect --at 1000 --for inbox,preferences")
        .arg(&token)
        .run()
        .exits_with(
            1,
            "✗ This token won't work for the Inbox and Preferences: 2 errors\nread:preferences\nwrite:preferences",
            "",
        );
}

#[test]
fn json_output_has_the_claims_unchanged() {
    let unusual =
        r#""z":1e21,"a":[1,{"b":"\ud800"}],"scope":"user_id:é inbox:write:event","exp":1e400"#;
    let outcome = Test::line("inspect --json --at 1000")
        .arg(&token(unusual))
        .run();
    outcome.exits_with(1, r#""claims":{"z":1e21,"a":[1,{"b":"\ud800"}],"scope":"user_id:é inbox:write:event","exp":1e400,"#, "");
    let text = outcome.stdout.replace(r"\ud800", "x").replace("1e400", "1");
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["schema"], "courier-auth/inspect/v1");
    assert_eq!(report["verdict"], "bad");
    assert_eq!(report["user_ids"], serde_json::json!(["é"]));
    assert_eq!(
        report["scope_entries"][1],
        serde_json::json!({"scope": "inbox:write:event", "kind": "undocumented"})
    );
    let marked: Vec<&serde_json::Value> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|f| f["span"] == serde_json::json!({"start": 11, "end": 28}))
        .collect();
    assert_eq!(marked.len(), 1);
    assert_eq!(marked[0]["rule"], "missing-scope");
    assert_eq!(marked[0]["severity"], "error");
    assert_eq!(
        report["fix"],
        "courier-auth issue --user 'é' --for inbox --expires-in '1 day'"
    );
    let unreadable = Test::line("inspect --json x").run().json();
    assert_eq!(unreadable["verdict"], "unreadable");
    assert_eq!(unreadable["claims"], serde_json::Value::Null);
}

#[test]
fn symbols_fall_back_to_ascii() {
    let outcome = Test::line("inspect --at 1000")
        .arg(&token(GOOD))
        .env("LANG", "C")
        .run();
    outcome.exits_with(0, "ok: This token works for the Inbox", "");
    assert!(outcome.stdout.is_ascii(), "{}", outcome.stdout);
}

#[test]
fn sandbox_tokens_pass_for_their_features() {
    let sandbox = Sandbox::start();
    for feature in FEATURES.iter().map(|feature| feature.name) {
        let token = sandbox.issue(&format!("--for {feature}"));
        let outcome = Test::line(&format!("inspect --json --strict --for {feature} -"))
            .stdin(token)
            .run();
        outcome.exits_with(0, r#""verdict":"ok""#, "");
        let findings = outcome.json()["findings"].take();
        let rules: Vec<&str> = findings
            .as_array()
            .unwrap()
            .iter()
            .map(|finding| finding["rule"].as_str().unwrap())
            .collect();
        assert_eq!(rules, ["sandbox-token"], "{feature}");
    }
}

#[test]
fn the_fix_for_a_user_id_with_a_leading_hyphen_can_be_pasted() {
    let token = token(r#""scope":"user_id:-x inbox:read:messages inbox:write:events","exp":5"#);
    Test::line("inspect --at 1000")
        .arg(&token)
        .run()
        .exits_with(
            1,
            "fix: courier-auth issue --user=-x --for inbox --expires-in '1 day'",
            "",
        );
}

#[test]
fn a_huge_scope_does_not_panic() {
    let long = "x".repeat(200_000);
    let claims = format!(
        r#""scope":"user_id:alice {long} inbox:read:messages inbox:write:events","exp":8100"#
    );
    Test::line("inspect --at 1000 -")
        .stdin(token(&claims))
        .run()
        .exits_with(0, "! This token may not work for the Inbox: 2 warnings", "");
    Test::line("inspect --at 1000 --json -")
        .stdin(token(&claims))
        .run()
        .exits_with(0, r#""verdict":"ok""#, "");
}
