//! A sandbox's life and what tests may do behind its back.

use std::fs;

use crate::common::{Answer, Sandbox, Test, http, program, wait_until};

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

#[cfg(unix)]
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
    let script = "echo $A $B ${COURIER_BASE_URL-none} $NO_PROXY $no_proxy";
    let names = ["A", "B"].map(|name| format!("COURIER_BASE_URL={name}"));
    let args = ["sandbox", "exec", "--name", &names[0], "--name", &names[1]];
    let args = args.into_iter().chain(["--", "sh", "-c", script]);
    let ran = Test::new(args).env("NO_PROXY", "intern.test").run();
    let words: Vec<&str> = ran.stdout.split_whitespace().collect();
    assert!(
        words[0].starts_with("http") && words[0] == words[1],
        "{ran:#?}"
    );
    // Programs read one or the other.
    assert_eq!(words[3..], ["intern.test,127.0.0.1,localhost"; 2]);
    let args = ["sandbox", "exec", "--seed", "/nowhere", "--", "true"];
    Test::new(args).run().is(125, "", "cannot read `/nowhere`");
    for wrong in ["--bogus", "--port=99999"] {
        let args = ["--color", "never", "sandbox", "exec", wrong, "--", "true"];
        Test::new(args)
            .run()
            .is(125, "", wrong.split('=').next().unwrap());
    }
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
    let stop = Test::new(["sandbox", "stop", "--json", "--port", &at]);
    let stopped = stop.run().json();
    assert_eq!(stopped["schema"], "courier-auth/sandbox-stop/v1");
    assert_eq!(stopped["stopped"], false);
    let env = Test::new(["sandbox", "env", "--port", &at]).run();
    env.is(
        6,
        "",
        "no sandbox runs at\nhelp: courier-auth sandbox start",
    );
}

