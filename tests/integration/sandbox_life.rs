//! A sandbox's life and what tests may do behind its back.

use std::fs;

use crate::common::{Answer, Sandbox, Test, http, program};

fn port(sandbox: &Sandbox) -> &str {
    sandbox.url.rsplit(':').next().unwrap()
}

fn control(sandbox: &Sandbox, method: &str, what: &str, body: &str) -> Answer {
    http(
        method,
        &format!("{}/_sandbox/{what}", sandbox.url),
        &[],
        body,
    )
}

fn issue(sandbox: &Sandbox, headers: &[(&str, &str)], body: &str) -> Answer {
    let key = format!("Bearer {}", sandbox.api_key);
    let headers = [&[("authorization", key.as_str())], headers].concat();
    let url = format!("{}/auth/issue-token", sandbox.url);
    http("POST", &url, &headers, body)
}

const BODY: &str = r#"{"scope":"user_id:a inbox:read:messages","expires_in":"1h"}"#;

#[test]
fn a_command_has_a_sandbox_of_its_own_and_its_exit_code() {
    let script = "printf '%s %s %s\\n' \"$COURIER_INBOX_URL\" \"$COURIER_SOCKET_URL\" \"$VITE_URL\"; \
                  echo \"${COURIER_JWT-none}\"; exit 7";
    let args = [
        "sandbox",
        "exec",
        "--name",
        "COURIER_BASE_URL=VITE_URL",
        "--",
    ];
    let test = Test::new(args.into_iter().chain(["sh", "-c", script]));
    let ran = test.env("COURIER_JWT", "of another Courier").run();
    assert_eq!(ran.code, Some(7), "{ran:#?}");
    let mut lines = ran.stdout.lines();
    let urls: Vec<&str> = lines.next().unwrap().split(' ').collect();
    assert_eq!(urls[0], format!("{}/q", urls[2]));
    assert_eq!(urls[1], urls[2].replace("http", "ws"));
    assert_eq!(lines.next(), Some("none"));
    // It ended with its command.
    let port = urls[2].rsplit(':').next().unwrap();
    let status = Test::new(["sandbox", "status", "--port", port]).run();
    status.is(1, "no sandbox runs at", "");
    for (code, command) in [(127, "no-such-command"), (126, "/")] {
        let ran = Test::new(["sandbox", "exec", "--", command]).run();
        assert_eq!(ran.code, Some(code), "{ran:#?}");
    }
    let args = ["sandbox", "exec", "--seed", "/nowhere", "--", "true"];
    Test::new(args).run().is(125, "", "cannot read `/nowhere`");
}

#[cfg(unix)]
#[test]
fn a_signal_ends_the_command_and_the_sandbox_with_it() {
    use std::{
        io::{BufRead as _, BufReader},
        os::unix::process::ExitStatusExt as _,
        process::Stdio,
    };
    for signal in [rustix::process::Signal::TERM, rustix::process::Signal::INT] {
        let script = "echo $$ \"$COURIER_BASE_URL\"; exec sleep 1000";
        let mut child = program()
            .args(["sandbox", "exec", "--", "sh", "-c", script])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let (pid, url) = line.trim().split_once(' ').unwrap();
        let own = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(own, signal).unwrap();
        let status = child.wait().unwrap();
        assert!(
            status.code() == Some(128 + signal.as_raw()) || status.signal().is_some(),
            "{status}"
        );
        let pid = rustix::process::Pid::from_raw(pid.parse().unwrap()).unwrap();
        assert!(rustix::process::test_kill_process(pid).is_err());
        let port = url.rsplit(':').next().unwrap();
        let gone = Test::new(["sandbox", "status", "--port", port]).run();
        assert_eq!(gone.code, Some(1), "{gone:#?}");
    }
}

