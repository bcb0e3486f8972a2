//! `listen`: realtime events, over real sockets of a sandbox.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _, copy},
    net::{Shutdown, TcpListener, TcpStream},
    process::{Child, ChildStderr, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
};

use serde_json::{Value, json};

use crate::support::{
    CLIENT_KEY, KEY, Outcome, Sandbox, ScriptedServer, Test, binary, closed_port_url,
    http_response, wait_until,
};

/// A running `listen` with JSON output.
struct Listen {
    child: Child,
    stderr: BufReader<ChildStderr>,
    /// The events, in the order in which they are printed.
    events: Receiver<Value>,
}

impl Listen {
    /// Starts to listen, with options quoted as in a POSIX shell, and waits until it is connected.
    fn start(sandbox: &Sandbox, options: &str) -> Self {
        Self::start_with(sandbox, options, &[])
    }

    fn start_with(sandbox: &Sandbox, options: &str, variables: &[(&str, &str)]) -> Self {
        let mut command = binary();
        command
            .args(["listen", "--user", "alice", "--json"])
            .args(shlex::split(options).unwrap())
            .env("COURIER_BASE_URL", &sandbox.url)
            .env("COURIER_API_KEY", &sandbox.api_key)
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, events) = channel();
        // Otherwise `listen` would wait for a reader.
        thread::spawn(move || {
            for line in stdout.lines() {
                sender
                    .send(serde_json::from_str(&line.unwrap()).unwrap())
                    .unwrap();
            }
        });
        let mut listen = Self {
            child,
            stderr,
            events,
        };
        listen.wait_for("listening to the events of alice");
        listen
    }

    /// Waits for a note or warning with this text, and returns it.
    #[track_caller]
    fn wait_for(&mut self, text: &str) -> String {
        let mut line = String::new();
        while !line.contains(text) {
            line.clear();
            assert_ne!(self.stderr.read_line(&mut line).unwrap(), 0, "no {text}");
        }
        line
    }

    /// Waits for the end; returns the exit code, the events and the rest of standard error.
    fn finish(mut self) -> (Option<i32>, Vec<Value>, String) {
        let mut stderr = String::new();
        self.stderr.read_to_string(&mut stderr).unwrap();
        let events = self.events.iter().collect();
        (self.child.wait().unwrap().code(), events, stderr)
    }
}

/// Sends a message to alice; returns its ID.
fn send(sandbox: &Sandbox, message: &Value) -> String {
    let mut message = message.clone();
    message["to"] = json!({ "user_id": "alice" });
    let response = sandbox.send(&message);
    response.json()["requestId"].as_str().unwrap().to_owned()
}

fn send_title(sandbox: &Sandbox, title: &str) -> String {
    send(sandbox, &json!({ "content": { "title": title } }))
}

fn mark_read(sandbox: &Sandbox, id: &str) {
    let line = format!("mark-read --user alice {id}");
    let outcome = Test::line(&line).at(sandbox).run();
    assert_eq!(outcome.code, Some(0), "{outcome:#?}");
}

fn ids(events: &[Value]) -> Vec<&str> {
    let ids = events
        .iter()
        .map(|event| event["message_id"].as_str().unwrap());
    ids.collect()
}

fn run(sandbox: &Sandbox, options: &str) -> Outcome {
    Test::line(&format!("listen --user alice {options}"))
        .at(sandbox)
        .run()
}

#[test]
fn events_are_printed_with_the_fields_of_their_messages() {
    let sandbox = Sandbox::start();
    send_title(&sandbox, "before the start");
    let listen = Listen::start(&sandbox, "--count 3");
    let id = send(
        &sandbox,
        &json!({ "content": { "title": "Hi", "body": "Text" },
        "metadata": { "tags": ["a"] }, "context": { "tenant_id": "acme" }, "data": { "orderId": 12 } }),
    );
    mark_read(&sandbox, &id);
    let token = sandbox.issue("--for inbox");
    assert_eq!(
        sandbox.query(&token, "mutation { markAllRead }").status,
        200
    );
    let (code, events, _) = listen.finish();
    assert_eq!(code, Some(0));
    let message = &events[0];
    for (field, value) in [
        ("event", json!("message")),
        ("message_id", json!(id)),
        ("title", json!("Hi")),
        ("preview", json!("Text")),
        ("tags", json!(["a"])),
        ("tenant_id", json!("acme")),
        ("data", json!({ "orderId": 12 })),
        ("listed", json!(false)),
    ] {
        assert_eq!(message[field], value, "{field}");
    }
    assert_eq!(
        (&events[1]["event"], &events[1]["message_id"]),
        (&json!("read"), &json!(id))
    );
    assert_eq!(
        (&events[2]["event"], &events[2]["message_id"]),
        (&json!("mark-all-read"), &Value::Null)
    );
}

