//! Hostile requests to the sandbox: they get an error in Courier's format, in time, and the sandbox
//! keeps running.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    thread,
};

use serde_json::json;
use tungstenite::Message;

use crate::support::{Sandbox, Test, binary, connect, is_installed, receive};

#[test]
fn a_patch_that_grows_exponentially_is_refused() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue("--scope write:user-tokens");
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let device_path = "/users/alice/tokens/t";
    let device = r#"{"provider_key":"expo"}"#;
    assert_eq!(
        sandbox.request("PUT", device_path, &headers, device).status,
        204
    );
    let doubling = (0..40).map(|n| format!(r#"{{"op":"copy","from":"","path":"/x{n}"}}"#));
    let nesting = (0..1_000).map(|level| {
        let path = "/x".repeat(level + 1);
        format!(r#"{{"op":"add","path":"{path}","value":{{}}}}"#)
    });
    for operations in [doubling.collect::<Vec<String>>(), nesting.collect()] {
        let patch = format!(r#"{{"patch":[{}]}}"#, operations.join(","));
        assert_eq!(
            sandbox
                .request("PATCH", device_path, &headers, &patch)
                .status,
            400
        );
    }
    let state = sandbox.state().to_string();
    assert!(state.contains("expo") && !state.contains("\"x"), "{state}");
}

#[test]
fn a_body_that_is_too_large_is_413() {
    let sandbox = Sandbox::start();
    let response = send_too_large_body(&sandbox, &sandbox.bearer());
    assert!(response.starts_with("HTTP/1.1 413 "), "{response}");
}

#[test]
fn malformed_paths_and_queries_are_invalid_requests() {
    let sandbox = Sandbox::start();
    let key = sandbox.bearer();
    let headers = [("authorization", key.as_str())];
    for path in [
        "/messages/%ff",
        "/messages?cursor=x",
        "/messages?enqueued_after=soon",
        "/%2e%2e/x",
    ] {
        let response = sandbox.request("GET", path, &headers, "");
        assert!(
            matches!(response.status, 400 | 404),
            "{path}: {}",
            response.status
        );
        assert!(
            response.json()["type"] == "invalid_request_error",
            "{path}: {}",
            response.body
        );
    }
}

/// Sends a body that the sandbox does not read to its end. Returns the start of the response.
fn send_too_large_body(sandbox: &Sandbox, authorization: &str) -> String {
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
        // The write fails when the sandbox closes the connection.
        let _ = writer.write_all(request.as_bytes());
    });
    let mut start = [0; 13];
    stream.read_exact(&mut start).unwrap();
    drop(stream);
    writing.join().unwrap();
    String::from_utf8_lossy(&start).into_owned()
}

#[test]
fn expensive_documents_are_refused() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue("--for inbox");
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
        let response = sandbox.query(&token, &document);
        let shown = &document[..document.len().min(60)];
        assert_eq!(response.status, 400, "{shown}: {}", response.body);
        assert!(
            response.json()["errors"].is_array(),
            "{shown}: {}",
            response.body
        );
    }
    assert_eq!(
        sandbox
            .query(&token, "{ __schema { types { name } } }")
            .status,
        200
    );
}

/// `sandbox exec` runs the sandbox on another thread than `sandbox start`, with its own stack.
#[test]
fn deeply_nested_documents_get_a_response() {
    let query = |sandbox: &Sandbox, depth: usize| {
        let token = sandbox.issue("--for inbox");
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        sandbox
            .query(&token, &format!("{{ count(params: {open}{close}) }}"))
            .status
    };
    let sandbox = Sandbox::start();
    for depth in [10, 127, 128, 500, 3_000, 100_000] {
        assert_eq!(query(&sandbox, depth), 400, "{depth}");
    }
    let script = r#"
        token=$("$0" issue --user alice) || exit
        for depth in 100 126 700 3000; do
            nested=$(printf "%${depth}s" | tr ' ' '[')$(printf "%${depth}s" | tr ' ' ']')
            curl -s -o /dev/null -w '%{http_code} ' "$COURIER_INBOX_URL" \
                -H "authorization: Bearer $token" -d "{\"query\":\"{count(params:$nested)}\"}" || exit
        done"#;
    if is_installed("curl") {
        let binary = binary();
        Test::line("sandbox exec -- sh -c")
            .args([script, binary.get_program().to_str().unwrap()])
            .env("PATH", &std::env::var("PATH").unwrap())
            .run()
            .exits_with(0, "400 400 400 400", "");
    }
}

