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
        "a-1  \n  unread  One\na-2  \n  unread  Two\\u{1b}[31m",
        "3 messages; 3 unread",
    );
    Test::new(["mark-read", "a-1"])
        .at(&sandbox)
        .run()
        .is(0, "a-1\n", "marked");
    Test::new(["messages", "--user", "alice", "--limit", "1"])
        .at(&sandbox)
        .run()
        .is(0, "a-1  \n  read  ", "3 messages, 1 shown; 2 unread");
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

/// A hundred and twenty messages, one a minute, the newest first in the list.
fn many() -> Sandbox {
    let sandbox = Sandbox::start();
    let message = |at: usize| {
        let created = format!("2026-11-01T{:02}:{:02}:00Z", at / 60, at % 60);
        let tags = if at.is_multiple_of(10) {
            vec!["tenth"]
        } else {
            vec![]
        };
        serde_json::json!({ "messageId": format!("m-{at:03}"), "title": "Hello", "created": created,
            "tags": tags, "read": (at % 2 == 1).then_some("2026-11-02T00:00:00Z") })
    };
    let messages: Vec<_> = (0..120).map(message).collect();
    let tenant = serde_json::json!({ "messageId": "t-1", "accountId": "acme" });
    let archived = serde_json::json!({ "messageId": "old", "archived": "2026-11-02T00:00:00Z" });
    let more = [tenant, archived];
    let messages: Vec<_> = messages.into_iter().chain(more).collect();
    let seed = serde_json::json!({ "users": { "alice": { "messages": messages } } });
    sandbox.seed(&seed.to_string());
    sandbox
}

fn alice<'a>(sandbox: &Sandbox, command: &'a str, args: &[&'a str]) -> crate::common::Ran {
    let base = [command, "--user", "alice"];
    Test::new(base.into_iter().chain(args.iter().copied()))
        .at(sandbox)
        .run()
}

#[test]
fn messages_are_filtered_paged_and_shown_as_a_program_wants_them() {
    let sandbox = many();
    let list = |args: &[&str]| {
        let ran = alice(&sandbox, "messages", args);
        assert_eq!(ran.code, Some(0), "{ran:#?}");
        ran
    };
    let lines = |args: &[&str]| list(args).stdout.lines().count();
    assert_eq!(lines(&[]), 24);
    assert_eq!(lines(&["--limit", "all"]), 121);
    assert_eq!(lines(&["--limit", "101", "--ids"]), 101);
    assert_eq!(list(&["--unread", "--count"]).stdout, "61\n");
    assert_eq!(list(&["--read", "--count"]).stdout, "60\n");
    assert_eq!(list(&["--archived", "--ids"]).stdout, "old\n");
    assert_eq!(list(&["--tenant", "acme", "--ids"]).stdout, "t-1\n");
    assert_eq!(list(&["--tag", "tenth", "--count"]).stdout, "12\n");
    let since = ["--since", "2026-11-01T01:58:00Z", "--ids"];
    assert_eq!(list(&since).stdout, "t-1\nm-119\nm-118\n");
    let json = list(&["--limit", "all", "--json"]).json();
    assert_eq!(json["messages"].as_array().unwrap().len(), 121);
    assert_eq!((&json["total"], &json["unread"]), (&121.into(), &61.into()));
    let jsonl = list(&["--limit", "102", "--jsonl"]).stdout;
    let rows: Vec<serde_json::Value> = jsonl
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows.len(), 102);
    assert_eq!(rows[1]["id"], "m-119");
    assert_eq!(rows[1]["schema"], "courier-auth/message/v1");
    let empty = alice(&sandbox, "messages", &["--tag", "no", "--json"]).json();
    assert_eq!(empty["messages"], serde_json::json!([]));
    let args = ["messages", "--user", "alice", "--limit", "0"];
    Test::new(args)
        .run()
        .is(2, "", "a number from 1 on, or `all`");
}

