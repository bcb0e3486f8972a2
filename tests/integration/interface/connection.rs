//! Options of connections, environments and servers.

use std::{fs, net::TcpListener};

#[cfg(target_os = "linux")]
use crate::support::Terminal;
use crate::support::{
    ConfigHome, ConnectionAction, FaultyServer, KEY, Outcome, Response, Sandbox, Test, TokenServer,
    certificate, http, http_response, run_in, start_tls_proxy,
};

/// Runs `exec` with a script that prints variables, in an environment with leftovers.
#[cfg(unix)]
fn exec(sandbox: &Sandbox, options: &str, script: &str) -> Outcome {
    Test::line(&format!("exec --user alice {options} -- /bin/sh -c"))
        .arg(script)
        .env("PATH", "/usr/bin:/bin")
        .env("OUTER", "left over")
        .at(sandbox)
        .run()
}

#[cfg(unix)]
#[test]
fn exec_passes_variables_under_other_names_too() {
    let sandbox = Sandbox::start();
    for (options, script) in [
        (
            "--name COURIER_JWT=VITE_COURIER_JWT --name COURIER_JWT=B",
            r#"[ "$VITE_COURIER_JWT" = "$COURIER_JWT" ] && [ "$B" = "$COURIER_JWT" ]"#,
        ),
        (
            "--name COURIER_USER_ID=VITE_USER --name COURIER_JWT_EXPIRES_AT=VITE_END",
            r#"[ "$VITE_USER" = alice ] && [ "$VITE_END" = "$COURIER_JWT_EXPIRES_AT" ]"#,
        ),
        (
            "--refresh --name COURIER_JWT_FILE=OUTER --name COURIER_JWT=TOKEN",
            r#"[ "$OUTER" = "$COURIER_JWT_FILE" ] && [ "$(cat "$OUTER")" = "$TOKEN" ]"#,
        ),
        (
            "--name COURIER_JWT=OUTER",
            r#"[ "$OUTER" = "$COURIER_JWT" ]"#,
        ),
    ] {
        let script = format!(
            r#"[ -n "$COURIER_JWT" ] && {script} && echo "key: ${{COURIER_API_KEY-none}}""#
        );
        exec(&sandbox, options, &script).exits_with(0, "key: none", "");
    }
}

#[test]
fn exec_refuses_other_names_for_other_variables() {
    for (options, expected) in [
        (
            "--name COURIER_JTW=VITE_JWT",
            "unknown variable `COURIER_JTW`; did you mean `COURIER_JWT`?",
        ),
        (
            "--name COURIER_USER=VITE_USER",
            "did you mean `COURIER_USER_ID`?",
        ),
        (
            "--name COURIER_API_KEY=VITE_KEY",
            "unknown variable `COURIER_API_KEY`; expected one of COURIER_JWT, COURIER_JWT_EXPIRES_AT, COURIER_USER_ID, COURIER_JWT_FILE",
        ),
        (
            "--keep-api-key --name COURIER_API_KEY=VITE_KEY",
            "unknown variable",
        ),
        ("--name COURIER_AUTH_TOKEN=VITE_KEY", "unknown variable"),
        ("--name COURIER_BASE_URL=VITE_URL", "unknown variable"),
        ("--name COURIER_JWT", "expected VARIABLE=NAME"),
        (
            "--name COURIER_JWT=VITE-JWT",
            "a variable name can contain only",
        ),
        (
            "--name COURIER_JWT=COURIER_USER_ID",
            "has a value of its own",
        ),
        (
            "--name COURIER_JWT_FILE=VITE_FILE",
            "--name COURIER_JWT_FILE=... needs --refresh\nhelp: add --refresh",
        ),
    ] {
        Test::line(&format!("exec --user alice {options} -- true"))
            .key(KEY)
            .run()
            .exits_with(125, "", expected);
    }
    Test::line("sandbox exec --name COURIER_BASE_ULR=VITE_URL -- true")
        .run()
        .exits_with(125, "", "did you mean `COURIER_BASE_URL`?");
    Test::line("sandbox env --name COURIER_JWT=VITE_JWT")
        .run()
        .exits_with(2, "", "unknown variable `COURIER_JWT`");
}

