//! `mark-read`: the selection of messages, the credentials, and the report.

use serde_json::{Value, json};

#[cfg(unix)]
use crate::support::binary;
use crate::support::{
    Outcome, Sandbox, ScriptedServer, Test, http_response, large_inbox, run_in, small_inboxes,
};

/// Returns for each message of a user whether it is read.
fn read_states(sandbox: &Sandbox, user: &str) -> Vec<bool> {
    let state = sandbox.state();
    let messages = state["users"][user]["messages"].as_array().unwrap();
    let is_read = |message: &Value| message["read"].is_string();
    messages.iter().map(is_read).collect()
}

// --- Credentials ---

#[test]
fn the_recipient_is_looked_up_with_the_key() {
    let sandbox = small_inboxes();
    let outcome = run_in(&sandbox, "mark-read b-1 a-2 b-1");
    outcome.exits_with(0, "b-1", "marked 2 messages as read");
    assert_eq!(outcome.stdout, "b-1\na-2\n");
    assert_eq!(read_states(&sandbox, "alice"), [false, true, false]);
    assert_eq!(read_states(&sandbox, "bob"), [true]);
}

/// Standard input can be read only once, but several requests need the key.
#[test]
fn a_key_from_standard_input_is_used_for_all_requests() {
    let sandbox = small_inboxes();
    Test::line("mark-read --api-key-file - a-3 --api-url")
        .arg(&sandbox.url)
        .stdin(sandbox.api_key.clone())
        .run()
        .exits_with(0, "a-3\n", "marked 1 message as");
}

#[test]
fn a_given_token_is_used_for_its_own_user() {
    let sandbox = small_inboxes();
    let token = sandbox.issue("--for inbox");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, format!("{token}\n")).unwrap();
    let mark = |line: &str| {
        let test = Test::line(&format!("mark-read {line}"));
        test.args(["--api-url", &sandbox.url])
    };
    mark("a-1")
        .args(["--token-file", file.to_str().unwrap()])
        .run()
        .exits_with(0, "a-1\n", "marked 1 message as read");
    mark("--user alice a-2")
        .env("COURIER_JWT", &token)
        .run()
        .exits_with(0, "a-2\n", "marked 1 message as");
    assert_eq!(read_states(&sandbox, "alice"), [true, true, false]);
    // The token of `alice` is not used for `bob`. A new one would require an API key.
    mark("--user bob b-1")
        .env("COURIER_JWT", &token)
        .run()
        .exits_with(4, "", "no API key found");
}

#[test]
fn a_token_without_the_scope_is_refused() {
    let sandbox = small_inboxes();
    let token = sandbox.issue("--scope inbox:read:messages");
    Test::line("mark-read --token-file - a-1 --api-url")
        .arg(&sandbox.url)
        .stdin(token)
        .run()
        .exits_with(
            4,
            "",
            "error: cannot use the token in standard input: `inbox:write:events` is missing\n\
             help: issue a new one with `courier-auth issue --user alice --for inbox",
        );
    assert_eq!(read_states(&sandbox, "alice"), [false, false, false]);
}

#[test]
fn a_given_token_is_checked_before_anything_is_sent() {
    let sandbox = small_inboxes();
    let short = sandbox.issue("--for inbox --expires-in '28 seconds'");
    let reader = sandbox.issue("--scope inbox:read:messages");
    let writer = sandbox.issue("--scope inbox:write:events");
    // Nothing listens at the URL, so a request would exit with 6.
    let mark = |options: &str, token: &str| {
        Test::line(&format!(
            "mark-read {options} --api-url http://127.0.0.1:1 --token-file - --retries 0 x"
        ))
        .stdin(token.to_owned())
        .run()
    };
    mark("", &reader).exits_with(
        4,
        "",
        "`inbox:write:events` is missing\nhelp: issue a new one with `courier-auth issue",
    );
    mark("--user bob", &short).exits_with(4, "", "bob");
    mark("--verify", &writer).exits_with(4, "", "`inbox:read:messages` is missing");
    mark("", "hello").exits_with(2, "", "does not name exactly one user");
    mark("--user alice", "hello").exits_with(3, "", "cannot use the token in");
    mark("", &short).exits_with(
        6,
        "",
        "warning: the token in standard input: \ncannot connect",
    );
}