#[test]
fn a_list_without_an_end_is_no_list() {
    let page = |cursor: &str| {
        answer(
            "200 OK",
            &format!(
                r#"{{"data":{{"unread":0,"messages":{{"totalCount":9,"pageInfo":{{"hasNextPage":true,"startCursor":{cursor}}},"nodes":[{{"messageId":"a"}}]}}}}}}"#
            ),
        )
    };
    let list = |answers: Vec<String>| {
        let server = Server::start(answers);
        let args = [
            "messages",
            "--limit",
            "all",
            "--ids",
            "--api-url",
            &server.url,
        ];
        let ran = Test::new(
            args.into_iter()
                .chain(["--user", "alice", "--client-key", "x"]),
        )
        .env("COURIER_API_KEY", KEY)
        .run();
        (ran, server.served())
    };
    let pages = ["\"a\"", "\"b\"", "\"c\""].map(page);
    let (ran, served) = list(pages.iter().cycle().take(99).cloned().collect());
    ran.is(5, "a\n", "the pages of the Inbox have no end");
    assert!(served < 12, "{served}");
    for cursor in ["\"a\"", "null"] {
        let (ran, _) = list(vec![page(cursor)]);
        ran.is(
            5,
            if cursor == "null" { "" } else { "a\n" },
            "nothing says where",
        );
    }
}

#[test]
fn what_a_sender_wrote_shows_no_secret() {
    let sandbox = Sandbox::start();
    let text = format!("look: {} and {KEY}", sandbox.api_key);
    let seed = serde_json::json!({ "users": { "alice": { "messages": [{ "title": text }] } } });
    sandbox.seed(&seed.to_string());
    for form in [&[][..], &["--json"], &["--jsonl"]] {
        let ran = alice(&sandbox, "messages", form);
        ran.is(0, "look: ", if form.is_empty() { "1 message" } else { "" });
        assert!(!ran.stdout.contains(&sandbox.api_key) && !ran.stdout.contains("FAKE"));
    }
}

#[test]
fn messages_are_chosen_by_filters_once_somebody_says_yes() {
    let sandbox = many();
    let mark = |args: &[&str]| alice(&sandbox, "mark-read", args);
    mark(&["--all"]).is(
        2,
        "",
        "nobody can be asked\nadd --yes; --dry-run lists them",
    );
    let plan = mark(&[
        "--tag",
        "tenth",
        "--before",
        "2026-11-01T01:00:00Z",
        "--dry-run",
    ]);
    plan.is(
        0,
        "m-050\nm-000",
        "would mark 6 messages read; nothing was sent",
    );
    let tenths = ["--tag", "tenth", "--json", "--yes"];
    let report = mark(&tenths).json();
    assert_eq!(report["marked"].as_array().unwrap().len(), 12);
    let report = mark(&tenths).json();
    assert_eq!(report["marked"], serde_json::json!([]));
    assert_eq!(report["already"].as_array().unwrap().len(), 12);
    let all = mark(&["--all", "--yes", "--verify"]);
    all.is(
        0,
        "t-1\nm-118",
        "marked 49 of 121 messages read; 72 were read already",
    );
    mark(&["--all", "--yes"]).is(0, "", "121 were read already");
    mark(&["--tenant", "acme", "--as", "archived", "--yes"]).is(0, "t-1\n", "marked 1 of 1");
    mark(&["old", "--as", "unarchived"]).is(0, "old\n", "marked 1 of 1 message unarchived");
    mark(&["m-001", "--as", "opened"]).is(0, "m-001\n", "opened");
    mark(&["m-001", "--undo"]).is(0, "m-001\n", "marked 1 of 1 message unread");
    let unread = alice(&sandbox, "messages", &["--unread", "--ids"]);
    unread.is(0, "m-001\nold\n", "");
}

