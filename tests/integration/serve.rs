//! `serve`: the token endpoint for apps in development, and whom it refuses.

use std::{
    io::{BufRead as _, BufReader},
    net::TcpListener,
    thread,
};

use serde_json::Value;

use crate::support::{
    KEY, Response, Sandbox, ScriptedServer, Test, TokenServer, http, http_response,
};

#[track_caller]
pub(crate) fn token(response: &Response) -> String {
    assert_eq!(response.status, 200, "{}", response.body);
    response.json()["token"].as_str().unwrap().to_owned()
}

/// Returns the number of token requests that a sandbox received.
pub(crate) fn token_request_count(sandbox: &Sandbox) -> usize {
    let journal = sandbox.control("GET", "journal", "").json();
    let requests = journal["requests"].as_array().unwrap();
    let is_token_request = |request: &&Value| request["path"] == "/auth/issue-token";
    requests.iter().filter(is_token_request).count()
}

#[test]
fn a_token_opens_the_inbox_and_is_cached() {
    let sandbox = Sandbox::start();
    let server = TokenServer::at(&sandbox, "--for inbox --expires-in 1h");
    let first = server.get("?user=alice");
    assert_eq!(first.header("cache-control"), Some("no-store"));
    let expires_at = first.json()["expires_at"].as_str().unwrap().to_owned();
    assert!(
        expires_at.ends_with('Z') && expires_at.len() == 20,
        "{expires_at}"
    );
    let first = token(&first);
    assert_eq!(sandbox.query(&first, "{ count }").status, 200);
    for query in ["?user=alice", "?user_id=alice", "?x=1&userId=alice"] {
        assert_eq!(token(&server.get(query)), first, "{query}");
    }
    for body in [r#"{"user":"alice"}"#, r#"{"userId":"alice","x":1}"#] {
        assert_eq!(token(&server.post(body)), first, "{body}");
    }
    let post_with_query = http("POST", &format!("{}?user=alice", server.url), &[], "");
    assert_eq!(token(&post_with_query), first);
    assert_ne!(token(&server.get("?user=j%C3%B6rg")), first);
    assert_eq!(token_request_count(&sandbox), 2);
    let health = server.get_path("/health").json();
    assert_eq!(
        (&health["status"], &health["issued"]),
        (&"ok".into(), &2.into())
    );
}

#[test]
fn malformed_requests_are_refused() {
    let sandbox = Sandbox::start();
    let server = TokenServer::at(&sandbox, "");
    for (query, reason) in [
        ("", "no user given"),
        ("?user=", "no user given"),
        ("?user=a%20b", "user"),
    ] {
        let refused = server.get(query);
        assert!(
            refused.status == 400 && refused.body.contains(reason),
            "{}",
            refused.body
        );
    }
    for body in ["[]", "{", r#"{"user":1}"#] {
        assert_eq!(server.post(body).status, 400, "{body}");
    }
    let huge = server.post(&" ".repeat(20_000));
    assert_eq!(huge.status, 413);
    assert_eq!(huge.json()["type"], "invalid_request_error");
    assert_eq!(server.get_path("/nowhere").status, 404);
    assert_eq!(http("DELETE", &server.url, &[], "").status, 405);
}

#[cfg(unix)]
#[test]
fn the_log_is_a_json_line_per_request_without_secrets() {
    let sandbox = Sandbox::start();
    let server = TokenServer::at(&sandbox, "--for inbox");
    let token = token(&server.get("?user=alice"));
    server.get("?user=alice");
    let stopped = server.stop();
    assert_eq!(stopped.code, Some(0));
    let log = &stopped.stderr;
    assert!(
        !log.contains(&token) && !log.contains(&sandbox.api_key),
        "{log}"
    );
    let lines: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let line = &lines[0];
    assert_eq!(line["schema"], "courier-auth/serve-request/v1");
    assert_eq!(
        (&line["user_id"], &line["status"], &line["token_source"]),
        (&"alice".into(), &200.into(), &"issued".into())
    );
    assert_eq!(lines[1]["token_source"], "cached");
}

