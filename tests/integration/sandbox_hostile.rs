//! What no client sends: the sandbox answers in time, in Courier's shape, and lives on.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    thread,
};

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use tungstenite::{Message, WebSocket, client::client};

use crate::common::{Sandbox, Test, http, is_there, program};

const SEND: &str = r#"{"message":{"to":[{"user_id":"alice"},{"tenant_id":"t"}],"content":{"elements":[{"type":"meta","title":"T"},{"type":"group","elements":[{"type":"text","content":"{{a.b}}"}]}]},"data":{"a":{"b":1}},"metadata":{"tags":["x"]}}}"#;

const ISSUE: &str = r#"{"scope":"user_id:alice inbox:read:messages","expires_in":"1h"}"#;

const QUERY: &str = r#"{"query":"query A($p: FilterParamsInput = {status: \"unread\"}) { count(params: $p) messages(limit: 2, after: null) { nodes { messageId data } } } mutation B { read(messageId: \"1\") }","operationName":"A","variables":{"p":{"tags":["x"],"from":1}}}"#;

const SEED: &str = r#"{"users":{"bob":{"messages":[{"title":"x","pinned":{"slotId":"s"}}]}},"brands":[{"id":"b","name":"B"}]}"#;

const CLOCK: &str = r#"{"advance":"1s","freeze":true}"#;

const FAULTS: &str = r#"{"faults":["q:latency=1,times=1"]}"#;

/// A text with pieces of it cut out, doubled, or replaced.
fn mutated(text: &'static str) -> impl Strategy<Value = String> {
    let characters: Vec<char> = text.chars().collect();
    let length = characters.len();
    let piece = (
        0..length,
        0..length,
        prop::sample::select(vec![
            "",
            "\"",
            "{",
            "[[[[",
            "null",
            "1e400",
            "\u{0}",
            "é\u{202e}",
            "\\ud800",
            "-1",
            "}}",
            "...A",
        ]),
    );
    prop::collection::vec(piece, 1..4).prop_map(move |pieces| {
        let mut text = characters.clone();
        for (at, other, new) in pieces {
            let (start, end) = (at.min(other).min(text.len()), at.max(other).min(text.len()));
            let end = end.min(start + 12);
            text.splice(start..end, new.chars());
        }
        text.into_iter().collect()
    })
}

