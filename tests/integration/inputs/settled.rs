//! Inputs that were always handled well.

use std::{
    io::Write as _,
    process::{Child, Stdio},
    time::{SystemTime, UNIX_EPOCH},
};

use courier_auth::{
    inspect::example::{Example, NOW, TENANT},
    token::ApiKey,
};
use serde_json::{Value, json};

use crate::support::{
    KEY, Outcome, Sandbox, Test, TokenServer, binary, closed_port_url, http, sign, wait_until,
};

const SCOPE: &str = "user_id:alice inbox:read:messages inbox:write:events";

/// The claims that Courier adds, as members of a JSON object.
const WORKSPACE: &str = r#""tenant_id":"c0ffee00-0000-4000-8000-000000000000","tenant_scope":"published/production","iat":1767225000"#;

/// Inspects a token with these members in its payload, half an hour after it was issued.
fn inspect_payload(members: &str, options: &str) -> Outcome {
    let token = sign(&format!("{{{members}}}"));
    Test::line(&format!("inspect --at {NOW} {options} -"))
        .stdin(token)
        .run()
}

/// Inspects a token of Courier with these additional members in its payload.
fn inspect(members: &str, options: &str) -> Outcome {
    inspect_payload(&format!("{members},{WORKSPACE}"), options)
}

