//! `messages` and `mark-read`: the state at the server is what the report says.

use crate::common::{KEY, Sandbox, Server, Test, answer};

const SEED: &str = r#"{"users":{
    "alice":{"messages":[{"messageId":"a-1","title":"One"},{"messageId":"a-2","title":"Two\u001b[31m"},{"messageId":"a-3"}]},
    "bob":{"messages":[{"messageId":"b-1"}]},
    "a b":{"messages":[{"messageId":"c-1"}]}}}"#;

fn seeded() -> Sandbox {
    let sandbox = Sandbox::start();
    sandbox.seed(SEED);
    sandbox
}

fn read_of(sandbox: &Sandbox, user: &str) -> Vec<bool> {
    let state = sandbox.state();
    let messages = state["users"][user]["messages"].as_array().unwrap();
    messages
        .iter()
        .map(|message| message["read"].is_string())
        .collect()
}

#[test]
fn an_id_and_a_key_are_enough() {
    let sandbox = seeded();
    let ran = Test::new(["mark-read", "b-1", "a-2", "b-1"])
        .at(&sandbox)
        .run();
    ran.is(0, "b-1", "marked 2 of 2 messages read");
    assert_eq!(ran.stdout, "b-1\na-2\n");
    assert_eq!(read_of(&sandbox, "alice"), [false, true, false]);
    assert_eq!(read_of(&sandbox, "bob"), [true]);
    // The key is read from standard input once, though it is needed for more than one request.
    Test::new([
        "mark-read",
        "--api-url",
        &sandbox.url,
        "--api-key-file",
        "-",
        "a-3",
    ])
    .stdin(sandbox.api_key.clone())
    .run()
    .is(0, "a-3\n", "marked 1 of 1");
}

#[test]
fn a_token_is_used_when_it_is_given_or_names_the_user() {
    let sandbox = seeded();
    let token = sandbox.issue(&["--for", "inbox"]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, format!("{token}\n")).unwrap();
    let base = ["mark-read", "--api-url", &sandbox.url];
    let by_file = base
        .into_iter()
        .chain(["--token-file", file.to_str().unwrap(), "a-1"]);
    Test::new(by_file)
        .run()
        .is(0, "a-1\n", "marked 1 of 1 message read");
    let by_variable = base.into_iter().chain(["--user", "alice", "a-2"]);
    Test::new(by_variable)
        .env("COURIER_JWT", &token)
        .run()
        .is(0, "a-2\n", "marked 1 of 1");
    assert_eq!(read_of(&sandbox, "alice"), [true, true, false]);
    // It names another user, so a new one is needed, and there is no key for it.
    let other = base.into_iter().chain(["--user", "bob", "b-1"]);
    Test::new(other)
        .env("COURIER_JWT", &token)
        .run()
        .is(4, "", "there is no API key");
}

