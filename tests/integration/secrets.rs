//! Secrets are redacted from messages, and sent to the right place only.

use std::process::Command;

use crate::support::{
    ConfigHome, KEY, Sandbox, ScriptedServer, Test, binary, http_response, is_installed,
};

const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6IkZBS0UifQ.RkFLRUZBS0VGQUtF";

#[test]
fn usage_errors_and_help_show_no_secret() {
    for line in [
        &format!("issue {KEY}"),
        &format!("issue --user a {KEY}"),
        &format!("issue --api-key={KEY}"),
        &format!("inspect {JWT} {JWT}"),
        &format!("issue x.{JWT}"),
        &format!("issue x{KEY}"),
        &format!("hmac --user a {KEY}"),
        &format!("mark-read --user a --token={JWT} x"),
        "issue --user a token_FAKE-FAKE_FAKE",
        "issue --user a pk%5Ftest%5FFAKEFAKE",
        "issue --user a eyAiYWxnIjogIkhTMjU2RkFLRSJ9.FAKE.FAKE",
        KEY,
        &format!("issue --user a --api-url https://u:{KEY}@x.test"),
        "--help",
        "issue --help",
        "hmac -h",
    ] {
        for json in ["", "--json"] {
            let outcome = Test::line(&format!("{line} {json}"))
                .env("CLICOLOR_FORCE", "1")
                .run();
            let printed = format!("{}{}", outcome.stdout, outcome.stderr);
            assert!(
                !printed.contains(KEY) && !printed.contains(JWT),
                "{outcome:#?}"
            );
            assert!(!printed.contains("FAKEFAKE"), "{outcome:#?}");
        }
    }
}

