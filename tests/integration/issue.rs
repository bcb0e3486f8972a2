//! `issue`: the request as the contract has it, the answer checked, every failure with its code.

use courier_auth::token::{DecodedToken, Value};

use crate::common::{KEY, Sandbox, Server, Test, answer};
#[cfg(target_os = "linux")]
use crate::terminal::Terminal;

#[test]
fn the_token_alone_is_printed_and_carries_what_was_asked() {
    let sandbox = Sandbox::start();
    let ran = Test::new([
        "issue",
        "--user",
        "josé:1",
        "--for",
        "inbox",
        "--expires-in",
        "2 hours",
    ])
    .at(&sandbox)
    .run();
    ran.is(0, "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.", "");
    assert_eq!(ran.stdout.lines().count(), 1);
    let text = ran.stdout.trim_end();
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
fn scopes_replace_features_and_json_tells_everything() {
    let sandbox = Sandbox::start();
    let args = [
        "issue",
        "--user",
        "alice",
        "--scope",
        "read:brands",
        "--scope",
        "read:brands",
        "--json",
    ];
    let issued = Test::new(args).at(&sandbox).run().json();
    assert_eq!(issued["schema"], "courier-auth/issue/v1");
    assert_eq!(issued["user"], "alice");
    assert_eq!(issued["scopes"], serde_json::json!(["read:brands"]));
    let (iat, exp) = (
        &issued["issued_at"]["epoch"],
        &issued["expires_at"]["epoch"],
    );
    assert_eq!(exp.as_i64().unwrap() - iat.as_i64().unwrap(), 86_400);
    assert!(issued["token"].as_str().unwrap().starts_with("eyJ"));
}

#[test]
fn the_request_is_the_one_of_the_contract() {
    let server = Server::start(vec![answer("401 Unauthorized", "{}")]);
    Test::new([
        "issue",
        "--user",
        "alice",
        "--api-url",
        &server.url,
        "--api-key-file",
        "-",
    ])
    .stdin(format!("{KEY}\r\n"))
    .run()
    .is(4, "", "error: Courier refused the API key: 401");
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
fn every_failure_has_its_code_and_says_what_happened() {
    let rows: &[(String, i32, &str)] = &[
        (
            answer("400 Bad Request", r#"{"message":"bad scope"}"#),
            5,
            "error: Courier answered 400: bad scope",
        ),
        (
            answer("401 Unauthorized", r#"{"message":"Unauthorized"}"#),
            4,
            "401 Unauthorized\nhelp: check the key",
        ),
        (
            answer(
                "403 Forbidden",
                r#"{"message":"no","type":"authorization_error"}"#,
            ),
            4,
            "403 no",
        ),
        (
            answer("404 Not Found", "nothing here"),
            5,
            "404: nothing here",
        ),
        (
            answer("429 Too Many", r#"{"message":"slow down"}"#),
            5,
            "429: slow down\nhelp: Courier limits",
        ),
        (answer("500 Oops", r#"{"message":null}"#), 5, "500"),
        (
            answer("502 Bad Gateway", "<html>proxy</html>"),
            5,
            "502: a page of HTML",
        ),
        (
            answer("301 Moved\r\nlocation: http://127.0.0.1:1/", ""),
            5,
            "a redirect (301), which is not followed",
        ),
        (
            answer("202 Accepted", ""),
            5,
            "202 and an empty body where 200 was due",
        ),
        (
            answer("200 OK", ""),
            5,
            "200 without a token: an empty body",
        ),
        (answer("200 OK", "{}"), 5, "200 without a token: {}"),
        (
            answer("200 OK", r#"{"token":"hello"}"#),
            5,
            "what it calls a token is none",
        ),
        (answer("200 OK", "<html>"), 5, "a page of HTML"),
        (String::new(), 6, "error: the connection to 127.0.0.1"),
        (
            "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{".to_owned(),
            6,
            "error: the connection to 127.0.0.1",
        ),
    ];
    for (bytes, code, stderr) in rows {
        let server = Server::start(vec![bytes.clone()]);
        let args = ["issue", "--user", "alice", "--retries", "0", "--api-url"];
        let ran = Test::new(args.into_iter().chain([server.url.as_str()]))
            .env("COURIER_API_KEY", KEY)
            .run();
        ran.is(*code, "", stderr);
        assert_eq!(server.served(), 1, "{bytes}");
        assert!(!ran.stderr.contains(KEY));
    }
}

#[test]
fn a_server_that_is_not_there_or_does_not_answer_is_the_network() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    // It takes the connection and never answers.
    Test::new([
        "issue",
        "--user",
        "alice",
        "--api-url",
        &url,
        "--timeout",
        "0.2",
    ])
    .env("COURIER_API_KEY", KEY)
    .run()
    .is(
        6,
        "",
        "did not answer within 0.2 s\nhelp: allow more with --timeout",
    );
    drop(listener);
    Test::new([
        "issue",
        "--user",
        "alice",
        "--api-url",
        &url,
        "--retries",
        "0",
    ])
    .env("COURIER_API_KEY", KEY)
    .run()
    .is(6, "", "error: cannot connect to 127.0.0.1");
}

#[test]
fn what_cannot_be_meant_is_refused_before_anything_is_sent() {
    let rows: &[(&[&str], &str)] = &[
        (&[], "no user is named"),
        (
            &["--user", ""],
            "error[empty-user]: nothing stands behind `user_id:`",
        ),
        (
            &["--user", "a b"],
            "error[split-user-id]: is the user `a b`? Courier reads `a`\n | user_id:a b write:user-tokens\n | ^^^^^^^^^^^\nhelp: no token can name such a user",
        ),
        (
            &["--user", "$YOUR_USER_ID"],
            "error[placeholder-user]: `$YOUR_USER_ID` stands in the place\nhelp: --no-preflight",
        ),
        (&["--user", "{{userId}}"], "error[placeholder-user]"),
        (&["--user", "a\tb"], "cannot hold white space"),
        (
            &["--user", "a", "--scope", "inbox:read:messages,read:brands"],
            "error[bad-separator]: a comma is between these 2 scopes",
        ),
        (
            &["--user", "a", "--scope", "read:brands{:id}"],
            "error[placeholder-scope]",
        ),
        (
            &["--user", "a", "--scope", "tenants:notification:read"],
            "error[mixed-tenant-scope]\ndid you mean `tenants:notifications:read`?",
        ),
        (
            &["--user", "a", "--expires-in", "3600"],
            "error[expires-in]: a bare number is milliseconds to Courier: 3.6 s\n | 3600\n | ^^^^ write `3600s`",
        ),
        (
            &["--user", "a", "--expires-in", "1 month"],
            "error[expires-in]: Courier knows no months\n | 1 month\n |   ^^^^^ write `30 days`",
        ),
        (
            &["--user", "a", "--expires-in", "1d12h"],
            " | 1d12h\n |   ^^^ write one number",
        ),
        (
            &["--user", "a", "--expires-in", "0s"],
            "expired before anyone could use it",
        ),
        (
            &["--user", "a", "--expires-in", "-1d"],
            "expired before anyone could use it",
        ),
        (
            &["--user", "a", "--expires-in", ""],
            "a span begins with a number",
        ),
        (
            &["--user", "a", "--for", "inbx"],
            "a similar value exists: 'inbox'",
        ),
        (
            &["--user", "a", "--scope", "user_id:b"],
            "the user is named with --user",
        ),
        (&["--user", "a", "--name", "A-B"], "a variable's name"),
        (
            &["--user", "a", "--user", "b", "--format", "env"],
            "a line of JSON for each",
        ),
        (
            &["--user", "a", "--scope", "x", "--for", "inbox"],
            "cannot be used with",
        ),
        (
            &["--user", "a", "--api-url", "http://courier.test"],
            "plain http is for this machine only",
        ),
        (
            &["--user", "a", "--region", "mars"],
            "possible values: us, eu",
        ),
    ];
    for (args, stderr) in rows {
        let args = ["issue"].into_iter().chain(args.iter().copied());
        Test::new(args)
            .env("COURIER_API_KEY", KEY)
            .run()
            .is(2, "", stderr);
    }
}

#[test]
fn the_key_comes_from_the_first_source_that_is_there() {
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
    let issue = ["issue", "--user", "alice", "--api-url", &sandbox.url];
    let from_file = issue.iter().copied().chain(["--api-key-file", file]);
    Test::new(from_file)
        .env("COURIER_API_KEY", KEY)
        .run()
        .is(0, "eyJ", "");
    Test::new(issue)
        .env("COURIER_API_KEY", &sandbox.api_key)
        .env("COURIER_AUTH_TOKEN", KEY)
        .run()
        .is(0, "eyJ", "");
    Test::new(issue)
        .env("COURIER_AUTH_TOKEN", &sandbox.api_key)
        .run()
        .is(0, "eyJ", "note: using COURIER_AUTH_TOKEN");
    Test::new(issue).run().is(
        4,
        "",
        "error: there is no API key\nhelp: export COURIER_API_KEY=",
    );
    let blank = issue.iter().copied().chain(["--api-key-file", "-"]);
    Test::new(blank)
        .stdin(" \n")
        .run()
        .is(4, "", "there is no API key in standard input");
    let missing = issue
        .iter()
        .copied()
        .chain(["--api-key-file", "/nowhere/key"]);
    Test::new(missing)
        .run()
        .is(7, "", "cannot read the API key from `/nowhere/key`");
}

#[test]
fn a_sandbox_key_never_leaves_this_machine() {
    let sandbox = Sandbox::start();
    Test::new(["issue", "--user", "alice", "--region", "us"])
        .env("COURIER_API_KEY", &sandbox.api_key)
        .run()
        .is(
            4,
            "",
            "it never leaves this machine\nhelp: point the tool at the sandbox",
        );
}

#[cfg(unix)]
#[test]
fn a_loop_over_lines_keeps_its_standard_input() {
    let sandbox = Sandbox::start();
    let script =
        r#"while read -r user; do "$BIN" issue --user "$user" | "$BIN" inspect - --json; done"#;
    let program = crate::common::program();
    let output = assert_cmd::Command::new("sh")
        .args(["-c", script])
        .env("BIN", program.get_program())
        .env("COURIER_BASE_URL", &sandbox.url)
        .env("COURIER_API_KEY", &sandbox.api_key)
        .write_stdin("alice\nbob\ncarol\n")
        .output()
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let users =
        |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["users"][0].clone();
    assert_eq!(
        stdout.lines().map(users).collect::<Vec<_>>(),
        ["alice", "bob", "carol"]
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_person_at_a_terminal_is_asked_and_the_key_is_not_echoed() {
    let sandbox = Sandbox::start();
    let args = ["issue", "--user", "alice", "--api-url", &sandbox.url];
    let mut terminal = Terminal::start(&args, &[]);
    terminal.see("Courier API key:");
    terminal.type_hidden(&sandbox.api_key);
    terminal.see("issued for alice: write:user-tokens");
    let (code, screen) = terminal.end();
    assert_eq!(code, Some(0), "{screen}");
    assert!(!screen.contains(&sandbox.api_key), "{screen}");
    assert!(screen.contains("eyJhbGciOiJIUzI1NiIs"), "{screen}");
}
