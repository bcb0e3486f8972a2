//! `doctor` names the cause of an empty Inbox, sends a test message, and reports checks by stable IDs.

use std::{
    collections::HashSet,
    io::Write as _,
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

use serde_json::{Value, json};

use crate::support::{
    Outcome, Sandbox, Test, check_in_parallel, http, http_response, read_request, wait_until,
};

/// The page of an Inbox without messages.
const EMPTY_PAGE: &str = r#"{"data":{"unread":0,"messages":{"totalCount":0,"pageInfo":{"startCursor":null,"hasNextPage":false},"nodes":[]}}}"#;

fn doctor(user: &str, options: &str) -> Test {
    Test::line(&format!("doctor --json {options} --user")).arg(user)
}

/// Starts a sandbox in which `user` has these messages.
fn sandbox_with(user: &str, messages: &Value) -> Sandbox {
    let sandbox = Sandbox::start();
    let seed = json!({ "users": { (user): { "messages": messages } } });
    sandbox.seed(&seed.to_string());
    sandbox
}

/// Returns the report after checks that hold for every report.
#[track_caller]
fn report_of(outcome: &Outcome) -> Value {
    let report = outcome.json();
    assert_eq!(report["schema"], "courier-auth/doctor/v1");
    let checks = report["checks"].as_array().unwrap();
    let (mut ids, mut counts) = (HashSet::new(), json!({"pass":0,"warn":0,"fail":0,"skip":0}));
    for check in checks {
        let fields: Vec<&str> = check
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let expected = "id group status title reason message help fix host duration_seconds";
        assert_eq!(fields.join(" "), expected, "{check}");
        let id = check["id"].as_str().unwrap();
        assert!(ids.insert((id, check["host"].as_str())), "{check}");
        assert_eq!(id.split('.').next(), check["group"].as_str(), "{check}");
        let status = check["status"].as_str().unwrap();
        counts[status] = (counts[status].as_u64().unwrap() + 1).into();
        if matches!(status, "warn" | "fail") {
            let text = |name: &str| check[name].as_str().is_some_and(|text| !text.is_empty());
            assert!(text("reason") && text("help"), "{check}");
        }
    }
    assert_eq!(report["counts"], counts);
    let verdict = match (&counts["fail"], &counts["warn"]) {
        (fail, _) if *fail != 0 => "fail",
        (_, warn) if *warn != 0 => "warn",
        _ => "pass",
    };
    assert_eq!(report["verdict"], verdict);
    report
}

/// Returns the check with that ID.
#[track_caller]
fn check<'r>(report: &'r Value, id: &str) -> &'r Value {
    let mut checks = report["checks"].as_array().unwrap().iter();
    let found = checks.find(|check| check["id"] == id);
    found.unwrap_or_else(|| panic!("{id}: {report:#}"))
}

/// Asserts status and reason of a check, and that its texts contain what is expected.
#[track_caller]
fn assert_check(
    report: &Value,
    id: &str,
    status: &str,
    reason: Option<&str>,
    message: &str,
    fix: &str,
) {
    let check = check(report, id);
    assert_eq!(
        (check["status"].as_str(), check["reason"].as_str()),
        (Some(status), reason),
        "{check:#}"
    );
    assert!(
        check["message"].as_str().unwrap().contains(message),
        "{check:#}"
    );
    assert!(
        check["fix"].as_str().unwrap_or_default().contains(fix),
        "{check:#}"
    );
}