/// What it says of itself would go into a shell.
#[test]
fn an_address_that_was_not_asked_for_is_a_strangers() {
    let health = r#"{"version":"1","pid":1,"url":"http://x'; echo evil; : '","users":0,"messages":0,"sockets":0}"#;
    let other = crate::common::Server::start(vec![crate::common::answer("200 OK", health)]);
    let port = other.url.rsplit(':').next().unwrap();
    for args in [["sandbox", "env"], ["sandbox", "start"]] {
        let ran = Test::new(args.into_iter().chain(["--port", port])).run();
        assert!(ran.code != Some(0) && ran.stdout.is_empty(), "{ran:#?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_closes_ends_it_unless_nohup_says_otherwise() {
    use std::{os::unix::process::ExitStatusExt as _, process::Stdio};
    let folder = tempfile::tempdir().unwrap();
    for (wrapper, survives) in [("exec", false), ("exec nohup", true)] {
        let file = folder.path().join(wrapper);
        let script = format!("{wrapper} \"$0\" sandbox start --port 0 --ready-file \"$1\"");
        let mut command = program();
        let binary = command.get_program().to_owned();
        command = std::process::Command::new("sh");
        let mut child = command
            .args(["-c", &script])
            .arg(binary)
            .arg(&file)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = std::io::BufReader::new(child.stdout.take().unwrap());
        std::io::BufRead::read_line(&mut stdout, &mut line).unwrap();
        let pid = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(pid, rustix::process::Signal::HUP).unwrap();
        if survives {
            let ready: serde_json::Value =
                serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
            let url = format!("{}/_sandbox/stop", ready["url"].as_str().unwrap());
            assert_eq!(http("POST", &url, &[], "").status, 202);
        }
        let status = child.wait().unwrap();
        assert_eq!(
            (status.code(), status.signal()),
            (Some(0), None),
            "{wrapper}"
        );
        assert!(!file.exists());
    }
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
        r#"{"set":"9999-12-31T23:59:59Z","advance":"1d"}"#,
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
    // What a browser asks before meets no fault, and the page can read the one that its SDK met.
    assert_eq!(faults("q:429,retry-after=3,times=1"), 204);
    assert_eq!(faults("q:latency=1"), 204);
    let url = format!("{}/q", sandbox.url);
    let origin = ("origin", "https://app.test");
    let preflight = [origin, ("access-control-request-method", "POST")];
    assert_eq!(http("OPTIONS", &url, &preflight, "").status, 200);
    let met = http("POST", &url, &[origin], "");
    assert_eq!((met.status, met.header("retry-after")), (429, Some("3")));
    assert_eq!(met.header("access-control-allow-origin"), Some("*"));
    let exposed = met.header("access-control-expose-headers").unwrap();
    assert!(exposed.contains("retry-after"), "{exposed}");
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
    // A token in a path, a push token, a dropped connection, and a client that went away.
    let jwt = sandbox.issue(&[]);
    http("GET", &format!("{}/messages/{jwt}", sandbox.url), &[], "");
    http(
        "GET",
        &format!("{}/users/a/tokens/push-FAKE", sandbox.url),
        &[],
        "",
    );
    control(
        &sandbox,
        "POST",
        "faults",
        r#"{"faults":["send:latency=60000","q:drop"]}"#,
    );
    let address = sandbox.url.strip_prefix("http://").unwrap();
    for path in ["q", "send"] {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let head = format!("POST /{path} HTTP/1.1\r\nhost: {address}\r\ncontent-length: 0\r\n\r\n");
        std::io::Write::write_all(&mut stream, head.as_bytes()).unwrap();
        if path == "q" {
            let mut nothing = Vec::new();
            std::io::Read::read_to_end(&mut stream, &mut nothing).unwrap_or_default();
        } else {
            // Until it is known to have come.
            wait_until("the request", || {
                let journal = control(&sandbox, "GET", "journal", "");
                journal.body.contains("\"/send\"")
            });
        }
    }
    let journal = || control(&sandbox, "GET", "journal?after=3", "");
    wait_until("its end", || journal().body.contains("went away"));
    let journal = journal();
    assert!(
        !journal.body.contains(&jwt) && !journal.body.contains("push-FAKE"),
        "{}",
        journal.body
    );
    let rows: Vec<(String, Option<u64>)> = journal.json()["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["reason"].to_string(), entry["status"].as_u64()))
        .collect();
    let expected = [
        ("\"there is no API key behind `Bearer `\"", Some(401)),
        ("null", Some(401)),
        ("\"a fault that was asked for\"", None),
        ("\"the client went away\"", None),
    ];
    assert_eq!(
        rows,
        expected.map(|(reason, status)| (reason.to_owned(), status))
    );
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
    let long = [
        ("idempotency-key", "l"),
        ("x-idempotency-expiration", "2099-01-01"),
    ];
    let kept = issue(&sandbox, &long, BODY);
    assert_eq!(kept.status, 200);
    let key_of_cancel = format!("Bearer {}", sandbox.api_key);
    sandbox.seed(r#"{"users":{"a":{"messages":[{"messageId":"m"}]}}}"#);
    let cancel = [
        ("authorization", key_of_cancel.as_str()),
        ("idempotency-key", "c"),
    ];
    for _ in 0..2 {
        let answer = http(
            "POST",
            &format!("{}/messages/m/cancel", sandbox.url),
            &cancel,
            "",
        );
        assert_eq!(
            (answer.status, answer.header("x-should-retry")),
            (409, Some("false"))
        );
    }
    let never = [
        ("idempotency-key", "n"),
        ("x-idempotency-expiration", "soon"),
    ];
    let refused = issue(&sandbox, &never, BODY);
    assert!(refused.status == 400 && refused.body.contains("not a valid date"));
    control(&sandbox, "POST", "clock", r#"{"advance":"25h"}"#);
    assert_ne!(issue(&sandbox, &key, BODY).body, first.body);
    assert_eq!(issue(&sandbox, &long, BODY).body, kept.body);
    control(&sandbox, "POST", "clock", r#"{"advance":"365d"}"#);
    assert_ne!(issue(&sandbox, &long, BODY).body, kept.body);
}

#[test]
fn an_idempotency_key_keeps_what_went_wrong_and_says_what_is_under_way() {
    let sandbox = Sandbox::start();
    let fault = |text: &str| {
        let faults = format!(r#"{{"faults":["issue-token:{text}"]}}"#);
        assert_eq!(control(&sandbox, "POST", "faults", &faults).status, 204);
    };
    fault("500,times=1");
    for _ in 0..2 {
        let failed = issue(&sandbox, &[("idempotency-key", "f")], BODY);
        assert_eq!(failed.status, 500);
    }
    let came = |number| {
        let journal = control(&sandbox, "GET", "journal", "").body;
        journal.matches("\"/auth/issue-token\"").count() == number
    };
    fault("latency=60000,times=1");
    let address = sandbox.url.trim_start_matches("http://");
    let key = &sandbox.api_key;
    let mut slow = std::net::TcpStream::connect(address).unwrap();
    let head = format!(
        "POST /auth/issue-token HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {key}\r\n\
         idempotency-key: s\r\ncontent-length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    std::io::Write::write_all(&mut slow, head.as_bytes()).unwrap();
    wait_until("the slow request", || came(3));
    let second = issue(&sandbox, &[("idempotency-key", "s")], BODY);
    assert_eq!((second.status, second.body.as_str()), (202, ""));
    // Whoever goes away without an answer leaves none.
    drop(slow);
    let again = || issue(&sandbox, &[("idempotency-key", "s")], BODY).status == 200;
    wait_until("the end of the slow request", again);
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
    // What is refused before it is read, too.
    let bearer = format!("Bearer {}", sandbox.issue(&["--for", "preferences"]));
    let refused = http(
        "GET",
        &format!("{}/users/%ff/preferences", sandbox.url),
        &[origin, ("authorization", &bearer)],
        "",
    );
    assert_eq!(refused.status, 400);
    assert_eq!(refused.header("access-control-allow-origin"), Some("*"));
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
