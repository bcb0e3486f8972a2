//! The commands that change and show a running sandbox, and the parts of the control API behind them.

use std::fs;
#[cfg(target_os = "linux")]
use std::io::{BufRead as _, BufReader};
#[cfg(target_os = "linux")]
use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::{
    Outcome, Sandbox, ScriptedServer, Test, closed_port_url, connect, http_response, receive,
    send_frame,
};
#[cfg(target_os = "linux")]
use crate::support::{Terminal, binary, http, send_signal};

/// Runs a subcommand of `sandbox` for this sandbox.
fn run(sandbox: &Sandbox, subcommand: &str) -> Outcome {
    line(sandbox, subcommand).run()
}

fn line(sandbox: &Sandbox, subcommand: &str) -> Test {
    Test::line(&format!("sandbox {subcommand}")).args(["--port", sandbox.port()])
}

/// A request that is refused because of rule CA102, and one that is not.
fn send_two_requests(sandbox: &Sandbox) {
    let headers = [("authorization", "Bearer pk_test_FAKEFAKEFAKE")];
    let body = json!({ "query": "query Unread($tag: String) { count(params: {}) }", "variables": { "tag": "a" } });
    let refused = sandbox.request("POST", "/q", &headers, &body.to_string());
    assert_eq!(refused.status, 401);
    let token = sandbox.issue("--for inbox");
    assert_eq!(sandbox.query(&token, "{ count }").status, 200);
}

#[test]
fn sent_message_has_everything_that_the_command_names() {
    let sandbox = Sandbox::start();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.json");
    fs::write(&data, r#"{"orderId":"1234"}"#).unwrap();
    let options = "send --user alice --title Hi --body Text --tenant acme --tag a --tag b";
    let sent = line(&sandbox, options)
        .args(["--data", data.to_str().unwrap()])
        .run();
    sent.exits_with(0, "1-", "");
    let message = &sandbox.state()["users"]["alice"]["messages"][0];
    let expected = json!({
        "messageId": sent.stdout.trim_end(), "title": "Hi", "preview": "Text", "accountId": "acme",
        "tags": ["a", "b"],
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&message[name], value, "{name}");
    }
    assert_eq!(message["data"]["orderId"], "1234");
}

#[test]
fn many_messages_are_sent_and_data_is_read_from_standard_input() {
    let sandbox = Sandbox::start();
    let sent = line(
        &sandbox,
        "send --user alice --title Hi --count 25 --data - --json",
    );
    let ids = sent.stdin("{\"n\":1}").run().json()["message_ids"].clone();
    let listed = Test::line("messages --user alice --limit all --format ids")
        .at(&sandbox)
        .run();
    let newest_first: Vec<&str> = listed.stdout.lines().collect();
    let mut ids: Vec<&str> = ids
        .as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), 25);
    ids.reverse();
    assert_eq!(newest_first, ids);
}

#[test]
fn messages_without_content_or_with_wrong_data_are_refused() {
    let sandbox = Sandbox::start();
    run(&sandbox, "send --user alice").exits_with(2, "", "--title");
    run(&sandbox, "send --user alice --title x --count 0").exits_with(2, "", "--count");
    run(&sandbox, "send --user alice --title x --data /nowhere").exits_with(7, "", "/nowhere");
    let wrong = line(&sandbox, "send --user alice --title x --data -")
        .stdin("[1]")
        .run();
    wrong.exits_with(2, "", "is not a JSON object");
    assert_eq!(sandbox.state()["users"], json!({}));
}