#[test]
fn a_patch_that_doubles_a_token_again_and_again_is_refused() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue(&["--scope", "write:user-tokens"]);
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let url = format!("{}/users/alice/tokens/t", sandbox.url);
    let told = r#"{"provider_key":"expo"}"#;
    assert_eq!(http("PUT", &url, &headers, told).status, 204);
    let doubling = (0..40).map(|n| format!(r#"{{"op":"copy","from":"","path":"/x{n}"}}"#));
    let nesting = (0..1_000).map(|level| {
        let path = "/x".repeat(level + 1);
        format!(r#"{{"op":"add","path":"{path}","value":{{}}}}"#)
    });
    for operations in [doubling.collect::<Vec<String>>(), nesting.collect()] {
        let patch = format!(r#"{{"patch":[{}]}}"#, operations.join(","));
        assert_eq!(http("PATCH", &url, &headers, &patch).status, 400);
    }
    let told = sandbox.state().to_string();
    assert!(told.contains("expo") && !told.contains("\"x"), "{told}");
}

#[test]
fn bodies_of_any_kind_are_answered() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue(&["--for", "inbox"]);
    let (key, token) = (
        format!("Bearer {}", sandbox.api_key),
        format!("Bearer {token}"),
    );
    let routes = [
        ("auth/issue-token", ISSUE, &key),
        ("send", SEND, &key),
        ("q", QUERY, &token),
        ("_sandbox/seed", SEED, &key),
        ("_sandbox/clock", CLOCK, &key),
        ("_sandbox/faults", FAULTS, &key),
    ];
    for (path, body, authorization) in routes {
        let headers = [("authorization", authorization.as_str())];
        let whole = http("POST", &format!("{}/{path}", sandbox.url), &headers, body);
        assert!(whole.status < 300, "{path}: {}", whole.body);
        let mut runner = TestRunner::new(Config {
            cases: 150,
            failure_persistence: None,
            ..Config::default()
        });
        let answered = runner.run(&mutated(body), |body| {
            let headers = [("authorization", authorization.as_str())];
            let answer = http("POST", &format!("{}/{path}", sandbox.url), &headers, &body);
            prop_assert!((200..500).contains(&answer.status), "{}", answer.status);
            if answer.status >= 400 {
                let error: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
                prop_assert!(error["message"].is_string() || error["errors"].is_array());
            }
            Ok(())
        });
        answered.unwrap();
        sandbox.state();
        http("POST", &format!("{}/_sandbox/reset", sandbox.url), &[], "");
    }
    assert!(too_large(&sandbox, &key).starts_with("HTTP/1.1 413 "));
    let headers = [("authorization", key.as_str())];
    for path in [
        "messages/%ff",
        "messages?cursor=x",
        "messages?enqueued_after=soon",
        "%2e%2e/x",
    ] {
        let answer = http("GET", &format!("{}/{path}", sandbox.url), &headers, "");
        assert!(
            matches!(answer.status, 400 | 404),
            "{path}: {}",
            answer.status
        );
        assert!(
            answer.json()["type"] == "invalid_request_error",
            "{path}: {}",
            answer.body
        );
    }
}

#[test]
fn a_large_message_to_very_many_is_refused() {
    let sandbox = Sandbox::start();
    let to: Vec<String> = (0..500)
        .map(|user| format!(r#"{{"user_id":"u{user}"}}"#))
        .collect();
    let sent = format!(
        r#"{{"message":{{"to":[{}],"content":{{"title":"T","body":"{}"}}}}}}"#,
        to.join(","),
        "x".repeat(1024 * 1024)
    );
    let key = format!("Bearer {}", sandbox.api_key);
    let url = format!("{}/send", sandbox.url);
    let answer = http("POST", &url, &[("authorization", &key)], &sent);
    assert_eq!(answer.status, 413, "{}", answer.body);
    assert!(!sandbox.state().to_string().contains("u499"));
}

/// How the answer to a body begins that is not read to its end.
fn too_large(sandbox: &Sandbox, authorization: &str) -> String {
    let address = sandbox.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let mut writer = stream.try_clone().unwrap();
    let body = "x".repeat(3 * 1024 * 1024);
    let length = body.len();
    let request = format!(
        "POST /send HTTP/1.1\r\nhost: {address}\r\nauthorization: {authorization}\r\n\
         content-length: {length}\r\n\r\n{body}"
    );
    let writing = thread::spawn(move || {
        // Nobody may be there to read the rest.
        let _ = writer.write_all(request.as_bytes());
    });
    let mut start = [0; 13];
    stream.read_exact(&mut start).unwrap();
    drop(stream);
    writing.join().unwrap();
    String::from_utf8_lossy(&start).into_owned()
}

#[test]
fn documents_that_would_be_long_work_are_refused() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue(&["--for", "inbox"]);
    let joined = |text: &str, number: usize| {
        let pieces = (0..number).map(|at| text.replace('#', &at.to_string()));
        pieces.collect::<Vec<_>>().join(" ")
    };
    let documents = [
        "{a".repeat(50_000),
        format!("{{ count(params: {{ tags: {} }}) }}", "[".repeat(50_000)),
        format!("query($a: {}Int) {{ count }}", "[".repeat(50_000)),
        format!("{{ {} }}", joined("a#: count", 5_000)),
        format!("{{ count {} }}", joined("@skip(if: false)", 5_000)),
        "fragment A on Query { ...B } fragment B on Query { ...A } { ...A }".to_owned(),
        format!(
            "{} {{ ...F0 }}",
            joined("fragment F# on Query { ...G# ...G# }", 9)
        ),
        "{ messages(limit: 99999999999999999999) { totalCount } }".to_owned(),
        "{ nothing }".to_owned(),
        String::new(),
    ];
    for document in documents {
        let answer = sandbox.query(&token, &document);
        let shown = &document[..document.len().min(60)];
        assert_eq!(answer.status, 400, "{shown}: {}", answer.body);
        assert!(
            answer.json()["errors"].is_array(),
            "{shown}: {}",
            answer.body
        );
    }
    assert_eq!(
        sandbox
            .query(&token, "{ __schema { types { name } } }")
            .status,
        200
    );
}

/// The stack of a command's sandbox is no larger than that of any other.
#[test]
fn documents_of_any_depth_are_answered_beside_a_command_too() {
    let ask = |sandbox: &Sandbox, depth: usize| {
        let token = sandbox.issue(&["--for", "inbox"]);
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        sandbox
            .query(&token, &format!("{{ count(params: {open}{close}) }}"))
            .status
    };
    let sandbox = Sandbox::start();
    for depth in [10, 127, 128, 500, 3_000, 100_000] {
        assert_eq!(ask(&sandbox, depth), 400, "{depth}");
    }
    let script = r#"
        token=$("$0" issue --user alice) || exit
        for depth in 100 126 700 3000; do
            nested=$(printf "%${depth}s" | tr ' ' '[')$(printf "%${depth}s" | tr ' ' ']')
            curl -s -o /dev/null -w '%{http_code} ' "$COURIER_INBOX_URL" \
                -H "authorization: Bearer $token" -d "{\"query\":\"{count(params:$nested)}\"}" || exit
        done"#;
    if is_there("curl") {
        let binary = program().get_program().to_owned();
        let path = std::env::var("PATH").unwrap();
        let args = [
            "sandbox",
            "exec",
            "--",
            "sh",
            "-c",
            script,
            binary.to_str().unwrap(),
        ];
        Test::new(args)
            .env("PATH", &path)
            .run()
            .is(0, "400 400 400 400", "");
    }
}

#[test]
fn a_request_that_marks_a_thousand_messages_throws_nobody_off() {
    let sandbox = Sandbox::start();
    sandbox.seed(r#"{"users":{"alice":{"messages":[{"messageId":"m"}]}}}"#);
    let token = sandbox.issue(&["--for", "inbox"]);
    let mut socket = connect(&sandbox, &format!("auth={token}&userId=alice&iwpv=v1")).unwrap();
    socket
        .send(Message::text(
            r#"{"action":"subscribe","data":{"channel":"alice"}}"#,
        ))
        .unwrap();
    assert_eq!(hear(&mut socket)["response"], "ack");
    let fields: Vec<String> = (0..5_000)
        .map(|at| format!("a{at}: opened(messageId: \"m\")"))
        .collect();
    let document = format!("mutation {{ {} }}", fields.join(" "));
    let asked = thread::spawn(move || {
        let status = sandbox.query(&token, &document).status;
        (sandbox, status)
    });
    for at in 0..5_000 {
        assert_eq!(hear(&mut socket)["event"], "opened", "{at}");
    }
    let (_sandbox, status) = asked.join().unwrap();
    assert_eq!(status, 200);
    // Whoever says good-bye hears it.
    socket.close(None).unwrap();
    assert!(matches!(socket.read(), Ok(Message::Close(_))));
}

fn connect(sandbox: &Sandbox, query: &str) -> Result<WebSocket<TcpStream>, u16> {
    let address = sandbox.url.strip_prefix("http://").unwrap();
    let stream = TcpStream::connect(address).unwrap();
    match client(format!("ws://{address}/?{query}"), stream) {
        Ok((socket, _)) => Ok(socket),
        Err(tungstenite::HandshakeError::Failure(tungstenite::Error::Http(answer))) => {
            Err(answer.status().as_u16())
        }
        Err(error) => panic!("{error}"),
    }
}

fn hear(socket: &mut WebSocket<TcpStream>) -> serde_json::Value {
    let message = socket.read().unwrap();
    serde_json::from_str(message.to_text().unwrap()).unwrap()
}

#[test]
fn frames_of_any_kind_are_answered_and_close_nothing() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue(&["--for", "inbox"]);
    let query = format!("auth={token}&userId=alice&iwpv=v1&cid=c");
    let mut socket = connect(&sandbox, &query).unwrap();
    for frame in [
        "",
        "{",
        "[]",
        "null",
        "{}",
        r#"{"action":1}"#,
        r#"{"action":"nothing"}"#,
        r#"{"action":"subscribe"}"#,
        r#"{"action":"subscribe","data":{"channel":"bob"}}"#,
        r#"{"tid":{"a":[1]},"action":"subscribe","data":{"channel":"bob"}}"#,
        &"[".repeat(10_000),
    ] {
        socket.send(Message::text(frame)).unwrap();
        let answer = hear(&mut socket);
        assert_eq!(answer["response"], "error", "{frame}: {answer}");
    }
    socket.send(Message::binary(vec![0xff; 100])).unwrap();
    for (frame, response) in [
        (r#"{"tid":"1","action":"get-config"}"#, "config"),
        (
            r#"{"tid":"1","action":"subscribe","data":{"channel":"alice","event":"*"}}"#,
            "ack",
        ),
        (r#"{"tid":"1","action":"ping"}"#, "pong"),
    ] {
        socket.send(Message::text(frame)).unwrap();
        let answer = hear(&mut socket);
        assert_eq!(
            (&answer["response"], &answer["tid"]),
            (&response.into(), &"1".into())
        );
    }
    let key = format!("Bearer {}", sandbox.api_key);
    let body = r#"{"message":{"to":{"user_id":"alice"},"content":{"title":"T"}}}"#;
    let url = format!("{}/send", sandbox.url);
    http("POST", &url, &[("authorization", &key)], body);
    assert_eq!(hear(&mut socket)["data"]["title"], "T");
    // More than a client has to say ends it, and it alone.
    socket
        .send(Message::text("x".repeat(100_000)))
        .unwrap_or_default();
    assert!(
        std::iter::repeat_with(|| socket.read())
            .take(3)
            .any(|read| read.is_err())
    );
    let mut other = connect(&sandbox, &query).unwrap();
    other.send(Message::text(r#"{"action":"ping"}"#)).unwrap();
    assert_eq!(hear(&mut other)["response"], "pong");
    for (query, status) in [
        ("auth=x&userId=alice".to_owned(), 401),
        (format!("auth={token}&userId=bob"), 401),
        ("iwpv=v1".to_owned(), 401),
    ] {
        assert_eq!(connect(&sandbox, &query).err(), Some(status), "{query}");
    }
    assert_eq!(
        http("GET", &format!("{}/?{query}", sandbox.url), &[], "").status,
        404
    );
}

#[test]
fn a_sandbox_that_ends_says_good_bye() {
    let mut sandbox = Sandbox::start();
    let token = sandbox.issue(&["--for", "inbox"]);
    let mut socket = connect(&sandbox, &format!("auth={token}")).unwrap();
    http("POST", &format!("{}/_sandbox/stop", sandbox.url), &[], "");
    let close = std::iter::repeat_with(|| socket.read())
        .take(3)
        .find_map(Result::ok);
    let Some(Message::Close(Some(frame))) = close else {
        panic!("{close:?}");
    };
    assert_eq!(u16::from(frame.code), 1001);
    drop(socket);
    assert_eq!(sandbox.wait(), Some(0));
}