#[test]
fn thousands_of_mutations_in_one_request_disconnect_nobody() {
    let sandbox = Sandbox::start();
    sandbox.seed(r#"{"users":{"alice":{"messages":[{"messageId":"m"}]}}}"#);
    let token = sandbox.issue("--for inbox");
    let mut socket = connect(&sandbox, &format!("auth={token}&userId=alice&iwpv=v1")).unwrap();
    socket
        .send(Message::text(
            r#"{"action":"subscribe","data":{"channel":"alice"}}"#,
        ))
        .unwrap();
    assert_eq!(receive(&mut socket)["response"], "ack");
    let fields: Vec<String> = (0..5_000)
        .map(|at| format!("a{at}: opened(messageId: \"m\")"))
        .collect();
    let document = format!("mutation {{ {} }}", fields.join(" "));
    let request = thread::spawn(move || {
        let status = sandbox.query(&token, &document).status;
        (sandbox, status)
    });
    for at in 0..5_000 {
        assert_eq!(receive(&mut socket)["event"], "opened", "{at}");
    }
    let (_sandbox, status) = request.join().unwrap();
    assert_eq!(status, 200);
    // The sandbox completes the closing handshake.
    socket.close(None).unwrap();
    assert!(matches!(socket.read(), Ok(Message::Close(_))));
}

#[test]
fn malformed_frames_get_an_error_and_keep_the_socket_open() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue("--for inbox");
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
        let response = receive(&mut socket);
        assert_eq!(response["response"], "error", "{frame}: {response}");
    }
    socket.send(Message::binary(vec![0xff; 100])).unwrap();
    for (frame, kind) in [
        (r#"{"tid":"1","action":"get-config"}"#, "config"),
        (
            r#"{"tid":"1","action":"subscribe","data":{"channel":"alice","event":"*"}}"#,
            "ack",
        ),
        (r#"{"tid":"1","action":"ping"}"#, "pong"),
    ] {
        socket.send(Message::text(frame)).unwrap();
        let response = receive(&mut socket);
        assert_eq!(
            (&response["response"], &response["tid"]),
            (&kind.into(), &"1".into())
        );
    }
    sandbox.send(&json!({ "to": { "user_id": "alice" }, "content": { "title": "T" } }));
    assert_eq!(receive(&mut socket)["data"]["title"], "T");
}

#[test]
fn a_frame_that_is_too_large_closes_only_its_own_socket() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue("--for inbox");
    let query = format!("auth={token}&userId=alice&iwpv=v1&cid=c");
    let mut socket = connect(&sandbox, &query).unwrap();
    let other = connect(&sandbox, &query).unwrap();
    socket
        .send(Message::text("x".repeat(100_000)))
        .unwrap_or_default();
    assert!(
        std::iter::repeat_with(|| socket.read())
            .take(3)
            .any(|read| read.is_err())
    );
    for mut socket in [other, connect(&sandbox, &query).unwrap()] {
        socket.send(Message::text(r#"{"action":"ping"}"#)).unwrap();
        assert_eq!(receive(&mut socket)["response"], "pong");
    }
}

#[test]
fn a_stopping_sandbox_closes_its_sockets() {
    let mut sandbox = Sandbox::start();
    let token = sandbox.issue("--for inbox");
    let mut socket = connect(&sandbox, &format!("auth={token}")).unwrap();
    sandbox.control("POST", "stop", "");
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