#[test]
fn listed_messages_are_the_same_as_received_ones() {
    let sandbox = Sandbox::start();
    let listen = Listen::start(&sandbox, "--count 1");
    send(
        &sandbox,
        &json!({ "content": { "title": "Hi", "body": "Text" }, "metadata": { "tags": ["a"] },
        "context": { "tenant_id": "acme" }, "data": { "orderId": 12 } }),
    );
    let (_, received, _) = listen.finish();
    let outcome = run(&sandbox, "--since 1h --count 1 --json");
    outcome.exits_with(0, "message", "listening");
    let mut found = outcome.json_lines().remove(0);
    assert_eq!(found["listed"], json!(true));
    for field in ["listed", "received_at"] {
        found[field] = received[0][field].clone();
    }
    assert_eq!(found, received[0]);
}

#[test]
fn a_test_can_wait_for_a_message_that_it_sent_before() {
    let sandbox = Sandbox::start();
    send_title(&sandbox, "Your order has shipped");
    send_title(&sandbox, "Another");
    let found = run(
        &sandbox,
        "--since 1m --match 'title=Your order has shipped' --count 1 --timeout 30s",
    );
    found.exits_with(0, "message", "listening");
    assert_eq!(found.stdout.lines().count(), 1);
    let parts = run(
        &sandbox,
        "--since 1m --match title~order --match title~ship --count 1 --timeout 30s",
    );
    parts.exits_with(0, "Your order has shipped", "listening");
}

#[test]
fn a_test_can_check_that_a_message_does_not_come() {
    let sandbox = Sandbox::start();
    send_title(&sandbox, "Unrelated");
    let none = run(&sandbox, "--since 1m --match title=Receipt --timeout 2s");
    none.exits_with(1, "", "timed out after 2 s: 0 events");
    let too_few = run(&sandbox, "--since 1m --count 2 --timeout 300ms");
    too_few.exits_with(1, "Unrelated", ": 1 event");
    run(&sandbox, "--since 1m --timeout 300ms").exits_with(0, "Unrelated", ": 1 event");
}

#[test]
fn events_are_filtered_by_name_and_tenant() {
    let sandbox = Sandbox::start();
    let named = Listen::start(&sandbox, "--event read --event archive --count 1");
    let of_tenant = Listen::start(&sandbox, "--tenant acme --count 1");
    let tenant = |tenant: &str| json!({ "content": { "title": tenant }, "context": { "tenant_id": tenant } });
    send(&sandbox, &tenant("other"));
    let id = send(&sandbox, &tenant("acme"));
    mark_read(&sandbox, &id);
    assert_eq!(named.finish().1[0]["event"], json!("read"));
    assert_eq!(ids(&of_tenant.finish().1), [id.as_str()]);
}

/// Waits until `listen` is connected, then does something that ends its connection.
fn disconnect(sandbox: &Sandbox, query: &str) {
    wait_until("a subscription", || {
        sandbox.control("GET", "health", "").json()["subscriptions"] == json!(1)
    });
    let closed = sandbox.control("DELETE", &format!("sockets{query}"), "");
    assert_eq!(closed.status, 204);
}