#[test]
fn a_token_that_is_too_short_lived_for_the_run_is_warned_about_once() {
    let sandbox = Sandbox::start();
    let messages = vec!["{}"; 60].join(",");
    sandbox.seed(&format!(
        r#"{{"users":{{"alice":{{"messages":[{messages}]}}}}}}"#
    ));
    let token = sandbox.issue("--for inbox --expires-in '300 seconds'");
    let mark_all = |options: &str| {
        Test::line(&format!(
            "mark-read --all --yes --verify --batch 1 --concurrency 1 --token-file - {options}"
        ))
        .args(["--api-url", &sandbox.url])
        .stdin(token.clone())
        .run()
    };
    let long_enough = mark_all("--timeout 10");
    assert!(
        long_enough.code == Some(0) && !long_enough.stderr.contains("warning"),
        "{long_enough:#?}"
    );
    let too_short = mark_all("--timeout 270 --undo");
    assert_eq!(
        too_short.stderr.matches("warning: the token").count(),
        1,
        "{too_short:#?}"
    );
}

#[test]
fn messages_uses_the_token_of_the_variable_only_for_its_user() {
    let sandbox = small_inboxes();
    let token = sandbox.issue("--for inbox --expires-in '28 seconds'");
    let messages = |options: &str| {
        Test::line(&format!("messages {options}"))
            .args(["--api-url", &sandbox.url])
            .env("COURIER_JWT", &token)
    };
    messages("--user bob")
        .key(&sandbox.api_key)
        .run()
        .exits_with(0, "b-1", "note: the token in COURIER_JWT is not for `bob`");
    messages("").run().exits_with(0, "a-1", "3 messages");
}

#[test]
fn a_client_key_is_sent_with_a_signature_and_neither_is_printed() {
    let body = r#"{"data":{"m0":true}}"#;
    let server = ScriptedServer::start(vec![http_response("200 OK", body)]);
    let signature = "e8795831fade37790bd0637b2d49b52ee2d56d89861e183939fa585aafb25947";
    let outcome = Test::line("mark-read --user user-1 --client-key bXkta2V5 x -vv --api-url")
        .arg(&server.url)
        .key("pk_prod_TEST")
        .run();
    outcome.exits_with(0, "x\n", "marked 1 message as");
    assert!(!outcome.stderr.contains(signature), "{outcome:#?}");
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

// --- Requests and reports ---

#[test]
fn the_mutation_uses_variables_and_each_result_belongs_to_its_message() {
    let body =
        r#"{"data":{"m0":true,"m1":null,"m2":true},"errors":[{"message":"broken","path":["m2"]}]}"#;
    let server = ScriptedServer::start(vec![http_response("200 OK", body)]);
    let token = Sandbox::start().issue("");
    let outcome = Test::line("mark-read --user alice --retries 0 --token-file -")
        .args(["x\"1", "x2", "x3", "x4", "--api-url", &server.url])
        .stdin(token)
        .run();
    outcome.exits_with(
        1,
        "x\"1\n",
        "not marked: x2: Courier returned `null`\nnot marked: x3: broken\n\
         not marked: x4: the response does not contain it",
    );
    let requests = server.requests.lock().unwrap();
    let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /q HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("\r\nx-courier-user-id: alice\r\n"), "{head}");
    assert!(!head.contains("x-courier-client-source-id"), "{head}");
    let request: Value = serde_json::from_str(body).unwrap();
    assert_eq!(
        request["query"],
        "mutation Mark($m0: String!, $m1: String!, $m2: String!, $m3: String!) { m0: read(messageId: $m0) m1: read(messageId: $m1) m2: read(messageId: $m2) m3: read(messageId: $m3) }"
    );
    assert_eq!(request["variables"]["m0"], "x\"1");
}

