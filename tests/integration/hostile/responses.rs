//! Responses of a hostile or broken server: extreme headers, lost connections, retries without end, and
//! JSON of an unexpected form.

use std::thread;

use serde_json::{Value, json};

use crate::support::{
    ConnectionAction, FaultyInbox, FaultyServer, KEY, Outcome, Sandbox, ScriptedServer, Test,
    TokenServer, check_in_parallel, http_response, inbox_token,
};

/// Headers that a server may send beside a valid body, and that change nothing.
const IGNORED_HEADERS: [&str; 14] = [
    "date: 31 Dec 262142 23:59:59 +0000",
    "date: 31 Dec 262142 23:59:59 -2359",
    "date: 01 Jan 10000 00:00:00 +0000",
    "date: Fri, 31 Dec 9999 23:59:59 GMT",
    "date: Sat, 01 Jan 0000 00:00:00 GMT",
    "date: Wed, 99 Foo 99999999999999999999 99:99:99 GMT",
    "date: \u{ff}",
    "retry-after: 31 Dec 262142 23:59:59 +0000\r\ndate: Sat, 01 Jan 0000 00:00:00 GMT",
    "retry-after: 99999999999999999999999999\r\nretry-after-ms: 1e308",
    "retry-after: -1e308\r\nretry-after-ms: NaN",
    "age: 99999999999999999999999999\r\nexpires: -1\r\nlast-modified: 31 Dec 262142 23:59:59 +0000",
    "set-cookie: a=b; max-age=99999999999999999999; expires=Fri, 31 Dec 262142 23:59:59 GMT",
    "location: http://[::1]:99999/\r\ncontent-range: bytes 18446744073709551615-0/-1",
    "content-type: \r\nkeep-alive: timeout=-1, max=1e99",
];

fn run(line: &str, url: &str) -> Outcome {
    Test::line(line).args(["--api-url", url]).key(KEY).run()
}

fn ok(body: &str) -> String {
    http_response("200 OK", body)
}

/// Formats a page of the message list.
fn page(unread: &Value, total: u64, ids: &[String], next: Option<&str>) -> String {
    let info = json!({ "hasNextPage": next.is_some(), "startCursor": next });
    page_with_info(unread, total, ids, &info)
}

fn page_with_info(unread: &Value, total: u64, ids: &[String], info: &Value) -> String {
    let nodes: Vec<Value> = ids.iter().map(|id| json!({ "messageId": id })).collect();
    let body = json!({ "data": { "unread": unread, "messages": {
        "totalCount": total, "pageInfo": info, "nodes": nodes,
    }}});
    ok(&body.to_string())
}

fn ids(range: std::ops::Range<usize>) -> Vec<String> {
    range.map(|number| format!("m{number}")).collect()
}

/// Runs `messages` without a token request, so that every request is one of the list.
fn messages(server: &ScriptedServer, options: &str) -> Outcome {
    run(
        &format!("messages --user alice --client-key x {options}"),
        &server.url,
    )
}

#[test]
fn extreme_headers_beside_a_valid_body_change_nothing() {
    thread::scope(|scope| {
        for header in IGNORED_HEADERS {
            scope.spawn(move || {
                let inbox = FaultyInbox::start(["m0".to_owned()], Vec::new());
                inbox.state().header = header;
                for line in [
                    "issue --user alice --for inbox",
                    "messages --user alice --limit all",
                    "mark-read --user alice m0",
                ] {
                    let outcome = run(line, &inbox.url);
                    assert_eq!(outcome.code, Some(0), "{header}: {outcome:#?}");
                }
                // The report judges the token, which has expired by any clock.
                let doctor = run("doctor --user alice", &inbox.url);
                assert_eq!(doctor.code, Some(1), "{header}: {doctor:#?}");
            });
        }
    });
}

#[test]
fn extreme_headers_do_not_end_a_token_server() {
    for header in &IGNORED_HEADERS[..5] {
        let inbox = FaultyInbox::start([], Vec::new());
        inbox.state().header = header;
        let server = TokenServer::start(&inbox.url, KEY, "--user alice --no-preflight");
        for _ in 0..2 {
            let response = server.get("");
            assert!(
                matches!(response.status, 200 | 502),
                "{header}: {}",
                response.body
            );
        }
    }
}