#[test]
fn ids_come_from_anywhere_once_each_and_what_fails_is_kept() {
    let sandbox = many();
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    std::fs::write(&from, "\u{FEFF}m-004\r\n\r\nnope\r\n m-002 \r\n").unwrap();
    let (from, to) = (from.to_str().unwrap(), to.to_str().unwrap());
    let args = [
        "mark-read",
        "--user",
        "alice",
        "m-000",
        "-",
        "m-002",
        "--ids-file",
        from,
    ];
    let kept = ["--failed-to", to];
    let ran = Test::new(args.into_iter().chain(kept))
        .at(&sandbox)
        .stdin("m-006\nm-000\n")
        .run();
    ran.is(
        1,
        "m-000\nm-006\nm-002\nm-004\n",
        "not marked: nope: Message not found",
    );
    assert_eq!(ran.stdout, "m-000\nm-006\nm-002\nm-004\n");
    assert_eq!(std::fs::read_to_string(to).unwrap(), "nope\n");
    // What was done is told even where what is left cannot be kept.
    let folder_instead = folder.path().join("folder");
    let args = ["mark-read", "--user", "alice", "m-008", "--failed-to"];
    let ran = Test::new(
        args.into_iter()
            .chain([folder_instead.join("x").to_str().unwrap()]),
    )
    .at(&sandbox)
    .run();
    ran.is(7, "", "cannot write `");
    let many: Vec<String> = (0..25).map(|at| format!("no-{at}")).collect();
    let ran = Test::new(["mark-read", "--user", "alice", "-"])
        .at(&sandbox)
        .stdin(many.join("\n"))
        .run();
    let more = "not marked: 15 more: Message not found (--failed-to keeps them, --json names them)";
    ran.is(
        1,
        "",
        &format!("not marked: no-9: Message not found\n{more}"),
    );
    assert_eq!(ran.stderr.lines().count(), 12);
    // Even those of which nothing could be known are kept.
    Test::new(["mark-read", "nobody-knows", "--failed-to", to])
        .at(&sandbox)
        .run()
        .is(1, "", "404: Not Found");
    assert_eq!(std::fs::read_to_string(to).unwrap(), "nobody-knows\n");
    let none = Test::new(["mark-read", "--user", "alice", "-"])
        .at(&sandbox)
        .stdin("\n")
        .run();
    none.is(0, "", "there is no message to mark");
    let plan = Test::new(["mark-read", "a", "b", "a", "--dry-run"]).run();
    plan.is(0, "a\nb\n", "would mark 2 messages read");
    for (args, reason) in [
        (&["a", "--all"][..], "cannot be used with"),
        (&["a", "--tag", "x"], "--tag chooses messages"),
        (&["a", "--tenant", "x"], "--tenant is for"),
        (&["-", "--api-key-file", "-"], "read only once"),
        (&["a\nb", "--failed-to", "x"], "line end"),
        (&["a", "--dry-run", "--verify"], "a dry run marks nothing"),
        (&[], "required"),
    ] {
        let ran = Test::new(["mark-read"].into_iter().chain(args.iter().copied())).run();
        ran.is(2, "", reason);
    }
    let named = "1-65f240a0-7bd8ba1d9c9cf1a04c3a4ff2:alice";
    sandbox.seed(&format!(
        r#"{{"users":{{"alice":{{"messages":[{{"messageId":"{named}"}}]}}}}}}"#
    ));
    let odd = Test::new(["mark-read", "a\tb", "-v"]).at(&sandbox).run();
    odd.is(1, "", "that is no message id");
    assert!(!odd.stderr.contains("GET "), "{odd:#?}");
    let ran = Test::new(["mark-read", named, "..", "."])
        .at(&sandbox)
        .run();
    ran.is(
        1,
        named,
        "not marked: ..: that is no message id\nnot marked: .: that is",
    );
}

#[test]
fn a_given_token_is_looked_at_before_anything_is_sent() {
    let sandbox = seeded();
    let short = sandbox.issue(&["--for", "inbox", "--expires-in", "28 seconds"]);
    let reader = sandbox.issue(&["--scope", "inbox:read:messages"]);
    // Nobody is there.
    let nobody = [
        "--api-url",
        "http://127.0.0.1:1",
        "--token-file",
        "-",
        "--retries",
        "0",
        "x",
    ];
    let mark = |args: &[&str], token: &str| {
        let args = ["mark-read"].into_iter().chain(args.iter().copied());
        Test::new(args.chain(nobody)).stdin(token.to_owned()).run()
    };
    mark(&[], &reader).is(
        4,
        "",
        "`inbox:write:events` is missing\nhelp: courier-auth issue",
    );
    mark(&["--user", "bob"], &short).is(4, "", "bob");
    let writer = sandbox.issue(&["--scope", "inbox:write:events"]);
    mark(&["--verify"], &writer).is(4, "", "`inbox:read:messages` is missing");
    mark(&[], "hello").is(2, "", "does not name one user");
    mark(&["--user", "alice"], "hello").is(3, "", "will not do");
    mark(&[], &short).is(
        6,
        "",
        "warning: the token in standard input: \ncannot connect",
    );
    // A token that is enough for one request is told to be too short for many, and once.
    let many = vec!["{}"; 60].join(",");
    let busy = Sandbox::start();
    busy.seed(&format!(
        r#"{{"users":{{"alice":{{"messages":[{many}]}}}}}}"#
    ));
    let minutes = busy.issue(&["--for", "inbox", "--expires-in", "300 seconds"]);
    let url = ["--api-url", &busy.url, "--token-file", "-"];
    let all = [
        "mark-read",
        "--all",
        "--yes",
        "--verify",
        "--batch",
        "1",
        "--concurrency",
        "1",
    ];
    let run = |more: &[&'static str]| {
        let args = all.into_iter().chain(url).chain(more.iter().copied());
        Test::new(args).stdin(minutes.clone()).run()
    };
    let enough = run(&["--timeout", "10"]);
    assert!(
        enough.code == Some(0) && !enough.stderr.contains("warning"),
        "{enough:#?}"
    );
    let undo = run(&["--timeout", "270", "--undo"]);
    assert_eq!(
        undo.stderr.matches("warning: the token").count(),
        1,
        "{undo:#?}"
    );
    let list = ["messages", "--api-url", &sandbox.url, "--user", "bob"];
    Test::new(list)
        .env("COURIER_JWT", &short)
        .env("COURIER_API_KEY", &sandbox.api_key)
        .run()
        .is(0, "b-1", "note: the token in COURIER_JWT is not for `bob`");
    let mine = ["messages", "--api-url", &sandbox.url];
    Test::new(mine)
        .env("COURIER_JWT", &short)
        .run()
        .is(0, "a-1", "3 messages");
}

