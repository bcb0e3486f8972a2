//! `serve`: an app asks, and gets a token; what it may not have, it does not get.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    process::{Child, Stdio},
    thread,
};

use serde_json::Value;

use crate::common::{Answer, KEY, Sandbox, Test, answer, http, program, started};

/// `courier-auth serve`, stopped when dropped.
struct Serving {
    child: Child,
    /// Where tokens are asked for.
    url: String,
}

impl Serving {
    fn start(courier: &str, key: &str, args: &[&str]) -> Self {
        let mut command = program();
        let command = command
            .args(["serve", "--port", "0", "--json"])
            .args(args)
            .env("COURIER_BASE_URL", courier)
            .env("COURIER_API_KEY", key)
            .stderr(Stdio::piped());
        let (child, ready) = started(command);
        let url = ready["url"].as_str().unwrap().to_owned();
        Self { child, url }
    }

    fn at(sandbox: &Sandbox, args: &[&str]) -> Self {
        Self::start(&sandbox.url, &sandbox.api_key, args)
    }

    fn ask(&self, query: &str) -> Answer {
        http("GET", &format!("{}{query}", self.url), &[], "")
    }

    /// Ends it by SIGTERM; its exit code, and what it said.
    #[cfg(unix)]
    fn end(mut self) -> (Option<i32>, String) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        let mut said = String::new();
        self.child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        (self.child.wait().unwrap().code(), said)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn token(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["token"].as_str().unwrap().to_owned()
}

/// How many tokens Courier was asked for.
fn issued(sandbox: &Sandbox) -> usize {
    let journal = http("GET", &format!("{}/_sandbox/journal", sandbox.url), &[], "");
    let requests = journal.json()["requests"].as_array().unwrap().clone();
    let is_issue = |request: &&Value| request["path"] == "/auth/issue-token";
    requests.iter().filter(is_issue).count()
}

#[test]
fn an_app_gets_a_token_that_opens_the_inbox_and_gets_it_again() {
    let sandbox = Sandbox::start();
    let serving = Serving::at(&sandbox, &["--for", "inbox", "--expires-in", "1h"]);
    let first = serving.ask("?user=alice");
    assert_eq!(first.header("cache-control"), Some("no-store"));
    let expires_at = first.json()["expires_at"].as_str().unwrap().to_owned();
    assert!(
        expires_at.ends_with('Z') && expires_at.len() == 20,
        "{expires_at}"
    );
    let first = token(&first);
    assert_eq!(sandbox.query(&first, "{ count }").status, 200);
    for query in ["?user=alice", "?user_id=alice", "?x=1&userId=alice"] {
        assert_eq!(token(&serving.ask(query)), first, "{query}");
    }
    for body in [r#"{"user":"alice"}"#, r#"{"userId":"alice","x":1}"#] {
        assert_eq!(
            token(&http("POST", &serving.url, &[], body)),
            first,
            "{body}"
        );
    }
    let by_query = format!("{}?user=alice", serving.url);
    assert_eq!(token(&http("POST", &by_query, &[], "")), first);
    assert_ne!(token(&serving.ask("?user=j%C3%B6rg")), first);
    assert_eq!(issued(&sandbox), 2);
    for (query, reason) in [
        ("", "no user is named"),
        ("?user=", "no user is named"),
        ("?user=a%20b", "user"),
    ] {
        let refused = serving.ask(query);
        assert!(
            refused.status == 400 && refused.body.contains(reason),
            "{}",
            refused.body
        );
    }
    for body in ["[]", "{", r#"{"user":1}"#] {
        assert_eq!(http("POST", &serving.url, &[], body).status, 400, "{body}");
    }
    let huge = http("POST", &serving.url, &[], &" ".repeat(20_000));
    assert_eq!(huge.status, 413);
    assert_eq!(huge.json()["type"], "invalid_request_error");
    let (base, _) = serving.url.split_once("/api").unwrap();
    let health = http("GET", &format!("{base}/health"), &[], "").json();
    assert_eq!(
        (&health["status"], &health["issued"]),
        (&"ok".into(), &2.into())
    );
    assert_eq!(http("GET", &format!("{base}/nowhere"), &[], "").status, 404);
    assert_eq!(http("DELETE", &serving.url, &[], "").status, 405);
    #[cfg(unix)]
    {
        let (code, said) = serving.end();
        assert_eq!(code, Some(0));
        assert!(
            !said.contains(&first) && !said.contains(&sandbox.api_key),
            "{said}"
        );
        let lines: Vec<Value> = said
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let line = &lines[0];
        assert_eq!(line["schema"], "courier-auth/serve-request/v1");
        assert_eq!(
            (&line["user"], &line["status"], &line["outcome"]),
            (&"alice".into(), &200.into(), &"issued".into())
        );
        assert_eq!(lines[1]["outcome"], "kept");
    }
}

#[test]
fn many_clients_at_once_cost_one_token_a_user() {
    let sandbox = Sandbox::start_with(&["--latency", "100"]);
    // The log of so many fills the pipe, which nobody reads: that holds nobody up.
    let serving = Serving::at(&sandbox, &["--for", "inbox"]);
    thread::scope(|scope| {
        let clients: Vec<_> = (0..200)
            .map(|number| {
                let serving = &serving;
                scope.spawn(move || {
                    let query = format!("?user=user-{}", number % 50);
                    let answers = [(); 3].map(|()| token(&serving.ask(&query)));
                    assert_eq!(answers[0], answers[2]);
                    (number % 50, answers[0].clone())
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
    assert_eq!(issued(&sandbox), 50);
    let (base, _) = serving.url.split_once("/api").unwrap();
    let health = http("GET", &format!("{base}/health"), &[], "").json();
    assert_eq!(health["served"], 600);
    assert_eq!(health["issued"], 50);
}

#[test]
fn a_token_that_courier_does_not_renew_is_given_on_and_told_of() {
    let sandbox = Sandbox::start();
    let lives = ["--expires-in", "3s", "--min-ttl", "1s", "--retries", "0"];
    let mut serving = Serving::at(&sandbox, &lives);
    let first = token(&serving.ask("?user=alice"));
    let faults = format!("{}/_sandbox/faults", sandbox.url);
    let fault = r#"{"faults":["issue-token:500"]}"#;
    assert_eq!(http("POST", &faults, &[], fault).status, 204);
    // From its second second on it is renewed beside.
    while issued(&sandbox) < 2 {
        assert_eq!(token(&serving.ask("?user=alice")), first);
    }
    assert_eq!(token(&serving.ask("?user=alice")), first);
    let said = BufReader::new(serving.child.stderr.take().unwrap());
    let mut told = said.lines().map(Result::unwrap);
    let told = told.find(|line| line.contains("the token that is kept is not renewed: "));
    assert!(
        told.as_ref().is_some_and(|line| line.contains("500")),
        "{told:?}"
    );
}

#[test]
fn only_those_are_let_in_who_were_named() {
    let sandbox = Sandbox::start();
    let origin = "http://localhost:3000";
    let one = Serving::at(&sandbox, &["--user", "alice", "--allow-origin", origin]);
    let alice = token(&one.ask(""));
    assert_eq!(token(&one.ask("?user=alice")), alice);
    assert_eq!(one.ask("?user=bob").status, 403);
    let listed = Serving::at(&sandbox, &["--allow-user", "alice", "--allow-user", "bob"]);
    assert_eq!(listed.ask("?user=bob").status, 200);
    assert_eq!(
        (listed.ask("?user=carol").status, listed.ask("").status),
        (403, 400)
    );

    let with = |headers: &[(&str, &str)], method: &str| http(method, &one.url, headers, "");
    let let_in = with(&[("origin", origin)], "GET");
    assert_eq!(let_in.header("access-control-allow-origin"), Some(origin));
    assert_eq!(token(&let_in), alice);
    let wants = [
        ("origin", origin),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type"),
    ];
    let preflight = with(&wants, "OPTIONS");
    assert_eq!(
        preflight.header("access-control-allow-headers"),
        Some("content-type")
    );
    for stranger in ["http://evil.test", "null", "http://localhost:3001"] {
        for method in ["GET", "POST"] {
            let refused = with(&[("origin", stranger)], method);
            assert_eq!(refused.status, 403, "{stranger}");
            assert_eq!(refused.header("access-control-allow-origin"), None);
            assert!(!refused.body.contains("eyJ"));
        }
    }
    // A page that shows a picture, say, tells no origin.
    for (site, status) in [
        ("cross-site", 403),
        ("same-site", 403),
        ("same-origin", 200),
        ("none", 200),
    ] {
        assert_eq!(
            with(&[("sec-fetch-site", site)], "GET").status,
            status,
            "{site}"
        );
    }
    let allowed = [("origin", origin), ("sec-fetch-site", "same-site")];
    assert_eq!(with(&allowed, "GET").status, 200);
    // A name that merely leads here.
    for (host, status) in [
        ("evil.test", 403),
        ("127.0.0.1.evil.test", 403),
        ("localhost:3000", 200),
        ("127.0.0.2", 200),
        ("[::1]", 200),
        ("[::1]:80", 200),
    ] {
        assert_eq!(with(&[("host", host)], "GET").status, status, "{host}");
    }
}

#[test]
fn what_courier_says_no_to_is_told_and_asked_again() {
    let sandbox = Sandbox::start_with(&["--fault", "issue-token:429,retry-after=7,times=1"]);
    let serving = Serving::at(&sandbox, &["--retries", "0"]);
    let limited = serving.ask("?user=alice");
    assert_eq!(
        (limited.status, limited.header("retry-after")),
        (429, Some("7"))
    );
    assert_eq!(limited.json()["type"], "rate_limit_error");
    let wrong = Serving::start(&sandbox.url, KEY, &[]);
    let refused = wrong.ask("?user=alice");
    assert_eq!(refused.status, 502);
    assert!(
        refused.body.contains("Courier refused the API key: 401"),
        "{}",
        refused.body
    );
    let silent = crate::common::Server::start(vec![answer("200 OK", "{}")]);
    let nonsense = Serving::start(&silent.url, KEY, &[]);
    assert_eq!(nonsense.ask("?user=alice").status, 502);
}

#[test]
fn it_does_not_begin_where_it_would_do_harm_or_nothing() {
    let run = |args: &[&str], key: &str| {
        let all = ["serve", "--port", "0"]
            .into_iter()
            .chain(args.iter().copied());
        Test::new(all).env("COURIER_API_KEY", key).run()
    };
    for (args, key, expected) in [
        (
            &[][..],
            "pk_prod_FAKEFAKEFAKEFAKE",
            "a key of production\nhelp: use a key of a test",
        ),
        (
            &["--host", "0.0.0.0"],
            KEY,
            "whoever reaches 0.0.0.0\nhelp: leave --host out, or add --i-know",
        ),
        (
            &["--expires-in", "2m"],
            KEY,
            "must be less than half of that",
        ),
        (
            &["--user", "alice", "--allow-user", "bob"],
            KEY,
            "cannot be used with",
        ),
        (
            &["--user", "user_id:alice"],
            KEY,
            "name the user by the id alone",
        ),
        (
            &["--allow-user", "alice", "--allow-user", "user_id:bob"],
            KEY,
            "name the user by the id alone",
        ),
        (
            &["--allow-origin", "localhost:3000"],
            KEY,
            "http://localhost:3000",
        ),
        (
            &["--allow-origin", "http://x/y"],
            KEY,
            "scheme, host and port alone",
        ),
        (&["--path", "token"], KEY, "write a path"),
        (&["--path", "/health"], KEY, "is taken"),
    ] {
        run(args, key).is(2, "", expected);
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let ran = Test::new(["serve", "--port", &port])
        .env("COURIER_API_KEY", KEY)
        .run();
    ran.is(
        7,
        "",
        "cannot listen on 127.0.0.1\nhelp: choose another port",
    );
    Test::new(["serve", "--no-input"])
        .run()
        .is(4, "", "COURIER_API_KEY");
}