#[test]
fn a_tenant_in_the_scope_is_shown_beside_the_missing_scope() {
    for (scope, unknown) in [
        (
            "user_id:u-17:acme inbox:read:messages tenant_id:acme account_id:acme",
            ["tenant_id:acme", "account_id:acme"],
        ),
        (
            "user_id:u-17 inbox:read:messages accountId:acme workspace:acme",
            ["accountId:acme", "workspace:acme"],
        ),
    ] {
        let outcome = inspect(
            &format!(r#""scope":"{scope}","exp":1767311400"#),
            "--format jsonl",
        );
        assert_eq!(outcome.code, Some(1), "{outcome:#?}");
        let report = outcome.json();
        let findings = report["findings"].as_array().unwrap();
        for text in unknown {
            let mut messages = findings.iter().map(|f| f["message"].as_str().unwrap());
            assert!(
                messages.any(|message| message.contains(text)),
                "{text}: {report}"
            );
        }
        let is_missing = |finding: &Value| finding["code"] == "CA305";
        assert!(findings.iter().any(is_missing), "{report}");
    }
}

#[test]
fn a_lifetime_under_another_name_is_named_as_the_cause() {
    for field in ["expiresIn", "expires", "ttl", "expiration"] {
        let claims = format!(r#""scope":"{SCOPE}","{field}":"30 days""#);
        let report = format!(
            "warning[no-expiry]\nwarning[request-field-leaked]: `{field}` became a claim\n\
             fix: courier-auth issue --user alice --for inbox"
        );
        inspect(&claims, "").exits_with(0, &report, "");
        inspect(&claims, "--strict").exits_with(1, &report, "");
    }
}

#[test]
fn a_token_that_the_backend_signed_itself_needs_a_workspace() {
    for claims in [
        r#""sub":"alice","iss":"courier-demo","aud":"courier","scope":"user_id:alice read:messages""#,
        r#""sub":"alice","aud":"courier","scope":"read:messages""#,
        r#""sub":"alice","iss":"https://api.acme.example","scope":"user_id:alice inbox:read:messages""#,
    ] {
        inspect_payload(&format!(r#"{claims},"exp":1767311400"#), "").exits_with(
            1,
            "error[missing-scope]\n\
             error[no-workspace]: the token has no `tenant_id` and no `tenant_scope`\n\
             let Courier issue the token\nadd `client_key`",
            "",
        );
    }
}

#[test]
fn unusual_numbers_and_texts_in_a_payload_are_read_as_courier_reads_them() {
    for (exp, code, report) in [
        (
            "1767311400000",
            0,
            "use seconds instead of milliseconds: 1767311400",
        ),
        (r#""1767311400""#, 1, "`exp` is a string, not a number"),
        (
            r#""2026-01-02T00:00:00Z""#,
            1,
            "`exp` is a string, not a number",
        ),
        (
            "1767311400.0",
            0,
            "✓ This token works for the Inbox; it expires in",
        ),
        (
            "1767311400.75",
            0,
            "✓ This token works for the Inbox; it expires in",
        ),
        (
            "1.7673114e9",
            0,
            "✓ This token works for the Inbox; it expires in",
        ),
        ("-5", 1, "it expired 56 years ago"),
        (
            "1.5e400",
            0,
            "`exp` is too large a number, so the token never\nexpires      never",
        ),
        ("9e999", 0, "`exp` is too large a number"),
    ] {
        let outcome = inspect(&format!(r#""scope":"{SCOPE}","exp":{exp}"#), "");
        outcome.exits_with(code, report, "");
        assert!(!outcome.stdout.contains("inf "), "{outcome:#?}");
    }
    for number in ["18446744073709551616", "-9223372036854775809", "0.10"] {
        let claims = format!(r#""scope":"{SCOPE}","exp":1767311400,"n":{number}"#);
        let kept = format!(r#""n":{number}"#);
        inspect(&claims, "--json").exits_with(0, &kept, "");
    }
    for (user, shown) in [
        ("用户", "用户"),
        ("josé", "josé"),
        ("a\u{202e}b", r"a\u{202e}b"),
        ("a\u{7}b", r"a\u{7}b"),
    ] {
        let scope = json!(SCOPE.replace("alice", user));
        let outcome = inspect(&format!(r#""scope":{scope},"exp":1767311400"#), "");
        assert!(outcome.stdout.contains(shown), "{outcome:#?}");
        assert!(
            user == shown || !outcome.stdout.contains(user),
            "{outcome:#?}"
        );
    }
}

#[test]
fn lifetimes_of_public_tokens_are_judged() {
    const DAY: u64 = 86_400;
    let hint = |number: u64, name: &str| {
        format!("a number without quotes is in seconds: use {number}, or `\"{name}\"`")
    };
    for (lifetime, report) in [
        (300, "✓ This token".to_owned()),
        (
            2 * DAY,
            "✓ This token works for the Inbox; it expires in".to_owned(),
        ),
        (
            5 * DAY,
            "✓ This token works for the Inbox; it expires in".to_owned(),
        ),
        (
            100 * DAY,
            "warning[long-lived]: the lifetime is 100 days".to_owned(),
        ),
        (
            365 * DAY,
            "warning[long-lived]: the lifetime is 365 days".to_owned(),
        ),
        // Milliseconds as a number are read as seconds.
        (86_400_000, hint(86_400, "1 day")),
        (3_600_000, hint(3_600, "1 hour")),
        (604_800_000, hint(604_800, "7 days")),
    ] {
        let claims = format!(r#""scope":"{SCOPE}","exp":{}"#, 1_767_225_000 + lifetime);
        let at = Test::line("inspect --at 1767225001 -");
        let outcome = at.stdin(sign(&format!("{{{claims},{WORKSPACE}}}"))).run();
        let compact = outcome
            .stdout
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert_eq!(outcome.code, Some(0), "{outcome:#?}");
        assert!(compact.contains(&report), "{report}: {outcome:#?}");
    }
    for workspace in [
        "wrk_01FAKE/env_01FAKE",
        "c0ffee00-0000-4000-8000-000000000000/env_01FAKE",
    ] {
        let claims = format!(
            r#""scope":"{SCOPE}","iat":1767225000,"exp":1767311400,"tenant_id":"{workspace}","tenant_scope":"published/env_01FAKE""#
        );
        let shown = format!("workspace    {workspace}");
        inspect_payload(&claims, "").exits_with(0, &shown, "");
    }
}

#[test]
fn times_need_a_zone_and_are_shown_in_utc() {
    for zone in ["UTC", "Asia/Kathmandu", "America/New_York", "Nowhere"] {
        for at in [
            "2026-01-01T00:00:00Z",
            "2026-01-01T05:45:00+05:45",
            "2025-12-31T19:00:00-05:00",
            "2026-01-01",
            "1767225600",
        ] {
            let outcome = Test::line(&format!("inspect --at {at} -"))
                .env("TZ", zone)
                .stdin(sign(&format!(
                    r#"{{"scope":"{SCOPE}","exp":1767311400,{WORKSPACE}}}"#
                )))
                .run();
            let report = "issued       2025-12-31 23:50:00 UTC (10 min ago)\n\
                          expires      2026-01-01 23:50:00 UTC (in 23 h";
            outcome.exits_with(0, report, "");
        }
    }
    for at in [
        "2026-01-01T00:00:00",
        "'2026-01-01 00:00'",
        "1767225600000",
        "@1767225600",
        "today",
        "1h",
        "'Thu, 01 Jan 2026 00:00:00 GMT'",
        "01/02/2026",
    ] {
        let outcome = Test::line(&format!("inspect --at {at} x")).run();
        outcome.exits_with(2, "", "error: \n--at");
    }
}

#[test]
fn input_without_a_token_is_reported() {
    for text in ["", "\n", " \r\n\n", "\u{FEFF}"] {
        let outcome = Test::line("inspect -").stdin(text).run();
        assert_eq!(outcome.code, Some(3), "{text:?} {outcome:#?}");
        let all = outcome.stdout + &outcome.stderr;
        assert!(
            all.to_lowercase().contains("no token found"),
            "{text:?} {all}"
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    for name in [path.to_owned(), format!("{path}/nofile")] {
        let outcome = Test::line("inspect --file").arg(&name).run();
        outcome.exits_with(7, "", "error: cannot read `");
    }
}

#[test]
fn an_oversized_token_is_a_warning() {
    let key = ApiKey::new(KEY).unwrap();
    for (length, kib) in [
        (20 * 1024, "the token has 28 KiB"),
        (8 * 1024, "the token has 12 KiB"),
    ] {
        let token = Example::Padded(length).text(&key, TENANT);
        Test::line(&format!("inspect --at {NOW} -"))
            .stdin(token)
            .run()
            .exits_with(0, &format!("warning[oversized-token]: {kib}"), "");
    }
}

/// A command that waits for a token on its standard input.
struct Reader {
    name: &'static str,
    child: Child,
}

#[test]
fn a_token_that_expires_before_it_is_read_is_expired() {
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let url = closed_port_url();
    let start = |name: &'static str| {
        let child = binary()
            .args(name.split(' '))
            .env("COURIER_BASE_URL", &url)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Reader { name, child }
    };
    let exp = now().as_secs() + 2;
    let token = sign(&format!(r#"{{"scope":"{SCOPE}","exp":{exp},{WORKSPACE}}}"#));
    let readers = [
        "can list -",
        "messages --user alice --token-file -",
        "mark-read --user alice --token-file - m-1",
        "doctor --user alice --token-file -",
    ]
    .map(start);
    wait_until("the token has expired", || now().as_secs() > exp);
    for Reader { name, mut child } in readers {
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(token.as_bytes()).unwrap();
        drop(stdin);
        let outcome: Outcome = child.wait_with_output().unwrap().into();
        let all = outcome.stdout + &outcome.stderr;
        assert!(all.contains("expired"), "{name}: {all}");
        assert!(outcome.code != Some(0), "{name}: {all}");
    }
}

#[test]
fn a_token_endpoint_takes_the_requests_of_tutorials() {
    let sandbox = Sandbox::start();
    for path in ["/api/courier-token", "/api/generate-jwt/", "/"] {
        let server = TokenServer::at(&sandbox, &format!("--path {path}"));
        let url = server.url.trim_end_matches('/');
        let json = r#"{"userId":"alice"}"#;
        let form = [("content-type", "application/x-www-form-urlencoded")];
        let responses = [
            http("GET", &format!("{url}/?user_id=alice"), &[], ""),
            http(
                "POST",
                &format!("{url}/"),
                &[("content-type", "application/json")],
                json,
            ),
            http(
                "POST",
                &format!("{url}/"),
                &[("content-type", "text/plain")],
                json,
            ),
            http("POST", &format!("{url}/?userId=alice"), &form, ""),
        ];
        let statuses = responses.map(|response| response.status);
        let form_body = http("POST", &format!("{url}/"), &form, "user=alice").status;
        let foreign = http(
            "GET",
            &format!("{url}/?user=a"),
            &[("host", "evil.example")],
            "",
        );
        let nowhere = http("GET", &format!("{url}/nowhere/"), &[], "").status;
        assert_eq!(statuses, [200; 4], "{path}");
        assert_eq!(
            (form_body, foreign.status, nowhere),
            (200, 403, 404),
            "{path}"
        );
    }
}