#[test]
fn concurrent_clients_cost_one_token_per_user() {
    let sandbox = Sandbox::start_with("--latency 100");
    // The log fills the pipe, which nobody reads. That must not block the server.
    let server = TokenServer::at(&sandbox, "--for inbox");
    thread::scope(|scope| {
        let clients: Vec<_> = (0..200)
            .map(|number| {
                let server = &server;
                scope.spawn(move || {
                    let query = format!("?user=user-{}", number % 50);
                    let tokens = [(); 3].map(|()| token(&server.get(&query)));
                    assert_eq!(tokens[0], tokens[2]);
                    (number % 50, tokens[0].clone())
                })
            })
            .collect();
        let mut tokens = vec![None; 50];
        for client in clients {
            let (user, token) = client.join().unwrap();
            let known = tokens[user].get_or_insert_with(|| token.clone());
            assert_eq!(*known, token);
        }
    });
    assert_eq!(token_request_count(&sandbox), 50);
    let health = server.get_path("/health").json();
    assert_eq!(health["served"], 600);
    assert_eq!(health["issued"], 50);
}

#[test]
fn a_token_that_cannot_be_renewed_is_still_served() {
    let sandbox = Sandbox::start();
    let mut server = TokenServer::at(&sandbox, "--expires-in 3s --min-ttl 1s --retries 0");
    let first = token(&server.get("?user=alice"));
    let faults = r#"{"faults":["issue-token:500"]}"#;
    assert_eq!(sandbox.control("POST", "faults", faults).status, 204);
    // The renewal runs in the background, one second after the token was issued.
    while token_request_count(&sandbox) < 2 {
        assert_eq!(token(&server.get("?user=alice")), first);
    }
    assert_eq!(token(&server.get("?user=alice")), first);
    let stderr = BufReader::new(server.take_stderr());
    let mut lines = stderr.lines().map(Result::unwrap);
    let warning = lines.find(|line| line.contains("cannot renew the cached token: "));
    assert!(
        warning.as_ref().is_some_and(|line| line.contains("500")),
        "{warning:?}"
    );
}

#[test]
fn only_the_listed_users_get_a_token() {
    let sandbox = Sandbox::start();
    let single = TokenServer::at(&sandbox, "--user alice");
    let alice = token(&single.get(""));
    assert_eq!(token(&single.get("?user=alice")), alice);
    let refused = single.get("?user=bob");
    assert_eq!(refused.status, 403);
    assert_eq!(
        refused.json()["message"],
        "user bob is not allowed; restart with --user bob"
    );
    let listed = TokenServer::at(&sandbox, "--allow-user alice --allow-user bob");
    assert_eq!(listed.get("?user=bob").status, 200);
    let refused = listed.get("?user=carol");
    assert_eq!(refused.status, 403);
    assert_eq!(
        refused.json()["message"],
        "user carol is not allowed; restart with --allow-user carol"
    );
    assert_eq!(listed.get("").status, 400);
}

const ORIGIN: &str = "http://localhost:3000";

#[test]
fn only_the_listed_origins_get_a_token() {
    let sandbox = Sandbox::start();
    let server = TokenServer::at(&sandbox, &format!("--user alice --allow-origin {ORIGIN}"));
    let alice = token(&server.get(""));
    let request = |method: &str, headers: &[(&str, &str)]| http(method, &server.url, headers, "");
    let allowed = request("GET", &[("origin", ORIGIN)]);
    assert_eq!(allowed.header("access-control-allow-origin"), Some(ORIGIN));
    assert_eq!(token(&allowed), alice);
    let preflight = request(
        "OPTIONS",
        &[
            ("origin", ORIGIN),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type"),
        ],
    );
    assert_eq!(
        preflight.header("access-control-allow-headers"),
        Some("content-type")
    );
    for origin in ["http://evil.test", "null", "http://localhost:3001"] {
        for method in ["GET", "POST"] {
            let refused = request(method, &[("origin", origin)]);
            assert_eq!(refused.status, 403, "{origin}");
            assert_eq!(refused.header("access-control-allow-origin"), None);
            assert!(!refused.body.contains("eyJ"));
            let advises_option = refused.body.contains("restart with --allow-origin");
            assert_eq!(advises_option, origin != "null", "{}", refused.body);
        }
    }
    let twice = request("GET", &[("origin", ORIGIN), ("origin", ORIGIN)]);
    assert_eq!(twice.status, 403);
    assert!(
        twice.body.contains("more than one Origin header"),
        "{}",
        twice.body
    );
}