#[test]
fn failed_messages_are_named() {
    let sandbox = small_inboxes();
    run_in(&sandbox, "mark-read --user alice a-1 nope").exits_with(
        1,
        "a-1\n",
        "not marked: nope: Message not found\nmarked 1 of 2 messages as read",
    );
    run_in(&sandbox, "mark-read nope a-1").exits_with(
        1,
        "a-1\n",
        "not marked: nope: Courier returned 404: Not Found",
    );
    let outcome = run_in(&sandbox, "mark-read c-1 a-1 --json");
    outcome.exits_with(1, r#""marked":["a-1"]"#, "");
    assert_eq!(
        outcome.json()["failed"][0]["message"],
        "a token cannot contain its recipient `a b`"
    );
}

#[test]
fn a_message_id_cannot_inject_graphql() {
    let sandbox = small_inboxes();
    for id in [r#""){evil}"#, "a\nb", "{}", "$m0", "a\"b"] {
        let outcome = Test::line("mark-read --user alice")
            .arg(id)
            .at(&sandbox)
            .run();
        outcome.exits_with(1, "", "Message not found");
    }
    assert_eq!(read_states(&sandbox, "alice"), [false, false, false]);
}

#[test]
fn a_partial_failure_reports_the_marked_messages() {
    let ids: Vec<String> = (0..60).map(|number| format!("m-{number}")).collect();
    let marked: Vec<String> = (0..50)
        .map(|number| format!(r#""m{number}":true"#))
        .collect();
    let first_batch = format!(r#"{{"data":{{{}}}}}"#, marked.join(","));
    let server = ScriptedServer::start(vec![
        http_response("200 OK", &first_batch),
        http_response("500 Oops", r#"{"message":"down"}"#),
    ]);
    let token = Sandbox::start().issue("");
    let outcome = Test::line("mark-read --user alice --token-file - --api-url")
        .arg(&server.url)
        .args(ids.iter().map(String::as_str))
        .stdin(token)
        .run();
    outcome.exits_with(
        1,
        "m-49\n",
        "not marked: m-50: Courier returned 500: down
marked 50 of 60 messages as read",
    );
    assert_eq!(outcome.stdout.lines().count(), 50);
}

#[cfg(unix)]
#[test]
fn a_closed_standard_output_hides_no_failure() {
    let sandbox = small_inboxes();
    let output = std::process::Command::new("bash")
        .args([
            "-c",
            r#""$0" mark-read --user alice a-1 nope | true; exit ${PIPESTATUS[0]}"#,
        ])
        .arg(binary().get_program())
        .env("COURIER_AUTH_CONFIG_DIR", "/dev/null/nowhere")
        .env("COURIER_BASE_URL", &sandbox.url)
        .env("COURIER_API_KEY", &sandbox.api_key)
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(stderr.contains("not marked: nope"), "{stderr}");
}

// --- Selection of messages ---

/// Runs `mark-read` for `alice`.
fn mark(sandbox: &Sandbox, options: &str) -> Outcome {
    run_in(sandbox, &format!("mark-read --user alice {options}"))
}

#[test]
fn filters_select_messages_after_confirmation() {
    let sandbox = large_inbox();
    mark(&sandbox, "--all").exits_with(
        2,
        "",
        "cannot ask for confirmation without a terminal\nhelp: add --yes to mark the messages, or --dry-run to list them\n",
    );
    mark(
        &sandbox,
        "--tag tenth --before 2026-11-01T01:00:00Z --dry-run",
    )
    .exits_with(
        0,
        "m-050\nm-000",
        "would mark 6 messages as read; nothing was sent",
    );
    let tenths = "--tag tenth --json --yes";
    let report = mark(&sandbox, tenths).json();
    assert_eq!(report["marked"].as_array().unwrap().len(), 12);
    let report = mark(&sandbox, tenths).json();
    assert_eq!(report["marked"], json!([]));
    assert_eq!(report["already_marked"].as_array().unwrap().len(), 12);
    mark(&sandbox, "--all --yes --verify").exits_with(
        0,
        "t-1\nm-118",
        "marked 49 of 121 messages as read; 72 were already read",
    );
    mark(&sandbox, "--all --yes").exits_with(0, "", "121 were already read");
}

#[test]
fn messages_can_be_archived_opened_and_marked_unread() {
    let sandbox = large_inbox();
    mark(&sandbox, "--all --yes --quiet");
    for (options, stdout, stderr) in [
        (
            "--tenant acme --as archived --yes",
            "t-1\n",
            "marked 1 message as",
        ),
        (
            "old --as unarchived",
            "old\n",
            "marked 1 message as unarchived",
        ),
        ("m-001 --as opened", "m-001\n", "opened"),
        ("m-001 --undo", "m-001\n", "marked 1 message as unread"),
    ] {
        mark(&sandbox, options).exits_with(0, stdout, stderr);
    }
    run_in(&sandbox, "messages --user alice --unread --format ids").exits_with(
        0,
        "m-001\nold\n",
        "",
    );
}

#[test]
fn message_ids_come_from_every_source_without_duplicates() {
    let sandbox = large_inbox();
    let folder = tempfile::tempdir().unwrap();
    let (ids_file, failed_file) = (folder.path().join("ids"), folder.path().join("failed"));
    std::fs::write(&ids_file, "\u{FEFF}m-004\r\n\r\nnope\r\n m-002 \r\n").unwrap();
    let outcome = Test::line("mark-read --user alice m-000 - m-002")
        .args(["--ids-file", ids_file.to_str().unwrap()])
        .args(["--failed-to", failed_file.to_str().unwrap()])
        .at(&sandbox)
        .stdin("m-006\nm-000\n")
        .run();
    outcome.exits_with(1, "\n", "not marked: nope: Message not found");
    assert_eq!(outcome.stdout, "m-000\nm-006\nm-002\nm-004\n");
    assert_eq!(std::fs::read_to_string(&failed_file).unwrap(), "nope\n");
    // A message whose recipient cannot be looked up has failed too.
    Test::line("mark-read nobody-knows --failed-to")
        .arg(failed_file.to_str().unwrap())
        .at(&sandbox)
        .run()
        .exits_with(1, "", "404: Not Found");
    assert_eq!(
        std::fs::read_to_string(&failed_file).unwrap(),
        "nobody-knows\n"
    );
}

#[test]
fn an_unwritable_file_for_failed_ids_is_an_error() {
    let sandbox = large_inbox();
    let folder = tempfile::tempdir().unwrap();
    let missing_folder = folder.path().join("folder");
    Test::line("mark-read --user alice m-008 --failed-to")
        .arg(missing_folder.join("x").to_str().unwrap())
        .at(&sandbox)
        .run()
        .exits_with(7, "", "cannot write `");
}

#[test]
fn many_failures_are_summarized() {
    let sandbox = Sandbox::start();
    let ids: Vec<String> = (0..25).map(|number| format!("no-{number}")).collect();
    let outcome = Test::line("mark-read --user alice -")
        .at(&sandbox)
        .stdin(ids.join("\n"))
        .run();
    outcome.exits_with(
        1,
        "",
        "not marked: no-9: Message not found\n\
         not marked: 15 more: Message not found (use --failed-to or --json to get their IDs)",
    );
    assert_eq!(outcome.stderr.lines().count(), 12);
}

#[test]
fn an_empty_list_of_ids_is_not_an_error() {
    Test::line("mark-read --user alice -")
        .at(&Sandbox::start())
        .stdin("\n")
        .run()
        .exits_with(0, "", "no messages to mark");
}

#[test]
fn a_dry_run_lists_each_message_once() {
    let plan = Test::line("mark-read a b a --dry-run").run();
    plan.exits_with(0, "a\nb\n", "would mark 2 messages as read");
}

#[test]
fn conflicting_selections_are_usage_errors() {
    for (options, reason) in [
        ("a --all", "cannot be used with"),
        ("a --tag x", "--tag cannot be combined"),
        ("a --tenant x", "--tenant has no effect"),
        ("- --api-key-file -", "only one option can read"),
        ("'a\nb' --failed-to x", "line break"),
        (
            "a --dry-run --verify",
            "--verify and --failed-to have no effect",
        ),
        ("", "missing `MESSAGE_ID`"),
    ] {
        let outcome = Test::line(&format!("mark-read {options}")).run();
        outcome.exits_with(2, "", reason);
    }
}

#[test]
fn malformed_message_ids_are_not_looked_up() {
    let sandbox = Sandbox::start();
    let id = "1-65f240a0-7bd8ba1d9c9cf1a04c3a4ff2:alice";
    sandbox.seed(&format!(
        r#"{{"users":{{"alice":{{"messages":[{{"messageId":"{id}"}}]}}}}}}"#
    ));
    let malformed = run_in(&sandbox, "mark-read 'a\tb' -v");
    malformed.exits_with(1, "", "not a valid message ID");
    assert!(!malformed.stderr.contains("GET "), "{malformed:#?}");
    run_in(&sandbox, &format!("mark-read {id} .. .")).exits_with(
        1,
        id,
        "not marked: ..: not a valid message ID\nnot marked: .: not a valid",
    );
}