#[test]
fn an_empty_inbox_has_the_likeliest_cause() {
    let old = "2026-01-01T00:00:00Z";
    let email = json!({ "channels": ["email"], "created": old });
    let sms = json!({ "channels": ["sms"], "created": old });
    for (messages, reason, message, fix) in [
        (
            json!([]),
            "nothing-sent",
            "the Inbox of `ada` is empty: nothing was sent to this user ID",
            "courier-auth doctor --user ada --send",
        ),
        (
            json!([email, email, sms]),
            "other-channels",
            "3 sent: 2 by email, 1 by sms, none to the inbox channel",
            "courier-auth doctor --user ada --send",
        ),
        (
            json!([{ "status": "DELAYED" }, email]),
            "pending",
            "2 sent, the newest is not delivered yet: DELAYED",
            "courier-auth doctor --user ada",
        ),
        (
            json!([{ "archived": old }, { "archived": old }, email]),
            "archived",
            "all 2 messages are archived",
            "courier-auth messages --user ada --archived",
        ),
        (
            json!([{ "status": "UNROUTABLE" }, { "archived": old }]),
            "archived",
            "its only message is archived",
            "courier-auth messages --user ada --archived",
        ),
        (
            json!([{ "status": "UNROUTABLE", "reason": "NO_CHANNELS", "error": "No channels" }]),
            "undeliverable",
            "1 sent, none delivered: UNROUTABLE, NO_CHANNELS (No channels)",
            "courier-auth doctor --user ada --send",
        ),
        (
            json!([{ "status": "UNDELIVERABLE", "channels": ["email"], "reason": "BOUNCED" }, email]),
            "undeliverable",
            "2 sent, the newest was not delivered: UNDELIVERABLE, BOUNCED",
            "courier-auth doctor --user ada --send",
        ),
    ] {
        let sandbox = sandbox_with("ada", &messages);
        let outcome = doctor("ada", "").at(&sandbox).run();
        let report = report_of(&outcome);
        assert_eq!(
            (outcome.code, &report["verdict"]),
            (Some(0), &"warn".into())
        );
        assert_eq!(report["user_id"], "ada");
        assert_check(
            &report,
            "inbox.messages",
            "warn",
            Some(reason),
            message,
            fix,
        );
        assert_eq!(report["counts"]["warn"], 1, "{report:#}");
    }
}

#[test]
fn each_reason_of_courier_has_its_own_advice() {
    for (status, reason, expected) in [
        ("UNDELIVERABLE", "BOUNCED", "address rejected it"),
        ("UNDELIVERABLE", "FAILED", "https://app.courier.com/logs"),
        (
            "FILTERED",
            "FILTERED",
            "conditions of the template's channels",
        ),
        (
            "UNROUTABLE",
            "NO_CHANNELS",
            "`routing.channels` of the send call",
        ),
        ("UNROUTABLE", "NO_PROVIDERS", "Courier Inbox"),
        ("UNDELIVERABLE", "OPT_IN_REQUIRED", "opt in"),
        (
            "UNDELIVERABLE",
            "PROVIDER_ERROR",
            "settings of the provider",
        ),
        ("UNDELIVERABLE", "UNPUBLISHED", "publish the template"),
        ("UNDELIVERABLE", "UNSUBSCRIBED", "opted out"),
    ] {
        let sandbox = sandbox_with("ada", &json!([{ "status": status, "reason": reason }]));
        let report = report_of(&doctor("ada", "").at(&sandbox).run());
        let message = format!("{status}, {reason}");
        assert_check(
            &report,
            "inbox.messages",
            "warn",
            Some("undeliverable"),
            &message,
            "--send",
        );
        let help = check(&report, "inbox.messages")["help"].as_str().unwrap();
        assert!(help.contains(expected), "{help}");
    }
}

#[test]
fn a_similar_user_id_with_messages_is_named() {
    for (user, recipient, fix) in [
        ("Alice", "alice", "courier-auth doctor --user alice"),
        ("alice", "ALICE", "courier-auth doctor --user ALICE"),
        ("alice", "alice ", "courier-auth doctor --user alice --send"),
        (
            "alice",
            "\"alice\"",
            "courier-auth doctor --user alice --send",
        ),
        ("aLiCe", "AlIcE", "courier-auth doctor --user AlIcE"),
        (
            "ada",
            "ada@example.com",
            "courier-auth doctor --user ada@example.com",
        ),
        ("ada@example.com", "ada", "courier-auth doctor --user ada"),
        ("Ada@Example.com", "ada", "courier-auth doctor --user ada"),
    ] {
        let sandbox = sandbox_with(recipient, &json!([{}, { "channels": ["email"] }]));
        let report = report_of(&doctor(user, "").at(&sandbox).run());
        let message = format!("but 2 messages to `{recipient}`");
        assert_check(
            &report,
            "inbox.messages",
            "warn",
            Some("similar-user-id"),
            &message,
            fix,
        );
    }
    for (user, recipient) in [
        ("alice", "alicia"),
        ("ada@a.example", "ada@b.example"),
        ("17", "170"),
    ] {
        let sandbox = sandbox_with(recipient, &json!([{}]));
        let report = report_of(&doctor(user, "").at(&sandbox).run());
        assert_check(
            &report,
            "inbox.messages",
            "warn",
            Some("nothing-sent"),
            "",
            "--send",
        );
    }
}