#[test]
fn one_that_runs_is_found_told_of_and_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ready");
    let mut sandbox = Sandbox::start_with(&["--ready-file", file.to_str().unwrap()]);
    let ready: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    assert_eq!(ready["url"], sandbox.url.as_str());
    let at = port(&sandbox).to_owned();
    let again = ["sandbox", "start", "--port", &at, "--fault", "q:500"];
    let note = format!(
        "note: it runs already, as process {}\nwarning: --seed",
        sandbox.pid()
    );
    Test::new(again).run().is(0, &sandbox.url, &note);
    sandbox.seed(r#"{"users":{"a":{"messages":[{},{}]}}}"#);
    let status = Test::new(["sandbox", "status", "--json", "--port", &at])
        .run()
        .json();
    assert_eq!(
        (&status["running"], &status["messages"]),
        (&true.into(), &2.into())
    );
    for (format, line) in [
        ("sh", "export COURIER_BASE_URL='"),
        ("fish", "set -gx COURIER_BASE_URL '"),
        ("pwsh", "$env:COURIER_BASE_URL = '"),
        ("dotenv", "COURIER_BASE_URL=http"),
        ("json", r#"{"COURIER_BASE_URL":""#),
    ] {
        let args = ["sandbox", "env", "--port", &at, "--format", format];
        let ran = Test::new(args).run();
        assert!(ran.stdout.starts_with(line), "{ran:#?}");
    }
    let args = [
        "sandbox",
        "env",
        "--port",
        &at,
        "--name",
        "COURIER_API_KEY=KEY",
    ];
    let named = Test::new(args).run();
    named.is(0, "export KEY='sandbox_", "");
    Test::new(["sandbox", "env", "--name", "HOME=X"])
        .run()
        .is(2, "", "write VARIABLE=NAME");
    let stop = || Test::new(["sandbox", "stop", "--port", &at]).run();
    stop().is(0, "", "the sandbox has ended");
    assert_eq!(sandbox.wait(), Some(0));
    assert!(!file.exists());
    stop().is(0, "", "no sandbox runs at");
    let env = Test::new(["sandbox", "env", "--port", &at]).run();
    env.is(
        6,
        "",
        "no sandbox runs at\nhelp: courier-auth sandbox start",
    );
}

#[test]
fn a_port_that_something_else_has_is_told_of() {
    let other = crate::common::Server::start(vec![crate::common::answer("200 OK", "{}")]);
    let port = other.url.rsplit(':').next().unwrap();
    let start = Test::new(["sandbox", "start", "--port", port]).run();
    start.is(
        7,
        "",
        "cannot listen on port\nhelp: choose another port with --port",
    );
    let status = Test::new(["sandbox", "status", "--port", port]).run();
    status.is(1, "is no sandbox", "");
}

#[test]
fn the_clock_can_be_moved_and_everything_reset() {
    let folder = tempfile::tempdir().unwrap();
    let seed = folder.path().join("seed");
    fs::write(
        &seed,
        r#"{"users":{"alice":{"messages":[{"messageId":"m"}]}}}"#,
    )
    .unwrap();
    let sandbox = Sandbox::start_with(&["--seed", seed.to_str().unwrap()]);
    let token = issue(&sandbox, &[], &BODY.replace("id:a", "id:alice")).json()["token"]
        .as_str()
        .unwrap()
        .to_owned();
    let count = || sandbox.query(&token, "{ count }");
    assert_eq!(count().json()["data"]["count"], 1);
    sandbox.seed(r#"{"users":{"alice":{"messages":[{}]}}}"#);
    assert_eq!(count().json()["data"]["count"], 2);
    assert_eq!(
        control(&sandbox, "POST", "clock", r#"{"advance":"2h"}"#).status,
        200
    );
    let refused = count();
    assert_eq!((refused.status, refused.rule()), (401, Some("CA201")));
    let state = control(
        &sandbox,
        "POST",
        "clock",
        r#"{"advance":"-1h","freeze":true}"#,
    )
    .json();
    assert_eq!(state["frozen"], true);
    for wrong in [
        "",
        "{",
        r#"{"advance":"soon"}"#,
        r#"{"set":"tomorrow"}"#,
        r#"{"x":1}"#,
    ] {
        let answer = control(&sandbox, "POST", "clock", wrong);
        assert_eq!(answer.status, 400, "{wrong}: {}", answer.body);
    }
    assert_eq!(control(&sandbox, "POST", "reset", "").status, 204);
    assert_eq!(count().json()["data"]["count"], 1);
    assert_eq!(
        control(&sandbox, "GET", "clock", "").json()["frozen"],
        false
    );
}

#[test]
fn a_fault_happens_as_it_was_asked_for() {
    let sandbox = Sandbox::start_with(&["--fault", "issue-token:429,retry-after=7,times=1"]);
    let limited = issue(&sandbox, &[], BODY);
    assert_eq!(
        (limited.status, limited.header("retry-after")),
        (429, Some("7"))
    );
    assert_eq!(limited.json()["type"], "rate_limit_error");
    assert_eq!(issue(&sandbox, &[], BODY).status, 200);
    let faults = |faults: &str| {
        let body = format!(r#"{{"faults":["{faults}"]}}"#);
        control(&sandbox, "POST", "faults", &body).status
    };
    assert_eq!(faults("q:200"), 400);
    assert_eq!(faults("issue-token:malformed,times=1"), 204);
    let malformed = issue(&sandbox, &[], BODY);
    assert_eq!(
        (malformed.status, malformed.body.as_str()),
        (200, "{\"data\":")
    );
    assert_eq!(faults("issue-token:drop,times=1"), 204);
    let args = ["issue", "--user", "a", "--retries", "0", "-q"];
    let dropped = Test::new(args).at(&sandbox).run();
    dropped.is(6, "", "the connection to");
    assert_eq!(faults("q:partial,ids=m1"), 204);
    sandbox.seed(r#"{"users":{"a":{"messages":[{"messageId":"m1"},{"messageId":"m2"}]}}}"#);
    let own = Test::new(["mark-read", "--user", "a", "m1", "m2", "--retries", "0"]);
    own.at(&sandbox).run().is(1, "m2\n", "m1");
    let told = control(&sandbox, "GET", "faults", "").json();
    let told = told["faults"].as_array().unwrap().clone();
    assert!(
        told.iter()
            .any(|fault| fault["fault"] == "q:partial,ids=m1"),
        "{told:?}"
    );
    assert_eq!(control(&sandbox, "DELETE", "faults", "").status, 204);
    let wrong = Test::new(["sandbox", "start", "--fault", "q:maybe"]).run();
    wrong.is(2, "", "`maybe` makes no sense");
}

#[test]
fn the_journal_tells_what_was_asked_without_secrets() {
    let sandbox = Sandbox::start();
    issue(&sandbox, &[], BODY);
    let refused = sandbox.query("not.a.token", "{ count }");
    assert_eq!(refused.status, 401);
    let journal = control(&sandbox, "GET", "journal", "");
    assert!(!journal.body.contains(&sandbox.api_key), "{}", journal.body);
    let requests = journal.json()["requests"].as_array().unwrap().clone();
    let rows: Vec<_> = requests
        .iter()
        .map(|entry| {
            (
                entry["method"].as_str(),
                entry["path"].as_str(),
                entry["status"].as_u64(),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            (Some("POST"), Some("/auth/issue-token"), Some(200)),
            (Some("POST"), Some("/q"), Some(401)),
        ]
    );
    assert_eq!(requests[1]["rule"].as_str(), refused.rule());
    let fingerprint = courier_auth::token::fingerprint("not.a.token");
    assert_eq!(requests[1]["token"], fingerprint);
    assert_eq!(control(&sandbox, "DELETE", "journal", "").status, 204);
    let journal = control(&sandbox, "GET", "journal", "").json();
    assert_eq!(journal["requests"].as_array().map(Vec::len), Some(0));
}

#[test]
fn an_idempotency_key_gets_the_first_answer_again() {
    let sandbox = Sandbox::start();
    let key = [("idempotency-key", "k")];
    let stranger = [("authorization", "Bearer pk_test_FAKE"), key[0]];
    let url = format!("{}/auth/issue-token", sandbox.url);
    let as_stranger = || http("POST", &url, &stranger, BODY).status;
    assert_eq!(as_stranger(), 401);
    let first = issue(&sandbox, &key, BODY);
    assert_eq!((first.status, as_stranger()), (200, 401));
    let other = r#"{"scope":"user_id:b"}"#;
    assert_eq!(issue(&sandbox, &key, other).body, first.body);
    assert_ne!(issue(&sandbox, &[], BODY).body, first.body);
    assert_ne!(
        issue(&sandbox, &[("idempotency-key", " ")], BODY).body,
        first.body
    );
    let wrong = [("idempotency-key", "w")];
    let failed = issue(&sandbox, &wrong, "{}");
    assert_eq!(failed.status, 400);
    assert_eq!(issue(&sandbox, &wrong, BODY).body, failed.body);
    let never = [
        ("idempotency-key", "n"),
        ("x-idempotency-expiration", "soon"),
    ];
    let refused = issue(&sandbox, &never, BODY);
    assert!(refused.status == 400 && refused.body.contains("not a valid date"));
    control(&sandbox, "POST", "clock", r#"{"advance":"25h"}"#);
    assert_ne!(issue(&sandbox, &key, BODY).body, first.body);
}

#[test]
fn a_page_may_ask_what_its_sdk_asks_and_nothing_else() {
    let sandbox = Sandbox::start();
    let origin = ("origin", "https://app.test");
    let wants = [
        origin,
        ("access-control-request-method", "POST"),
        (
            "access-control-request-headers",
            "authorization,x-courier-user-id,x-courier-ua",
        ),
    ];
    let allowed = http("OPTIONS", &format!("{}/q", sandbox.url), &wants, "");
    assert_eq!(allowed.header("access-control-allow-origin"), Some("*"));
    let headers = allowed.header("access-control-allow-headers").unwrap();
    assert!(headers.contains("x-courier-user-id"), "{headers}");
    for path in ["auth/issue-token", "send", "_sandbox/state"] {
        let answer = http("OPTIONS", &format!("{}/{path}", sandbox.url), &wants, "");
        assert_eq!(answer.header("access-control-allow-origin"), None, "{path}");
    }
    let state = http(
        "GET",
        &format!("{}/_sandbox/state", sandbox.url),
        &[origin],
        "",
    );
    assert_eq!(state.status, 403);
}
