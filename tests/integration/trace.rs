//! Traces of HTTP requests: `-v`, `-vv` and `--debug-http`.

use std::{fs, path::Path};

use crate::support::{KEY, Outcome, Sandbox, ScriptedServer, Test, http_response};

#[test]
fn verbosity_one_lists_the_attempts() {
    let server = ScriptedServer::start(vec![
        http_response("503 Busy\r\nretry-after-ms: 1", r#"{"message":"busy"}"#),
        http_response("400 Bad", r#"{"message":"no"}"#),
    ]);
    let outcome = Test::line("issue --user a -v --api-url")
        .arg(&server.url)
        .key(KEY)
        .run();
    outcome.exits_with(
        5,
        "",
        "/auth/issue-token for a: 503 after 0.\n; retry in 0.\nfor a: 400 after 0.",
    );
    assert_eq!(outcome.stderr.lines().count(), 3, "{outcome:#?}");
    let sandbox = Sandbox::start();
    let issued = Test::line("issue --user a -v").at(&sandbox).run();
    issued.exits_with(0, "eyJ", "/auth/issue-token for a: 200 after 0.");
    assert!(!issued.stderr.contains("eyJ"), "{issued:#?}");
}

#[test]
fn verbosity_two_prints_requests_and_responses_without_secrets() {
    let sandbox = Sandbox::start();
    let outcome = Test::line("messages --user alice -vv").at(&sandbox).run();
    outcome.exits_with(
        0,
        "",
        "1 > POST http://127.0.0.1\n1 > authorization: Bearer sandbox_***\n1 < 200\n\
         1 < {\"token\":\"[fp:\n2 > POST\n2 > x-courier-user-id: alice\n2 > {\"query\":\"query\n2 < 200",
    );
    assert!(!outcome.stderr.contains("eyJ"), "{outcome:#?}");
}

/// The first line of every debug file.
const HEADER: &str = "# requests and responses of courier-auth, without secrets\n";

/// Runs `issue` with a debug file.
fn issue(debug_file: &Path, url: &str) -> Outcome {
    Test::line("issue --user a")
        .args(["--debug-http", debug_file.to_str().unwrap()])
        .args(["--api-url", url])
        .key(KEY)
        .run()
}

#[test]
fn the_debug_file_has_the_whole_exchange_without_secrets() {
    let server = ScriptedServer::start(vec![
        http_response("200 OK", r#"{"token":"opaque-answer-no-jwt"}"#),
        http_response("200 OK", "\u{1b}[2J text"),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("trace");
    issue(&file, &server.url).exits_with(5, "", "invalid token: ");
    let trace = fs::read_to_string(&file).unwrap();
    for line in [
        "1 > POST",
        "Bearer pk_test_***",
        "\"scope\":\"user_id:a ",
        "1 < {\"token\":\"[fp:",
    ] {
        assert!(trace.contains(line), "{line}: {trace}");
    }
    for secret in [KEY, "opaque-answer"] {
        assert!(!trace.contains(secret), "{trace}");
    }
    issue(&file, &server.url).exits_with(5, "", "expected a token, got \\u{1b}[2J text");
    let trace = fs::read_to_string(&file).unwrap();
    assert!(trace.contains("\\u{1b}[2J text"), "{trace}");
    issue(&file, "http://127.0.0.1:1").exits_with(6, "", "cannot connect");
    let trace = fs::read_to_string(&file).unwrap();
    assert!(trace.contains("\n! POST http://127.0.0.1:1"), "{trace}");
}

#[test]
fn only_an_old_debug_file_is_overwritten() {
    let server = ScriptedServer::start(vec![http_response("400 Bad", "{}")]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("trace");
    fs::write(&file, "somebody's only copy").unwrap();
    issue(&file, &server.url).exits_with(
        7,
        "",
        "the file exists and was not written by courier-auth",
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), "somebody's only copy");
    fs::write(&file, format!("{HEADER}\nfrom before")).unwrap();
    issue(&file, &server.url).exits_with(5, "", "400");
    let trace = fs::read_to_string(&file).unwrap();
    assert!(
        trace.contains("1 > POST") && !trace.contains("from before"),
        "{trace}"
    );
}

#[cfg(unix)]
#[test]
fn the_debug_file_is_private_and_no_link_is_followed() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("trace");
    issue(&file, "http://127.0.0.1:1").exits_with(6, "", "cannot connect");
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let link = folder.path().join("link");
    symlink(&file, &link).unwrap();
    Test::line("messages --user a --debug-http")
        .arg(link.to_str().unwrap())
        .run()
        .exits_with(7, "", "symbolic link");
}
