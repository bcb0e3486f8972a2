//! Requests that would fill the memory of the sandbox.

use std::fs::{self, File};

use serde_json::{Value, json};

use crate::support::{Response, Sandbox, Test, peak_memory};

const MIB: usize = 1024 * 1024;

/// Asserts that the sandbox used at most so much memory, in MiB, and still responds.
#[track_caller]
fn assert_alive(sandbox: &Sandbox, memory: u64) {
    let peak = peak_memory(sandbox.pid()) / 1024;
    assert!(peak <= memory, "{peak} MiB");
    assert_eq!(sandbox.control("GET", "health", "").status, 200);
}

/// Asserts that the response is an error of this status in Courier's format.
#[track_caller]
fn assert_refused(response: &Response, status: u16) {
    let shown = &response.body[..response.body.len().min(200)];
    assert_eq!(response.status, status, "{shown}");
    let error = response.json();
    assert!(error["message"].is_string(), "{shown}");
    assert_eq!(error["type"], "invalid_request_error", "{shown}");
}

fn send(sandbox: &Sandbox, to: &Value, title: &str, data: &Value) -> Response {
    let content = json!({ "title": title });
    sandbox.send(&json!({ "to": to, "content": content, "data": data }))
}

#[test]
fn a_send_is_limited_by_what_it_creates() {
    let sandbox = Sandbox::start();
    let users = |count: usize| {
        let users = (0..count).map(|at| json!({ "user_id": format!("u{at}") }));
        Value::Array(users.collect())
    };
    let members: serde_json::Map<String, Value> = (0..200)
        .map(|at| {
            (
                format!("m{at}"),
                json!({ "lists": ["l"], "tenants": ["t"] }),
            )
        })
        .collect();
    sandbox.seed(&json!({ "users": members }).to_string());
    let alice = json!({ "user_id": "alice" });
    let long = json!({ "a": "x".repeat(50_000) });
    let megabyte = "x".repeat(1_000_000);
    let none = json!({});
    let list = json!({ "list_id": "l" });
    let tenant = json!([{ "tenant_id": "t" }]);
    for (to, title, data, status) in [
        // The result of a template is counted, not the request.
        (&alice, "{{a}}".repeat(2_700), &long, 413),
        (&alice, "{{a}}".repeat(200_000), &long, 413),
        (&alice, "{{a}}".repeat(200), &long, 202),
        (&alice, "{{b}}".repeat(300_000), &long, 202),
        (&users(5), "{{a}}".repeat(600), &long, 413),
        // So is what each recipient gets.
        (&users(140), megabyte.clone(), &none, 413),
        (&list, megabyte.clone(), &none, 413),
        (&tenant, megabyte.clone(), &none, 413),
        (&users(20), megabyte, &none, 202),
        (&list, "Hello".to_owned(), &none, 202),
    ] {
        let response = send(&sandbox, to, &title, data);
        assert_eq!(response.status, status, "{}", response.body);
        if status == 413 {
            assert_refused(&response, 413);
        }
    }
    let health = sandbox.control("GET", "health", "").json();
    assert_eq!(
        health["messages"],
        2 + 20 + 200,
        "nothing of a refused send is delivered"
    );
    assert_alive(&sandbox, 600);
}

#[test]
fn a_message_to_many_channels_has_a_limited_output() {
    let sandbox = Sandbox::start();
    for (channels, status) in [(1_000, 413), (20, 200)] {
        let channels: Vec<String> = (0..channels).map(|at| format!("c{at}")).collect();
        let sent = sandbox.send(&json!({
            "to": { "user_id": "alice" },
            "content": { "title": "T", "body": "x".repeat(100_000) },
            "routing": { "method": "all", "channels": channels },
        }));
        let id = sent.json()["requestId"].as_str().unwrap().to_owned();
        let bearer = sandbox.bearer();
        let headers = [("authorization", bearer.as_str())];
        let path = format!("/messages/{id}/output");
        let response = sandbox.request("GET", &path, &headers, "");
        assert_eq!(response.status, status);
    }
    assert_alive(&sandbox, 300);
}

