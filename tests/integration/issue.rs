//! `issue` for one user: the request, the response, the sources of the key, and the exit codes.

#[cfg(unix)]
use std::process::Command;

use courier_auth::token::{DecodedToken, Value};

#[cfg(target_os = "linux")]
use crate::support::Terminal;
#[cfg(unix)]
use crate::support::binary;
use crate::support::{KEY, Sandbox, ScriptedServer, Test, http_response};

#[test]
fn only_the_token_is_printed_and_it_has_the_requested_claims() {
    let sandbox = Sandbox::start();
    let outcome = Test::line("issue --user josé:1 --for inbox --expires-in '2 hours'")
        .at(&sandbox)
        .run();
    outcome.exits_with(0, "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.", "");
    assert_eq!(outcome.stdout.lines().count(), 1);
    let text = outcome.stdout.trim_end();
    let decoded = DecodedToken::new(text).unwrap();
    let claims = decoded.parse().unwrap().claims;
    let scope = "user_id:josé:1 inbox:read:messages inbox:write:events";
    assert_eq!(claims.get("scope"), Some(Value::String(scope.into())));
    let (Some(Value::Number(iat)), Some(Value::Number(exp))) =
        (claims.get("iat"), claims.get("exp"))
    else {
        panic!("no times");
    };
    assert_eq!(exp - iat, 7200.0);
}

#[test]
fn scopes_replace_features_and_json_output_is_complete() {
    let sandbox = Sandbox::start();
    let issued = Test::line("issue --user alice --scope read:brands --scope read:brands --json")
        .at(&sandbox)
        .run()
        .json();
    assert_eq!(issued["schema"], "courier-auth/issue/v1");
    assert_eq!(issued["user_id"], "alice");
    assert_eq!(issued["scopes"], serde_json::json!(["read:brands"]));
    let (iat, exp) = (&issued["issued_epoch"], &issued["expires_epoch"]);
    assert_eq!(exp.as_i64().unwrap() - iat.as_i64().unwrap(), 86_400);
    assert!(issued["token"].as_str().unwrap().starts_with("eyJ"));
}

#[test]
fn the_request_follows_the_contract() {
    let server = ScriptedServer::start(vec![http_response("401 Unauthorized", "{}")]);
    Test::line("issue --user alice")
        .args(["--api-url", &server.url, "--api-key-file", "-"])
        .stdin(format!("{KEY}\r\n"))
        .run()
        .exits_with(4, "", "error: Courier refused the API key: 401");
    let requests = server.requests.lock().unwrap();
    let [request] = &requests[..] else {
        panic!("{requests:?}")
    };
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(
        head.starts_with("POST /auth/issue-token HTTP/1.1\r\n"),
        "{head}"
    );
    assert!(
        head.contains(&format!("authorization: Bearer {KEY}\r\n")),
        "{head}"
    );
    assert!(
        head.contains("content-type: application/json\r\n"),
        "{head}"
    );
    assert_eq!(
        body,
        r#"{"scope":"user_id:alice write:user-tokens inbox:read:messages inbox:write:events read:preferences write:preferences read:brands","expires_in":"1 day"}"#
    );
}

#[test]
fn an_unreachable_or_silent_server_exits_with_6() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    // The connection is accepted by the kernel, but nobody responds.
    Test::line("issue --user alice")
        .args(["--api-url", &url, "--timeout", "0.2"])
        .key(KEY)
        .run()
        .exits_with(
            6,
            "",
            "did not respond within 0.2 s\nhelp: set a longer --timeout",
        );
    drop(listener);
    Test::line("issue --user alice")
        .args(["--api-url", &url, "--retries", "0"])
        .key(KEY)
        .run()
        .exits_with(6, "", "error: cannot connect to 127.0.0.1");
}