#[test]
fn a_client_key_gets_in_with_a_signature_and_neither_is_told() {
    let body = r#"{"data":{"m0":true}}"#;
    let server = Server::start(vec![answer("200 OK", body)]);
    let args = [
        "mark-read",
        "--user",
        "user-1",
        "--client-key",
        "bXkta2V5",
        "x",
        "-vv",
    ];
    let signature = "e8795831fade37790bd0637b2d49b52ee2d56d89861e183939fa585aafb25947";
    let ran = Test::new(args.into_iter().chain(["--api-url", &server.url]))
        .env("COURIER_API_KEY", "pk_prod_TEST")
        .run();
    ran.is(0, "x\n", "marked 1 of 1");
    assert!(!ran.stderr.contains(signature), "{ran:#?}");
    let requests = server.requests.lock().unwrap();
    assert_eq!(requests.len(), 1);
    let head = requests[0].to_lowercase();
    assert!(
        head.contains("\r\nx-courier-client-key: bxkta2v5\r\n"),
        "{head}"
    );
    assert!(head.contains(&format!("\r\nx-courier-user-signature: {signature}\r\n")));
    assert!(head.contains("\r\nx-courier-user-id: user-1\r\n"), "{head}");
    assert!(!head.contains("authorization"), "{head}");
}

#[cfg(unix)]
#[test]
fn a_closed_standard_output_hides_no_failure() {
    let sandbox = seeded();
    let output = std::process::Command::new("bash")
        .args([
            "-c",
            r#""$0" mark-read --user alice a-1 nope | true; exit ${PIPESTATUS[0]}"#,
        ])
        .arg(crate::common::program().get_program())
        .env("COURIER_AUTH_CONFIG_DIR", "/dev/null/nowhere")
        .env("COURIER_BASE_URL", &sandbox.url)
        .env("COURIER_API_KEY", &sandbox.api_key)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("not marked: nope"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn rows_end_where_the_terminal_does() {
    let sandbox = Sandbox::start();
    let id = format!("1-65f240a0-7bd8ba1d9c9cf1a04c3a4ff2:{}", "u".repeat(40));
    let message = serde_json::json!({ "messageId": id, "title": "A title ".repeat(20) });
    let seed = serde_json::json!({ "users": { "alice": { "messages": [message] } } });
    sandbox.seed(&seed.to_string());
    let variables = [
        ("COURIER_BASE_URL", sandbox.url.as_str()),
        ("COURIER_API_KEY", &sandbox.api_key),
        ("NO_COLOR", "1"),
    ];
    let list = ["messages", "--user", "alice"];
    let (code, screen) = crate::terminal::Terminal::start(&list, &variables).end();
    assert_eq!(code, Some(0), "{screen}");
    let row = screen
        .lines()
        .find(|line| line.starts_with("1-65f"))
        .unwrap();
    let row = row.trim_end();
    assert!(row.contains("...  ") && row.ends_with("..."), "{row}");
    assert_eq!(row.chars().count(), 80, "{row}");
    // In a pipe nothing is cut.
    alice(&sandbox, "messages", &[]).is(0, &id, "1 message");
}