#[test]
fn faults_are_added_listed_and_cleared() {
    let sandbox = Sandbox::start();
    run(&sandbox, "fault list").exits_with(0, "", "no simulated failures");
    let added = run(&sandbox, "fault add send:503,times=1 q:drop");
    added.exits_with(
        0,
        "send:503,times=1  1 more request\nq:drop            every request",
        "",
    );
    run(&sandbox, "send --user alice --title x").exits_with(5, "", "simulated failure");
    run(&sandbox, "send --user alice --title x").exits_with(0, "1-", "");
    let listed = run(&sandbox, "fault list --json").json();
    assert_eq!(
        listed["faults"][0],
        json!({ "fault": "send:503,times=1", "left": 0 })
    );
    run(&sandbox, "fault clear").exits_with(0, "", "removed 2 simulated failures");
    let cleared = run(&sandbox, "fault clear --json").json();
    assert_eq!(
        (&cleared["faults"], &cleared["removed"]),
        (&json!([]), &json!(0))
    );
    run(&sandbox, "fault add send:drop,times=1 send:404,times=1").exits_with(0, "send:", "");
    for _ in 0..2 {
        let failed = run(&sandbox, "send --user alice --title x");
        failed.exits_with(5, "", "because of a simulated failure\nsandbox fault clear");
    }
    run(&sandbox, "fault add sned:503").exits_with(2, "", "sned");
}

#[test]
fn clock_is_moved_frozen_and_reset() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue("--expires-in '1 hour'");
    let status = || sandbox.query(&token, "{ count }").status;
    assert_eq!(status(), 200);
    run(&sandbox, "clock advance 2h").exits_with(0, "20", "");
    assert_eq!(status(), 401);
    run(&sandbox, "clock advance -2h").exits_with(0, "20", "");
    assert_eq!(status(), 200);
    run(&sandbox, "clock set 2030-01-31T12:00:00Z").exits_with(0, "2030-01-31T12:00:0", "");
    let frozen = run(&sandbox, "clock freeze");
    frozen.exits_with(0, "(frozen)", "");
    assert_eq!(run(&sandbox, "clock show").stdout, frozen.stdout);
    let running = run(&sandbox, "clock unfreeze --json").json();
    assert_eq!(running["frozen"], json!(false));
    assert!(running["now"].as_str().unwrap().starts_with("2030-"));
    run(&sandbox, "clock reset").exits_with(0, "20", "");
    assert_eq!(status(), 200);
    for wrong in [
        "advance 2",
        "advance 2parsecs",
        "set yesterday",
        "advance",
        "set",
    ] {
        run(&sandbox, &format!("clock {wrong}")).exits_with(2, "", "error:");
    }
}

#[test]
fn exported_state_is_a_seed() {
    let sandbox = Sandbox::start();
    run(&sandbox, "send --user alice --title Hello --count 3").exits_with(0, "1-", "");
    let exported = run(&sandbox, "export");
    assert_eq!(
        serde_json::from_str::<Value>(&exported.stdout).unwrap(),
        sandbox.state()
    );
    let reset = run(&sandbox, "reset");
    reset.exits_with(
        0,
        "",
        "restored the initial state: the sandbox has 0 users and 0 messages",
    );
    let seeded = line(&sandbox, "seed - --json")
        .stdin(exported.stdout.as_str())
        .run()
        .json();
    assert_eq!(
        (&seeded["users"], &seeded["messages"]),
        (&json!(1), &json!(3))
    );
    assert_eq!(run(&sandbox, "export").stdout, exported.stdout);
    let again = line(&sandbox, "seed -")
        .stdin(exported.stdout.as_str())
        .run();
    again.exits_with(5, "", "already exists");
    line(&sandbox, "seed -")
        .stdin("{\"users\":3}")
        .run()
        .exits_with(2, "", "cannot load the seed");
    run(&sandbox, "seed /nowhere").exits_with(7, "", "/nowhere");
}

#[test]
fn large_state_is_exported_and_loaded() {
    let sandbox = Sandbox::start();
    let seed =
        json!({ "users": { "alice": { "messages": [{ "preview": "x".repeat(20_000_000) }] } } });
    let seeded = line(&sandbox, "seed -").stdin(seed.to_string()).run();
    seeded.exits_with(0, "", "the sandbox has 1 user and 1 message");
    let exported = run(&sandbox, "export");
    assert!(exported.stdout.len() > 20_000_000, "{}", exported.stderr);
}