#[test]
fn what_is_not_marked_is_named() {
    let sandbox = seeded();
    Test::new(["mark-read", "--user", "alice", "a-1", "nope"])
        .at(&sandbox)
        .run()
        .is(
            1,
            "a-1\n",
            "not marked: nope: Message not found\nmarked 1 of 2 messages read",
        );
    Test::new(["mark-read", "nope", "a-1"])
        .at(&sandbox)
        .run()
        .is(
            1,
            "a-1\n",
            "not marked: nope: Courier answered 404: Not Found",
        );
    let ran = Test::new(["mark-read", "c-1", "a-1", "--json"])
        .at(&sandbox)
        .run();
    ran.is(1, r#""marked":["a-1"]"#, "");
    assert_eq!(
        ran.json()["failed"][0]["reason"],
        "its recipient `a b` cannot be named in a token"
    );
    let injection = [r#""){evil}"#, "a\nb", "{}", "$m0", "a\"b"];
    for id in injection {
        let ran = Test::new(["mark-read", "--user", "alice", id])
            .at(&sandbox)
            .run();
        ran.is(1, "", "Message not found");
    }
    assert_eq!(read_of(&sandbox, "alice"), [true, false, false]);
}

#[test]
fn a_token_without_the_scope_is_refused() {
    let sandbox = seeded();
    let token = sandbox.issue(&["--scope", "inbox:read:messages"]);
    Test::new([
        "mark-read",
        "--api-url",
        &sandbox.url,
        "--token-file",
        "-",
        "a-1",
    ])
    .stdin(token)
    .run()
    .is(
        4,
        "",
        "error: the token in standard input will not do: `inbox:write:events` is missing\n\
         help: courier-auth issue --user alice --for inbox",
    );
    assert_eq!(read_of(&sandbox, "alice"), [false, false, false]);
}

#[test]
fn the_document_has_variables_and_an_answer_counts_only_for_its_own_message() {
    let body =
        r#"{"data":{"m0":true,"m1":null,"m2":true},"errors":[{"message":"broken","path":["m2"]}]}"#;
    let server = Server::start(vec![answer("200 OK", body)]);
    let token = Sandbox::start().issue(&[]);
    let args = [
        "mark-read",
        "--api-url",
        &server.url,
        "--user",
        "alice",
        "--retries",
        "0",
        "--token-file",
        "-",
        "x\"1",
        "x2",
        "x3",
        "x4",
    ];
    let ran = Test::new(args).stdin(token).run();
    ran.is(1, "x\"1\n", "not marked: x2: Courier answered `null`\nnot marked: x3: broken\nnot marked: x4: Courier's answer does not mention it");
    let requests = server.requests.lock().unwrap();
    let (head, sent) = requests[0].split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /q HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("\r\nx-courier-user-id: alice\r\n"), "{head}");
    assert!(!head.contains("x-courier-client-source-id"), "{head}");
    let sent: serde_json::Value = serde_json::from_str(sent).unwrap();
    assert_eq!(
        sent["query"],
        "mutation Mark($m0: String!, $m1: String!, $m2: String!, $m3: String!) { m0: read(messageId: $m0) m1: read(messageId: $m1) m2: read(messageId: $m2) m3: read(messageId: $m3) }"
    );
    assert_eq!(sent["variables"]["m0"], "x\"1");
}

#[test]
fn once_something_was_marked_the_report_is_the_answer() {
    let ids: Vec<String> = (0..60).map(|at| format!("m-{at}")).collect();
    let all: Vec<String> = (0..50).map(|at| format!(r#""m{at}":true"#)).collect();
    let first = answer("200 OK", &format!(r#"{{"data":{{{}}}}}"#, all.join(",")));
    let server = Server::start(vec![first, answer("500 Oops", r#"{"message":"down"}"#)]);
    let token = Sandbox::start().issue(&[]);
    let args = [
        "mark-read",
        "--api-url",
        &server.url,
        "--user",
        "alice",
        "--token-file",
        "-",
    ];
    let ran = Test::new(args.into_iter().chain(ids.iter().map(String::as_str)))
        .stdin(token)
        .run();
    ran.is(
        1,
        "m-49\n",
        "not marked: m-50: Courier answered 500: down\nmarked 50 of 60 messages read",
    );
    assert_eq!(ran.stdout.lines().count(), 50);
}

#[test]
fn messages_are_listed_newest_first_and_counted() {
    let sandbox = seeded();
    let list = Test::new(["messages", "--user", "alice"])
        .at(&sandbox)
        .run();
    list.is(
        0,
        "a-1  unread\na-2  unread\nTwo\\u{1b}[31m",
        "3 messages; 3 unread",
    );
    Test::new(["mark-read", "a-1"])
        .at(&sandbox)
        .run()
        .is(0, "a-1\n", "marked");
    Test::new(["messages", "--user", "alice", "--limit", "1"])
        .at(&sandbox)
        .run()
        .is(0, "a-1  read", "3 messages, 1 shown; 2 unread");
    let json = Test::new(["messages", "--user", "alice", "--unread", "--json"])
        .at(&sandbox)
        .run()
        .json();
    assert_eq!((&json["total"], &json["unread"]), (&2.into(), &2.into()));
    assert_eq!(json["messages"][0]["id"], "a-2");
    Test::new(["messages", "--user", "nobody"])
        .at(&sandbox)
        .run()
        .is(0, "", "0 messages; 0 unread");
    let server = Server::start(vec![answer(
        "200 OK",
        r#"{"data":null,"errors":[{"message":"no"}]}"#,
    )]);
    Test::new(["messages", "--user", "alice", "--api-url", &server.url])
        .env("COURIER_API_KEY", KEY)
        .run()
        .is(5, "", "makes no sense");
}
