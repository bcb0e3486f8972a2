//! The sandbox's own controls: the clock, faults, the journal and the reset.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
};

use courier_auth::token::fingerprint;
use serde_json::{Value, json};

use crate::support::{Sandbox, Test, wait_until};

const TOKEN_REQUEST: &str = r#"{"scope":"user_id:a inbox:read:messages","expires_in":"1h"}"#;

#[test]
fn controls_are_refused_to_other_hosts_and_origins() {
    let sandbox = Sandbox::start();
    let health = |headers: &[(&str, &str)]| sandbox.request("GET", "/_sandbox/health", headers, "");
    assert_eq!(health(&[]).json()["status"], "ok");
    assert_eq!(health(&[("host", "evil.test")]).status, 403);
    assert_eq!(health(&[("origin", "https://evil.test")]).status, 403);
    assert_eq!(health(&[("origin", &sandbox.url)]).status, 200);
}

#[test]
fn an_unknown_field_of_a_seed_is_refused() {
    let sandbox = Sandbox::start();
    let seed = sandbox.control(
        "POST",
        "seed",
        r#"{"users":{"a":{"messages":[{"titel":1}]}}}"#,
    );
    assert_eq!(seed.status, 400);
    assert!(seed.body.contains("unknown field `titel`"), "{}", seed.body);
}

#[test]
fn a_seed_with_an_unknown_field_for_the_tenant_is_refused_with_the_right_name() {
    let sandbox = Sandbox::start();
    for field in ["tenantId", "tenant_id"] {
        let seed = json!({ "users": { "a": { "messages": [{ field: "acme" }] } } });
        let seed = sandbox.control("POST", "seed", &seed.to_string());
        let hint = "the field for the tenant is `tenant`";
        assert!(
            seed.status == 400 && seed.body.contains(hint),
            "{}",
            seed.body
        );
    }
}

#[test]
fn a_seed_names_the_tenant_of_a_message() {
    let sandbox = Sandbox::start();
    for field in ["tenant", "accountId"] {
        let seed = json!({ "users": { field: { "messages": [{ field: "acme" }] } } });
        sandbox.seed(&seed.to_string());
        let message = &sandbox.state()["users"][field]["messages"][0];
        assert_eq!(message["accountId"], "acme", "{message}");
    }
}

#[test]
fn the_control_api_lists_its_routes() {
    let sandbox = Sandbox::start();
    let listed = sandbox.request("GET", "/_sandbox", &[], "").json();
    let routes = listed["routes"].as_array().unwrap();
    assert!(routes.len() > 15, "{listed}");
    // One ends the sandbox, and one responds to WebSockets only.
    let others = ["/_sandbox/stop", "/_sandbox/socket"];
    let is_tested = |route: &&Value| others.iter().all(|other| route["path"] != *other);
    for route in routes.iter().filter(is_tested) {
        let (method, path) = (route["method"].as_str(), route["path"].as_str());
        let response = sandbox.request(method.unwrap(), path.unwrap(), &[], "");
        // Without a body, some are refused, but all of them exist.
        assert!(
            ![404, 405].contains(&response.status),
            "{route}: {}",
            response.body
        );
    }
}

// --- Clock and reset ---