#[test]
fn log_names_operation_user_and_rule_in_words() {
    let sandbox = Sandbox::start();
    send_two_requests(&sandbox);
    let log = run(&sandbox, "log");
    let refused = "401 POST /q Unread";
    let rule = "CA102 api-key-as-token: the text is an API key";
    log.exits_with(
        0,
        &format!(
            "{refused}\n{rule}\nPOST /auth/issue-token user=alice\n200 POST /q count user=alice"
        ),
        "",
    );
    assert_eq!(
        run(&sandbox, "log --user alice --path /q")
            .stdout
            .lines()
            .count(),
        1
    );
    assert_eq!(run(&sandbox, "log --status 2xx").stdout.lines().count(), 2);
    let failed = run(&sandbox, "log --status failed --format jsonl").json_lines();
    assert_eq!(failed.len(), 1);
    assert_eq!(
        (&failed[0]["rule"], &failed[0]["operation"]),
        (&json!("CA102"), &json!("Unread"))
    );
    let all = run(&sandbox, "log --json").json();
    assert_eq!(all["requests"].as_array().unwrap().len(), 3);
    run(&sandbox, "log --user nobody").exits_with(0, "", "");
    run(&sandbox, "log --status 9").exits_with(2, "", "a class such as 4xx");
}

#[cfg(target_os = "linux")]
#[test]
fn followed_log_prints_each_request_once_and_ends_with_the_sandbox() {
    let mut sandbox = Sandbox::start();
    send_two_requests(&sandbox);
    let mut follow = binary()
        .args([
            "sandbox",
            "log",
            "--follow",
            "--format",
            "jsonl",
            "--port",
            sandbox.port(),
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(follow.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap();
    let operations: Vec<Value> = (0..3).map(|_| next()["operation"].clone()).collect();
    assert_eq!(operations, [json!("Unread"), Value::Null, json!("count")]);
    for number in 0..20 {
        let body = json!({ "query": format!("query Q{number} {{ count }}") }).to_string();
        http("POST", &format!("{}/q", sandbox.url), &[], &body);
    }
    let further: Vec<Value> = (0..20).map(|_| next()["operation"].clone()).collect();
    let expected: Vec<Value> = (0..20).map(|number| json!(format!("Q{number}"))).collect();
    assert_eq!(further, expected);
    run(&sandbox, "stop");
    assert_eq!(sandbox.wait(), Some(0));
    assert!(lines.next().is_none());
    assert_eq!(follow.wait().unwrap().code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn interrupt_ends_a_followed_log() {
    let sandbox = Sandbox::start();
    send_two_requests(&sandbox);
    let mut follow = binary()
        .args(["sandbox", "log", "--follow", "--port", sandbox.port()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(follow.stdout.take().unwrap()).lines();
    lines.next().unwrap().unwrap();
    send_signal(follow.id(), rustix::process::Signal::INT);
    assert_eq!(follow.wait().unwrap().code(), Some(0));
}

#[test]
fn commands_say_that_no_sandbox_is_running() {
    let url = closed_port_url();
    let port = url.rsplit(':').next().unwrap().trim_end_matches('/');
    for subcommand in [
        "send --user alice --title x",
        "fault add q:500",
        "fault list",
        "fault clear",
        "clock show",
        "clock advance 1h",
        "export",
        "log",
        "log --follow",
        "reset",
    ] {
        let outcome = Test::line(&format!("sandbox {subcommand}"))
            .args(["--port", port])
            .run();
        outcome.exits_with(
            6,
            "",
            "error: no sandbox is running\nhelp: start one with `courier-auth sandbox start`",
        );
    }
}

#[test]
fn another_server_is_not_taken_for_a_sandbox() {
    let server = ScriptedServer::start_with(|_, _| http_response("404 Not Found", "{}"));
    for subcommand in [
        "fault list",
        "clock show",
        "log",
        "reset",
        "send --user a --title x",
    ] {
        let outcome = Test::line(&format!("sandbox {subcommand}"))
            .args(["--port", server.port()])
            .run();
        outcome.exits_with(6, "", "is not a courier-auth sandbox");
    }
    let status = Test::line("sandbox status")
        .args(["--port", server.port()])
        .run();
    status.exits_with(1, "is not a courier-auth sandbox", "");
}

#[cfg(target_os = "linux")]
#[test]
fn request_log_is_printed_on_a_terminal_unless_quiet() {
    let mut terminal = Terminal::start("sandbox start --port 0", &[]);
    terminal.wait_for("courier-auth issue --user alice");
    let screen = terminal.screen().to_owned();
    let (_, rest) = screen.split_once("COURIER_BASE_URL=").unwrap();
    let url = rest.split_whitespace().next().unwrap();
    for (label, value) in [("page", url), ("Inbox API", &format!("{url}/q"))] {
        assert!(
            screen
                .lines()
                .any(|line| line.contains(label) && line.contains(value)),
            "{screen}"
        );
    }
    http(
        "POST",
        &format!("{url}/q"),
        &[],
        r#"{"query":"query Mine { count }"}"#,
    );
    terminal.wait_for("POST /q Mine");
    terminal.wait_for("CA101 not-a-jwt");
    terminal.signal(rustix::process::Signal::INT);
    assert_eq!(terminal.wait().0, Some(0));

    let mut quiet = Terminal::start("sandbox start --port 0 -q", &[]);
    quiet.wait_for("courier-auth issue --user alice");
    let (_, rest) = quiet.screen().split_once("COURIER_BASE_URL=").unwrap();
    let url = rest.split_whitespace().next().unwrap().to_owned();
    http("POST", &format!("{url}/q"), &[], "{}");
    quiet.signal(rustix::process::Signal::INT);
    let (code, screen) = quiet.wait();
    assert_eq!(code, Some(0));
    assert!(!screen.contains("POST /q"), "{screen}");
}

#[test]
fn details_of_a_request_have_its_bodies_without_secrets() {
    let sandbox = Sandbox::start();
    send_two_requests(&sandbox);
    let details = |number: u64| sandbox.control("GET", &format!("journal/{number}"), "");
    let refused = details(1).json();
    assert_eq!(
        (&refused["operation"], &refused["why"]["rule"]),
        (&json!("Unread"), &json!("api-key-as-token"))
    );
    let body: Value = serde_json::from_str(refused["request_body"].as_str().unwrap()).unwrap();
    assert_eq!(body["variables"]["tag"], "a");
    assert!(
        refused["response_body"]
            .as_str()
            .unwrap()
            .contains("Unauthorized")
    );
    let issued = details(2).json();
    assert!(
        issued["response_body"].as_str().unwrap().contains("fp:"),
        "{issued}"
    );
    assert!(!issued.to_string().contains("eyJ"), "{issued}");
    let curl = details(3).json()["curl"].clone();
    let curl = curl.as_str().unwrap();
    assert!(
        curl.contains("Bearer $COURIER_JWT") && curl.contains("x-courier-user-id: alice"),
        "{curl}"
    );
    assert_eq!(details(4).status, 404);
    let large = format!(
        "{{\"query\":\"{{ count }}\",\"pad\":\"{}\"}}",
        "x".repeat(100_000)
    );
    sandbox.request("POST", "/q", &[], &large);
    let truncated = details(4).json();
    assert_eq!(truncated["request_size"], json!(large.len()));
    assert_eq!(
        (&truncated["curl"], &truncated["response_size"]),
        (&Value::Null, &Value::Null)
    );
    assert!(truncated["request_body"].as_str().unwrap().len() < 20_000);

    let tokens = sandbox.control("GET", "tokens", "").json();
    let token = &tokens["tokens"][0];
    assert_eq!(
        (&token["users"], &token["rule"]),
        (&json!(["alice"]), &Value::Null)
    );
    assert!(
        token["expires"].as_str() > token["issued"].as_str(),
        "{token}"
    );
}

#[test]
fn push_tokens_are_in_no_part_of_the_journal() {
    let sandbox = Sandbox::start();
    let bearer = sandbox.bearer();
    let headers = [("authorization", bearer.as_str())];
    let token = r#"{"token":"PUSHSECRET","provider_key":"apn"}"#;
    let put = |path: &str, body: &str| sandbox.request("PUT", path, &headers, body).status;
    assert_eq!(
        put(
            "/users/alice/tokens/PUSHSECRET",
            r#"{"provider_key":"apn"}"#
        ),
        204
    );
    assert_eq!(
        put("/users/alice/tokens", &format!("{{\"tokens\":[{token}]}}")),
        204
    );
    sandbox.request("GET", "/users/alice/tokens", &headers, "");
    let listed = sandbox.control("GET", "journal", "").json();
    for request in listed["requests"].as_array().unwrap() {
        let details = sandbox.control("GET", &format!("journal/{}", request["number"]), "");
        assert!(!details.body.contains("PUSHSECRET"), "{}", details.body);
    }
    assert!(!listed.to_string().contains("PUSHSECRET"));
}

#[test]
fn token_in_the_place_of_another_text_is_redacted() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue("--for inbox");
    let headers = [
        ("authorization", "Bearer x"),
        ("x-courier-user-id", token.as_str()),
        ("x-courier-client-key", token.as_str()),
    ];
    sandbox.request("POST", "/q", &headers, &token);
    sandbox.request("GET", &format!("/messages?recipient={token}"), &headers, "");
    for path in ["journal", "journal/2", "journal/3"] {
        let shown = sandbox.control("GET", path, "").body;
        assert!(shown.contains("fp:") && !shown.contains("eyJ"), "{shown}");
    }
    assert!(!run(&sandbox, "log").stdout.contains("eyJ"));
}

#[test]
fn faulted_and_refused_requests_are_shown_as_they_were() {
    let sandbox = Sandbox::start_with("--fault q:503,times=1 --fault q:drop,times=1");
    let token = sandbox.issue("--for inbox");
    assert_eq!(sandbox.query(&token, "query Mine { count }").status, 503);
    let details = |number: u64| {
        sandbox
            .control("GET", &format!("journal/{number}"), "")
            .json()
    };
    let faulted = details(2);
    assert_eq!(
        (&faulted["operation"], &faulted["reason"]),
        (&json!("Mine"), &json!("simulated failure"))
    );
    assert!(
        faulted["curl"].as_str().unwrap().contains("--data-raw"),
        "{faulted}"
    );
    assert!(connect(&sandbox, "auth=broken&userId=alice").is_err());
    assert_eq!(details(3)["curl"], Value::Null);
    // Without a key, the body is not read.
    let message = r#"{"message":{"to":{"user_id":"alice"}}}"#;
    sandbox.request("POST", "/send", &[], message);
    let refused = details(4);
    assert_eq!(
        (&refused["curl"], &refused["request_size"]),
        (&Value::Null, &json!(message.len()))
    );
    let headers = [
        ("x-courier-user-signature", "x"),
        ("x-courier-client-key", "y"),
    ];
    sandbox.request("GET", "/users/alice/preferences", &headers, "");
    assert_eq!(details(5)["curl"], Value::Null);
    let headers = [("authorization", "Bearer broken")];
    sandbox.request("POST", "/client/q", &headers, "{}");
    assert!(
        details(6)["curl"]
            .as_str()
            .unwrap()
            .contains("$COURIER_JWT")
    );
}

#[test]
fn sockets_are_listed_and_closed() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue("--for inbox");
    let mut socket = connect(
        &sandbox,
        &format!("auth={token}&iwpv=v1&cid=me&userId=alice"),
    )
    .unwrap();
    send_frame(
        &mut socket,
        &json!({ "tid": "1", "action": "subscribe", "data": { "channel": "alice", "accountId": "acme" } }),
    );
    assert_eq!(receive(&mut socket)["response"], "ack");
    let sockets = sandbox.control("GET", "sockets", "").json();
    let listed = &sockets["sockets"][0];
    assert_eq!(
        (&listed["protocol"], &listed["source"]),
        (&json!("v1"), &json!("me"))
    );
    assert_eq!(
        listed["subscriptions"],
        json!([{ "user": "alice", "tenant": "acme" }])
    );
    assert_eq!(
        sandbox
            .control("DELETE", "sockets?retry_after=7", "")
            .status,
        204
    );
    let frame = receive(&mut socket);
    assert_eq!(
        (&frame["event"], &frame["retryAfter"]),
        (&json!("reconnect"), &json!(7))
    );
    let closed = socket.read().unwrap();
    assert!(
        matches!(closed, tungstenite::Message::Close(Some(frame)) if u16::from(frame.code) == 1012)
    );
}