#[test]
fn extreme_headers_of_an_error_have_the_class_of_the_error() {
    thread::scope(|scope| {
        for header in IGNORED_HEADERS {
            scope.spawn(move || {
                let body = r#"{"message":"no"}"#;
                let response = http_response(&format!("503 Oops\r\n{header}"), body);
                let server = ScriptedServer::start(vec![response]);
                for line in [
                    "issue --user alice --for inbox --retries 0",
                    "messages --user alice --client-key x --retries 0",
                    "mark-read --user alice --client-key x --retries 0 m0",
                ] {
                    let outcome = run(line, &server.url);
                    outcome.exits_with(5, "", "error: Courier returned 503: no");
                }
                assert_eq!(server.request_count(), 3, "{header}");
            });
        }
    });
}

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

const CHUNKED: &str = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";

/// Responses that break HTTP or have no token: a name, and the response in two parts.
const RESPONSES_THAT_BREAK_HTTP: [(&str, &str, &str); 18] = [
    ("nothing", "", ""),
    ("HTTP/0.9", "", "<html>hello</html>"),
    ("HTTP/2 frame", "", "\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0d"),
    ("TLS record", "", "\x15\x03\x01\x00\x02\x02\x46"),
    ("status of five digits", "", "HTTP/1.1 20000 OK\r\n\r\n"),
    (
        "switched protocols",
        "",
        "HTTP/1.1 101 Switching\r\nupgrade: x\r\n\r\nx",
    ),
    ("no content", "", "HTTP/1.1 204 No Content\r\n\r\n"),
    ("not modified", "", "HTTP/1.1 304 Not Modified\r\n\r\n"),
    ("header without a colon", HEAD, "nonsense\r\n\r\n{}"),
    ("NUL in a header", HEAD, "a: b\0c\r\n\r\n{}"),
    (
        "long length",
        HEAD,
        "content-length: 9000000000000000000\r\n\r\n{}",
    ),
    (
        "two lengths",
        HEAD,
        "content-length: 2\r\ncontent-length: 3\r\n\r\n{}",
    ),
    ("body without a length", HEAD, "\r\nnot json"),
    ("gzip", HEAD, "content-encoding: gzip\r\n\r\n\u{1f}garbage"),
    ("negative chunk", CHUNKED, "-5\r\nhello\r\n"),
    ("chunk overflow", CHUNKED, "fffffffffffffffff\r\nhello\r\n"),
    ("chunk without its end", CHUNKED, "5\r\nhelloXX"),
    ("no last chunk", CHUNKED, "2\r\n{}\r\n"),
];

#[test]
fn broken_http_and_contradictory_or_endless_framing_are_errors() {
    let body = json!({ "token": inbox_token() }).to_string();
    let length = body.len();
    let long = "x".repeat(2 * 1024 * 1024);
    let heads = [
        "content-length: -1".to_owned(),
        "content-length: 18446744073709551616".to_owned(),
        "content-length: 18446744073709551615".to_owned(),
        "content-length: 0x10".to_owned(),
        "content-length: 1e3".to_owned(),
        format!("content-length: {length}\r\nserver: \u{1b}[31m"),
        format!("content-length: {length}\r\ndate: \u{0}"),
        format!("content-length: {length}\r\ncontent-length: {}", length + 1),
        format!("content-length: {}", length + 1),
        "transfer-encoding: chunked".to_owned(),
        "transfer-encoding: gzip, identity".to_owned(),
        format!("content-length: {length}\r\nx-long: {long}"),
        format!("content-length: {length}{}", "\r\nx-many: 1".repeat(10_000)),
    ];
    let heads = heads.into_iter().map(|head| {
        let response = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n{head}\r\n\r\n{body}");
        (head, response)
    });
    let broken = RESPONSES_THAT_BREAK_HTTP
        .map(|(name, start, rest)| (name.to_owned(), format!("{start}{rest}")));
    check_in_parallel(heads.chain(broken), |(name, response)| {
        let server = FaultyServer::start(vec![ConnectionAction::Respond(response)]);
        let outcome = run("issue --user alice --for inbox --retries 0", &server.url());
        let name = &name[..name.len().min(80)];
        let is_unframed = name.starts_with("transfer-encoding: gzip");
        let expected = if is_unframed { [0, 6] } else { [5, 6] };
        assert!(
            expected.map(Some).contains(&outcome.code),
            "{name}: {outcome:#?}"
        );
        assert!(is_unframed || outcome.stdout.is_empty(), "{name}");
        let errors = outcome.stderr.matches("error: ").count();
        assert!(is_unframed || errors == 1, "{name}: {outcome:#?}");
        assert!(outcome.stderr.len() < 2_000, "{name}: {}", outcome.stderr);
        assert_eq!(server.connection_count(), 1, "{name}");
    });
}

