//! `issue`, `exec` and `serve`: `--for` together with `--scope`, scope strings that name the user, and
//! `--curl`.

use courier_auth::{
    inspect::example::{Example, TENANT},
    token::ApiKey,
};
use serde_json::Value;

use crate::support::{KEY, Outcome, Sandbox, ScriptedServer, Test, http_response, is_installed};

/// Returns the scope that a command line of `issue` requests.
fn scope(options: &[&str]) -> String {
    let outcome = Test::line("issue --dry-run").args(options.iter().copied());
    let request = outcome.run().json();
    request["body"]["scope"].as_str().unwrap().to_owned()
}

#[test]
fn scopes_are_added_to_those_of_the_features() {
    const INBOX: &str = "inbox:read:messages inbox:write:events";
    let sdk = scope(&["--user", "a"]);
    assert!(sdk.contains("write:user-tokens"), "{sdk}");
    let rows: &[(&[&str], String)] = &[
        (&["--for", "sdk"], sdk),
        (&["--for", "inbox"], format!("user_id:a {INBOX}")),
        (
            &["--scope", "read:brands"],
            "user_id:a read:brands".to_owned(),
        ),
        (
            &["--for", "inbox", "--scope", "read:brands"],
            format!("user_id:a {INBOX} read:brands"),
        ),
        (
            &[
                "--scope",
                "read:brands inbox:read:messages",
                "--for",
                "inbox",
            ],
            format!("user_id:a {INBOX} read:brands"),
        ),
        (
            &[
                "--for",
                "inbox,brands",
                "--brand",
                "b1",
                "--scope",
                "write:brands",
            ],
            format!("user_id:a {INBOX} read:brands:b1 write:brands"),
        ),
        // Whole scope strings, with the user of --user or without one.
        (
            &["--scope", "user_id:a read:brands"],
            "user_id:a read:brands".to_owned(),
        ),
        (
            &["--scope", " read:brands\n\tuser_id:a  user_id:a\r\n"],
            "user_id:a read:brands".to_owned(),
        ),
    ];
    for (options, expected) in rows {
        assert_eq!(scope(&[&["--user", "a"], *options].concat()), *expected);
    }
    let b_from_scope = ["--for", "inbox", "--scope", "user_id:b"];
    assert_eq!(scope(&b_from_scope), format!("user_id:b {INBOX}"));
}

#[test]
fn a_scope_of_another_user_is_refused() {
    let rows = [
        (
            "--user a --scope 'user_id:b read:brands'",
            "--user is `a`, but --scope contains `user_id:b`",
        ),
        (
            "--user a --scope user_id:A",
            "--user is `a`, but --scope contains `user_id:A`",
        ),
        (
            "--scope 'user_id:a user_id:b'",
            "--scope contains both `user_id:a` and `user_id:b`",
        ),
        (
            "--user a --user b --scope user_id:a",
            "--scope contains `user_id:a`, but the tokens are for several users",
        ),
        (
            "--users-file /dev/null --scope user_id:a",
            "--scope contains `user_id:a`, but the tokens are for several users",
        ),
        ("--scope read:brands", "no user given"),
        ("--user a --scope 'read:brands \u{1}'", "control characters"),
        (
            "--user a --scope read:brands --tenant t1",
            "--tenant has no effect",
        ),
    ];
    for (options, stderr) in rows {
        let issue = Test::line(&format!("issue --dry-run {options}")).run();
        issue.exits_with(2, "", stderr);
    }
    let serve = "serve --port 0 --allow-user a --scope user_id:a";
    Test::line(serve).run().exits_with(2, "", "several users");
    let exec = "exec --user a --scope user_id:b -- true";
    Test::line(exec).run().exits_with(125, "", "--user is `a`");
}

#[cfg(unix)]
#[test]
fn exec_takes_the_user_of_a_scope() {
    let sandbox = Sandbox::start();
    let options = "--scope 'user_id:dora read:brands' -- sh -c 'echo $COURIER_USER_ID'";
    let outcome =
        Test::line("exec").args(shlex::split(options).unwrap().iter().map(String::as_str));
    let path = std::env::var("PATH").unwrap();
    let outcome = outcome.env("PATH", &path).at(&sandbox).run();
    outcome.exits_with(0, "dora", "");
}