#[test]
fn messages_to_other_channels_are_sent_and_not_in_the_inbox() {
    let sandbox = Sandbox::start();
    let send = |routing: Value| {
        let content = json!({ "title": "T", "body": "B" });
        let to = json!({ "user_id": "ada" });
        let message = json!({ "to": to, "content": content, "routing": routing });
        let id = sandbox.send(&message).json()["requestId"].clone();
        id.as_str().unwrap().to_owned()
    };
    let email = send(json!({ "method": "single", "channels": ["email", "inbox"] }));
    let current = || report_of(&doctor("ada", "").at(&sandbox).run());
    assert_check(
        &current(),
        "inbox.messages",
        "warn",
        Some("other-channels"),
        "1 sent: 1 by email",
        "--send",
    );
    let bearer = sandbox.bearer();
    let get = |path: &str| {
        let headers = [("authorization", bearer.as_str())];
        sandbox.request("GET", path, &headers, "").json()
    };
    let details = get(&format!("/messages/{email}"));
    assert_eq!(details["status"], "SENT");
    assert_eq!(details["providers"][0]["channel"]["key"], "email");
    assert_eq!(
        get("/messages?recipient=ada&provider=inbox")["results"],
        json!([])
    );
    send(json!({ "method": "all", "channels": ["email", "inbox"] }));
    assert_eq!(
        check(&current(), "inbox.messages")["message"],
        "1 message, 1 unread"
    );
    let list = get("/messages?recipient=ada&provider=inbox");
    assert_eq!(list["results"].as_array().unwrap().len(), 1);
}

#[test]
fn an_undelivered_message_has_a_reason_and_no_place_in_the_inbox() {
    let seed = json!([{ "messageId": "m", "status": "UNDELIVERABLE", "reason": "BOUNCED",
        "error": "550", "channels": ["email"] }]);
    let sandbox = sandbox_with("alice", &seed);
    let bearer = sandbox.bearer();
    let headers = [("authorization", bearer.as_str())];
    let get = |path: &str| sandbox.request("GET", path, &headers, "").json();
    let details = get("/messages/m");
    assert_eq!(
        (&details["status"], &details["reason"], &details["error"]),
        (&"UNDELIVERABLE".into(), &"BOUNCED".into(), &"550".into())
    );
    assert_eq!(details.get("delivered"), None);
    let history = get("/messages/m/history")["results"].clone();
    let kinds = history
        .as_array()
        .unwrap()
        .iter()
        .map(|event| &event["type"]);
    assert_eq!(kinds.collect::<Vec<_>>(), ["ENQUEUED", "UNDELIVERABLE"]);
    let token = sandbox.issue("--for inbox");
    for document in [
        "{ message(messageId: \"m\") { title } }",
        "mutation { read(messageId: \"m\") }",
    ] {
        let response = sandbox.query(&token, document).json();
        assert!(response["errors"].is_array(), "{response}");
    }
    let state = sandbox.state();
    assert_eq!(state["users"]["alice"]["messages"][0]["error"], "550");
    sandbox.control("POST", "reset", "");
    sandbox.seed(&state.to_string());
    assert_eq!(sandbox.state(), state);
}

#[test]
fn an_empty_inbox_without_an_api_key_or_a_list_says_so() {
    let sandbox = Sandbox::start();
    let token = sandbox.token(
        &sandbox.api_key,
        "user_id:ada inbox:read:messages inbox:write:events",
    );
    let outcome = doctor("ada", "")
        .env("COURIER_BASE_URL", &sandbox.url)
        .env("COURIER_JWT", &token)
        .run();
    let message = "what was sent is unknown without an API key";
    let fix = "courier-auth doctor --user ada";
    assert_check(
        &report_of(&outcome),
        "inbox.messages",
        "warn",
        Some("empty"),
        message,
        fix,
    );
    let sandbox = Sandbox::start_with("--fault messages:503");
    let outcome = doctor("ada", "").at(&sandbox).run();
    let message = "what was sent is unknown: Courier returned 503";
    assert_check(
        &report_of(&outcome),
        "inbox.messages",
        "warn",
        Some("empty"),
        message,
        fix,
    );
}

