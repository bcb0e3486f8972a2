//! `doctor` with a single problem at a time: it reports that problem and no other.

use std::time::{SystemTime, UNIX_EPOCH};

use courier_auth::token::{Algorithm, ApiKey, sign_token};
use serde_json::{Value, json};

use crate::support::{
    CLIENT_KEY, ConfigHome, FOREIGN_CLIENT_KEY, KEY, Outcome, Sandbox, Test, certificate,
    closed_port_url, http_response, sign, start_tls_proxy,
};

/// A message of a tenant, which an app without a tenant does not see.
const TENANT_MESSAGE: &str = r#"{"users":{"alice":{"messages":[{"accountId":"acme"}]}}}"#;

const INBOX_SCOPES: &str = "inbox:read:messages inbox:write:events";

#[derive(Clone, Copy, PartialEq)]
enum Severity {
    Failure,
    Warning,
}

use Severity::{Failure, Warning};

/// Starts a sandbox in which `alice` has a message, because an empty Inbox is a warning.
fn sandbox_with_message(options: &str) -> Sandbox {
    let sandbox = Sandbox::start_with(options);
    sandbox.seed(r#"{"users":{"alice":{"messages":[{}]}}}"#);
    sandbox
}

fn doctor(options: &str) -> Test {
    Test::line(&format!("doctor --user alice --json {options}"))
}

/// Returns the checks of a report with this status, each as `host: message` or `title: message`.
fn checks_with(report: &Value, status: &str) -> Vec<String> {
    let checks = report["checks"].as_array().unwrap();
    let matching = checks.iter().filter(|check| check["status"] == status);
    let line = |check: &Value| {
        let name = check["host"].as_str().or(check["title"].as_str());
        let message = check["message"].as_str();
        format!("{}: {}", name.unwrap(), message.unwrap())
    };
    matching.map(line).collect()
}

/// Asserts that the report has exactly one problem, which contains `expected`, and help for it.
#[track_caller]
fn assert_only_problem(outcome: &Outcome, severity: Severity, expected: &str) {
    let report = outcome.json();
    let failures = checks_with(&report, "fail");
    let warnings = checks_with(&report, "warn");
    let (problems, others) = match severity {
        Failure => (&failures, &warnings),
        Warning => (&warnings, &failures),
    };
    assert!(
        problems.len() == 1 && others.is_empty() && problems[0].contains(expected),
        "{expected}: {failures:#?} {warnings:#?}"
    );
    let (code, verdict) = match severity {
        Failure => (1, "fail"),
        Warning => (0, "warn"),
    };
    assert_eq!(outcome.code, Some(code), "{outcome:#?}");
    assert_eq!(report["verdict"], verdict);
    for check in report["checks"].as_array().unwrap() {
        let needs_help = matches!(check["status"].as_str(), Some("fail" | "warn"));
        let has_help = check["help"].as_str().is_some_and(|help| !help.is_empty());
        assert!(has_help || !needs_help, "{check}");
    }
}

#[test]
fn all_checks_pass_against_a_sandbox() {
    let sandbox = Sandbox::start();
    sandbox.seed(
        r#"{"users":{"alice":{"messages":[{"title":"A"},{"read":"2026-01-01T00:00:00Z"}]}}}"#,
    );
    let outcome = doctor("").at(&sandbox).run();
    let report = outcome.json();
    assert_eq!(
        (outcome.code, outcome.stderr.as_str()),
        (Some(0), ""),
        "{outcome:#?}"
    );
    let problems = [checks_with(&report, "fail"), checks_with(&report, "warn")];
    assert_eq!(problems.concat().len(), 0, "{report:#}");
    let passed = checks_with(&report, "pass");
    for expected in [
        "api key: sandbox_",
        "courier: http://127.0.0.1",
        "clock: in sync with Courier's",
        "issue: issued a token for `alice`, valid for 5 minutes",
        "inspect: no problems found",
        "signature: matches the API key",
        "messages: 2 messages, 1 unread",
        "socket: connected (101)",
    ] {
        assert!(
            passed.iter().any(|line| line.starts_with(expected)),
            "{expected}: {passed:#?}"
        );
    }
    assert!(!outcome.stdout.contains(&sandbox.api_key) && !outcome.stdout.contains("eyJ"));
}

#[test]
fn it_does_not_change_the_inbox() {
    let sandbox = Sandbox::start();
    sandbox.seed(r#"{"users":{"alice":{"messages":[{}]}}}"#);
    doctor("").at(&sandbox).run();
    let message = sandbox.state()["users"]["alice"]["messages"][0].clone();
    assert_eq!(message["read"], Value::Null);
    assert_eq!(message["opened"], Value::Null);
}

#[test]
fn an_empty_inbox_is_a_warning_unless_no_user_is_known() {
    let sandbox = Sandbox::start();
    let outcome = doctor("").at(&sandbox).run();
    assert_only_problem(&outcome, Warning, "messages: the Inbox of `alice` is empty");
    assert!(outcome.stdout.contains("another ID"), "{outcome:#?}");
    let text = Test::line("doctor --user alice").at(&sandbox).run();
    text.exits_with(
        0,
        "→ the send call probably names another ID\nno check failed, 1 warning\n",
        "",
    );
    let test_user = Test::line("doctor --json").at(&sandbox).run();
    let passed = checks_with(&test_user.json(), "pass");
    assert!(
        passed
            .iter()
            .any(|line| line.starts_with("messages: no messages, as expected")),
        "{passed:#?}"
    );
}

#[test]
fn text_output_is_a_list_with_a_summary() {
    let sandbox = Sandbox::start();
    Test::line("doctor").at(&sandbox).run().exits_with(
        0,
        "Configuration\n  – profile\nskipped: no profile is in use\n  ✓ api key\nall checks passed\n",
        "",
    );
    let ascii = Test::line("doctor").at(&sandbox).env("LANG", "C").run();
    assert!(ascii.stdout.is_ascii(), "{ascii:#?}");
}

#[test]
fn a_server_fault_is_the_only_problem_reported() {
    for (options, severity, expected) in [
        (
            "--fault issue-token:429",
            Failure,
            "issue: Courier returned 429",
        ),
        (
            "--fault socket:503",
            Failure,
            "socket: Courier returned 503",
        ),
        ("--fault q:drop", Failure, "messages: the connection to"),
        ("--latency 2100", Warning, "speed: slowest response: "),
    ] {
        let sandbox = sandbox_with_message(options);
        let outcome = doctor("").at(&sandbox).run();
        assert_only_problem(&outcome, severity, expected);
    }
}

#[test]
fn a_wrong_clock_is_the_only_problem_reported() {
    for (offset, severity, expected) in [
        (
            "-121s",
            Failure,
            "clock: this machine's clock is 2 min ahead of Courier's",
        ),
        (
            "121s",
            Failure,
            "clock: this machine's clock is 2 min behind Courier's",
        ),
        ("12s", Warning, "clock: this machine's clock is 1"),
    ] {
        let sandbox = sandbox_with_message("");
        let moved = sandbox.control("POST", "clock", &format!(r#"{{"advance":"{offset}"}}"#));
        assert_eq!(moved.status, 200, "{}", moved.body);
        let outcome = doctor("").at(&sandbox).run();
        assert_only_problem(&outcome, severity, expected);
    }
}

#[test]
fn messages_of_another_tenant_are_reported() {
    let sandbox = Sandbox::start();
    sandbox.seed(TENANT_MESSAGE);
    for (options, expected) in [
        ("", "tenants: all messages belong to a tenant: acme"),
        (
            "--tenant other",
            "tenants: no message belongs to tenant other",
        ),
    ] {
        let outcome = doctor(options).at(&sandbox).run();
        assert_only_problem(&outcome, Warning, expected);
    }
    let own_tenant = doctor("--tenant acme").at(&sandbox).run();
    assert_eq!(own_tenant.json()["verdict"], "pass");
}

#[test]
fn a_token_of_another_environment_is_the_only_problem_reported() {
    let outcome = doctor("--env test").at(&sandbox_with_message("")).run();
    assert_only_problem(&outcome, Failure, "inspect: CA50");
}

#[test]
fn workspace_requirements_for_client_keys_are_reported() {
    for (options, expected) in [
        ("--hmac-required", "client key: HMAC is required"),
        (
            "--jwt-required",
            "client key: refused, with a signature too: the workspace requires a JWT",
        ),
    ] {
        let sandbox = sandbox_with_message(options);
        let outcome = doctor("")
            .at(&sandbox)
            .env("COURIER_CLIENT_KEY", CLIENT_KEY)
            .run();
        assert_only_problem(&outcome, Warning, expected);
    }
}

#[test]
fn a_client_key_is_checked() {
    let sandbox = sandbox_with_message("");
    let with_client_key = |key: &str| {
        let test = doctor("--client-key").arg(key);
        test.at(&sandbox).run()
    };
    let own = with_client_key(CLIENT_KEY);
    assert!(checks_with(&own.json(), "warn").is_empty(), "{own:#?}");
    let foreign = with_client_key(FOREIGN_CLIENT_KEY);
    let problems = [
        checks_with(&foreign.json(), "fail"),
        checks_with(&foreign.json(), "warn"),
    ];
    assert!(
        problems.concat().concat().contains("client key"),
        "{foreign:#?}"
    );
    let malformed = with_client_key("nonsense");
    assert!(
        checks_with(&malformed.json(), "fail")[0].contains("client key"),
        "{malformed:#?}"
    );
}

fn now() -> u64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH);
    elapsed.unwrap().as_secs()
}

#[test]
fn a_bad_token_is_the_only_problem_reported() {
    let sandbox = sandbox_with_message("");
    let expired = json!({ "scope": format!("user_id:alice {INBOX_SCOPES}"),
        "iat": now() - 7_200, "exp": now() - 3_600 });
    let bearer = sandbox.bearer();
    let headers = [("authorization", bearer.as_str())];
    let expired = sandbox.request("POST", "/auth/issue-token", &headers, &expired.to_string());
    let expired = expired.json()["token"].as_str().unwrap().to_owned();
    let token = |scope: &str| sandbox.token(&sandbox.api_key, scope);
    for (token, code) in [
        (expired, "CA201"),
        (token("user_id:alice inbox:write:events"), "CA305"),
        (token("user_id:alice inbox:read:messages"), "CA305"),
        (token(&format!("user_id:bob {INBOX_SCOPES}")), "CA405"),
        ("pk_test_FAKEFAKEFAKE".to_owned(), "CA102"),
    ] {
        let by_variable = doctor("").env("COURIER_JWT", &token);
        let by_stdin = doctor("--token-file -").stdin(token.as_str());
        for test in [by_variable, by_stdin] {
            let outcome = test.at(&sandbox).run();
            assert_only_problem(&outcome, Failure, &format!("inspect: {code}"));
            assert!(!outcome.stdout.contains(&token), "{outcome:#?}");
        }
    }
}

/// The token passes every rule, since its signature cannot be checked without the right key.
#[test]
fn a_token_that_only_courier_refuses_is_reported() {
    let sandbox = sandbox_with_message("");
    let key = ApiKey::new("another_key_FAKE").unwrap();
    let claims = json!({ "scope": format!("user_id:alice {INBOX_SCOPES}"),
        "iat": now(), "exp": now() + 3_600,
        "tenant_id": "c0ffee00-0000-4000-8000-000000000000",
        "tenant_scope": "published/production" });
    let forged = sign_token(&claims.to_string(), &key, Algorithm::Hs256);
    let outcome = doctor("")
        .env("COURIER_JWT", forged.expose())
        .at(&sandbox)
        .run();
    assert_only_problem(
        &outcome,
        Failure,
        "a new token from this key works, so the problem is this token",
    );
    let skipped = checks_with(&outcome.json(), "skip");
    assert!(
        skipped.contains(&"socket: same cause as messages".to_owned()),
        "{skipped:#?}"
    );
}

#[test]
fn the_first_cause_of_a_failure_is_named_by_the_checks_that_depend_on_it() {
    let sandbox = sandbox_with_message("--fault q:503");
    let outcome = doctor("--client-key").arg(CLIENT_KEY).at(&sandbox).run();
    let skipped = checks_with(&outcome.json(), "skip");
    assert!(
        skipped.contains(&"client key: same cause as messages".to_owned()),
        "{skipped:#?}"
    );
    let sandbox = sandbox_with_message("");
    let key = ApiKey::new(sandbox.api_key.as_str()).unwrap();
    let claims = json!({ "scope": format!("user_id:alice {INBOX_SCOPES}"),
        "iat": now() - 7_200, "exp": now() - 3_600,
        "tenant_id": "c0ffee00-0000-4000-8000-000000000000",
        "tenant_scope": "published/production" });
    let expired = sign_token(&claims.to_string(), &key, Algorithm::Hs256);
    let outcome = doctor("")
        .env("COURIER_JWT", expired.expose())
        .at(&sandbox)
        .run();
    let skipped = checks_with(&outcome.json(), "skip");
    for name in ["messages", "socket"] {
        let expected = format!("{name}: same cause as CA201");
        assert!(skipped.contains(&expected), "{skipped:#?}");
    }
}

#[test]
fn a_given_token_is_checked_without_an_api_key() {
    let sandbox = sandbox_with_message("");
    let token = sandbox.token(&sandbox.api_key, &format!("user_id:alice {INBOX_SCOPES}"));
    let outcome = doctor("")
        .env("COURIER_BASE_URL", &sandbox.url)
        .env("COURIER_JWT", &token)
        .run();
    assert_eq!(outcome.json()["verdict"], "pass", "{outcome:#?}");
}

#[test]
fn a_network_problem_is_the_only_one_reported() {
    let (config, _) = certificate(&["127.0.0.1"]);
    let untrusted = start_tls_proxy(config, |_| String::new());
    let untrusted = format!("https://{untrusted}");
    let closed = closed_port_url();
    for (url, expected) in [
        (&*untrusted, "TLS handshake failed"),
        (
            "https://courier.invalid",
            "courier.invalid: DNS lookup failed: ",
        ),
        (&*closed, "cannot connect: "),
    ] {
        let outcome = doctor("").key(KEY).env("COURIER_BASE_URL", url).run();
        assert_only_problem(&outcome, Failure, expected);
        let skipped = checks_with(&outcome.json(), "skip");
        assert!(
            skipped.contains(&"speed: no response".to_owned()),
            "{skipped:#?}"
        );
    }
    let by_proxy = doctor("").key(KEY).env("HTTPS_PROXY", &closed).run();
    assert_only_problem(
        &by_proxy,
        Failure,
        &format!("proxy {closed}: cannot connect: "),
    );
}

#[test]
fn a_problem_with_the_api_key_is_the_only_one_reported() {
    let sandbox = sandbox_with_message("");
    let refused = doctor("").at(&sandbox).key(KEY).run();
    assert_only_problem(&refused, Failure, "issue: Courier refused the API key: 401");
    let missing = doctor("").env("COURIER_BASE_URL", &sandbox.url).run();
    assert_only_problem(&missing, Failure, "api key: no API key found");
    let invalid = doctor("").at(&sandbox).key("$COURIER_API_KEY").run();
    let expected = "api key: invalid API key in COURIER_API_KEY: it is a placeholder";
    assert_only_problem(&invalid, Failure, expected);
}

#[test]
fn a_cause_common_to_several_hosts_is_reported_once() {
    let outcome = doctor("")
        .key(KEY)
        .env("HTTPS_PROXY", &closed_port_url())
        .run();
    let skipped = checks_with(&outcome.json(), "skip");
    for host in ["inbox.courier.com", "realtime.courier.io"] {
        let expected = format!("{host}: same cause as api.courier.com");
        assert!(skipped.contains(&expected), "{skipped:#?}");
    }
}

#[test]
fn a_bad_setting_is_the_only_problem_reported() {
    let sandbox = sandbox_with_message("");
    let socket = doctor("")
        .at(&sandbox)
        .env("COURIER_SOCKET_URL", "http://x.test")
        .run();
    assert_only_problem(
        &socket,
        Failure,
        "socket: invalid COURIER_SOCKET_URL: write it as `wss://",
    );
    let base = doctor("").key(KEY).env("COURIER_BASE_URL", "x").run();
    assert_only_problem(&base, Failure, "courier: invalid COURIER_BASE_URL");
    let with_key = doctor("--profile nobody").at(&sandbox);
    let without_key = doctor("--profile nobody").env("COURIER_BASE_URL", &sandbox.url);
    for test in [with_key, without_key] {
        let outcome = test.run();
        assert_only_problem(&outcome, Failure, "profile: profile `nobody` not found");
    }
    let file = doctor("--token-file /nowhere").at(&sandbox).run();
    assert!(
        checks_with(&file.json(), "fail")[0].contains("/nowhere"),
        "{file:#?}"
    );
}

#[cfg(unix)]
#[test]
fn a_key_file_accessible_to_others_is_warned_about() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = sandbox_with_message("");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    std::fs::write(&file, &sandbox.api_key).unwrap();
    let with_mode = |mode: u32| {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        let test = doctor("--api-key-file").arg(file.to_str().unwrap());
        test.at(&sandbox).run().json()
    };
    let private = with_mode(0o600);
    assert_eq!(private["verdict"], "pass");
    assert!(checks_with(&private, "pass").iter().any(|line| {
        line.contains("(--api-key-file)")
            && line.contains("overrides")
            && line.contains("COURIER_API_KEY")
    }));
    for (mode, expected) in [
        (0o644, "other users can read"),
        (0o622, "other users can change"),
    ] {
        let report = with_mode(mode);
        assert!(
            checks_with(&report, "warn")[0].contains(expected),
            "{report:#}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_problem_in_a_profile_is_reported() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = sandbox_with_message("");
    let home = ConfigHome::new();
    let write = |name: &str, text: &str, mode: u32| {
        let path = home.path().join(name);
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    let run = |options: &str| {
        home.line(&format!("doctor --json --profile a {options}"))
            .env("HOME", home.path().to_str().unwrap())
            .run()
    };
    let write_profile = |user: &str| {
        let text = format!(
            "[profile.a]\nuser = \"{user}\"\napi_url = \"{}\"\nkey = {{ file = \"~/key\" }}\n",
            sandbox.url
        );
        write("config.toml", &text, 0o600);
    };
    write("key", &sandbox.api_key, 0o644);
    write_profile("alice");
    assert_only_problem(&run(""), Warning, "other users can read");
    write("key", &sandbox.api_key, 0o600);
    write_profile("a b");
    assert_only_problem(&run(""), Failure, "user: the user of profile");
    assert_eq!(run("--user alice").json()["verdict"], "pass");
}

/// `SSL_CERT_FILE` has no effect on other systems.
#[cfg(target_os = "linux")]
#[test]
fn a_file_without_certificates_is_reported() {
    let sandbox = sandbox_with_message("");
    let empty = tempfile::NamedTempFile::new().unwrap();
    for (file, expected) in [
        ("/nowhere", "certificates: cannot use `/nowhere`"),
        (empty.path().to_str().unwrap(), "no PEM certificate found"),
    ] {
        let outcome = doctor("").at(&sandbox).env("SSL_CERT_FILE", file).run();
        assert_only_problem(&outcome, Failure, expected);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn successive_checks_that_pass_share_a_row() {
    let (_, authority) = certificate(&["127.0.0.1"]);
    let folder = tempfile::tempdir().unwrap();
    let (file, directory) = (folder.path().join("ca.pem"), folder.path());
    std::fs::write(&file, authority).unwrap();
    let sandbox = sandbox_with_message("");
    let (file, directory) = (file.to_str().unwrap(), directory.to_str().unwrap());
    let run = |options: &str| {
        Test::line(&format!("doctor --user alice {options}"))
            .at(&sandbox)
            .env("SSL_CERT_FILE", file)
            .env("SSL_CERT_DIR", directory)
            .run()
    };
    let row = format!("{file} (SSL_CERT_FILE), {directory} (SSL_CERT_DIR)\n");
    run("").exits_with(0, &row, "");
    let passed = checks_with(&run("--json").json(), "pass");
    let certificates = passed
        .iter()
        .filter(|line| line.starts_with("certificates: "));
    assert_eq!(certificates.count(), 2, "{passed:#?}");
}

#[cfg(target_os = "linux")]
#[test]
fn the_other_region_is_tried_only_on_request() {
    use std::sync::{Arc, Mutex};
    let hosts = [
        "api.courier.com",
        "api.eu.courier.com",
        "inbox.courier.com",
        "realtime.courier.io",
    ];
    let (config, authority) = certificate(&hosts);
    let folder = tempfile::tempdir().unwrap();
    let pem = folder.path().join("authority.pem");
    std::fs::write(&pem, authority).unwrap();
    let claims = r#"{"scope":"user_id:alice inbox:read:messages inbox:write:events","iat":1767225600,"exp":1767225900}"#;
    let issued = format!(r#"{{"token":"{}"}}"#, sign(claims));
    let requested_hosts = Arc::new(Mutex::new(Vec::new()));
    let recorder = Arc::clone(&requested_hosts);
    let address = start_tls_proxy(config, move |host| {
        recorder.lock().unwrap().push(host.to_owned());
        match host {
            "api.eu.courier.com" => http_response("200 OK", &issued),
            _ => http_response("401 No", r#"{"message":"Unauthorized"}"#),
        }
    });
    let proxy = format!("http://{address}");
    let run = |options: &str| {
        doctor(options)
            .key(KEY)
            .env("HTTPS_PROXY", &proxy)
            .env("SSL_CERT_FILE", pem.to_str().unwrap())
            .run()
    };
    let without_option = run("");
    assert_only_problem(
        &without_option,
        Failure,
        "issue: Courier refused the API key: 401",
    );
    let is_eu = |host: &String| host.contains(".eu.");
    assert!(!requested_hosts.lock().unwrap().iter().any(is_eu));
    assert!(
        without_option.stdout.contains("pass --region eu"),
        "{without_option:#?}"
    );
    let with_option = run("--try-other-region");
    assert_only_problem(
        &with_option,
        Failure,
        "other region: region eu accepts this key, us does not",
    );
    let skipped = checks_with(&with_option.json(), "skip");
    let expected = format!("uses the proxy {proxy}");
    assert!(
        skipped.iter().any(|line| line.contains(&expected)),
        "{skipped:#?}"
    );
}

#[test]
fn a_test_message_needs_a_user() {
    let help = "missing `--user`\nhelp: pass --user USER_ID: the user who gets the test message";
    Test::line("doctor --send").run().exits_with(2, "", help);
}

#[test]
fn an_invalid_certificate_file_is_one_of_the_checks() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    for path in [folder.path().join("missing.pem"), empty] {
        let doctor = Test::line("doctor --user alice --json --ca-bundle");
        let report = doctor.arg(path.to_str().unwrap()).key(KEY).run();
        assert_eq!(report.code, Some(1), "{report:#?}");
        let report = report.json();
        let checks = report["checks"].as_array().unwrap();
        let status = |id: &str| {
            let check = checks.iter().find(|check| check["id"] == id);
            check.map(|check| check["status"].as_str().unwrap().to_owned())
        };
        assert_eq!(
            status("setup.ca-bundle").as_deref(),
            Some("fail"),
            "{report}"
        );
        assert_eq!(status("inbox.socket").as_deref(), Some("skip"), "{report}");
    }
}
