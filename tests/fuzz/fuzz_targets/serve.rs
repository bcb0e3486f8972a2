//! Sends any request to `serve`: it never panics, and gives no token to a page of another origin,
//! under another host name or for another user.
#![no_main]

use std::sync::{LazyLock, Mutex};

use courier_auth::token::DecodedToken;
use courier_auth_fuzz::{Connection, Sandbox, start_server};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// A part of a request: mostly one of those that a browser sends, so that some are accepted.
#[derive(arbitrary::Arbitrary, Debug)]
enum Part<'a> {
    Known(u8),
    Other(&'a str),
}

#[derive(arbitrary::Arbitrary, Debug)]
struct Request<'a> {
    method: Part<'a>,
    target: Part<'a>,
    host: Part<'a>,
    origin: Option<Part<'a>>,
    headers: Vec<(&'a str, &'a str)>,
    body: Part<'a>,
}

const METHODS: [&str; 4] = ["GET", "POST", "OPTIONS", "HEAD"];
const TARGETS: [&str; 5] = [
    "/api/generate-courier-jwt?user=alice",
    "/api/generate-courier-jwt",
    "/api/generate-courier-jwt?user=bob",
    "/api/generate-courier-jwt?user=alice&user=bob",
    "http://evil.test/api/generate-courier-jwt?user=alice",
];
const HOSTS: [&str; 6] = [
    "127.0.0.1",
    "localhost",
    "[::1]",
    "evil.test",
    "evil@127.0.0.1",
    "127.0.0.1/evil",
];
const ORIGINS: [&str; 4] = [
    "https://app.test",
    "https://evil.test",
    "null",
    "http://app.test",
];
const BODIES: [&str; 4] = ["", r#"{"user":"alice"}"#, r#"{"user":"bob"}"#, "user=alice"];

static SERVER: LazyLock<Mutex<Connection>> = LazyLock::new(|| {
    // The sandbox has a thread of its own, and lives as long as the process.
    let sandbox = Sandbox::start();
    let env = [
        ("COURIER_API_KEY", &*sandbox.api_key),
        ("COURIER_BASE_URL", &sandbox.url),
    ];
    let args = &[
        "serve",
        "--port",
        "0",
        "--json",
        "--allow-user",
        "alice",
        "--allow-origin",
        "https://app.test",
    ];
    let ready = start_server(args, &env);
    let url = ready["url"].as_str().expect("a URL");
    let address = url
        .trim_start_matches("http://")
        .split('/')
        .next()
        .expect("an address");
    Mutex::new(Connection::new(address.to_owned()))
});

fuzz_target!(|request: Request| {
    let choose = |part: &Part<'_>, known: &[&str]| match part {
        Part::Known(index) => known[usize::from(*index) % known.len()].to_owned(),
        Part::Other(text) => text.replace(['\r', '\n', '\0'], ""),
    };
    let host = choose(&request.host, &HOSTS);
    let origin = request
        .origin
        .as_ref()
        .map(|origin| choose(origin, &ORIGINS));
    let body = choose(&request.body, &BODIES);
    let mut head = format!(
        "{} {} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n",
        choose(&request.method, &METHODS),
        choose(&request.target, &TARGETS),
        body.len()
    );
    if let Some(origin) = &origin {
        head += &format!("origin: {origin}\r\n");
    }
    for (name, value) in &request.headers {
        let line = format!("{name}: {value}").replace(['\r', '\n'], "");
        head += &format!("x-{line}\r\n");
    }
    let mut server = SERVER.lock().expect("the lock is not poisoned");
    // An invalid request can be answered by a closed connection.
    let Ok(response) = server.send(format!("{head}\r\n{body}").as_bytes()) else {
        return;
    };
    assert!(response.status != 500, "{}", response.text());
    let Ok(body) = serde_json::from_slice::<Value>(&response.body) else {
        return;
    };
    if let Some(token) = body["token"].as_str() {
        let host = host.trim().to_ascii_lowercase();
        let is_local = ["127.0.0.1", "localhost", "[::1]"].iter().any(|name| {
            let port = host.strip_prefix(name);
            port.is_some_and(|port| port.is_empty() || port.starts_with(':'))
        });
        assert!(is_local, "a token for {host}");
        assert!(
            !origin.is_some_and(|origin| origin.contains("evil")),
            "a token for another origin"
        );
        let token = DecodedToken::new(token).expect("a token");
        let claims = token.parse().expect("claims").claims;
        let scope = format!("{:?}", claims.get("scope"));
        assert!(
            scope.contains("user_id:alice") && !scope.contains("bob"),
            "{scope}"
        );
    }
});