/// Starts a server that responds to some requests itself, and forwards the others. `respond` gets
/// method and path, such as `POST /send`, and the body.
fn start_front(
    sandbox: &Sandbox,
    respond: impl Fn(&str, &str) -> Option<String> + Send + Sync + 'static,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (upstream, respond) = (sandbox.url.clone(), Arc::new(respond));
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let (upstream, respond) = (upstream.clone(), Arc::clone(&respond));
            thread::spawn(move || {
                let request = read_request(&mut stream);
                let Some((head, body)) = request.split_once("\r\n\r\n") else {
                    return;
                };
                let mut lines = head.lines();
                let mut words = lines.next().unwrap().split(' ');
                let (method, path) = (words.next().unwrap(), words.next().unwrap());
                let headers = lines.filter_map(|line| line.split_once(": "));
                let headers: Vec<_> = headers
                    .filter(|(name, _)| *name == "authorization" || name.starts_with("x-"))
                    .collect();
                let own = respond(&format!("{method} {path}"), body);
                let response = own.map_or_else(
                    || {
                        let response = http(method, &format!("{upstream}{path}"), &headers, body);
                        http_response(&format!("{} X", response.status), &response.body)
                    },
                    |body| http_response("200 OK", &body),
                );
                let _ = stream.write_all(response.as_bytes());
            });
        }
    });
    address
}

/// Runs `doctor` with REST and Inbox API at a front, and the socket at the sandbox.
fn doctor_at(front: &str, sandbox: &Sandbox, options: &str) -> Test {
    doctor("ada", options)
        .key(&sandbox.api_key)
        .env("COURIER_BASE_URL", front)
        .env("COURIER_SOCKET_URL", &sandbox.url.replace("http", "ws"))
}

/// Courier may list the messages of a tenant only with the tenant, and forgets old messages. The
/// sandbox does neither.
#[test]
fn messages_that_reached_the_inbox_and_are_not_there_have_a_cause() {
    for (message, reason, expected, fix) in [
        (
            json!({ "accountId": "acme" }),
            "tenant-only",
            "all messages belong to a tenant: acme",
            "courier-auth doctor --user ada --tenant acme",
        ),
        (
            json!({ "created": "2020-01-01T00:00:00Z" }),
            "not-in-inbox",
            "years ago, and the Inbox does not contain them anymore",
            "courier-auth doctor --user ada --send",
        ),
    ] {
        let sandbox = sandbox_with("ada", &json!([message]));
        let front = start_front(&sandbox, |request, _| {
            (request == "POST /q").then(|| EMPTY_PAGE.to_owned())
        });
        let report = report_of(&doctor_at(&front, &sandbox, "").run());
        assert_check(
            &report,
            "inbox.messages",
            "warn",
            Some(reason),
            expected,
            fix,
        );
    }
}

#[test]
fn the_diagnosis_sends_a_bounded_number_of_requests() {
    let messages: Vec<Value> = (0..60).map(|_| json!({ "channels": ["email"] })).collect();
    let count = |user: &str| {
        let sandbox = sandbox_with("ada", &json!(messages));
        let requests = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&requests);
        let front = start_front(&sandbox, move |request, _| {
            let is_counted = request.starts_with("GET /messages");
            counter.fetch_add(usize::from(is_counted), Ordering::SeqCst);
            None
        });
        let test = Test::line("doctor --json --user").arg(user);
        let test = test.key(&sandbox.api_key).env("COURIER_BASE_URL", &front);
        (report_of(&test.run()), requests.load(Ordering::SeqCst))
    };
    let (report, requests) = count("ada");
    let message = "60 sent, the newest 10: 10 by email";
    assert_check(
        &report,
        "inbox.messages",
        "warn",
        Some("other-channels"),
        message,
        "",
    );
    assert_eq!(requests, 11);
    assert!(count("Nobody@example.com").1 <= 10);
}