/// A cross-site request without CORS, for example of an image, has no `Origin` header.
#[test]
fn cross_site_requests_without_an_origin_are_refused() {
    let sandbox = Sandbox::start();
    let server = TokenServer::at(&sandbox, &format!("--user alice --allow-origin {ORIGIN}"));
    let status = |headers: &[(&str, &str)]| http("GET", &server.url, headers, "").status;
    for (site, expected) in [
        ("cross-site", 403),
        ("same-site", 403),
        ("same-origin", 200),
        ("none", 200),
    ] {
        assert_eq!(status(&[("sec-fetch-site", site)]), expected, "{site}");
    }
    let from_listed_origin = [("origin", ORIGIN), ("sec-fetch-site", "same-site")];
    assert_eq!(status(&from_listed_origin), 200);
}

#[test]
fn courier_errors_are_passed_on() {
    let sandbox = Sandbox::start_with("--fault issue-token:429,retry-after=7,times=1");
    let server = TokenServer::at(&sandbox, "--retries 0");
    let limited = server.get("?user=alice");
    assert_eq!(
        (limited.status, limited.header("retry-after")),
        (429, Some("7"))
    );
    assert_eq!(limited.json()["type"], "rate_limit_error");
    let with_wrong_key = TokenServer::start(&sandbox.url, KEY, "");
    let refused = with_wrong_key.get("?user=alice");
    assert_eq!(refused.status, 502);
    assert!(
        refused.body.contains("Courier refused the API key: 401"),
        "{}",
        refused.body
    );
    let courier = ScriptedServer::start(vec![http_response("200 OK", "{}")]);
    let without_token = TokenServer::start(&courier.url, KEY, "");
    assert_eq!(without_token.get("?user=alice").status, 502);
}

#[test]
fn it_refuses_to_start_with_unsafe_or_useless_options() {
    for (options, key, expected) in [
        (
            "",
            "pk_prod_FAKEFAKEFAKEFAKE",
            "with a production API key\nhelp: use a key of the test",
        ),
        (
            "--expires-in 2m",
            KEY,
            "must be more than twice --min-ttl (1 min)",
        ),
        ("--user alice --allow-user bob", KEY, "cannot be used with"),
        ("--user user_id:alice", KEY, "is a scope, not a user ID"),
        (
            "--allow-user alice --allow-user user_id:bob",
            KEY,
            "is a scope, not a user ID",
        ),
        (
            "--allow-origin localhost:3000",
            KEY,
            "http://localhost:3000",
        ),
        (
            "--allow-origin http://x/y",
            KEY,
            "expected scheme, host and port",
        ),
        ("--path token", KEY, "expected a path such as"),
        ("--path /health", KEY, "`/health` is reserved"),
        ("--path /health/", KEY, "`/health` is reserved"),
    ] {
        Test::line(&format!("serve --port 0 {options}"))
            .key(key)
            .run()
            .exits_with(2, "", expected);
    }
}

#[test]
fn a_port_in_use_is_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let outcome = Test::line("serve").args(["--port", &port]).key(KEY).run();
    outcome.exits_with(
        7,
        "",
        "cannot listen on 127.0.0.1\nhelp: choose another port",
    );
}

#[test]
fn a_missing_key_is_an_error_without_a_prompt() {
    Test::line("serve --no-input")
        .run()
        .exits_with(4, "", "COURIER_API_KEY");
}