#[test]
fn a_corrected_scope_can_be_requested() {
    let token = Example::Claims(r#"{"scope":"user_id:alice,inbox:read:messages"}"#);
    let token = token.text(&ApiKey::new(KEY).unwrap(), TENANT);
    let fixed = Test::line("inspect --fix-scope -")
        .stdin(token)
        .run()
        .stdout;
    assert!(fixed.starts_with("user_id:alice "), "{fixed}");
    assert_eq!(scope(&["--scope", &fixed]), fixed.trim_end());
}

#[test]
fn help_says_how_both_options_combine() {
    for command in ["issue", "exec", "serve"] {
        let help = Test::line(&format!("{command} --help")).run().stdout;
        let words: Vec<&str> = help.split_whitespace().collect();
        let rule = "The token gets the scopes of --for and of --scope together.";
        assert_eq!(words.join(" ").matches(rule).count(), 2, "{help}");
    }
}

/// Runs a line in sh, with `COURIER_API_KEY` set.
fn in_sh(line: &str) -> Outcome {
    let mut shell = std::process::Command::new("sh");
    let path = std::env::var("PATH").unwrap();
    shell
        .args(["-ec", line])
        .env_clear()
        .env("PATH", path)
        .env("COURIER_API_KEY", KEY);
    Test::program(shell).run()
}

#[test]
fn the_curl_command_sends_the_request_of_issue() {
    if !is_installed("curl") || !is_installed("sh") {
        return;
    }
    let users = [
        "alice",
        "o'brien",
        "a\"b",
        "$HOME",
        "${HOME}",
        "`id`",
        "$(id)",
        "!!",
        "a!b",
        "back\\slash\\n",
        "'\"$`\\!'",
        "@file",
        "a;b&c|d>e",
        "josé:用户",
        "%41%00",
        "-d",
    ];
    for user in users {
        let server = ScriptedServer::start(vec![http_response("200 OK", "{}")]);
        let curl = Test::line("issue --for inbox --curl --no-preflight --api-url")
            .arg(&server.url)
            .arg(&format!("--user={user}"))
            .run();
        curl.exits_with(0, "\"Authorization: Bearer $COURIER_API_KEY\"", "");
        assert_eq!(server.request_count(), 0, "{user}");
        assert_eq!(curl.stdout.lines().count(), 1, "{curl:#?}");
        in_sh(&curl.stdout).exits_with(0, "{}", "");
        let requests = server.requests.lock().unwrap();
        let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
        assert!(
            head.starts_with("POST /auth/issue-token HTTP/1.1"),
            "{head}"
        );
        let head = head.to_lowercase();
        let bearer = format!("authorization: bearer {}", KEY.to_lowercase());
        assert!(head.contains(&bearer), "{head}");
        assert!(head.contains("content-type: application/json"), "{head}");
        let body: Value = serde_json::from_str(body).unwrap();
        let scope = format!("user_id:{user} inbox:read:messages inbox:write:events");
        assert_eq!(body["scope"], scope, "{curl:#?}");
        assert_eq!(body["expires_in"], "1 day");
    }
}

#[test]
fn curl_needs_no_key_and_sends_nothing() {
    let server = ScriptedServer::start(vec![http_response("500 Oops", "{}")]);
    let issue = |options: &str| {
        let line = Test::line(&format!("issue --for inbox {options}"));
        line.args(["--api-url", &server.url]).run()
    };
    let expected = issue("--user alice --curl").stdout;
    assert!(expected.starts_with("curl "), "{expected}");
    let dry_run = issue("--user alice --dry-run --curl");
    dry_run.exits_with(0, "curl ", "");
    assert_eq!(dry_run.stdout, expected);
    let two = issue("--user alice --user bob --curl").stdout;
    assert_eq!(
        two.lines().collect::<Vec<_>>(),
        [
            expected.trim_end(),
            expected.trim_end().replace("alice", "bob").as_str(),
        ]
    );
    for (options, stderr) in [
        ("--json", "`--curl` cannot be used with `--json`"),
        (
            "--output token.txt",
            "`--curl` cannot be used with `--output`",
        ),
        ("--format env", "--curl prints the request"),
        ("--format json", "--curl prints the request"),
        ("--expires-in 3600", "error[expires-in]"),
    ] {
        issue(&format!("--user alice --curl {options}")).exits_with(2, "", stderr);
    }
    issue("--user 'a\nb' --curl").exits_with(2, "", "whitespace");
    assert_eq!(server.request_count(), 0);
}