/// Durations, and their values in seconds.
const DURATIONS: [(&str, &str); 9] = [
    ("500ms", "0.5"),
    ("5s", "5"),
    ("10 seconds", "10"),
    ("2m", "120"),
    ("2 min", "120"),
    ("1.5h", "5400"),
    ("1 day", "86400"),
    ("10", "10"),
    ("0.5", "0.5"),
];

#[test]
fn timeouts_have_units_and_an_origin() {
    for (text, seconds) in DURATIONS {
        let expected = format!(
            "timeout          {seconds} s  (--timeout)\nconnect timeout  {seconds} s  (--connect-timeout)"
        );
        let outcome = Test::line("profile show --origin")
            .args(["--timeout", text, "--connect-timeout", text])
            .key(KEY)
            .run();
        outcome.exits_with(0, &expected, "");
    }
    Test::line("profile show --origin")
        .key(KEY)
        .run()
        .exits_with(
            0,
            "timeout          30 s  (default)\nconnect timeout  5 s  (default)",
            "",
        );
}

#[test]
fn every_duration_has_the_same_forms() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue("--expires-in 1h");
    for duration in ["500ms", "5s", "10 seconds", "2m", "1.5h", "1 day", "0"] {
        for option in ["--leeway", "--valid-for", "--max-lifetime"] {
            let outcome = Test::line("inspect -")
                .args([option, duration])
                .stdin(&*token)
                .run();
            assert_ne!(outcome.code, Some(2), "{option} {duration}: {outcome:#?}");
        }
        for option in ["latency", "retry-after"] {
            let fault = format!("q:503,{option}={duration},times=1");
            let outcome = Test::line("sandbox exec")
                .args(["--fault", &fault, "--", "no-such-command"])
                .run();
            // A latency is 10 minutes at most, and `Retry-After` is in whole seconds.
            let is_refused = match option {
                "latency" => ["1.5h", "1 day"].contains(&duration),
                _ => duration == "500ms",
            };
            let code = if is_refused { 125 } else { 127 };
            assert_eq!(outcome.code, Some(code), "{fault}: {outcome:#?}");
        }
    }
    Test::line("serve --user alice --expires-in 1h --min-ttl '1.5 hours'")
        .key(KEY)
        .run()
        .exits_with(2, "", "more than twice --min-ttl (90 min)");
}

#[test]
fn invalid_durations_have_the_same_errors() {
    let number_and_unit = "expected a number and a unit";
    for (line, expected) in [
        ("issue --user a --timeout soon", number_and_unit),
        ("issue --user a --connect-timeout 5x", number_and_unit),
        ("issue --user a --timeout 0", "between 1 ms and 1 day"),
        (
            "issue --user a --connect-timeout 25h",
            "between 1 ms and 1 day",
        ),
        ("inspect x --leeway 5x", number_and_unit),
        (
            "inspect x --leeway 5",
            "the unit is missing; did you mean `5s`",
        ),
        ("inspect x --valid-for 60", "the unit is missing"),
        ("inspect x --max-lifetime=-1d", "the duration is negative"),
        ("serve --min-ttl 60", "the unit is missing"),
        ("sandbox start --latency slow", number_and_unit),
        ("sandbox start --fault q:latency=slow", number_and_unit),
        (
            "sandbox start --fault q:503,retry-after=5x",
            number_and_unit,
        ),
        (
            "sandbox start --fault q:503,retry-after=1.5",
            "expected whole seconds",
        ),
        ("sandbox start --latency 999999999999y", "out of range"),
    ] {
        Test::line(line).key(KEY).run().exits_with(2, "", expected);
    }
}

#[test]
fn numbers_without_a_unit_keep_their_meaning() {
    let sandbox = Sandbox::start_with("--fault q:503,retry-after=7");
    let token = sandbox.issue("--for inbox");
    let limited = sandbox.query(&token, "{ count }");
    assert_eq!(limited.header("retry-after"), Some("7"));
    // 0.2 seconds are too short for a delay of 60,000 milliseconds.
    let slow = Sandbox::start_with("--latency 60000");
    Test::line("issue --user alice --timeout 0.2 --retries 0")
        .at(&slow)
        .run()
        .exits_with(
            6,
            "",
            "did not respond within 0.2 s\nhelp: set a longer --timeout DURATION",
        );
}

