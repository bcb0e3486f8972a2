//! `inspect`: verdicts, exit codes and both outputs, offline.

use courier_auth::token::{Algorithm, ApiKey, FEATURES, sign_token};

use crate::common::{KEY, Sandbox, Test};

/// A token with these claims beside those of its workspace; judged at second 1000.
fn token(claims: &str) -> String {
    let key = ApiKey::new(KEY).unwrap();
    let workspace = r#""tenant_scope":"published/production","tenant_id":"c0ffee00-0000-4000-8000-000000000000""#;
    sign_token(&format!("{{{claims},{workspace}}}"), &key, Algorithm::Hs256)
        .expose()
        .to_owned()
}

const GOOD: &str =
    r#""scope":"user_id:alice inbox:read:messages inbox:write:events","iat":900,"exp":8100"#;

#[test]
fn a_good_token_is_good_however_it_comes() {
    let good = token(GOOD);
    let at = ["inspect", "--at", "1000"];
    let out = "✓ this token works for inbox   fp:\n  user       alice\n  expires    1970-01-01 02:15:00 UTC   in 118 min, lives 2 h";
    Test::new(at.into_iter().chain([good.as_str()]))
        .run()
        .is(0, out, "");
    Test::new(at.into_iter().chain(["-"]))
        .stdin(good.clone())
        .run()
        .is(0, out, "");
    Test::new(at)
        .stdin(format!("{good}\n"))
        .run()
        .is(0, out, "");
    Test::new(at).env("COURIER_JWT", &good).run().is(0, out, "");
    Test::new(at)
        .stdin(format!(r#"{{"token":"{good}"}}"#))
        .run()
        .is(0, out, "");
    let wrapped = Test::new(at).stdin(format!("Bearer {good}")).run();
    wrapped.is(
        0,
        "warning[wrapped-token]: `Bearer` had to be taken off to read the token",
        "",
    );
    Test::new(at.into_iter().chain(["--strict", "-"]))
        .stdin(format!("Bearer {good}"))
        .run()
        .is(1, "✗", "");
}

#[test]
fn bad_tokens_say_why_and_what_to_type() {
    let rows = [
        (
            r#""scope":"user_id:a inbox:read:messages inbox:write:events","iat":0,"exp":1000"#,
            1,
            "error[expired]: expired this very second\nfix: courier-auth issue --user a --for inbox --expires-in '1000 seconds'\nwhy: courier-auth explain expired",
        ),
        (
            r#""scope":"user_id:a inbox:read:messages inbox:write:event","exp":2000"#,
            1,
            "error[missing-scope]: `inbox:write:events` is missing\n |                               ^^^^^^^^^^^^^^^^^ did you mean `inbox:write:events`?",
        ),
        (
            r#""scope":"user_id:a inbox:read:messages inbox:write:events""#,
            0,
            "warning[no-expiry]: it has no `exp`\n  expires    never",
        ),
        (
            r#""scope":"user_id:a inbox:read:messages inbox:write:events","iat":999,"exp":1002"#,
            0,
            "warning[milliseconds-lifetime]: it lives only 3 s, as if `\"3600\"` had been read\n  = with its unit that is `3600s` or `1 hour`",
        ),
        (
            r#""iat":0,"exp":2000"#,
            1,
            "error[no-scope]: it has no `scope`\nfix: courier-auth issue --user USER_ID",
        ),
        (
            r#""scope":"inbox:read:messages inbox:write:events","exp":2000"#,
            1,
            "error[no-user]",
        ),
        (
            r#""scope":"user_id:a\u001b[31m\u202e inbox:read:messages inbox:write:events","exp":2000"#,
            0,
            "  user       a\\u{1b}[31m\\u{202e}",
        ),
    ];
    for (claims, code, stdout) in rows {
        let ran = Test::new(["inspect", "--at", "1970-01-01T00:16:40Z", &token(claims)]).run();
        ran.is(code, stdout, "");
        assert!(!ran.stdout.contains('\x1b'), "{}", ran.stdout);
    }
}

#[test]
fn what_is_no_token_is_exit_3_and_never_printed_whole() {
    let ran = Test::new(["inspect", "pk_prod_x"]).run();
    ran.is(3, "✗ this is not a user token: 1 error\nerror[api-key-as-token]: this is an API key (`pk_prod_...`)", "");
    assert!(!ran.stdout.contains("pk_prod_x"));
    for (input, rule) in [
        ("", "not-a-jwt"),
        (" \n", "not-a-jwt"),
        ("a.b", "not-a-jwt"),
        ("a.b+.c", "bad-encoding"),
        ("e30.W10.", "bad-json"),
    ] {
        Test::new(["inspect", "-"])
            .stdin(input)
            .run()
            .is(3, rule, "");
    }
    Test::new(["inspect", "-"])
        .stdin(vec![0xff, 0xfe])
        .run()
        .is(3, "not-a-jwt", "");
    Test::new(["inspect"])
        .stdin("")
        .run()
        .is(3, "there is no token in it", "");
}

#[test]
fn features_decide_what_is_missing() {
    let token = token(GOOD);
    Test::new([
        "inspect",
        "--at",
        "1000",
        "--for",
        "inbox,preferences",
        &token,
    ])
    .run()
    .is(
        1,
        "will not do for inbox, preferences: 2 errors\nread:preferences\nwrite:preferences",
        "",
    );
}

#[test]
fn json_is_one_line_with_claims_as_they_are() {
    let odd =
        r#""z":1e21,"a":[1,{"b":"\ud800"}],"scope":"user_id:é inbox:write:event","exp":1e400"#;
    let ran = Test::new(["inspect", "--json", "--at", "1000", &token(odd)]).run();
    ran.is(1, r#""claims":{"z":1e21,"a":[1,{"b":"\ud800"}],"scope":"user_id:é inbox:write:event","exp":1e400,"#, "");
    let text = ran.stdout.replace(r"\ud800", "x").replace("1e400", "1");
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["schema"], "courier-auth/inspect/v1");
    assert_eq!(report["verdict"], "bad");
    assert_eq!(report["users"], serde_json::json!(["é"]));
    assert_eq!(
        report["scopes"][1],
        serde_json::json!({"scope": "inbox:write:event", "state": "undocumented"})
    );
    let unknown = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["rule"] == "undocumented-scope")
        .unwrap();
    assert_eq!(unknown["span"], serde_json::json!({"start": 11, "end": 28}));
    assert_eq!(unknown["severity"], "warning");
    assert_eq!(
        report["fix"],
        "courier-auth issue --user 'é' --for inbox --expires-in '1 day'"
    );
    let unreadable = Test::new(["inspect", "--json", "x"]).run().json();
    assert_eq!(unreadable["verdict"], "unreadable");
    assert_eq!(unreadable["claims"], serde_json::Value::Null);
}

#[test]
fn signs_fall_back_to_ascii() {
    let ran = Test::new(["inspect", "--at", "1000", &token(GOOD)])
        .env("LANG", "C")
        .run();
    ran.is(0, "ok: this token works for inbox", "");
    assert!(ran.stdout.is_ascii(), "{}", ran.stdout);
}

#[test]
fn what_the_sandbox_issues_is_good_for_what_it_was_issued_for() {
    let sandbox = Sandbox::start();
    for feature in FEATURES.iter().map(|feature| feature.name) {
        let token = sandbox.issue(&["--for", feature]);
        let ran = Test::new(["inspect", "--json", "--strict", "--for", feature, "-"])
            .stdin(token)
            .run();
        ran.is(0, r#""verdict":"ok""#, "");
        let findings = ran.json()["findings"].take();
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
fn rules_and_scopes_explain_themselves() {
    Test::new(["explain", "missing-scope"]).run().is(
        0,
        "CA305 missing-scope (error)\n  refuses such a token with 401",
        "",
    );
    Test::new(["explain", "ca305"])
        .run()
        .is(0, "CA305 missing-scope (error)", "");
    Test::new(["explain"])
        .run()
        .is(0, "CA101  error    not-a-jwt", "");
    Test::new(["explain", "mising-scope"]).run().is(
        2,
        "",
        "a similar value exists: 'missing-scope'",
    );
    Test::new(["scopes"]).run().is(0, "inbox:read:messages", "");
    Test::new(["exit-codes"])
        .run()
        .is(0, "3    the input cannot be read as a token", "");
    Test::new(["help", "exit-codes"])
        .run()
        .is(0, "  3  the input cannot be read as a token", "");
    let codes = Test::new(["exit-codes", "--json"]).run().json();
    assert_eq!(codes["schema"], "courier-auth/exit-codes/v1");
    assert_eq!(codes["exit_codes"][4]["code"], 4);
    assert_eq!(
        Test::new(["scopes", "--json"]).run().json()["schema"],
        "courier-auth/scopes/v1"
    );
    assert_eq!(
        Test::new(["explain", "--json", "CA201"]).run().json()["rules"][0]["rule"],
        "expired"
    );
}

#[test]
fn the_fix_can_be_pasted_for_an_id_that_begins_with_a_hyphen() {
    let token = token(r#""scope":"user_id:-x inbox:read:messages inbox:write:events","exp":5"#);
    Test::new(["inspect", "--at", "1000", &token]).run().is(
        1,
        "fix: courier-auth issue '--user=-x' --for inbox --expires-in '1 day'",
        "",
    );
}

#[test]
fn a_huge_scope_is_shown_and_not_a_panic() {
    let long = "x".repeat(200_000);
    let claims = format!(
        r#""scope":"user_id:alice {long} inbox:read:messages inbox:write:events","exp":8100"#
    );
    Test::new(["inspect", "--at", "1000", "-"])
        .stdin(token(&claims))
        .run()
        .is(0, "this token works for inbox: 2 warnings", "");
    Test::new(["inspect", "--at", "1000", "--json", "-"])
        .stdin(token(&claims))
        .run()
        .is(0, r#""verdict":"ok""#, "");
}