#[test]
fn a_key_or_token_echoed_by_courier_is_redacted() {
    let body = format!(r#"{{"message":"no such key {KEY} or {JWT}"}}"#);
    let server = ScriptedServer::start(vec![http_response("400 Bad", &body)]);
    let outcome = Test::line("issue --user a --api-url")
        .arg(&server.url)
        .key(KEY)
        .run();
    outcome.exits_with(
        5,
        "",
        "error: Courier returned 400: no such key pk_test_*** or [fp:",
    );
    assert!(!outcome.stderr.contains("FAKEFAKE"));
}

#[test]
fn a_key_echoed_by_the_inbox_is_redacted() {
    let body =
        format!(r#"{{"data":{{"m0":null}},"errors":[{{"message":"key {KEY}","path":["m0"]}}]}}"#);
    let server = ScriptedServer::start(vec![http_response("200 OK", &body)]);
    let token = Sandbox::start().issue("");
    let outcome = Test::line("mark-read --json --user alice --token-file - m --api-url")
        .arg(&server.url)
        .stdin(token)
        .run();
    outcome.exits_with(1, r#""message":"key pk_test_***""#, "");
    assert!(!outcome.stdout.contains("FAKEFAKE"));
}

#[test]
fn an_echoed_key_of_unknown_format_is_redacted() {
    let body = r#"{"message":"key s3cret!"}"#;
    let server = ScriptedServer::start(vec![http_response("400 Bad", body)]);
    Test::line("issue --user a --api-key-file - --api-url")
        .arg(&server.url)
        .stdin("s3cret!")
        .run()
        .exits_with(5, "", "error: Courier returned 400: key [fp:");
}

#[test]
fn a_production_key_sent_to_localhost_is_warned_about() {
    let sandbox = Sandbox::start();
    let warning = "warning: sending a production key to a local address";
    let issue = |key: &str| {
        Test::line("issue --user a --retries 0 --api-url")
            .arg(&sandbox.url)
            .key(key)
            .run()
    };
    issue("pk_prod_FAKEFAKEFAKEFAKE").exits_with(4, "", warning);
    for key in ["pk_test_FAKEFAKEFAKEFAKE", "token_FAKEFAKEFAKEFAKE"] {
        let outcome = issue(key);
        assert!(!outcome.stderr.contains("warning"), "{outcome:#?}");
    }
    issue(&sandbox.api_key).exits_with(0, "eyJ", "");
}

#[cfg(unix)]
#[test]
fn a_key_file_readable_by_others_is_warned_about() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    std::fs::write(&file, &sandbox.api_key).unwrap();
    for (mode, warning) in [
        (0o600, ""),
        (0o400, ""),
        (0o644, "chmod 600"),
        (0o640, "chmod 600"),
    ] {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        Test::line("issue --user a")
            .args(["--api-url", &sandbox.url])
            .args(["--api-key-file", file.to_str().unwrap()])
            .run()
            .exits_with(0, "eyJ", warning);
    }
}

#[test]
fn a_url_that_contains_a_key_is_refused() {
    Test::line("issue --user a")
        .env("COURIER_BASE_URL", &format!("https://x.test/{KEY}"))
        .key(KEY)
        .run()
        .exits_with(2, "", "a URL must not contain a key or a token");
}

/// The program panics where it cannot start a thread.
#[test]
fn a_panic_has_its_own_message() {
    if !is_installed("strace") {
        return;
    }
    let home = ConfigHome::with("[profile.x]\nkey = { keyring = \"x\" }\n");
    let output = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=clone3,clone"])
        .args(["-e", "inject=clone3,clone:error=EAGAIN"])
        .arg(binary().get_program())
        .args(["hmac", "--user", "a", "--profile", "x"])
        .env("COURIER_AUTH_CONFIG_DIR", home.path())
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        stderr.starts_with("error: courier-auth crashed at "),
        "{stderr}"
    );
    assert!(
        stderr.ends_with("help: this is a bug; please report it\n"),
        "{stderr}"
    );
}

/// A terminal may have broken the secret into lines.
#[test]
fn a_secret_is_redacted_next_to_escapes_and_line_breaks() {
    let wrapped = format!("{}\n{}\n{}", &JWT[..30], &JWT[30..50], &JWT[50..]);
    for text in [&format!("x\t{KEY}"), &format!("x\n{KEY}"), &wrapped] {
        for line in [
            "explain",
            "explain --json",
            "issue --json",
            "issue --json --user a --profile",
            "profile use",
        ] {
            let outcome = Test::line(line).arg(text).run();
            let leaks = outcome.stderr.contains("FAKEFAKE") || outcome.stderr.contains(&JWT[52..]);
            assert!(outcome.code == Some(2) && !leaks, "{line}: {outcome:#?}");
        }
    }
}

/// The body is repeated as JSON text, where the line feed before the key is `\\n`.
#[test]
fn a_secret_after_a_json_escape_is_redacted() {
    let body = format!(r#"{{"message":"bad\n{KEY}"}}"#);
    let server = ScriptedServer::start(vec![http_response("400 Bad", &body)]);
    for option in ["--json", "-vv"] {
        let outcome = Test::line(&format!("issue --user a {option}"))
            .args(["--api-url", &server.url])
            .key("pk_test_FAKEanother")
            .run();
        assert!(
            outcome.code == Some(5) && !outcome.stderr.contains("FAKE"),
            "{outcome:#?}"
        );
    }
}

/// Messages redact the word, but the names in JSON documents do not change.
#[test]
fn a_key_that_is_an_ordinary_word_does_not_change_json_output() {
    let test = Test::line("profile show --json").key("courier");
    let shown = test.run().json();
    assert_eq!(shown["schema"], "courier-auth/profile-show/v1");
}

#[test]
fn loopback_requests_bypass_the_proxy() {
    let proxy = ScriptedServer::start(vec![http_response("200 OK", "{}")]);
    for url in [
        "https://127.0.0.1:1",
        "https://localhost:1",
        "http://127.0.0.1:1",
    ] {
        let test = Test::line("issue --user a --retries 0 --api-url").arg(url);
        let test = test.key("sandbox_FAKE");
        let test = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"]
            .into_iter()
            .fold(test, |test, name| test.env(name, &proxy.url));
        test.run().exits_with(6, "", "cannot connect to");
    }
    assert_eq!(proxy.request_count(), 0);
}