#[test]
fn a_duration_without_a_sign_is_ago_where_only_the_past_makes_sense() {
    let sandbox = Sandbox::start();
    sandbox.seed(
        r#"{"users":{"alice":{"messages":[{"messageId":"new"},
            {"messageId":"old","created":"2020-01-01T00:00:00Z"}]}}}"#,
    );
    for time in ["7d", "-7d", "7 days", "1.5h", "2021-01-01", "1609459200"] {
        let line = format!("messages --user alice --format ids --since '{time}'");
        run_in(&sandbox, &line).exits_with(0, "new\n", "");
        let line = format!("mark-read --user alice --dry-run --before '{time}'");
        let outcome = run_in(&sandbox, &line);
        outcome.exits_with(0, "old", "would mark 1 message");
    }
    for (line, expected) in [
        (
            "messages --user a --since yesterday",
            "`2h` or `7d` for a duration ago",
        ),
        (
            "mark-read --user a --before 7x",
            "`2h` or `7d` for a duration ago",
        ),
        ("messages --user a --since --7d", "the duration is negative"),
        (
            "inspect x --at 2h",
            "the sign is missing: `+2h` from now or `-2h` ago",
        ),
        (
            "can list x --at '7 days'",
            "the sign is missing: `+7 days` from now or `-7 days` ago",
        ),
    ] {
        Test::line(line).run().exits_with(2, "", expected);
    }
}