#[test]
fn a_placeholder_as_user_id_fails_at_once() {
    let sandbox = Sandbox::start();
    for (user, message) in [
        (
            "undefined",
            "`undefined` is what JavaScript prints for no value, not a user ID",
        ),
        ("null", "`null` is what"),
        ("$USER", "`$USER` is a placeholder, not a user ID"),
        ("{{user_id}}", "`{{user_id}}` is a placeholder of"),
    ] {
        let outcome = doctor(user, "--send").at(&sandbox).run();
        let report = report_of(&outcome);
        assert_eq!((outcome.code, &report["user_id"]), (Some(1), &Value::Null));
        assert_check(
            &report,
            "setup.user",
            "fail",
            Some("placeholder-user-id"),
            message,
            "",
        );
        assert_eq!(report["counts"]["fail"], 1, "{report:#}");
        assert_eq!(check(&report, "send.accepted")["status"], "skip");
        assert!(!outcome.stdout.contains("issue --user"), "{outcome:#?}");
    }
    assert_eq!(sandbox.state()["users"], json!({}));
    let sandbox = sandbox_with("\"alice\"", &json!([{}]));
    let report = report_of(&doctor("\"alice\"", "").at(&sandbox).run());
    assert_check(
        &report,
        "setup.user",
        "warn",
        Some("wrapped-user-id"),
        "is it `alice`?",
        "",
    );
    for near_miss in ["undefined-17", "nullify", "user$"] {
        let sandbox = sandbox_with(near_miss, &json!([{}]));
        let outcome = doctor(near_miss, "").at(&sandbox).run();
        assert_eq!(outcome.json()["verdict"], "pass", "{outcome:#?}");
    }
}

#[test]
fn an_expired_token_has_a_next_step() {
    let sandbox = sandbox_with("ada", &json!([{}]));
    let bearer = sandbox.bearer();
    let body = json!({ "scope": "user_id:ada inbox:read:messages inbox:write:events",
        "iat": 1_700_000_000, "exp": 1_700_086_400 });
    let headers = [("authorization", bearer.as_str())];
    let response = sandbox.request("POST", "/auth/issue-token", &headers, &body.to_string());
    let token = response.json()["token"].as_str().unwrap().to_owned();
    let run = |options: &str| {
        let test = Test::line(&format!("doctor --user ada {options}"));
        test.at(&sandbox).env("COURIER_JWT", &token).run()
    };
    let report = report_of(&run("--json"));
    let fix = "courier-auth issue --user ada --for inbox";
    assert_check(
        &report,
        "token.inspect",
        "fail",
        Some("expired"),
        "CA201 expired",
        fix,
    );
    run("").exits_with(
        1,
        "Issue a new token, and let the app\n      courier-auth issue --user ada",
        "",
    );
    let ignored = run("--exit-zero --json");
    assert_eq!(
        (ignored.code, &ignored.json()["verdict"]),
        (Some(0), &"fail".into())
    );
}

#[test]
fn a_test_message_arrives_and_is_archived() {
    let sandbox = Sandbox::start();
    for (user, options) in [("ada", ""), ("bob", "--tenant acme")] {
        let outcome = doctor(user, &format!("--send {options}"))
            .at(&sandbox)
            .run();
        let report = report_of(&outcome);
        assert_eq!(outcome.code, Some(0), "{report:#}");
        for id in [
            "send.accepted",
            "send.in-inbox",
            "send.on-socket",
            "send.archived",
        ] {
            assert_check(&report, id, "pass", None, "", "");
            assert!(
                check(&report, id)["duration_seconds"].is_number(),
                "{report:#}"
            );
        }
        let message = &sandbox.state()["users"][user]["messages"][0];
        assert!(
            message["title"].as_str().unwrap().contains("courier-auth"),
            "{message}"
        );
        assert!(message["archived"].is_string(), "{message}");
        assert_eq!(message["accountId"].is_string(), user == "bob", "{message}");
        // An archived test message is no message of the app.
        let empty = report_of(&doctor(user, options).at(&sandbox).run());
        assert_check(
            &empty,
            "inbox.messages",
            "warn",
            Some("nothing-sent"),
            "",
            "--send",
        );
    }
    let text = Test::line("doctor --user ada --send").at(&sandbox).run();
    text.exits_with(
        0,
        "Test message\n✓ accepted\n✓ in the Inbox\n✓ on the socket\n✓ archived",
        "",
    );
}