#[test]
fn invalid_options_are_refused_before_anything_is_sent() {
    let rows = [
        ("", "no user given"),
        (
            "--user ''",
            "error[empty-user]: the user ID after `user_id:` is empty\nhelp: pass the ID of a user; for details, run `courier-auth explain empty-user`",
        ),
        (
            "--user 'a b'",
            "error[split-user-id]: Courier reads the user ID as `a`, not as `a b`\n | user_id:a b write:user-tokens\n | ^^^^^^^^^^^\nhelp: use a user ID without whitespace",
        ),
        (
            "--user '$YOUR_USER_ID'",
            "error[placeholder-user]: `$YOUR_USER_ID` is a placeholder, not a user ID\nhelp: add --no-preflight to send it anyway",
        ),
        ("--user '{{userId}}'", "error[placeholder-user]"),
        ("--user 'a\tb'", "cannot contain whitespace"),
        (
            "--user a --scope inbox:read:messages,read:brands",
            "error[bad-separator]: a comma separates these 2 scopes",
        ),
        (
            "--user a --scope 'read:brands{:id}'",
            "error[placeholder-scope]",
        ),
        (
            "--user a --scope tenants:notification:read",
            "error[mixed-tenant-scope]\ndid you mean `tenants:notifications:read`?",
        ),
        (
            "--user a --expires-in 3600",
            "error[expires-in]: Courier reads a number without a unit as milliseconds: 3.6 s\n | 3600\n | ^^^^ add the unit: `3600s`",
        ),
        (
            "--user a --expires-in '1 month'",
            "error[expires-in]: Courier does not support months\n | 1 month\n |   ^^^^^ use days instead: `30 days`",
        ),
        (
            "--user a --expires-in 1d12h",
            " | 1d12h\n | ^^^^^ write `36h`",
        ),
        (
            "--user a --expires-in 0s",
            "the lifetime is shorter than 1 second",
        ),
        (
            "--user a --expires-in -1d",
            "the lifetime is shorter than 1 second",
        ),
        (
            "--user a --expires-in ''",
            "invalid lifetime: the lifetime is empty",
        ),
        ("--user a --name A-B", "a variable name"),
        ("--user a --user b --format env", "one JSON line per user"),
        (
            "--user a --api-url http://courier.test",
            "`http` is only allowed for this machine and the local network: use `https`",
        ),
        ("--user a --region mars", "valid values: us, eu"),
    ];
    for (options, stderr) in rows {
        Test::line(&format!("issue {options}"))
            .key(KEY)
            .run()
            .exits_with(2, "", stderr);
    }
}

#[test]
fn the_key_comes_from_the_first_available_source() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    std::fs::write(&file, format!("{}\n", sandbox.api_key)).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    let file = file.to_str().unwrap();
    let issue = || Test::line("issue --user alice --api-url").arg(&sandbox.url);
    let right_key = sandbox.api_key.as_str();
    let rows = [
        (
            issue().args(["--api-key-file", file]).key(KEY),
            0,
            "eyJ",
            "",
        ),
        (
            issue().key(right_key).env("COURIER_AUTH_TOKEN", KEY),
            0,
            "eyJ",
            "",
        ),
        (
            issue().env("COURIER_AUTH_TOKEN", right_key),
            0,
            "eyJ",
            "note: using COURIER_AUTH_TOKEN",
        ),
        (
            issue(),
            4,
            "",
            "error: no API key found\nhelp: set COURIER_API_KEY",
        ),
        (
            issue().args(["--api-key-file", "-"]).stdin(" \n"),
            4,
            "",
            "no API key in standard input",
        ),
        (
            issue().args(["--api-key-file", "/nowhere/key"]),
            7,
            "",
            "cannot read the API key from `/nowhere/key`",
        ),
    ];
    for (test, code, stdout, stderr) in rows {
        test.run().exits_with(code, stdout, stderr);
    }
}

#[test]
fn a_sandbox_key_never_leaves_this_machine() {
    let sandbox = Sandbox::start();
    Test::line("issue --user alice --region us")
        .key(&sandbox.api_key)
        .run()
        .exits_with(
            4,
            "",
            "a sandbox key is not sent over `https` to another machine\nhelp: set COURIER_BASE_URL or --api-url to the sandbox",
        );
}

#[cfg(unix)]
#[test]
fn issue_leaves_standard_input_to_a_shell_loop() {
    let sandbox = Sandbox::start();
    let script =
        r#"while read -r user; do "$BIN" issue --user "$user" | "$BIN" inspect - --json; done"#;
    let mut shell = Command::new("sh");
    shell
        .args(["-c", script])
        .env("BIN", binary().get_program());
    let outcome = Test::program(shell)
        .at(&sandbox)
        .stdin("alice\nbob\ncarol\n")
        .run();
    let reports = outcome.json_lines();
    let users: Vec<_> = reports.iter().map(|report| &report["user_id"]).collect();
    assert_eq!(users, ["alice", "bob", "carol"]);
}

#[cfg(target_os = "linux")]
#[test]
fn the_key_prompt_does_not_echo() {
    let sandbox = Sandbox::start();
    let line = format!("issue --user alice --api-url {}", sandbox.url);
    let mut terminal = Terminal::start(&line, &[]);
    terminal.wait_for("Courier API key:");
    terminal.type_hidden(&sandbox.api_key);
    terminal.wait_for("issued for alice: write:user-tokens");
    let (code, screen) = terminal.wait();
    assert_eq!(code, Some(0), "{screen}");
    assert!(!screen.contains(&sandbox.api_key), "{screen}");
    assert!(screen.contains("eyJhbGciOiJIUzI1NiIs"), "{screen}");
}