#[test]
fn lost_connections_are_retried_where_a_repetition_is_harmless() {
    let partial = "HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{";
    let losses = [
        ConnectionAction::Reset,
        ConnectionAction::Respond(String::new()),
        ConnectionAction::Respond(partial.to_owned()),
    ];
    let lines = [
        ("issue --user alice --for inbox", json!({ "token": inbox_token() }).to_string()),
        (
            "messages --user alice --client-key x",
            r#"{"data":{"unread":0,"messages":{"totalCount":0,"pageInfo":{"hasNextPage":false},"nodes":[]}}}"#.to_owned(),
        ),
        ("mark-read --user alice --client-key x a", r#"{"data":{"m0":true}}"#.to_owned()),
        (
            "mark-read --user alice --client-key x --as archived a",
            r#"{"data":{"m0":true}}"#.to_owned(),
        ),
    ];
    thread::scope(|scope| {
        for loss in &losses {
            for (line, body) in &lines {
                scope.spawn(move || {
                    let success = ConnectionAction::Respond(ok(body));
                    let server = FaultyServer::start(vec![loss.clone(), success]);
                    let outcome = run(line, &server.url());
                    assert_eq!(outcome.code, Some(0), "{line}: {outcome:#?}");
                    assert_eq!(server.connection_count(), 2, "{line}");
                    let server = FaultyServer::start(vec![loss.clone()]);
                    let outcome = run(&format!("{line} --retries 1"), &server.url());
                    // Of a lost mutation it is not known if it was executed.
                    let code = if line.starts_with("mark-read") { 1 } else { 6 };
                    assert_eq!(outcome.code, Some(code), "{line}: {outcome:#?}");
                    assert_eq!(server.connection_count(), 2, "{line}");
                });
            }
        }
    });
}

#[test]
fn a_message_is_never_sent_twice() {
    let sandbox = Sandbox::start_with("--fault send:drop");
    let outcome = Test::line("doctor --user alice --send --retries 3 --timeout 5s")
        .at(&sandbox)
        .run();
    assert_eq!(outcome.code, Some(1), "{outcome:#?}");
    let journal = sandbox.control("GET", "journal", "").json();
    let requests = journal["requests"].as_array().unwrap().iter();
    assert_eq!(
        requests
            .filter(|request| request["path"] == "/send")
            .count(),
        1
    );
}

#[test]
fn retries_are_bounded_whatever_the_server_requests() {
    let rows = [("503", "0"), ("429", "0"), ("500", "0.001"), ("503", "-1")];
    check_in_parallel(rows, |(status, wait)| {
        let response = http_response(&format!("{status} Oops\r\nretry-after: {wait}"), "{}");
        let server = ScriptedServer::start(vec![response.clone()]);
        let options = "--user alice --retries 10 --timeout 2s";
        // The backoff permits attempts after 0, 0.4 and 1.1 seconds at the earliest.
        run(&format!("issue {options}"), &server.url).exits_with(5, "", "Courier returned");
        assert!(server.request_count() <= 3, "{}", server.request_count());
        let server = ScriptedServer::start(vec![response]);
        run(
            "mark-read --user alice --client-key x --retries 1 a",
            &server.url,
        )
        .exits_with(5, "", "Courier returned");
        assert_eq!(server.request_count(), 2, "{wait}");
    });
}

#[test]
fn the_number_of_retries_has_a_maximum() {
    for command in ["issue", "messages", "mark-read", "doctor", "serve"] {
        let line = format!("{command} --user alice --retries");
        for number in [
            "11",
            "4294967295",
            "4294967296",
            "18446744073709551616",
            "-1",
        ] {
            let outcome = Test::line(&format!("{line}={number}")).run();
            assert_eq!(outcome.code, Some(2), "{outcome:#?}");
            assert!(
                number.len() > 11 || outcome.stderr.contains("0..=10"),
                "{outcome:#?}"
            );
        }
    }
    let server = ScriptedServer::start(vec![ok(&json!({ "token": inbox_token() }).to_string())]);
    run("issue --user alice --for inbox --retries 10", &server.url).exits_with(0, "eyJ", "");
}

#[test]
fn a_list_without_the_requested_counts_is_no_list() {
    let good = page(&json!(1), 1, &ids(0..1), None);
    for (from, to) in [
        (r#""unread":1"#, r#""unread":null"#),
        (r#""unread":1,"#, ""),
        (r#""unread":1"#, r#""unread":-1"#),
        (r#""unread":1"#, r#""unread":1e400"#),
        (r#""unread":1"#, r#""unread":18446744073709551616"#),
        (r#""unread":1"#, r#""unread":"1""#),
        (r#""totalCount":1"#, r#""totalCount":null"#),
        (r#""totalCount":1"#, r#""totalCount":1.5"#),
        (r#""nodes":[{"messageId":"m0"}]"#, r#""nodes":null"#),
        (r#""nodes":[{"messageId":"m0"}]"#, r#""nodes":[null]"#),
        (r#""nodes":[{"messageId":"m0"}]"#, r#""nodes":[["m0"]]"#),
        (r#""hasNextPage":false"#, r#""hasNextPage":true"#),
    ] {
        let (_, body) = good.split_once("\r\n\r\n").unwrap();
        let changed = body.replace(from, to);
        assert_ne!(changed, body, "{from}");
        let server = ScriptedServer::start(vec![ok(&changed)]);
        for format in [
            "",
            "--format count",
            "--json",
            "--format count --json",
            "--format ids",
            "--format jsonl",
        ] {
            let outcome = messages(&server, format);
            outcome.exits_with(5, "", "unexpected response from Courier");
        }
    }
    let server = ScriptedServer::start(vec![good]);
    messages(&server, "--format count").exits_with(0, "1", "");
}

#[test]
fn the_head_of_the_document_is_written_once() {
    for unread in [json!(7), json!(null), json!(0)] {
        let next = move |index, _: &str| match index {
            0 => page(&json!(7), 3, &ids(0..1), Some("a")),
            1 => page(&unread, 3, &ids(1..2), Some("b")),
            _ => page(&unread, 3, &ids(2..3), None),
        };
        let server = ScriptedServer::start_with(next);
        let outcome = messages(&server, "--json --limit all");
        assert_eq!(outcome.code, Some(0), "{outcome:#?}");
        assert_eq!(outcome.json()["messages"].as_array().unwrap().len(), 3);
        assert_eq!(outcome.json()["unread"], 7);
    }
}

#[test]
fn a_document_that_was_begun_is_ended() {
    let second = [
        ok("[]"),
        ok("{}"),
        http_response("400 No", "{}"),
        page(&json!(null), 2, &ids(1..2), Some("a")),
    ];
    for second in second {
        for (format, list) in [
            ("--json", "messages"),
            ("--json --format ids", "message_ids"),
        ] {
            let first = page(&json!(0), 2, &ids(0..1), Some("a"));
            let server = ScriptedServer::start(vec![first, second.clone()]);
            let outcome = messages(&server, &format!("{format} --limit all"));
            assert_eq!(outcome.code, Some(5), "{outcome:#?}");
            assert!(outcome.json()[list].is_array(), "{outcome:#?}");
            assert_eq!(server.request_count(), 2, "{outcome:#?}");
        }
    }
}

/// Returns the page with this number.
type Pages = fn(usize) -> String;

fn page_with_the_same_cursor(_: usize) -> String {
    page(&json!(0), 9, &ids(0..1), Some("a"))
}

fn page_without_a_cursor(_: usize) -> String {
    let info = json!({ "hasNextPage": true, "startCursor": null });
    page_with_info(&json!(0), 9, &ids(0..1), &info)
}

#[test]
fn lists_without_an_end_are_refused() {
    let cases: [(&str, Pages, usize, &str); 6] = [
        (
            "full pages",
            |index| {
                page(
                    &json!(0),
                    1,
                    &ids(index * 100..index * 100 + 100),
                    Some(&format!("c{index}")),
                )
            },
            2,
            "the Inbox has more pages after 200 messages, but its total is 1",
        ),
        (
            "empty pages",
            |index| page(&json!(0), 5, &[], Some(&format!("c{index}"))),
            100,
            "the Inbox has more pages after 100 pages without a message",
        ),
        (
            "two cursors",
            |index| {
                page(
                    &json!(0),
                    u64::MAX,
                    &ids(index..index + 1),
                    Some(["a", "b"][index % 2]),
                )
            },
            4,
            "the pages of the Inbox repeat without end",
        ),
        (
            "three cursors",
            |index| page(&json!(0), 9, &ids(0..1), Some(["a", "b", "c"][index % 3])),
            7,
            "the pages of the Inbox repeat without end",
        ),
        (
            "the same cursor",
            page_with_the_same_cursor,
            2,
            "the next page of the Inbox has no new cursor",
        ),
        (
            "no cursor",
            page_without_a_cursor,
            1,
            "the next page of the Inbox has no new cursor",
        ),
    ];
    for (name, pages, requests, error) in cases {
        for line in [
            "messages --user alice --client-key x --limit all",
            "messages --user alice --client-key x --limit all --json",
            "mark-read --user alice --client-key x --all --dry-run",
        ] {
            let server = ScriptedServer::start_with(move |index, _| pages(index));
            let outcome = run(line, &server.url);
            assert_eq!(
                outcome.code,
                Some(5),
                "{name}: {line}: {:?}",
                outcome.stderr
            );
            assert!(outcome.stderr.contains(error), "{name}: {}", outcome.stderr);
            assert_eq!(server.request_count(), requests, "{name}: {line}");
        }
    }
    // What was listed before the error is printed.
    for (pages, printed) in [
        (page_with_the_same_cursor as Pages, "m0\n"),
        (page_without_a_cursor as Pages, ""),
    ] {
        let server = ScriptedServer::start_with(move |index, _| pages(index));
        let outcome = messages(&server, "--limit all --format ids");
        outcome.exits_with(5, printed, "has no new cursor");
    }
}

#[test]
fn a_count_needs_one_page() {
    let empty = page(&json!(0), 5, &[], Some("next"));
    let server = ScriptedServer::start(vec![empty]);
    messages(&server, "--format count").exits_with(0, "5\n", "");
    messages(&server, "--format count --json").exits_with(0, "\"count\":5", "");
    assert_eq!(server.request_count(), 2);
}

/// Returns every variant of a JSON value in which one of its objects is an array of its values.
fn with_arrays(value: &Value) -> Vec<Value> {
    match value {
        Value::Object(fields) => {
            let whole = Value::Array(fields.values().cloned().collect());
            let parts = fields.iter().flat_map(|(name, field)| {
                let variants = with_arrays(field).into_iter();
                variants.map(|variant| {
                    let mut fields = fields.clone();
                    fields[name] = variant;
                    Value::Object(fields)
                })
            });
            std::iter::once(whole).chain(parts).collect()
        }
        Value::Array(items) => {
            let parts = items.iter().enumerate().flat_map(|(index, item)| {
                let variants = with_arrays(item).into_iter();
                variants.map(move |variant| {
                    let mut items = items.clone();
                    items[index] = variant;
                    Value::Array(items)
                })
            });
            parts.collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn arrays_do_not_count_as_objects() {
    let mark = "mark-read --user alice --client-key x --retries 0 a b";
    let node = json!({
        "messageId": "m0", "accountId": null, "title": null, "preview": null, "created": null,
        "read": null, "opened": null, "archived": null, "tags": null,
    });
    let list = json!({ "data": { "unread": 0, "messages": {
        "totalCount": 1, "pageInfo": { "startCursor": null, "hasNextPage": false }, "nodes": [node],
    }}});
    for (line, body, code) in [
        (
            "issue --user alice --for inbox --retries 0",
            json!({ "token": inbox_token() }),
            5,
        ),
        ("messages --user alice --client-key x --retries 0", list, 5),
        (mark, json!({ "data": { "m0": true, "m1": true } }), 1),
    ] {
        for body in with_arrays(&body) {
            let server = ScriptedServer::start(vec![ok(&body.to_string())]);
            let outcome = run(line, &server.url);
            assert_eq!(outcome.code, Some(code), "{line}: {body}: {outcome:#?}");
            assert_eq!(outcome.stdout, "", "{line}: {body}");
        }
        let server = ScriptedServer::start(vec![ok(&body.to_string())]);
        assert_eq!(run(line, &server.url).code, Some(0), "{line}: {body}");
    }
    // The recipient of a message, as an array in the order of the fields.
    let server = ScriptedServer::start(vec![ok(r#"["m0","alice","SENT"]"#)]);
    run("mark-read m0 --retries 0", &server.url).exits_with(5, "", "expected a message");
    let sandbox = ScriptedServer::start_with(|_, request| {
        let host = request.lines().find_map(|line| line.strip_prefix("host: "));
        ok(&json!(["1.0.0", 1, format!("http://{}", host.unwrap()), 0, 0, 0]).to_string())
    });
    Test::line(&format!("sandbox status --port {}", sandbox.port()))
        .run()
        .exits_with(1, "is not a courier-auth sandbox", "");
}

#[test]
fn errors_without_a_known_message_concern_all_messages() {
    for (path, marked) in [
        ("[0]", 0),
        (r#"[["m0"]]"#, 0),
        (r#"["m9"]"#, 0),
        (r#"["m00"]"#, 0),
        ("null", 0),
        (r#"["m1"]"#, 1),
    ] {
        let errors = format!(r#"[{{"message":"no","path":{path}}}]"#);
        let body = format!(r#"{{"data":{{"m0":true,"m1":true}},"errors":{errors}}}"#);
        let server = ScriptedServer::start(vec![ok(&body)]);
        let line = "mark-read --user alice --client-key x --retries 0 --json a b";
        let outcome = run(line, &server.url);
        assert_eq!(outcome.code, Some(1), "{path}: {outcome:#?}");
        let report = outcome.json();
        assert_eq!(report["marked"].as_array().unwrap().len(), marked, "{path}");
        assert_eq!(
            report["failed"].as_array().unwrap().len(),
            2 - marked,
            "{path}"
        );
    }
}

#[test]
fn many_or_long_errors_do_not_fill_the_report() {
    let all = ids(0..500).join("\n");
    let mark = |errors: &Value| {
        let body = json!({ "data": {}, "errors": errors }).to_string();
        let server = ScriptedServer::start(vec![ok(&body)]);
        Test::line("mark-read --user alice --client-key x --retries 0 --batch 500 --json -")
            .args(["--api-url", &server.url])
            .key(KEY)
            .stdin(all.as_str())
            .run()
    };
    let outcome = mark(&json!([{ "message": "x".repeat(1024 * 1024) }]));
    assert_eq!(outcome.code, Some(1), "{:?}", outcome.stderr);
    assert_eq!(outcome.json()["failed"].as_array().unwrap().len(), 500);
    // 500 messages of 203 characters.
    assert!(outcome.stdout.len() < 200_000, "{}", outcome.stdout.len());
    let outcome = mark(&Value::Array(vec![json!({}); 1_000]));
    assert_eq!(outcome.code, Some(1), "{:?}", outcome.stderr);
    mark(&Value::Array(vec![json!({}); 1_001])).exits_with(1, "expected a GraphQL response", "");
}

#[test]
fn times_of_messages_are_text() {
    for created in [
        "31 Dec 262142 23:59:59 +0000",
        "+262142-12-31T23:59:59Z",
        "9999-12-31T23:59:60.999999999+23:59",
        "0000-01-01T00:00:00-23:59",
        "-262143-01-01T00:00:00Z",
        "",
    ] {
        let node = json!({ "messageId": "m0", "created": created, "read": created });
        let body = json!({ "data": { "unread": 0, "messages": {
            "totalCount": 1, "pageInfo": { "hasNextPage": false }, "nodes": [node],
        }}});
        let server = ScriptedServer::start(vec![ok(&body.to_string())]);
        messages(&server, "").exits_with(0, "m0", "1 message");
        messages(&server, "--json").exits_with(0, &format!(r#""created_at":"{created}""#), "");
        let line = "mark-read --user alice --client-key x --all --before 2020-01-01 --dry-run";
        let outcome = run(line, &server.url);
        assert!(
            matches!(outcome.code, Some(0 | 1)),
            "{created}: {outcome:#?}"
        );
    }
}