#[test]
fn a_token_expires_when_the_clock_is_advanced() {
    let sandbox = Sandbox::start();
    let token = sandbox.token(&sandbox.api_key, "user_id:alice inbox:read:messages");
    assert_eq!(sandbox.query(&token, "{ count }").status, 200);
    let advanced = sandbox.control("POST", "clock", r#"{"advance":"2h"}"#);
    assert_eq!(advanced.status, 200);
    let refused = sandbox.query(&token, "{ count }");
    assert_eq!((refused.status, refused.rule()), (401, Some("CA201")));
}

#[test]
fn malformed_clock_changes_are_refused() {
    let sandbox = Sandbox::start();
    for body in [
        "",
        "{",
        r#"{"set":"9999-12-31T23:59:59Z","advance":"1d"}"#,
        r#"{"advance":"soon"}"#,
        r#"{"set":"tomorrow"}"#,
        r#"{"x":1}"#,
    ] {
        let response = sandbox.control("POST", "clock", body);
        assert_eq!(response.status, 400, "{body}: {}", response.body);
    }
}

#[test]
fn a_reset_restores_the_seed_file_and_the_clock() {
    let folder = tempfile::tempdir().unwrap();
    let seed = folder.path().join("seed");
    std::fs::write(
        &seed,
        r#"{"users":{"alice":{"messages":[{"messageId":"m"}]}}}"#,
    )
    .unwrap();
    let sandbox = Sandbox::start_with(&format!("--seed '{}'", seed.display()));
    let token = sandbox.token(&sandbox.api_key, "user_id:alice inbox:read:messages");
    let count = || sandbox.query(&token, "{ count }").json()["data"]["count"].clone();
    assert_eq!(count(), 1);
    sandbox.seed(r#"{"users":{"alice":{"messages":[{}]}}}"#);
    assert_eq!(count(), 2);
    let change = r#"{"advance":"-1h","freeze":true}"#;
    let clock = sandbox.control("POST", "clock", change).json();
    assert_eq!(clock["frozen"], true);
    assert_eq!(sandbox.control("POST", "reset", "").status, 204);
    assert_eq!(count(), 1);
    assert_eq!(sandbox.control("GET", "clock", "").json()["frozen"], false);
}

// --- Faults ---

/// Adds a fault; returns the status of the response.
fn add_fault(sandbox: &Sandbox, fault: &str) -> u16 {
    let body = format!(r#"{{"faults":["{fault}"]}}"#);
    sandbox.control("POST", "faults", &body).status
}

#[test]
fn a_fault_from_the_command_line_happens_as_often_as_requested() {
    let sandbox = Sandbox::start_with("--fault issue-token:429,retry-after=7,times=1");
    let limited = sandbox.request_token(&[], TOKEN_REQUEST);
    assert_eq!(
        (limited.status, limited.header("retry-after")),
        (429, Some("7"))
    );
    assert_eq!(limited.json()["type"], "rate_limit_error");
    assert_eq!(sandbox.request_token(&[], TOKEN_REQUEST).status, 200);
}

#[test]
fn a_malformed_fault_is_refused() {
    assert_eq!(add_fault(&Sandbox::start(), "q:200"), 400);
    Test::line("sandbox start --fault q:maybe")
        .run()
        .exits_with(
            2,
            "",
            "unknown failure `maybe`: expected a status from 400 to 599, drop, malformed, partial or latency=DURATION\n\
             help: `courier-auth sandbox start --help` shows the usage\n",
        );
}

#[test]
fn a_response_can_be_malformed_or_dropped() {
    let sandbox = Sandbox::start();
    assert_eq!(add_fault(&sandbox, "issue-token:malformed,times=1"), 204);
    let malformed = sandbox.request_token(&[], TOKEN_REQUEST);
    assert_eq!(
        (malformed.status, malformed.body.as_str()),
        (200, "{\"data\":")
    );
    assert_eq!(add_fault(&sandbox, "issue-token:drop,times=1"), 204);
    Test::line("issue --user a --retries 0 -q")
        .at(&sandbox)
        .run()
        .exits_with(6, "", "the connection to");
}

/// A fault spares the CORS preflight request, and its response is readable by a page.
#[test]
fn a_page_can_read_a_fault() {
    let sandbox = Sandbox::start();
    assert_eq!(add_fault(&sandbox, "q:429,retry-after=3,times=1"), 204);
    assert_eq!(add_fault(&sandbox, "q:latency=1"), 204);
    let origin = ("origin", "https://app.test");
    let preflight = [origin, ("access-control-request-method", "POST")];
    assert_eq!(sandbox.request("OPTIONS", "/q", &preflight, "").status, 200);
    let limited = sandbox.request("POST", "/q", &[origin], "");
    assert_eq!(
        (limited.status, limited.header("retry-after")),
        (429, Some("3"))
    );
    assert_eq!(limited.header("access-control-allow-origin"), Some("*"));
    let exposed = limited.header("access-control-expose-headers").unwrap();
    assert!(exposed.contains("retry-after"), "{exposed}");
}

#[test]
fn a_partial_fault_affects_single_messages_and_is_listed() {
    let sandbox = Sandbox::start();
    assert_eq!(add_fault(&sandbox, "q:partial,ids=m1"), 204);
    sandbox.seed(r#"{"users":{"a":{"messages":[{"messageId":"m1"},{"messageId":"m2"}]}}}"#);
    Test::line("mark-read --user a m1 m2 --retries 0")
        .at(&sandbox)
        .run()
        .exits_with(1, "m2\n", "m1");
    let listed = sandbox.control("GET", "faults", "").json();
    let mut faults = listed["faults"].as_array().unwrap().iter();
    assert!(
        faults.any(|fault| fault["fault"] == "q:partial,ids=m1"),
        "{listed}"
    );
    assert_eq!(sandbox.control("DELETE", "faults", "").status, 204);
}

#[test]
fn faults_are_added_replaced_and_removed() {
    let sandbox = Sandbox::start();
    let listed = || {
        let listed = sandbox.control("GET", "faults", "").json();
        let faults = listed["faults"].as_array().unwrap().iter();
        let texts = faults.map(|fault| fault["fault"].as_str().unwrap().to_owned());
        texts.collect::<Vec<_>>()
    };
    assert_eq!(add_fault(&sandbox, "q:503"), 204);
    assert_eq!(add_fault(&sandbox, "send:500"), 204);
    assert_eq!(listed(), ["q:503", "send:500"]);
    let replaced = sandbox.control("PUT", "faults", r#"{"faults":["q:429"]}"#);
    assert_eq!(replaced.status, 204, "{}", replaced.body);
    assert_eq!(listed(), ["q:429"]);
    let invalid = sandbox.control("PUT", "faults", r#"{"faults":["q:200"]}"#);
    assert_eq!((invalid.status, listed().len()), (400, 1));
    let none = sandbox.control("PUT", "faults", r#"{"faults":[]}"#);
    assert_eq!((none.status, listed().len()), (204, 0));
}

// --- Journal ---

/// Returns the requests in the journal, after the one with this number.
fn journal(sandbox: &Sandbox, after: usize) -> Vec<Value> {
    let journal = sandbox.control("GET", &format!("journal?after={after}"), "");
    journal.json()["requests"].as_array().unwrap().clone()
}

#[test]
fn the_journal_lists_requests_without_secrets() {
    let sandbox = Sandbox::start();
    sandbox.request_token(&[], TOKEN_REQUEST);
    let refused = sandbox.query("not.a.token", "{ count }");
    assert_eq!(refused.status, 401);
    let body = sandbox.control("GET", "journal", "").body;
    assert!(!body.contains(&sandbox.api_key), "{body}");
    let requests = journal(&sandbox, 0);
    let rows: Vec<_> = requests
        .iter()
        .map(|request| {
            let text = |name: &str| request[name].as_str();
            (text("method"), text("path"), request["status"].as_u64())
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
    assert_eq!(requests[1]["token"], fingerprint("not.a.token"));
    assert_eq!(sandbox.control("DELETE", "journal", "").status, 204);
    assert!(journal(&sandbox, 0).is_empty());
}

#[test]
fn tokens_in_paths_are_redacted_in_the_journal() {
    let sandbox = Sandbox::start();
    let jwt = sandbox.issue("");
    sandbox.request("GET", &format!("/messages/{jwt}"), &[], "");
    sandbox.request("GET", "/users/a/tokens/push-FAKE", &[], "");
    let body = sandbox.control("GET", "journal", "").body;
    assert!(
        !body.contains(&jwt) && !body.contains("push-FAKE"),
        "{body}"
    );
    let refusals = journal(&sandbox, 1);
    let rows: Vec<_> = refusals
        .iter()
        .map(|request| (request["reason"].as_str(), request["status"].as_u64()))
        .collect();
    assert_eq!(
        rows,
        [
            (
                Some("no API key found: send `Authorization: Bearer <API key>`"),
                Some(401)
            ),
            (None, Some(401)),
        ]
    );
}

/// Sends a POST request with an empty body and returns the open connection.
fn send_raw_post(sandbox: &Sandbox, path: &str) -> TcpStream {
    let address = sandbox.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!("POST {path} HTTP/1.1\r\nhost: {address}\r\ncontent-length: 0\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    stream
}

#[test]
fn requests_without_a_response_are_in_the_journal() {
    let sandbox = Sandbox::start();
    assert_eq!(add_fault(&sandbox, "send:latency=60000"), 204);
    assert_eq!(add_fault(&sandbox, "q:drop"), 204);
    let mut dropped = send_raw_post(&sandbox, "/q");
    let _ = dropped.read_to_end(&mut Vec::new());
    let waiting = send_raw_post(&sandbox, "/send");
    wait_until("the request is in the journal", || {
        let requests = journal(&sandbox, 0);
        requests.iter().any(|request| request["path"] == "/send")
    });
    drop(waiting);
    let reasons = || {
        let requests = journal(&sandbox, 0).into_iter();
        let rows = requests.map(|request| (request["reason"].clone(), request["status"].clone()));
        rows.collect::<Vec<(Value, Value)>>()
    };
    let expected = [
        ("simulated failure".into(), Value::Null),
        ("the client disconnected".into(), Value::Null),
    ];
    wait_until("the end of the request is in the journal", || {
        reasons() == expected
    });
}

#[test]
fn an_empty_list_of_faults_is_refused_with_the_way_to_remove_them() {
    let sandbox = Sandbox::start();
    sandbox.control("POST", "faults", r#"{"faults":["q:500"]}"#);
    let refused = sandbox.control("POST", "faults", r#"{"faults":[]}"#);
    assert_eq!(refused.status, 400);
    assert!(refused.body.contains("send DELETE"), "{}", refused.body);
    assert_eq!(sandbox.control("DELETE", "faults", "").status, 204);
    let left = sandbox.control("GET", "faults", "").json();
    assert_eq!(left, json!({ "faults": [] }));
}
