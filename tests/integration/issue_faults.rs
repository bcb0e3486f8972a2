//! `issue` against a server with every kind of fault: the message, the exit code, and the number of
//! attempts.

use std::thread;

#[cfg(target_os = "linux")]
use crate::support::certificate;
use crate::support::{
    ConnectionAction, FaultyServer, KEY, Test, closed_port_url, http_response, inbox_token,
};

/// A response that lets the client retry after the backoff.
fn retry_soon(status: &str, body: &str) -> ConnectionAction {
    ConnectionAction::Respond(http_response(
        &format!("{status}\r\nretry-after-ms: 1"),
        body,
    ))
}

fn respond(status: &str, body: &str) -> ConnectionAction {
    ConnectionAction::Respond(http_response(status, body))
}

fn success() -> ConnectionAction {
    respond("200 OK", &format!(r#"{{"token":"{}"}}"#, inbox_token()))
}

fn issue(url: &str, options: &str) -> Test {
    let line = format!("issue --user alice --for inbox --api-url {url} {options}");
    Test::line(&line).key(KEY)
}

/// A run of `issue` against a faulty server, and its outcome.
#[derive(Default)]
struct FaultCase {
    /// The action of the server for the first connection, the second, and so on.
    actions: Vec<ConnectionAction>,
    options: &'static str,
    code: i32,
    stderr: &'static str,
    /// The expected number of connections, which is that of the attempts.
    connections: usize,
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn fault_cases() -> Vec<FaultCase> {
    let html = "<html><body>502 Bad Gateway</body></html>";
    let error = r#"{"message":"no","type":"invalid_request_error"}"#;
    vec![
        FaultCase {
            actions: vec![success()],
            code: 0,
            connections: 1,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![respond("202 Accepted", "")],
            code: 5,
            stderr: "unexpected response from Courier: expected 200, got 202 with an empty body",
            connections: 1,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![respond("301 Moved\r\nlocation: http://127.0.0.1:1/", "")],
            code: 5,
            stderr: "expected 200, got a redirect (301), which is not followed",
            connections: 1,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![retry_soon("400 Bad", error)],
            code: 5,
            stderr: "Courier returned 400: no",
            connections: 1,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![retry_soon("401 No", error)],
            code: 4,
            stderr: "Courier refused the API key: 401 no\nhelp: check that the API key belongs to this server",
            connections: 1,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![retry_soon("403 No", error)],
            code: 4,
            stderr: "Courier refused the API key: 403 no",
            connections: 1,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![retry_soon("404 No", error)],
            code: 5,
            stderr: "Courier returned 404: no",
            connections: 1,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![respond("404 No", "nothing here")],
            code: 5,
            stderr: "Courier returned 404: nothing here",
            connections: 1,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![retry_soon("408 Slow", error)],
            code: 5,
            stderr: "Courier returned 408: no",
            connections: 3,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![retry_soon("409 No", error)],
            code: 5,
            stderr: "Courier returned 409: no",
            connections: 1,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![retry_soon("413 Big", error)],
            code: 5,
            stderr: "Courier returned 413: no",
            connections: 1,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![retry_soon("429 Many", error)],
            code: 5,
            stderr: "Courier returned 429: no\nhelp: Courier limits the request rate",
            connections: 3,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![retry_soon("429 Many", error), success()],
            code: 0,
            connections: 2,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![respond("429 Many\r\nretry-after: 0", error), success()],
            code: 0,
            connections: 2,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![respond("429 Many", error)],
            options: "--retries 1",
            code: 5,
            stderr: "Courier returned 429: no",
            connections: 2,
        },
        FaultCase {
            actions: vec![respond("429 Many\r\nretry-after: 3600", error)],
            code: 5,
            stderr: "Courier returned 429: no; retry after 1 h",
            connections: 1,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![retry_soon("500 Oops", r#"{"message":null}"#)],
            code: 5,
            stderr: "Courier returned 500",
            connections: 3,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![
                retry_soon("503 Oops", error),
                retry_soon("503 Oops", error),
                success(),
            ],
            code: 0,
            connections: 3,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![retry_soon("503 Oops", error)],
            options: "--retries 0",
            code: 5,
            stderr: "Courier returned 503: no",
            connections: 1,
        },
        FaultCase {
            actions: vec![retry_soon("502 Bad Gateway", html)],
            code: 5,
            stderr: "Courier returned 502: an HTML or XML page",
            connections: 3,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![respond("200 OK", html)],
            code: 5,
            stderr: "expected a token, got an HTML or XML page",
            connections: 1,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![respond("200 OK", "")],
            code: 5,
            stderr: "expected a token, got an empty body",
            connections: 1,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![respond("200 OK", "{}")],
            code: 5,
            stderr: "expected a token, got {}",
            connections: 1,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![respond("200 OK", r#"{"token":"hello"}"#)],
            code: 5,
            stderr: "invalid token: ",
            connections: 1,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![respond("200 OK", r#"{"token":"#)],
            code: 5,
            stderr: "expected a token, got {\"token\":",
            connections: 1,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![respond(
                "200 OK",
                &format!(r#"{{"token":"{}"}}"#, inbox_token().replace('.', "")),
            )],
            code: 5,
            stderr: "invalid token: ",
            connections: 1,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![ConnectionAction::Respond(
                "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"token\"".to_owned(),
            )],
            code: 6,
            stderr: "the connection to 127.0.0.1",
            connections: 3,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![respond("200 OK", &"x".repeat(17 * 1024 * 1024))],
            code: 5,
            stderr: "is larger than 16 MiB",
            connections: 1,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![ConnectionAction::Stall("")],
            options: "--timeout 0.3",
            code: 6,
            stderr: "did not respond within 0.3 s",
            connections: 1,
        },
        FaultCase {
            actions: vec![ConnectionAction::Stall(
                "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{",
            )],
            options: "--timeout 0.3",
            code: 6,
            stderr: "did not respond within 0.3 s",
            connections: 1,
        },
        FaultCase {
            actions: vec![ConnectionAction::Reset],
            code: 6,
            stderr: "the connection to 127.0.0.1",
            connections: 3,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![ConnectionAction::Reset, success()],
            code: 0,
            connections: 2,
            ..FaultCase::default()
        },
        FaultCase {
            actions: vec![ConnectionAction::Reset],
            options: "--retries 0",
            code: 6,
            stderr: "the connection to 127.0.0.1",
            connections: 1,
        },
        FaultCase {
            actions: vec![ConnectionAction::Respond(String::new())],
            options: "--retries 0",
            code: 6,
            stderr: "error: the connection to 127.0.0.1",
            connections: 1,
        },
        FaultCase {
            actions: vec![ConnectionAction::Respond("nonsense\r\n\r\n".to_owned())],
            code: 6,
            stderr: "the connection to 127.0.0.1",
            connections: 3,
            ..FaultCase::default()
        },
    ]
}

#[test]
fn every_fault_is_reported_and_only_transient_ones_are_retried() {
    thread::scope(|scope| {
        for case in fault_cases() {
            scope.spawn(move || {
                let server = FaultyServer::start(case.actions);
                let outcome = issue(&server.url(), case.options).run();
                let stdout = if case.code == 0 { "eyJ" } else { "" };
                outcome.exits_with(case.code, stdout, case.stderr);
                let stderr = &outcome.stderr;
                assert_eq!(server.connection_count(), case.connections, "{stderr}");
                assert!(!stderr.contains(KEY), "{stderr}");
            });
        }
    });
}

/// A hostile or broken server may send any value.
#[test]
fn absurd_retry_after_values_are_handled() {
    for status in ["200 OK", "503 Oops"] {
        for wait in ["10000000000000000000", "1e300", "-5"] {
            let body = format!(r#"{{"token":"{}"}}"#, inbox_token());
            let action = respond(&format!("{status}\r\nretry-after: {wait}"), &body);
            let server = FaultyServer::start(vec![action]);
            let outcome = issue(&server.url(), "--retries 1").run();
            let code = if status == "200 OK" { 0 } else { 5 };
            assert_eq!(outcome.code, Some(code), "{wait}: {outcome:#?}");
        }
    }
}

#[test]
fn a_refused_connection_is_retried() {
    let outcome = issue(&closed_port_url(), "--retries 1 -v").run();
    outcome.exits_with(6, "", "retry in 0.\nerror: cannot connect to 127.0.0.1");
    assert_eq!(
        outcome.stderr.matches("cannot connect").count(),
        3,
        "{}",
        outcome.stderr
    );
}

#[cfg(target_os = "linux")]
#[test]
fn certificates_are_verified_against_ssl_cert_file() {
    let folder = tempfile::tempdir().unwrap();
    let (config, authority) = certificate(&["127.0.0.1"]);
    let (_, other_authority) = certificate(&["127.0.0.1"]);
    let server = FaultyServer::start_tls(vec![success()], config);
    let url = format!("https://{}", server.address);
    let trusting = |pem: &str| {
        let path = folder.path().join("authority.pem");
        std::fs::write(&path, pem).unwrap();
        let test = issue(&url, "--retries 0");
        test.env("SSL_CERT_FILE", path.to_str().unwrap()).run()
    };
    trusting(&authority).exits_with(0, "eyJ", "");
    trusting(&other_authority).exits_with(
        6,
        "",
        "error: TLS connection to 127.0.0.1\ncertificate\n--ca-bundle PATH",
    );
    let refusing = FaultyServer::start(vec![ConnectionAction::Reset]);
    issue(&format!("https://{}", refusing.address), "--retries 0")
        .run()
        .exits_with(6, "", "error: cannot connect to 127.0.0.1");
}