#[test]
fn graphql_responses_are_limited_by_their_size() {
    let sandbox = Sandbox::start();
    let title = "x".repeat(100_000);
    let messages: Vec<Value> = (0..100)
        .map(|at| json!({ "messageId": format!("m{at}"), "title": title }))
        .collect();
    sandbox.seed(&json!({ "users": { "alice": { "messages": messages } } }).to_string());
    let token = sandbox.issue("--for inbox");
    let aliases = |count: usize, field: &str| {
        let fields = (0..count).map(|at| format!("a{at}: {field}"));
        format!("{{ {} }}", fields.collect::<Vec<_>>().join(" "))
    };
    let nodes = |fields: &str| format!("messages(limit: 100) {{ nodes {{ {fields} }} }}");
    let names = |count: usize, length: usize| {
        let fields = (0..count).map(|at| format!("a{at:0length$}: __typename"));
        format!("{{ {} }}", nodes(&fields.collect::<Vec<_>>().join(" ")))
    };
    let schema = format!(
        "__schema {{ types {{ fields {{ {}: name }} }} }}",
        "a".repeat(5_000)
    );
    for (document, is_allowed) in [
        (aliases(96, &nodes("title")), false),
        (aliases(4, &nodes("content { title }")), false),
        (aliases(300, &schema), false),
        (names(1_000, 900), false),
        (aliases(2, &nodes("title")), true),
        (aliases(5, &nodes("messageId")), true),
        (names(50, 10), true),
    ] {
        let response = sandbox.query(&token, &document);
        let shown = &document[..document.len().min(60)];
        assert_eq!(response.status, 200, "{shown}");
        let body = response.json();
        let errors = body["errors"].as_array();
        assert_eq!(errors.is_none(), is_allowed, "{shown}");
        if let Some(errors) = errors {
            let message = errors[0]["message"].as_str().unwrap();
            assert!(message.contains("larger than 33554432 bytes"), "{message}");
            assert!(body["data"].is_null() && errors.len() == 1, "{shown}");
        }
    }
    assert_alive(&sandbox, 300);
}

#[test]
fn a_long_argument_of_many_fields_is_not_repeated_in_errors() {
    let sandbox = Sandbox::start();
    let token = sandbox.token(
        &sandbox.api_key,
        "user_id:alice read:preferences read:brands",
    );
    let authorization = format!("Bearer {token}");
    let headers = [("authorization", authorization.as_str())];
    let long = "x".repeat(500_000);
    for (field, count) in [
        ("recipientPreference(templateId: $v) { status }", 1_000),
        ("brand(brandId: $v) { __typename }", 50),
    ] {
        let fields: Vec<String> = (0..count).map(|at| format!("a{at}: {field}")).collect();
        let query = format!("query A($v: String!) {{ {} }}", fields.join(" "));
        let body = json!({ "query": query, "variables": { "v": long } }).to_string();
        let response = sandbox.request("POST", "/client/q", &headers, &body);
        assert_eq!(response.status, 200);
        assert!(response.body.len() < 2 * MIB, "{}", response.body.len());
    }
    assert_alive(&sandbox, 200);
}

#[test]
fn what_is_dropped_is_logged_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stderr");
    let sandbox = Sandbox::start_logged(File::create(&path).unwrap());
    let bearer = sandbox.bearer();
    let headers = [("authorization", bearer.as_str())];
    let track = |at: usize| {
        let id = format!("{at}{}", "x".repeat(1_900_000));
        let body = json!({ "event": "e", "type": "track", "messageId": id }).to_string();
        let path = "/inbound/courier";
        sandbox.request("POST", path, &headers, &body).status
    };
    for at in 0..8 {
        assert_eq!(track(at), 202);
    }
    assert_eq!(track(0), 409);
    assert_eq!(fs::read_to_string(&path).unwrap(), "");
    for at in 8..11 {
        assert_eq!(track(at), 202);
    }
    let log = fs::read_to_string(&path).unwrap();
    let line = "the sandbox dropped the oldest IDs of tracked events";
    assert!(log.lines().count() == 1 && log.contains(line), "{log}");
    assert_alive(&sandbox, 200);
}

#[test]
fn the_journal_keeps_short_methods_and_paths() {
    let sandbox = Sandbox::start();
    let (method, path) = ("M".repeat(30_000), format!("/{}", "x".repeat(30_000)));
    for _ in 0..20 {
        assert_eq!(sandbox.request(&method, &path, &[], "").status, 404);
    }
    let journal = sandbox.control("GET", "journal", "");
    assert!(journal.body.len() < 20 * 1_500, "{}", journal.body.len());
    let request = &journal.json()["requests"][0];
    assert_eq!(request["method"], "M".repeat(32));
    assert_eq!(request["path"].as_str().map(str::len), Some(1_024));
}

#[test]
fn brands_faults_and_origins_are_refused_when_there_are_too_many() {
    let sandbox = Sandbox::start();
    let bearer = sandbox.bearer();
    let headers = [("authorization", bearer.as_str())];
    let brand = |id: usize| {
        let snippets = "x".repeat(1_900_000);
        let body = json!({ "id": format!("b{id}"), "name": "B", "snippets": snippets });
        sandbox.request("POST", "/brands", &headers, &body.to_string())
    };
    for id in 0..8 {
        assert_eq!(brand(id).status, 200, "{id}");
    }
    assert_refused(&brand(8), 413);
    assert_eq!(
        sandbox.request("DELETE", "/brands/b0", &headers, "").status,
        204
    );
    assert_eq!(brand(8).status, 200);

    let add = |count: usize, fault: &str| {
        let body = json!({ "faults": vec![fault; count] }).to_string();
        sandbox.control("POST", "faults", &body)
    };
    assert_eq!(add(1_000, "send:500,times=1").status, 204);
    assert_refused(&add(1, "send:500"), 413);
    sandbox.control("DELETE", "faults", "");
    assert_refused(&add(1, &format!("q:partial,ids={}", "x".repeat(MIB))), 413);

    let domains = |domains: Vec<&str>| {
        let body = json!({ "domains": domains }).to_string();
        sandbox.control("POST", "workspace", &body)
    };
    assert_eq!(domains(vec!["^https://app\\.test$"; 100]).status, 200);
    assert_refused(&domains(vec!["^https://app\\.test$"; 101]), 400);
    assert_refused(&domains(vec!["(?:a{999}){99}"]), 400);
    assert_alive(&sandbox, 300);
}