/// Variables, and whether the output of a pipe has color.
const COLOR_VARIABLES: [(&[(&str, &str)], bool); 13] = [
    (&[], false),
    (&[("CLICOLOR_FORCE", "1")], true),
    (&[("CLICOLOR_FORCE", "0")], false),
    (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
    (&[("FORCE_COLOR", "1")], true),
    (&[("FORCE_COLOR", "3")], true),
    (&[("FORCE_COLOR", "true")], true),
    (&[("FORCE_COLOR", "0")], false),
    (&[("FORCE_COLOR", "")], false),
    (&[("FORCE_COLOR", "1"), ("NO_COLOR", "1")], false),
    (&[("FORCE_COLOR", "1"), ("NO_COLOR", "")], true),
    (&[("FORCE_COLOR", "1"), ("CLICOLOR", "0")], true),
    (&[("FORCE_COLOR", "1"), ("TERM", "dumb")], true),
];

#[test]
fn variables_force_color_on_both_streams() {
    let run = |options: &str, variables: &[(&str, &str)]| {
        // The report is on stdout, the error on stderr.
        [format!("scopes {options}"), format!("issue {options}")].map(|line| {
            let test = Test::line(&line);
            let test = variables
                .iter()
                .fold(test, |test, (name, value)| test.env(name, value));
            let outcome = test.run();
            format!("{}{}", outcome.stdout, outcome.stderr).contains('\x1b')
        })
    };
    for (variables, expected) in COLOR_VARIABLES {
        assert_eq!(run("", variables), [expected; 2], "{variables:?}");
        assert_eq!(run("--color always", variables), [true; 2], "{variables:?}");
        assert_eq!(run("--color never", variables), [false; 2], "{variables:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn variables_switch_color_off_on_a_terminal() {
    for (variables, expected) in [
        (&[] as &[(&str, &str)], true),
        (&[("CLICOLOR", "1")], true),
        (&[("CLICOLOR", "0")], false),
        (&[("FORCE_COLOR", "0")], false),
        (&[("NO_COLOR", "1")], false),
        (&[("TERM", "dumb")], false),
        (&[("CLICOLOR", "0"), ("FORCE_COLOR", "1")], true),
    ] {
        let (_, screen) = Terminal::start("scopes", variables).wait();
        assert_eq!(
            screen.contains("\x1b["),
            expected,
            "{variables:?}: {screen}"
        );
    }
}

/// Writes a PEM file; returns the folder, which deletes it, and its path.
fn pem_file(text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("authority.pem");
    fs::write(&path, text).unwrap();
    let path = path.to_str().unwrap().to_owned();
    (folder, path)
}

/// Returns a TLS server that refuses every request with 401, as a server does that received it.
fn refusing_tls_server(authority: &mut String) -> String {
    let (config, pem) = certificate(&["127.0.0.1"]);
    *authority = pem;
    let body = r#"{"message":"Unauthorized"}"#;
    let address = start_tls_proxy(config, move |_| http_response("401 No", body));
    format!("https://{address}")
}

/// Commands that connect.
const CONNECTING: [&str; 5] = [
    "issue --user alice --retries 0",
    "messages --user alice --retries 0",
    "mark-read m-1 --user alice --retries 0",
    "profile add new --key-from env:COURIER_API_KEY --check",
    "exec --user alice --retries 0 -- true",
];

#[test]
fn a_bundle_of_authorities_is_trusted_by_every_command() {
    let mut authority = String::new();
    let url = refusing_tls_server(&mut authority);
    let (_, other) = certificate(&["127.0.0.1"]);
    let (_folder, trusted) = pem_file(&format!("# ours\n{other}{authority}"));
    let (_other_folder, untrusted) = pem_file(&other);
    for line in CONNECTING {
        let home = ConfigHome::new();
        let (options, command) = line.split_once(" -- ").unwrap_or((line, ""));
        let run = |bundle: &[&str]| {
            let test = home
                .line(options)
                .args(["--api-url", &url])
                .args(bundle.iter().copied());
            let test = if command.is_empty() {
                test
            } else {
                test.args(["--", command])
            };
            test.key(KEY).run()
        };
        let outcome = run(&["--ca-bundle", &trusted]);
        assert!(
            outcome.stderr.contains("Courier refused the API key: 401"),
            "{outcome:#?}"
        );
        for bundle in [&["--ca-bundle", &untrusted] as &[&str], &[]] {
            let outcome = run(bundle);
            for expected in [
                "error: ",
                "TLS connection to 127.0.0.1",
                "pass the authority's certificate with --ca-bundle PATH",
            ] {
                assert!(
                    outcome.stderr.contains(expected),
                    "{expected}: {outcome:#?}"
                );
            }
        }
    }
}

#[test]
fn doctor_checks_hosts_with_the_bundle() {
    let mut authority = String::new();
    let url = refusing_tls_server(&mut authority);
    let (_folder, path) = pem_file(&authority);
    let doctor = |options: &str| {
        Test::line(&format!("doctor --user alice --api-url {url} {options}"))
            .key(KEY)
            .run()
    };
    let trusting = doctor(&format!("--ca-bundle '{path}'"));
    trusting.exits_with(
        1,
        &format!("{path} (--ca-bundle)\n, TLS \nCourier refused the API key: 401"),
        "",
    );
    assert!(
        !trusting.stdout.contains("TLS handshake failed"),
        "{trusting:#?}"
    );
    doctor("").exits_with(1, "TLS handshake failed\n--ca-bundle PATH", "");
}

#[test]
fn the_socket_is_checked_with_the_bundle() {
    let (config, authority) = certificate(&["127.0.0.1"]);
    let (_folder, path) = pem_file(&authority);
    let socket = start_tls_proxy(config, |_| http_response("418 Teapot", "{}"));
    let sandbox = Sandbox::start();
    let doctor = |options: &str| {
        Test::line(&format!("doctor --user alice {options}"))
            .at(&sandbox)
            .env("COURIER_SOCKET_URL", &format!("wss://{socket}"))
            .run()
    };
    // The response shows that the request of the upgrade was sent.
    doctor(&format!("--ca-bundle '{path}'")).exits_with(1, "Courier returned 418", "");
    doctor("").exits_with(1, "TLS handshake failed", "");
}

#[test]
fn a_bundle_that_cannot_be_used_is_an_error_before_anything_is_sent() {
    let server = FaultyServer::start(vec![ConnectionAction::Reset]);
    let (_folder, empty) = pem_file("no certificate\n");
    let (_, authority) = certificate(&["a.test"]);
    let (_half_folder, half) = pem_file(&authority[..authority.len() / 2]);
    let der = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let (_der_folder, invalid) = pem_file(der);
    for (path, code, expected) in [
        (
            "/no/such/ca.pem",
            7,
            "cannot read `/no/such/ca.pem`: \nhelp: check the path",
        ),
        ("/", 7, "cannot read `/`: "),
        (&empty, 2, "no PEM certificate found\nhelp: pass a PEM file"),
        (&half, 2, "a PEM section is damaged"),
        (&invalid, 2, "a certificate is invalid"),
    ] {
        let run = |command: &str| {
            Test::line(&format!("{command} --user alice --api-url"))
                .args([&*server.url(), "--ca-bundle", path])
                .key(KEY)
                .run()
        };
        for command in ["issue", "messages", "serve"] {
            run(command).exits_with(code, "", expected);
        }
        // The other checks of `doctor` are still reported.
        let (message, _) = expected.split_once('\n').unwrap_or((expected, ""));
        run("doctor").exits_with(1, &format!("{message}\n1 check failed"), "");
    }
    assert_eq!(server.connection_count(), 0);
}

#[test]
fn an_error_names_the_limit_that_a_connection_exceeded() {
    // The system accepts the connection, and nobody responds to the TLS handshake.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let (_, authority) = certificate(&["127.0.0.1"]);
    let (_folder, path) = pem_file(&authority);
    for (options, expected) in [
        (
            "--connect-timeout 50ms",
            "cannot connect to 127.0.0.1\nno connection within 0.05 s (--connect-timeout)",
        ),
        (
            "--connect-timeout 0.05 --timeout 10",
            "no connection within 0.05 s (--connect-timeout)",
        ),
        (
            "--connect-timeout 1m --timeout 50ms",
            "did not respond within 0.05 s\nset a longer --timeout",
        ),
    ] {
        let line = format!("issue --user alice --retries 0 --api-url {url} {options}");
        Test::line(&line)
            .args(["--ca-bundle", &path])
            .key(KEY)
            .run()
            .exits_with(6, "", expected);
    }
    Test::line(&format!(
        "doctor --user alice --api-url {url} --connect-timeout 50ms"
    ))
    .args(["--ca-bundle", &path])
    .key(KEY)
    .run()
    .exits_with(1, "no response within 0.05 s", "");
}

#[test]
fn serve_listens_for_other_machines_only_on_request() {
    let sandbox = Sandbox::start();
    let server = TokenServer::at(&sandbox, "--host 0.0.0.0 --allow-remote");
    assert_eq!(server.get("?user=alice").status, 200);
    Test::line("serve --host 0.0.0.0")
        .key(KEY)
        .run()
        .exits_with(
            2,
            "",
            "anyone who can connect to 0.0.0.0\nhelp: remove --host, or add --allow-remote",
        );
}

#[test]
fn a_slash_at_the_end_of_the_path_is_optional() {
    let sandbox = Sandbox::start();
    for path in ["/api/token", "/api/token/"] {
        let server = TokenServer::at(&sandbox, &format!("--user alice --path {path}"));
        let url = server.url.trim_end_matches('/');
        for (end, status) in [
            ("", 200),
            ("/", 200),
            ("/?user=alice", 200),
            ("//", 404),
            ("/x", 404),
        ] {
            for method in ["GET", "POST"] {
                let response = http(method, &format!("{url}{end}"), &[], "");
                assert_eq!(response.status, status, "{path} {method} {end}");
            }
        }
    }
}

#[test]
fn bodies_are_json_or_forms() {
    let sandbox = Sandbox::start();
    let server = TokenServer::at(&sandbox, "--allow-user alice");
    let post = |content_type: &str, body: &str| -> Response {
        http("POST", &server.url, &[("content-type", content_type)], body)
    };
    let form = "application/x-www-form-urlencoded";
    let json = r#"{"user":"alice"}"#;
    for (content_type, body) in [
        (form, "user=alice"),
        (form, "userId=%61lice&x=1"),
        (form, json),
        (
            "application/x-www-form-urlencoded;charset=UTF-8",
            "user_id=alice",
        ),
        ("application/json", json),
        ("Application/JSON; charset=utf-8", json),
        ("application/vnd.api+json", json),
        ("text/json", json),
        ("text/plain;charset=UTF-8", json),
    ] {
        let response = post(content_type, body);
        assert_eq!(
            response.status, 200,
            "{content_type} {body}: {}",
            response.body
        );
    }
    for (content_type, body, status, reason) in [
        (form, "user=bob", 403, "user bob is not allowed"),
        (form, "name=alice", 400, "no user given"),
        ("application/json", "user=alice", 400, "not a JSON object"),
        (
            "text/plain;charset=UTF-8",
            "user=alice",
            415,
            "send `application/json` or `application/x-www-form-urlencoded`",
        ),
        (
            "text/xml",
            "<user/>",
            415,
            "the content type `text/xml` is not supported",
        ),
        (
            "multipart/form-data; boundary=x",
            "--x--",
            415,
            "send `application/json`",
        ),
    ] {
        let response = post(content_type, body);
        assert_eq!(response.status, status, "{content_type} {body}");
        let message = response.json()["message"].as_str().unwrap().to_owned();
        assert!(message.contains(reason), "{message}");
    }
}
