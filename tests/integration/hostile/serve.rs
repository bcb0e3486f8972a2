//! `serve`: failures of Courier, clients that keep connections open, and requests of foreign pages.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    thread,
};

use crate::{
    serve::{token, token_request_count},
    support::{
        ConnectionAction, FaultyServer, Gate, IssueProxy, KEY, Sandbox, ScriptedServer,
        TokenServer, closed_port_url, http, http_response, wait_until,
    },
};

/// Lets the sandbox's `/auth/issue-token` fail.
fn set_fault(sandbox: &Sandbox, fault: &str) {
    sandbox.control("DELETE", "faults", "");
    if !fault.is_empty() {
        let body = format!(r#"{{"faults":["issue-token:{fault}"]}}"#);
        let response = sandbox.control("POST", "faults", &body);
        assert_eq!(response.status, 204, "{}", response.body);
    }
}

/// Returns the seconds in the `Retry-After` header of a response from `serve`.
#[track_caller]
fn retry_after(response: &crate::support::Response) -> u64 {
    let seconds = response.header("retry-after");
    seconds
        .unwrap_or_else(|| panic!("{}", response.head))
        .parse()
        .unwrap()
}

#[test]
fn a_rate_limit_is_kept_in_memory() {
    // The last one is not believed: the pause is 5 minutes at most.
    for (requested, longest) in [(15, 15), (60, 60), (290, 290), (31_536_000, 300)] {
        let sandbox = Sandbox::start();
        let server = TokenServer::at(&sandbox, "--timeout 5s");
        let cached = token(&server.get("?user=alice"));
        set_fault(&sandbox, &format!("429,retry-after={requested}"));
        for number in 0..100 {
            let limited = server.get(&format!("?user=user-{}", number % 10));
            assert_eq!(limited.status, 429, "{}", limited.body);
            assert_eq!(limited.json()["type"], "rate_limit_error");
            let seconds = retry_after(&limited);
            assert!(
                (1..=longest).contains(&seconds) && seconds + 60 > longest,
                "{seconds}"
            );
        }
        assert_eq!(token(&server.get("?user=alice")), cached);
        assert_eq!(token_request_count(&sandbox), 2, "{requested}");
    }
}

#[test]
fn extreme_retry_after_headers_are_harmless() {
    for value in [
        "0",
        "-1",
        "1e300",
        "18446744073709551616",
        "NaN",
        "inf",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "31 Dec 262142 23:59:59 +0000",
        "Thu, 01 Jan 0000 00:00:00 GMT",
    ] {
        let status = format!("429 No\r\nretry-after: {value}");
        let courier = ScriptedServer::start(vec![http_response(&status, "{}")]);
        let server = TokenServer::start(&courier.url, KEY, "--retries 0");
        for _ in 0..2 {
            let limited = server.get("?user=alice");
            assert_eq!(limited.status, 429, "{value}");
            assert!((1..=300).contains(&retry_after(&limited)), "{value}");
        }
    }
}

/// Sends 100 requests for 10 users. Returns the set of their status codes.
fn storm(server: &TokenServer) -> Vec<u16> {
    let statuses = (0..100).map(|number| {
        let response = server.get(&format!("?user=user-{}", number % 10));
        assert!(
            (1..=30).contains(&retry_after(&response)),
            "{}",
            response.head
        );
        response.status
    });
    let mut statuses: Vec<u16> = statuses.collect();
    statuses.dedup();
    statuses
}

#[test]
fn other_failures_are_retried_with_growing_pauses() {
    for fault in ["401", "403", "500", "503", "503,retry-after=20", "drop"] {
        let sandbox = Sandbox::start();
        let server = TokenServer::at(&sandbox, "--retries 0");
        let cached = token(&server.get("?user=alice"));
        set_fault(&sandbox, fault);
        assert_eq!(storm(&server), [502], "{fault}");
        assert_eq!(token(&server.get("?user=alice")), cached);
        // The pauses are 1, 2, 4, 8 and more seconds: nine attempts take two minutes.
        let count = token_request_count(&sandbox);
        assert!((2..=10).contains(&count), "{fault}: {count}");
    }
    let server = TokenServer::start(&closed_port_url(), KEY, "--retries 0");
    assert_eq!(storm(&server), [502]);
}

#[test]
fn failures_of_connections_are_remembered() {
    for action in [
        ConnectionAction::Reset,
        ConnectionAction::Respond("garbage\r\n\r\n".to_owned()),
        ConnectionAction::Respond("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_owned()),
    ] {
        let courier = FaultyServer::start(vec![action]);
        let server = TokenServer::start(&courier.url(), KEY, "--retries 0");
        assert_eq!(storm(&server), [502]);
        let count = courier.connection_count();
        assert!((2..=10).contains(&count), "{count}");
    }
}

#[test]
fn one_request_finds_out_if_a_failure_is_over() {
    let sandbox = Sandbox::start_with("--fault issue-token:401");
    let gate = Gate::start(&sandbox.url, 1);
    let server = TokenServer::start(&gate.url, &sandbox.api_key, "--retries 0");
    assert_eq!(server.get("?user=alice").status, 502);
    thread::scope(|scope| {
        let probe = scope.spawn(|| {
            wait_until("a token", || server.get("?user=alice").status == 200);
        });
        gate.wait_for_requests(2);
        for number in 0..20 {
            let refused = server.get(&format!("?user=user-{number}"));
            assert_eq!((refused.status, retry_after(&refused)), (502, 1));
        }
        assert_eq!(gate.arrived_count(), 2);
        set_fault(&sandbox, "");
        gate.open();
        probe.join().unwrap();
    });
    assert_eq!(server.get("?user=bob").status, 200);
}

#[test]
fn a_failure_for_one_user_concerns_no_other() {
    let headers = format!("200 OK\r\nx: {}", "y".repeat(500_000));
    for (name, response) in [
        ("400", http_response("400 No", r#"{"message":"no"}"#)),
        ("404", http_response("404 No", "{}")),
        ("500", http_response("500 No", &"no ".repeat(50_000))),
        ("no token", http_response("200 OK", "{}")),
        ("no JSON", http_response("200 OK", "<html>")),
        (
            "a large body",
            http_response("200 OK", &" ".repeat(17 * 1024 * 1024)),
        ),
        ("large headers", http_response(&headers, "{}")),
        ("an invalid status", "HTTP/1.1 99999 No\r\n\r\n".to_owned()),
        ("no response", String::new()),
    ] {
        let sandbox = Sandbox::start();
        let proxy = IssueProxy::responding(&sandbox.url, "bob", response);
        let server = TokenServer::start(&proxy.url, &sandbox.api_key, "--retries 0");
        thread::scope(|scope| {
            let bob = scope.spawn(|| server.get("?user=bob").status);
            for number in 0..10 {
                let other = server.get(&format!("?user=user-{number}"));
                assert_eq!(other.status, 200, "{name}: {}", other.body);
            }
            assert_eq!(bob.join().unwrap(), 502, "{name}");
        });
        assert_eq!(server.get("?user=bob").status, 502, "{name}");
        assert_eq!(server.get("?user=alice").status, 200, "{name}");
        assert_eq!(proxy.forwarded_count(), 11, "{name}");
    }
}

/// The limit allows 32 connections of `serve`, and 64 of the sandbox.
#[cfg(target_os = "linux")]
#[test]
fn incomplete_requests_do_not_keep_others_out() {
    let sandbox = Sandbox::limited("-n 128");
    let server = TokenServer::limited(&sandbox, "-n 128");
    let (server_address, _) = server.url["http://".len()..].split_once('/').unwrap();
    let body = "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 9\r\n\r\nabc";
    for address in [server_address, &sandbox.url["http://".len()..]] {
        for start in [
            "",
            "GET / HT",
            "GET / HTTP/1.1\r\nhost: localhost\r\nx:",
            body,
        ] {
            let streams = (0..200).map(|_| {
                let mut stream = TcpStream::connect(address).unwrap();
                let _ = stream.write_all(start.as_bytes());
                stream
            });
            let mut streams: Vec<TcpStream> = streams.collect();
            assert_eq!(server.get("?user=alice").status, 200, "{start}");
            assert_eq!(sandbox.control("GET", "health", "").status, 200, "{start}");
            // The first one made room, so that this does not wait for its time limit.
            let _ = streams[0].read_to_end(&mut Vec::new());
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_limit_of_open_files_is_raised() {
    let sandbox = Sandbox::limited("-S -n 64");
    let server = TokenServer::limited(&sandbox, "-S -n 64");
    for pid in [sandbox.pid(), server.pid()] {
        let limits = std::fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
        let mut lines = limits.lines();
        let files = lines
            .find_map(|line| line.strip_prefix("Max open files"))
            .unwrap();
        let limits: Vec<&str> = files.split_whitespace().collect();
        assert_eq!(limits[0], limits[1]);
    }
}

/// DNS can resolve any host name to this machine (DNS rebinding).
#[test]
fn only_own_hosts_get_a_token() {
    let sandbox = Sandbox::start();
    let server = TokenServer::at(&sandbox, "--user alice --allow-origin http://app.test:3000");
    for host in [
        "localhost",
        "LocalHost:80",
        "127.0.0.1:3000",
        "127.9.9.9",
        "localhost:3000",
        "127.0.0.2",
        "[::1]",
        "[::1]:4030",
        "app.test",
        "APP.test:4030",
    ] {
        assert_eq!(status_for(&server, &[("host", host)]), 200, "{host}");
    }
    for host in [
        "",
        "evil.test",
        "127.0.0.1.evil.test",
        "localhost.evil.test",
        "evil.localhost",
        "app.test.evil.test",
        "evil@127.0.0.1",
        "evil:x@127.0.0.1",
        "127.0.0.1@evil.test",
        "127.0.0.1/evil",
        "127.0.0.1?evil",
        "127.0.0.1#evil",
        "127.0.0.1\\evil",
        "%6cocalhost",
        "127.0.0.1%2f",
        "localhost:",
        "localhost:0",
        "localhost:99999",
        "localhost:-1",
        "localhost:+1",
        "localhost:8o",
        "localhost:80:80",
        "localhost.",
        "127.0.0.1.",
        ".localhost",
        "local host",
        "localhost, evil.test",
        "127.1",
        "0x7f000001",
        "2130706433",
        "0.0.0.0",
        "10.0.0.1",
        "[::]",
        "::1",
        "[::1",
        "[localhost]",
    ] {
        assert_eq!(status_for(&server, &[("host", host)]), 403, "{host}");
    }
    for hosts in [["localhost", "localhost"], ["localhost", "evil.test"]] {
        let headers = hosts.map(|host| ("host", host));
        assert_eq!(status_for(&server, &headers), 403, "{hosts:?}");
    }
}

fn status_for(server: &TokenServer, headers: &[(&str, &str)]) -> u16 {
    let response = http("GET", &server.url, headers, "");
    assert_eq!(response.body.contains("eyJ"), response.status == 200);
    response.status
}

#[test]
fn only_own_and_listed_origins_get_a_token() {
    let sandbox = Sandbox::start();
    let server = TokenServer::at(&sandbox, "--user alice --allow-origin http://app.test:3000");
    let (own, _) = server.url.split_once("/api").unwrap();
    let host = own.trim_start_matches("http://");
    let (address, port) = host.split_once(':').unwrap();
    for origin in [own, "http://app.test:3000"] {
        assert_eq!(status_for(&server, &[("origin", origin)]), 200, "{origin}");
    }
    let own_forms = [
        format!("evil://{host}"),
        format!("https://{host}"),
        format!("file://{host}"),
        format!("HTTP://{host}"),
        format!("http://localhost:{port}"),
        format!("http://{address}"),
        format!("http://{host}0"),
        format!("http://u@{host}"),
        format!("http://{host}@evil.test"),
        format!("http://{host}/"),
        format!("http://{host}.evil.test"),
        format!("{own} {own}"),
        host.to_owned(),
    ];
    let others = [
        "",
        "null",
        "http://evil.test",
        "https://app.test:3000",
        "http://app.test",
        "http://app.test:30000",
        "http://app.test:3000/",
        "http://app.test:3000.evil.test",
    ];
    for origin in own_forms.iter().map(String::as_str).chain(others) {
        assert_eq!(status_for(&server, &[("origin", origin)]), 403, "{origin}");
    }
    let two = [("origin", own), ("origin", "http://evil.test")];
    assert_eq!(status_for(&server, &two), 403);
}

#[cfg(target_os = "linux")]
#[test]
fn a_foreign_name_gets_no_token_from_a_server_for_other_machines() {
    let sandbox = Sandbox::start();
    let options = "--user alice --host 0.0.0.0 --allow-remote --allow-origin http://app.test:3000";
    let server = TokenServer::at(&sandbox, options);
    for (host, origin, expected) in [
        ("evil.test:4742", "http://evil.test:4742", 403),
        ("evil:4742", "http://evil:4742", 403),
        ("10.0.0.1.evil.test", "http://10.0.0.1.evil.test", 403),
        ("10.0.0.1:4742", "http://evil.test:4742", 403),
        ("10.0.0.1:4742", "evil://10.0.0.1:4742", 403),
        ("10.0.0.1:4742", "http://10.0.0.1:4742", 200),
        ("[fd00::1]:4742", "http://[fd00::1]:4742", 200),
        ("localhost:4742", "http://localhost:4742", 200),
        ("app.test:4742", "http://app.test:3000", 200),
    ] {
        let headers = [("host", host), ("origin", origin)];
        assert_eq!(status_for(&server, &headers), expected, "{host} {origin}");
    }
    assert_eq!(status_for(&server, &[("host", "evil.test")]), 403);
    assert_eq!(status_for(&server, &[]), 200);
}

#[test]
fn requests_cannot_name_another_user() {
    let sandbox = Sandbox::start();
    let server = TokenServer::at(&sandbox, "--allow-user alice");
    let alice = token(&server.get("?user=alice"));
    let queries = [
        "",
        "?",
        "?user",
        "?user=bob",
        "?user=alice%20user_id:bob",
        "?user=alice%00",
        "?user=alice%0auser_id:bob",
        "?user=alice,bob",
        "?user=Alice",
        "?user=%61lice%20",
        "?user[]=alice",
        "?USER=alice",
        "?user=%ff",
        "?user=alice%2cbob",
        "?user_id:alice",
        "?user=*",
        "?user=alice+inbox:write:events",
        "?user=bob&user=alice",
    ];
    for query in queries {
        let response = server.get(query);
        assert!(
            matches!(response.status, 400 | 403),
            "{query}: {}",
            response.status
        );
    }
    for query in [
        "?user=alice&user=bob",
        "?x=bob&user=%61lice",
        "?user=alice#bob",
    ] {
        assert_eq!(token(&server.get(query)), alice, "{query}");
    }
    let bodies = [
        r#"{"user":"bob"}"#,
        r#"{"user":"alice","user":"bob"}"#,
        r#"{"user":["alice"]}"#,
        r#"{"user":{"$ne":"bob"}}"#,
        r#"{"user":null}"#,
        r#"{"user":true}"#,
        r#"{"user":1e400}"#,
        r#"{"user":"alice user_id:bob"}"#,
        r#"{"user":"alice\u0000"}"#,
        r#"{"user":"alice"} x"#,
        r#"{"User":"alice"}"#,
        r#"{"body":{"user":"alice"}}"#,
        r#"["alice"]"#,
        "\"alice\"",
        "user=bob",
        "user=bob&user=alice",
        "user%00=alice",
        "\u{feff}user=alice",
    ];
    for body in bodies {
        let response = server.post(body);
        assert!(
            matches!(response.status, 400 | 403),
            "{body}: {}",
            response.status
        );
    }
    for body in [
        "user=alice&user=bob",
        r#"{"user":"\u0061lice","name":"bob"}"#,
    ] {
        assert_eq!(token(&server.post(body)), alice, "{body}");
    }
    assert_eq!(token_request_count(&sandbox), 1);
}

/// Sends bytes, and reads until the server closes the connection. Returns the status codes.
fn raw_statuses(address: &str, request: &str) -> Vec<u16> {
    let mut stream = TcpStream::connect(address).unwrap();
    // The server may close the connection before the end of the request.
    let _ = stream.write_all(request.as_bytes());
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    let responses = text.match_indices("HTTP/1.");
    responses
        .map(|(at, _)| text[at + 9..at + 12].parse::<u16>().unwrap())
        .collect()
}

#[test]
fn requests_are_not_split_in_two_ways() {
    let sandbox = Sandbox::start();
    let server = TokenServer::at(&sandbox, "--allow-user alice --allow-user smuggled");
    let (address, path) = server.url["http://".len()..].split_once('/').unwrap();
    let head = |user: &str| format!("GET /{path}?user={user} HTTP/1.1\r\nhost: localhost\r\n");
    let smuggled = format!("{}connection: close\r\n\r\n", head("smuggled"));
    let length = smuggled.len();
    let post = format!("POST /{path}?user=alice HTTP/1.1\r\nhost: localhost\r\n");
    let chunked = format!("{post}transfer-encoding: chunked\r\n");
    let attacks = [
        format!("{post}content-length: 0\r\ncontent-length: {length}\r\n\r\n{smuggled}"),
        format!("{post}content-length: 0, {length}\r\n\r\n{smuggled}"),
        format!("{post}content-length: +0\r\n\r\n{smuggled}"),
        format!("{post}content-length: -1\r\n\r\n{smuggled}"),
        format!("{post}content-length : 0\r\n\r\n{smuggled}"),
        format!("{post}content-length: 99999999999999999999\r\n\r\n{smuggled}"),
        format!("{chunked}content-length: {length}\r\n\r\n0\r\n\r\n{smuggled}"),
        format!("{post}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n{smuggled}"),
        format!("{post}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n{smuggled}"),
        format!("{post}transfer-encoding : chunked\r\n\r\n0\r\n\r\n{smuggled}"),
        format!("{chunked}\r\n-1\r\n\r\n{smuggled}"),
        format!("{chunked}\r\n0x0\r\n\r\n{smuggled}"),
        format!("{chunked}\r\nfffffffffffffffff\r\n{smuggled}"),
        format!("{chunked}\r\n1\r\n{smuggled}"),
        format!("{post}x: y\r\n content-length: 0\r\n\r\n{smuggled}"),
        smuggled.replace(" /", " http://evil.test/"),
        smuggled.replace("host: localhost\r\n", ""),
        smuggled.replace(
            "host: localhost\r\n",
            "host: localhost\r\nhost: evil.test\r\n",
        ),
        smuggled.replace("1.1\r\nhost: localhost", "1.0"),
        smuggled.replace("1.1", "2.0"),
        smuggled.replace(" HTTP/1.1", ""),
    ];
    for attack in attacks {
        let statuses = raw_statuses(address, &attack);
        assert!(statuses.len() <= 1, "{attack}: {statuses:?}");
    }
    let health = |number: &str| {
        let health = http("GET", &format!("http://{address}/health"), &[], "");
        health.json()[number].as_u64().unwrap()
    };
    assert!(health("issued") <= 1, "only alice got a token");
    let closing = |start: &str| format!("{start}connection: close\r\n");
    let alice = closing(&head("alice")) + "\r\n";
    for (request, expected) in [
        (closing(&chunked) + "\r\n0\r\n\r\n", &[200][..]),
        (closing(&post) + "content-length: 2\r\n\r\n{}", &[200]),
        (alice.replace("1.1", "1.0"), &[200]),
        (alice.replace(" /", " http://localhost/"), &[200]),
        (head("alice") + "\r\n" + &smuggled, &[200, 200]),
    ] {
        assert_eq!(raw_statuses(address, &request), expected, "{request}");
    }
    assert_eq!(health("issued"), 2);
}
