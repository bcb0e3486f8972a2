//! `issue` against a server with every kind of fault: the message, the exit code, and the number of
//! attempts.

use std::thread;

use courier_auth::token::{Algorithm, ApiKey, sign_token};

#[cfg(target_os = "linux")]
use crate::support::certificate;
use crate::support::{ConnectionAction, FaultyServer, KEY, Test, closed_port_url, http_response};

/// A response that lets the client retry immediately.
fn retry_soon(status: &str, body: &str) -> ConnectionAction {
    ConnectionAction::Respond(http_response(
        &format!("{status}\r\nretry-after-ms: 1"),
        body,
    ))
}

fn respond(status: &str, body: &str) -> ConnectionAction {
    ConnectionAction::Respond(http_response(status, body))
}

/// Returns a token as Courier issues it for `issue --user alice --for inbox`.
fn token() -> String {
    let claims = r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events","tenant_scope":"published/production","tenant_id":"c0ffee00-0000-4000-8000-000000000000","iat":1767225600,"exp":1767312000}"#;
    let key = ApiKey::new(KEY).unwrap();
    sign_token(claims, &key, Algorithm::Hs256)
        .expose()
        .to_owned()
}

fn success() -> ConnectionAction {
    respond("200 OK", &format!(r#"{{"token":"{}"}}"#, token()))
}

fn issue(url: &str, options: &str) -> Test {
    let line = format!("issue --user alice --for inbox --api-url {url} {options}");
    Test::line(&line).key(KEY)
}

/// A fault: server actions, options, patterns on stderr, exit code, number of connections.
type Row = (
    Vec<ConnectionAction>,
    &'static str,
    &'static str,
    i32,
    usize,
);

#[expect(clippy::too_many_lines, reason = "a table")]
fn faults() -> Vec<Row> {
    let html = "<html><body>502 Bad Gateway</body></html>";
    let error = r#"{"message":"no","type":"invalid_request_error"}"#;
    vec![
        (vec![success()], "", "", 0, 1),
        (
            vec![respond("202 Accepted", "")],
            "",
            "202 and an empty body where 200 was due",
            5,
            1,
        ),
        (
            vec![respond("301 Moved\r\nlocation: http://127.0.0.1:1/", "")],
            "",
            "a redirect (301), which is not followed",
            5,
            1,
        ),
        (
            vec![retry_soon("400 Bad", error)],
            "",
            "Courier answered 400: no",
            5,
            1,
        ),
        (
            vec![retry_soon("401 No", error)],
            "",
            "Courier refused the API key: 401 no\na key belongs to one environment and one region\n--region eu, or --region us",
            4,
            1,
        ),
        (
            vec![retry_soon("403 No", error)],
            "",
            "Courier refused the API key: 403 no",
            4,
            1,
        ),
        (
            vec![retry_soon("404 No", error)],
            "",
            "Courier answered 404: no",
            5,
            1,
        ),
        (
            vec![retry_soon("408 Slow", error)],
            "",
            "Courier answered 408: no",
            5,
            3,
        ),
        (
            vec![retry_soon("409 No", error)],
            "",
            "Courier answered 409: no",
            5,
            1,
        ),
        (
            vec![retry_soon("413 Big", error)],
            "",
            "Courier answered 413: no",
            5,
            1,
        ),
        (
            vec![retry_soon("429 Many", error)],
            "",
            "Courier answered 429: no\nhelp: Courier limits",
            5,
            3,
        ),
        (vec![retry_soon("429 Many", error), success()], "", "", 0, 2),
        (
            vec![respond("429 Many\r\nretry-after: 0", error), success()],
            "",
            "",
            0,
            2,
        ),
        (
            vec![respond("429 Many", error)],
            "--retries 1",
            "Courier answered 429: no",
            5,
            2,
        ),
        (
            vec![respond("429 Many\r\nretry-after: 3600", error)],
            "",
            "Courier answered 429: no; it asks to wait 1 h",
            5,
            1,
        ),
        (
            vec![retry_soon("500 Oops", r#"{"message":null}"#)],
            "",
            "Courier answered 500",
            5,
            3,
        ),
        (
            vec![
                retry_soon("503 Oops", error),
                retry_soon("503 Oops", error),
                success(),
            ],
            "",
            "",
            0,
            3,
        ),
        (
            vec![retry_soon("503 Oops", error)],
            "--retries 0",
            "Courier answered 503: no",
            5,
            1,
        ),
        (
            vec![retry_soon("502 Bad Gateway", html)],
            "",
            "Courier answered 502: a page of HTML",
            5,
            3,
        ),
        (
            vec![respond("200 OK", html)],
            "",
            "200 without a token: a page of HTML",
            5,
            1,
        ),
        (
            vec![respond("200 OK", r#"{"token":"#)],
            "",
            "200 without a token",
            5,
            1,
        ),
        (
            vec![respond(
                "200 OK",
                &format!(r#"{{"token":"{}"}}"#, token().replace('.', "")),
            )],
            "",
            "what it calls a token is none",
            5,
            1,
        ),
        (
            vec![ConnectionAction::Respond(
                "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"token\"".to_owned(),
            )],
            "",
            "the connection to 127.0.0.1",
            6,
            1,
        ),
        (
            vec![respond("200 OK", &"x".repeat(17 * 1024 * 1024))],
            "",
            "sent more than 16 MiB",
            5,
            1,
        ),
        (
            vec![ConnectionAction::Stall("")],
            "--timeout 0.3",
            "did not answer within 0.3 s",
            6,
            1,
        ),
        (
            vec![ConnectionAction::Stall(
                "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{",
            )],
            "--timeout 0.3",
            "did not answer within 0.3 s",
            6,
            1,
        ),
        (
            vec![ConnectionAction::Reset],
            "",
            "the connection to 127.0.0.1",
            6,
            1,
        ),
        (
            vec![ConnectionAction::Respond("nonsense\r\n\r\n".to_owned())],
            "",
            "the connection to 127.0.0.1",
            6,
            1,
        ),
    ]
}

#[test]
fn every_fault_is_reported_and_only_transient_ones_are_retried() {
    thread::scope(|scope| {
        for (actions, options, stderr, code, connections) in faults() {
            scope.spawn(move || {
                let server = FaultyServer::start(actions);
                let outcome = issue(&server.url(), options).run();
                let stdout = if code == 0 { "eyJ" } else { "" };
                outcome.exits_with(code, stdout, stderr);
                assert_eq!(server.connection_count(), connections, "{stderr}");
                assert!(!outcome.stderr.contains(KEY), "{stderr}");
            });
        }
    });
}

/// A hostile or broken server may send any value.
#[test]
fn absurd_retry_after_values_are_handled() {
    for status in ["200 OK", "503 Oops"] {
        for wait in ["10000000000000000000", "1e300", "-5"] {
            let body = format!(r#"{{"token":"{}"}}"#, token());
            let action = respond(&format!("{status}\r\nretry-after: {wait}"), &body);
            let server = FaultyServer::start(vec![action]);
            let outcome = issue(&server.url(), "--timeout 0.5").run();
            let code = if status == "200 OK" { 0 } else { 5 };
            assert_eq!(outcome.code, Some(code), "{wait}: {outcome:#?}");
        }
    }
}

#[test]
fn a_refused_connection_is_retried() {
    let outcome = issue(&closed_port_url(), "--retries 1 -v").run();
    outcome.exits_with(6, "", "again in 0.\nerror: cannot connect to 127.0.0.1");
    assert_eq!(
        outcome.stderr.matches("cannot connect").count(),
        3,
        "{}",
        outcome.stderr
    );
}

#[test]
fn verbose_output_lists_the_attempts() {
    let server = FaultyServer::start(vec![retry_soon("503 Oops", "{}"), success()]);
    let outcome = issue(&server.url(), "-v").run();
    outcome.exits_with(
        0,
        "eyJ",
        "/auth/issue-token for alice: 503 after 0.\n; again in 0.0 s\n/auth/issue-token for alice: 200 after 0.",
    );
    assert!(!outcome.stderr.contains(KEY) && !outcome.stderr.contains("eyJ"));
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
        "error: cannot trust 127.0.0.1\ncertificate\nSSL_CERT_FILE",
    );
    let refusing = FaultyServer::start(vec![ConnectionAction::Reset]);
    issue(&format!("https://{}", refusing.address), "--retries 0")
        .run()
        .exits_with(6, "", "error: cannot connect to 127.0.0.1");
}