#[test]
fn a_test_message_needs_an_explicit_user_and_an_api_key() {
    let sandbox = sandbox_with("ada", &json!([{}]));
    let token = sandbox.token(
        &sandbox.api_key,
        "user_id:ada inbox:read:messages inbox:write:events",
    );
    let without_user = Test::line("doctor --send")
        .env("COURIER_JWT", &token)
        .at(&sandbox)
        .run();
    without_user.exits_with(2, "", "--user");
    let without_key = doctor("ada", "--send")
        .env("COURIER_BASE_URL", &sandbox.url)
        .env("COURIER_JWT", &token)
        .run();
    let report = report_of(&without_key);
    assert_check(
        &report,
        "setup.api-key",
        "fail",
        Some("no-api-key"),
        "no API key found",
        "",
    );
    assert_eq!(check(&report, "send.accepted")["status"], "skip");
    let messages = sandbox.state()["users"]["ada"]["messages"].clone();
    assert_eq!(messages.as_array().unwrap().len(), 1);
}

#[test]
fn a_fault_fails_the_step_that_it_affects() {
    for (fault, failed, others) in [
        (
            "send:500",
            "send.accepted",
            &[
                ("send.in-inbox", "skip"),
                ("send.on-socket", "skip"),
                ("send.archived", "skip"),
            ][..],
        ),
        (
            "socket:drop",
            "inbox.socket",
            &[
                ("send.in-inbox", "pass"),
                ("send.on-socket", "skip"),
                ("send.archived", "pass"),
            ],
        ),
        (
            "q:partial",
            "send.archived",
            &[
                ("send.accepted", "pass"),
                ("send.in-inbox", "pass"),
                ("send.on-socket", "pass"),
            ],
        ),
        (
            "q:503",
            "inbox.messages",
            &[("send.accepted", "skip"), ("send.archived", "skip")],
        ),
    ] {
        let sandbox = Sandbox::start_with(&format!("--fault {fault}"));
        sandbox.seed(r#"{"users":{"ada":{"messages":[{}]}}}"#);
        let outcome = doctor("ada", "--send").at(&sandbox).run();
        let report = report_of(&outcome);
        assert_eq!(
            (outcome.code, &report["counts"]["fail"]),
            (Some(1), &1.into()),
            "{report:#}"
        );
        assert_eq!(check(&report, failed)["status"], "fail", "{report:#}");
        for (id, status) in others {
            assert_eq!(check(&report, id)["status"], *status, "{id}: {report:#}");
        }
        if failed == "send.archived" {
            let fix = check(&report, failed)["fix"].as_str().unwrap();
            assert!(
                fix.starts_with("courier-auth mark-read --user ada --as archived 1-"),
                "{fix}"
            );
        }
    }
}

#[test]
fn a_late_message_is_waited_for() {
    let sandbox = sandbox_with("ada", &json!([{}]));
    let (is_sent, polls) = (AtomicBool::new(false), AtomicUsize::new(0));
    let front = start_front(&sandbox, move |request, body| {
        is_sent.fetch_or(request == "POST /send", Ordering::SeqCst);
        let is_poll = request == "POST /q" && !body.contains("mutation");
        let is_late = is_sent.load(Ordering::SeqCst) && is_poll;
        (is_late && polls.fetch_add(1, Ordering::SeqCst) < 2).then(|| EMPTY_PAGE.to_owned())
    });
    let report = report_of(&doctor_at(&front, &sandbox, "--send").run());
    for id in ["send.in-inbox", "send.on-socket", "send.archived"] {
        assert_eq!(check(&report, id)["status"], "pass", "{report:#}");
    }
    let seconds = check(&report, "send.in-inbox")["duration_seconds"].as_f64();
    assert!(seconds.unwrap() >= 0.5, "{report:#}");
}

#[test]
fn a_message_that_does_not_arrive_has_the_likeliest_cause() {
    let rows = [
        (
            json!({ "status": "UNROUTABLE", "reason": "NO_PROVIDERS", "error": "none" }),
            "undeliverable",
            "not in the Inbox within 2 s; Courier says UNROUTABLE, NO_PROVIDERS (none)",
            "warn",
        ),
        (
            json!({ "status": "ENQUEUED" }),
            "pending",
            "Courier says ENQUEUED",
            "warn",
        ),
        (
            json!({ "channels": ["email"] }),
            "other-channels",
            "sent by email, not to the inbox channel",
            "warn",
        ),
        (
            json!({ "archived": "2026-01-01T00:00:00Z" }),
            "not-in-inbox",
            "DELIVERED",
            "pass",
        ),
    ];
    check_in_parallel(rows, |(mut seeded, reason, message, archived)| {
        seeded["messageId"] = "m-1".into();
        let sandbox = sandbox_with("ada", &json!([{}, seeded]));
        let front = start_front(&sandbox, |request, _| {
            (request == "POST /send").then(|| r#"{"requestId":"m-1"}"#.to_owned())
        });
        let report = report_of(&doctor_at(&front, &sandbox, "--send --timeout 2").run());
        assert_check(&report, "send.in-inbox", "fail", Some(reason), message, "");
        let on_socket = "same cause as in the Inbox";
        assert_check(
            &report,
            "send.on-socket",
            "skip",
            Some("same-cause"),
            on_socket,
            "",
        );
        let fix = if archived == "warn" {
            "--as archived m-1"
        } else {
            ""
        };
        let archive = check(&report, "send.archived");
        assert_eq!(archive["status"], archived, "{report:#}");
        assert!(
            archive["fix"].as_str().unwrap_or_default().contains(fix),
            "{report:#}"
        );
    });
}

#[test]
fn a_message_that_is_not_on_the_socket_is_reported() {
    let sandbox = sandbox_with("ada", &json!([{}]));
    // It accepts the token, because all sandboxes have the same key, and gets no messages.
    let silent = Sandbox::start();
    let outcome = doctor("ada", "--send --timeout 2")
        .at(&sandbox)
        .env("COURIER_SOCKET_URL", &silent.url.replace("http", "ws"))
        .run();
    let report = report_of(&outcome);
    let message = "no event within 2 s";
    assert_check(
        &report,
        "send.on-socket",
        "fail",
        Some("timeout"),
        message,
        "",
    );
    for id in ["send.accepted", "send.in-inbox", "send.archived"] {
        assert_eq!(check(&report, id)["status"], "pass", "{report:#}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_archives_the_message() {
    use std::process::Stdio;
    let sandbox = sandbox_with("ada", &json!([{}]));
    let silent = Sandbox::start();
    let child = crate::support::binary()
        .args([
            "doctor",
            "--json",
            "--user",
            "ada",
            "--send",
            "--timeout",
            "25",
        ])
        .env("COURIER_BASE_URL", &sandbox.url)
        .env("COURIER_API_KEY", &sandbox.api_key)
        .env("COURIER_SOCKET_URL", silent.url.replace("http", "ws"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_until("the Inbox is listed after the message was sent", || {
        let journal = sandbox.control("GET", "journal", "").json();
        let requests = journal["requests"].as_array().unwrap().iter();
        let mut after = requests.skip_while(|request| request["path"] != "/send");
        after.any(|request| request["path"] == "/q")
    });
    crate::support::send_signal(child.id(), rustix::process::Signal::INT);
    let outcome = Outcome::from(child.wait_with_output().unwrap());
    let report = report_of(&outcome);
    assert_eq!(outcome.code, Some(130), "{outcome:#?}");
    assert_check(&report, "send.on-socket", "skip", None, "interrupted", "");
    assert_check(&report, "send.archived", "pass", None, "archived", "");
    let message = &sandbox.state()["users"]["ada"]["messages"][0];
    assert!(message["archived"].is_string(), "{message}");
}

#[test]
fn apis_have_their_own_ids_and_hosts() {
    let sandbox = sandbox_with("ada", &json!([{}]));
    let ids = |report: &Value| {
        let checks = report["checks"].as_array().unwrap().iter();
        let network = checks.filter(|check| check["host"].is_string());
        let ids = network.map(|check| check["id"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>().join(" ")
    };
    let one_host = report_of(&doctor("ada", "").at(&sandbox).run());
    assert_eq!(ids(&one_host), "network.rest.dns network.rest.connect");
    let silent = Sandbox::start();
    let two_hosts = doctor("ada", "")
        .at(&sandbox)
        .env("COURIER_SOCKET_URL", &silent.url.replace("http", "ws"))
        .run();
    assert_eq!(
        ids(&report_of(&two_hosts)),
        "network.rest.dns network.rest.connect network.socket.dns network.socket.connect"
    );
    let test_user = report_of(&Test::line("doctor --json").at(&sandbox).run());
    assert_eq!(
        (&test_user["user_id"], &test_user["verdict"]),
        (&Value::Null, &"pass".into())
    );
}