#[test]
fn each_of_ten_thousand_messages_is_printed_once_and_in_order() {
    const MESSAGES: usize = 10_000;
    const DISCONNECTS: usize = 10;
    let sandbox = Sandbox::start();
    send_title(&sandbox, "before the start");
    let listen = Listen::start(&sandbox, &format!("--event message --count {MESSAGES}"));
    let mut sent = Vec::new();
    for number in 0..MESSAGES {
        if number % (MESSAGES / DISCONNECTS) == MESSAGES / DISCONNECTS / 2 {
            disconnect(&sandbox, "");
        }
        // The token of the next connection has expired.
        if number == MESSAGES / 3 || number == MESSAGES * 2 / 3 {
            sandbox.control("POST", "clock", r#"{"advance":"2h"}"#);
        }
        sent.push(send_title(&sandbox, &number.to_string()));
    }
    let (code, events, notes) = listen.finish();
    assert_eq!(code, Some(0));
    assert_eq!(
        notes.matches("connection lost").count(),
        DISCONNECTS,
        "{notes}"
    );
    let received = ids(&events);
    assert_eq!(received.len(), MESSAGES);
    let first_difference = received
        .iter()
        .zip(&sent)
        .position(|(received, sent)| received != sent);
    assert_eq!(first_difference, None);
    let from_list = events.iter().filter(|event| event["listed"] == json!(true));
    let count = from_list.count();
    assert!(count > 0 && count < MESSAGES, "{count}");
    // A token for the start, and one after each expiry.
    let tokens = sandbox.control("GET", "tokens", "").json();
    assert_eq!(tokens["tokens"].as_array().unwrap().len(), 3, "{tokens}");
}

#[test]
fn a_reconnect_frame_is_obeyed() {
    let sandbox = Sandbox::start();
    let mut listen = Listen::start(&sandbox, "--count 1");
    disconnect(&sandbox, "?retry_after=1");
    listen.wait_for(
        "the server requested a reconnection: closed by the control API; reconnecting in 1 s",
    );
    let id = send_title(&sandbox, "while there is no connection");
    listen.wait_for("listening again");
    let (code, events, _) = listen.finish();
    assert_eq!((code, &*ids(&events)), (Some(0), &[id.as_str()][..]));
}

/// Starts a proxy that hides from the sandbox that clients know protocol v1. Returns its URL.
fn start_older_server(sandbox: &Sandbox) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("ws://{}", listener.local_addr().unwrap());
    let upstream = sandbox.url.strip_prefix("http://").unwrap().to_owned();
    thread::spawn(move || {
        for client in listener.incoming() {
            let mut client = client.unwrap();
            let mut server = TcpStream::connect(&upstream).unwrap();
            let (mut head, mut byte) = (Vec::new(), [0]);
            while !head.ends_with(b"\r\n\r\n") && client.read(&mut byte).unwrap() > 0 {
                head.push(byte[0]);
            }
            let head = String::from_utf8(head).unwrap().replace("&iwpv=v1", "");
            server.write_all(head.as_bytes()).unwrap();
            let (mut from, mut to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            thread::spawn(move || {
                let _ = copy(&mut from, &mut to);
                let _ = to.shutdown(Shutdown::Both);
            });
            thread::spawn(move || {
                let _ = copy(&mut server, &mut client);
                let _ = client.shutdown(Shutdown::Both);
            });
        }
    });
    url
}

#[test]
fn events_of_a_server_with_the_legacy_protocol_are_the_same() {
    let sandbox = Sandbox::start();
    let url = start_older_server(&sandbox);
    let variables = [("COURIER_SOCKET_URL", url.as_str())];
    let listen = Listen::start_with(&sandbox, "--count 3", &variables);
    assert_eq!(
        sandbox.control("GET", "sockets", "").json()["sockets"][0]["protocol"],
        json!("legacy")
    );
    let first = send_title(&sandbox, "One");
    mark_read(&sandbox, &first);
    disconnect(&sandbox, "");
    let second = send_title(&sandbox, "Two");
    let (code, events, _) = listen.finish();
    assert_eq!(code, Some(0));
    assert_eq!(ids(&events), [first.as_str(), &first, &second]);
    let names: Vec<&str> = events
        .iter()
        .map(|event| event["event"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["message", "read", "message"]);
    assert_eq!(events[0]["title"], json!("One"));
}

#[test]
fn listen_waits_for_a_server_that_is_gone() {
    let mut sandbox = Sandbox::start();
    let mut listen = Listen::start(&sandbox, "--timeout 2s");
    Test::line("sandbox stop")
        .args(["--port", sandbox.port()])
        .run()
        .exits_with(0, "", "stopped");
    assert_eq!(sandbox.wait(), Some(0));
    listen.wait_for(
        "connection lost: the server closed the connection (1001: the sandbox is stopping)",
    );
    listen.wait_for("connection lost");
    let (code, events, notes) = listen.finish();
    // It is unknown whether an event came.
    assert_eq!((code, events.len()), (Some(6), 0));
    assert!(notes.contains("\"level\":\"error\""), "{notes}");
}

#[test]
fn a_first_connection_that_fails_is_an_error() {
    let sandbox = Sandbox::start();
    let gone = closed_port_url();
    let unreachable = Test::line("listen --user alice")
        .env("COURIER_BASE_URL", &gone)
        .key(&sandbox.api_key)
        .run();
    unreachable.exits_with(6, "", "error: cannot connect");
    let no_socket = Test::line("listen --user alice --retries 0")
        .at(&sandbox)
        .env("COURIER_SOCKET_URL", &gone.replace("http", "ws"))
        .run();
    no_socket.exits_with(6, "", "error: cannot connect");
    let wrong_key = Test::line("listen --user alice")
        .at(&sandbox)
        .key("pk_test_FAKEFAKEFAKE")
        .run();
    wrong_key.exits_with(4, "", "error: ");
    let token = sandbox.token(&sandbox.api_key, "user_id:alice read:preferences");
    let no_scope = Test::line("listen --user alice")
        .at(&sandbox)
        .env("COURIER_JWT", &token)
        .run();
    no_scope.exits_with(4, "", "error: ");
}

#[test]
fn the_time_runs_from_the_first_connection_on() {
    let sandbox = Sandbox::start_with("--latency 400ms");
    send_title(&sandbox, "Hello");
    let found = run(&sandbox, "--since 1h --count 1 --timeout 300ms");
    found.exits_with(0, "Hello", "listening");
    run(&sandbox, "--timeout 300ms").exits_with(1, "", "timed out after");
}

#[test]
fn client_key_can_be_used() {
    let sandbox = Sandbox::start_with("--hmac-required");
    let options = format!("--client-key {CLIENT_KEY} --count 1");
    let listen = Listen::start(&sandbox, &options);
    let id = send_title(&sandbox, "Hello");
    assert_eq!(ids(&listen.finish().1), [id.as_str()]);
}

#[test]
fn invalid_options_are_refused() {
    let sandbox = Sandbox::start();
    for (options, error) in [
        ("--event mesage", "message"),
        ("--match title", "FIELD=TEXT"),
        ("--count 0", "--count"),
        ("--timeout never", "--timeout"),
        ("--since tomorrow", "--since"),
    ] {
        run(&sandbox, options).exits_with(2, "", error);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn interrupt_ends_with_a_summary() {
    let sandbox = Sandbox::start();
    let mut listen = Listen::start(&sandbox, "");
    disconnect(&sandbox, "");
    listen.wait_for("listening again");
    send_title(&sandbox, "Hello");
    let event = listen.events.recv().unwrap();
    assert_eq!(event["title"], json!("Hello"));
    crate::support::send_signal(listen.child.id(), rustix::process::Signal::INT);
    let summary = listen.wait_for("1 event in ");
    assert!(summary.contains("reconnected 1 time"), "{summary}");
    assert_eq!(listen.child.wait().unwrap().code(), Some(0));
}

#[test]
fn an_invalid_socket_url_is_refused_before_anything_is_sent() {
    let server = ScriptedServer::start(vec![http_response("401 Unauthorized", "{}")]);
    let outcome = Test::line("listen --user alice --api-url")
        .args([server.url.as_str()])
        .env("COURIER_SOCKET_URL", "http://localhost:9999")
        .key(KEY)
        .run();
    outcome.exits_with(2, "", "invalid COURIER_SOCKET_URL");
    assert_eq!(server.request_count(), 0);
}

#[test]
fn a_refused_client_key_is_not_called_a_token() {
    let server = ScriptedServer::start(vec![http_response("401 Unauthorized", "{}")]);
    let line = format!("listen --user alice --client-key {CLIENT_KEY} --api-url");
    let outcome = Test::line(&line).args([server.url.as_str()]).key(KEY).run();
    assert_eq!(outcome.code, Some(4), "{outcome:#?}");
    assert!(outcome.stderr.contains("client key"), "{outcome:#?}");
    assert!(!outcome.stderr.contains("user token"), "{outcome:#?}");
}
