//! Requests and sockets that break the rules of the sandbox, and what is left of them.

use std::{io::Write as _, net::Shutdown};

use serde_json::json;
use tungstenite::Message;

#[cfg(target_os = "linux")]
use crate::support::wait_until;
use crate::support::{Sandbox, Socket, connect, receive};

/// The routes: method, path and a valid body. An ID replaces `@`.
const ROUTES: &[(&str, &str, &str)] = &[
    (
        "POST",
        "/auth/issue-token",
        r#"{"scope":"user_id:alice inbox:read:messages","expires_in":"1h"}"#,
    ),
    (
        "POST",
        "/send",
        r#"{"message":{"to":[{"user_id":"alice"},{"tenant_id":"t"}],"content":{"elements":[{"type":"meta","title":"T"},{"type":"group","elements":[{"type":"text","content":"{{a.b}}"}]}]},"data":{"a":{"b":1}},"metadata":{"tags":["x"]}}}"#,
    ),
    ("GET", "/messages?limit=@&cursor=@", ""),
    ("GET", "/messages/@", ""),
    ("GET", "/messages/@/history?type=@", ""),
    ("GET", "/messages/@/output", ""),
    ("POST", "/messages/@/cancel", "{}"),
    ("POST", "/messages/@/resend", "{}"),
    ("PUT", "/requests/@/archive", "{}"),
    ("PUT", "/users/@/tenants/@", r#"{"profile":{"a":1}}"#),
    ("GET", "/users/@/tokens", ""),
    (
        "PUT",
        "/users/@/tokens",
        r#"{"tokens":[{"token":"x","provider_key":"expo"}]}"#,
    ),
    (
        "PUT",
        "/users/@/tokens/@",
        r#"{"provider_key":"expo","device":{"a":1}}"#,
    ),
    (
        "PATCH",
        "/users/@/tokens/@",
        r#"{"patch":[{"op":"add","path":"/status","value":"active"}]}"#,
    ),
    ("DELETE", "/users/@/tokens/@", ""),
    ("GET", "/users/@/preferences?tenant_id=@", ""),
    (
        "PUT",
        "/users/@/preferences/@",
        r#"{"topic":{"status":"OPTED_OUT","custom_routing":["email"]}}"#,
    ),
    ("GET", "/brands", ""),
    (
        "POST",
        "/brands",
        r##"{"id":"b","name":"B","settings":{"colors":{"primary":"#fff"}}}"##,
    ),
    ("PUT", "/brands/@", r#"{"name":"B"}"#),
    ("DELETE", "/brands/@", ""),
    ("PUT", "/client/lists/@/subscribe/@", "{}"),
    (
        "POST",
        "/inbound/courier",
        r#"{"type":"track","messageId":"x","event":"e","userId":"alice"}"#,
    ),
    (
        "POST",
        "/q",
        r#"{"query":"query A($p: FilterParamsInput = {status: \"unread\"}) { count(params: $p) messages(limit: 2, after: null) { nodes { messageId data } } } mutation B { read(messageId: \"1\") }","operationName":"A","variables":{"p":{"tags":["x"],"from":1}}}"#,
    ),
    (
        "POST",
        "/client/q",
        r#"{"query":"{ preferencePage { showCourierFooter } }"}"#,
    ),
    (
        "POST",
        "/_sandbox/seed",
        r#"{"users":{"bob":{"messages":[{"title":"x","pinned":{"slotId":"s"}}]}},"brands":[{"id":"b","name":"B"}]}"#,
    ),
    ("POST", "/_sandbox/inspect", r#"{"token":"x"}"#),
    ("POST", "/_sandbox/workspace", r#"{"hmac_required":false}"#),
    ("GET", "/_sandbox/users/@", ""),
    ("GET", "/_sandbox/journal?after=@", ""),
    (
        "POST",
        "/_sandbox/clock",
        r#"{"advance":"1s","freeze":true}"#,
    ),
    (
        "POST",
        "/_sandbox/faults",
        r#"{"faults":["q:latency=1,times=1"]}"#,
    ),
];

/// Pieces that replace a part of a body.
const PIECES: &[&str] = &[
    "",
    "\"",
    "{",
    "}",
    "[[[[",
    "null",
    "1e400",
    "-1",
    "\u{0}",
    "é\u{202e}",
    "\\ud800",
    "...A",
    "9223372036854775808",
    "{\"a\":",
    ",",
    "true",
    "{{",
    "$p",
];

/// Texts that take the place of an ID in a path.
const PATH_PIECES: &[&str] = &[
    "alice",
    "x",
    "..",
    ".",
    "%2e%2e",
    "%00",
    "%ff",
    "%",
    "%zz",
    "%2f",
    "%0d%0a",
    "'",
    "$%7bx%7d",
    "-1",
    "18446744073709551616",
    "%F0%9F%98%80",
    "%E2%80%AE",
    "",
];

/// The number of mutated requests for each route without an ID, where the body is what counts.
const BODY_MUTATIONS: usize = 150;

/// The number of mutated requests for each other route.
const PATH_MUTATIONS: usize = 50;

fn mutate(text: &str, random: &mut fastrand::Rng) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..random.usize(0..4) {
        let start = random.usize(0..=characters.len());
        let end = (start + random.usize(0..12)).min(characters.len());
        let piece = random.choice(PIECES).unwrap();
        characters.splice(start..end, piece.chars());
    }
    characters.into_iter().collect()
}

#[test]
fn mutated_requests_to_every_route_get_a_response() {
    let sandbox = Sandbox::start();
    let tokens = [
        "Bearer x".to_owned(),
        sandbox.bearer(),
        format!("Bearer {}", sandbox.issue("--for inbox")),
    ];
    let mut random = fastrand::Rng::with_seed(9);
    let mut successes = 0;
    for (method, path, body) in ROUTES {
        let has_id = path.contains('@');
        let mutations = if has_id {
            PATH_MUTATIONS
        } else {
            BODY_MUTATIONS
        };
        for _ in 0..mutations {
            let parts = path.split('@').map(str::to_owned);
            let path = parts
                .reduce(|path, part| path + random.choice(PATH_PIECES).unwrap() + &part)
                .unwrap();
            let body = mutate(body, &mut random);
            let headers = [
                ("authorization", random.choice(&tokens).unwrap().as_str()),
                ("x-courier-user-id", "alice"),
                (
                    "idempotency-key",
                    random.choice(&["1", "2", "\u{9}"]).unwrap(),
                ),
            ];
            let response = sandbox.request(method, &path, &headers, &body);
            let status = response.status;
            assert!(
                (200..500).contains(&status),
                "{method} {path} {body}: {status} {}",
                response.body
            );
            if status >= 400 && !has_id {
                let error = response.json();
                assert!(
                    error["message"].is_string() || error["errors"].is_array(),
                    "{method} {path} {body}: {error}"
                );
            }
            successes += usize::from(status < 300);
        }
    }
    assert!(successes > ROUTES.len(), "{successes}");
    assert_eq!(sandbox.control("GET", "health", "").status, 200);
    sandbox.state();
    sandbox.control("POST", "reset", "");
}

fn inbox_query(sandbox: &Sandbox) -> String {
    format!(
        "auth={}&userId=alice&iwpv=v1&cid=c",
        sandbox.issue("--for inbox")
    )
}

/// Returns the bytes of a frame from a client, with a mask of zeros.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).unwrap();
    assert!(length < 126);
    [&[first, 0x80 | length, 0, 0, 0, 0], payload].concat()
}

#[test]
fn frames_that_break_websockets_end_their_own_socket_only() {
    let sandbox = Sandbox::start();
    let query = inbox_query(&sandbox);
    let mut other = connect(&sandbox, &query).unwrap();
    let ping = br#"{"action":"ping"}"#;
    let rows: Vec<(&str, Vec<u8>)> = vec![
        ("unmasked", [&[0x81, 17][..], ping].concat()),
        ("RSV1", frame(0xC1, ping)),
        ("RSV2", frame(0xA1, ping)),
        ("RSV3", frame(0x91, ping)),
        ("opcode 3", frame(0x83, ping)),
        ("opcode 7", frame(0x87, ping)),
        ("opcode 11", frame(0x8B, ping)),
        ("opcode 15", frame(0x8F, ping)),
        ("text that is not UTF-8", frame(0x81, b"\xff\xfe\x80")),
        ("continuation without a start", frame(0x80, ping)),
        (
            "text within fragments",
            [frame(0x01, b"{"), frame(0x81, ping)].concat(),
        ),
        ("fragmented ping", frame(0x09, b"x")),
        (
            "length 2^64-1",
            vec![
                0x81, 0xFF, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0,
            ],
        ),
        (
            "length 2^63",
            vec![0x81, 0xFF, 128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        ),
        (
            "length of 4 GB",
            vec![0x81, 0xFF, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0],
        ),
        (
            "ping of 126 bytes",
            [&[0x89, 0xFE, 0, 126, 0, 0, 0, 0][..], &[b'x'; 126]].concat(),
        ),
        ("close of 1 byte", frame(0x88, b"\x03")),
        ("close code 0", frame(0x88, b"\0\0")),
        ("close code 1005", frame(0x88, b"\x03\xED")),
        (
            "close reason that is not UTF-8",
            frame(0x88, b"\x03\xE8\xff\xff"),
        ),
        (
            "endless fragments",
            [frame(0x01, b"{"), frame(0x00, &[b'['; 100]).repeat(2_000)].concat(),
        ),
        ("half a frame", vec![0x81, 0x91, 0, 0]),
        (
            "HTTP request",
            b"GET / HTTP/1.1\r\nhost: x\r\n\r\n".to_vec(),
        ),
    ];
    for (name, bytes) in rows {
        let mut socket = connect(&sandbox, &query).unwrap();
        // The sandbox may have closed the connection before everything is written.
        let _ = socket.get_mut().write_all(&bytes);
        let _ = socket.get_mut().shutdown(Shutdown::Write);
        let end = std::iter::repeat_with(|| socket.read())
            .take(10)
            .find(Result::is_err);
        assert!(end.is_some(), "{name}");
        assert_is_alive(&mut other);
    }
    sandbox.send(&json!({ "to": { "user_id": "alice" }, "content": { "title": "T" } }));
    assert_is_alive(&mut connect(&sandbox, &query).unwrap());
}

#[track_caller]
fn assert_is_alive(socket: &mut Socket) {
    socket.send(Message::text(r#"{"action":"ping"}"#)).unwrap();
    assert_eq!(receive(socket)["response"], "pong");
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_is_left_of_requests_and_sockets() {
    const ROUNDS: usize = 3;
    const SOCKETS: usize = 100;
    const REQUESTS: usize = 300;
    let sandbox = Sandbox::start();
    let query = inbox_query(&sandbox);
    let token = sandbox.issue("--for inbox");
    let folder = format!("/proc/{}/fd", sandbox.pid());
    let descriptors = || std::fs::read_dir(&folder).unwrap().count();
    sandbox.query(&token, "{ count }");
    let before = descriptors();
    for round in 0..ROUNDS {
        let mut sockets: Vec<Socket> = (0..SOCKETS)
            .map(|_| connect(&sandbox, &query).unwrap())
            .collect();
        assert_is_alive(&mut sockets[round]);
        assert!(descriptors() >= SOCKETS);
        for refused in 0..SOCKETS {
            assert_eq!(
                connect(&sandbox, &format!("auth=x{refused}")).err(),
                Some(401)
            );
        }
        drop(sockets);
        for _ in 0..REQUESTS {
            assert_eq!(
                sandbox.query(&token, "{ count }").json()["data"]["count"],
                0
            );
        }
        wait_until("the descriptors are closed", || descriptors() <= before);
    }
    let health = sandbox.control("GET", "health", "").json();
    assert_eq!(
        (&health["sockets"], &health["messages"]),
        (&0.into(), &0.into())
    );
}