#[test]
fn every_number_of_a_fault_has_a_maximum() {
    let sandbox = Sandbox::start();
    for (fault, status) in [
        ("send:latency=18446744073709551615", 400),
        ("send:latency=600001", 400),
        ("send:latency=11min", 400),
        ("send:latency=1e30", 400),
        ("send:503,retry-after=18446744073709551615", 400),
        ("send:503,times=18446744073709551616", 400),
        ("send:latency=10min,times=0", 204),
        (
            "send:503,retry-after=365 days,times=18446744073709551615",
            204,
        ),
    ] {
        let body = json!({ "faults": [fault] }).to_string();
        let response = sandbox.control("POST", "faults", &body);
        assert_eq!(response.status, status, "{fault}: {}", response.body);
    }
    let response = sandbox.send(&json!({ "to": { "user_id": "a" } }));
    assert_eq!(
        (response.status, response.header("retry-after")),
        (503, Some("31536000"))
    );
    for option in ["--latency 601s", "--fault q:latency=601s"] {
        let outcome = Test::line(&format!("sandbox start --port 0 {option}")).run();
        outcome.exits_with(2, "", "maximum is 600 s");
    }
}

#[test]
fn bodies_and_heads_that_are_too_large_are_refused() {
    let sandbox = Sandbox::start();
    let token = |size: usize| json!({ "token": "x".repeat(size) }).to_string();
    assert_refused(&sandbox.control("POST", "inspect", &token(4 * MIB)), 413);
    assert_eq!(sandbox.control("POST", "inspect", &token(MIB)).status, 200);
    // Parsed, this would take 36 times its size.
    let zeros = "0,".repeat(16 * MIB);
    let seed = format!(r#"{{"users":{{"a":{{"messages":[{{"data":{{"a":[{zeros}0]}}}}]}}}}}}"#);
    assert_refused(&sandbox.control("POST", "seed", &seed), 413);
    for control in ["clock", "faults", "workspace"] {
        assert_refused(&sandbox.control("POST", control, &" ".repeat(3 * MIB)), 413);
    }
    let long = "x".repeat(66_000);
    let path = format!("/{}", &long[..60_000]);
    for (path, header) in [
        ("/q", long.as_str()),
        ("/_sandbox/health", &long),
        (&path, &long[..10_000]),
    ] {
        assert_refused(
            &sandbox.request("GET", path, &[("x-long", header)], ""),
            431,
        );
    }
    let headers = [("x-long", &long[..60_000])];
    assert_eq!(
        sandbox
            .request("GET", "/_sandbox/health", &headers, "")
            .status,
        200
    );
    assert_alive(&sandbox, 200);
}

#[test]
fn a_document_of_too_many_words_is_refused() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue("--for inbox");
    let document = format!("{{ {} }}", "a ".repeat(900_000));
    assert_eq!(sandbox.query(&token, &document).status, 400);
    let long = "x".repeat(1_000_000);
    let document = format!("{{ count(params: {{ tags: [\"{long}\"] }}) }}");
    assert_eq!(sandbox.query(&token, &document).json()["data"]["count"], 0);
    assert_alive(&sandbox, 200);
}

#[test]
fn every_user_can_be_named_in_a_query() {
    let sandbox = Sandbox::start();
    for (user, query) in [
        (".", "."),
        ("..", ".."),
        ("a/b", "a%2Fb"),
        ("%2e", "%252e"),
        ("a&limit=0", "a%26limit%3D0"),
        ("jörg", "j%C3%B6rg"),
    ] {
        let title = format!("for {user}");
        send(&sandbox, &json!({ "user_id": user }), &title, &json!({}));
        let path = format!("users?user_id={query}&limit=5&archived=false");
        let found = sandbox.control("GET", &path, "").json();
        assert_eq!(found["messages"][0]["title"], title, "{user}");
    }
    let list = sandbox.control("GET", "users", "").json();
    assert_eq!(list["users"].as_array().map(Vec::len), Some(6));
    let nobody = sandbox.control("GET", "users?user_id=nobody", "").json();
    assert_eq!(nobody, sandbox.control("GET", "users/nobody", "").json());
    assert_eq!(nobody, json!({ "messages": [] }));
}
