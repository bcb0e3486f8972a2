//! `messages`: lists, filters, pages and output formats.

use serde_json::json;

#[cfg(target_os = "linux")]
use crate::support::Terminal;
use crate::support::{
    KEY, Outcome, Sandbox, ScriptedServer, Test, http_response, large_inbox, run_in, small_inboxes,
};

#[test]
fn messages_are_listed_newest_first_and_counted() {
    let sandbox = small_inboxes();
    let run = |line: &str| run_in(&sandbox, line);
    run("messages --user alice").exits_with(
        0,
        "a-1  \n  unread  One\na-2  \n  unread  Two\\u{1b}[31m",
        "3 messages; 3 unread",
    );
    run("mark-read a-1").exits_with(0, "a-1\n", "marked");
    run("messages --user alice --limit 1").exits_with(
        0,
        "a-1  \n  read  ",
        "3 messages, 1 shown; 2 unread",
    );
    let json = run("messages --user alice --unread --json").json();
    assert_eq!((&json["total"], &json["unread"]), (&2.into(), &2.into()));
    assert_eq!(json["messages"][0]["message_id"], "a-2");
    run("messages --user nobody").exits_with(
        0,
        "",
        "no messages for `nobody`; to find out why, run `courier-auth doctor --user nobody`",
    );
}

#[test]
fn a_graphql_error_without_data_is_an_error() {
    let body = r#"{"data":null,"errors":[{"message":"no"}]}"#;
    let server = ScriptedServer::start(vec![http_response("200 OK", body)]);
    Test::line("messages --user alice --api-url")
        .arg(&server.url)
        .key(KEY)
        .run()
        .exits_with(
            5,
            "",
            r#"unexpected response from Courier: expected a token, got {"data":null"#,
        );
}

/// Lists the messages of `alice`.
fn list(sandbox: &Sandbox, options: &str) -> Outcome {
    let outcome = run_in(sandbox, &format!("messages --user alice {options}"));
    assert_eq!(outcome.code, Some(0), "{outcome:#?}");
    outcome
}

#[test]
fn messages_are_filtered() {
    let sandbox = large_inbox();
    list(&sandbox, "--tag tenth --limit 2").exits_with(
        0,
        " ago  ",
        "12 matching messages, 2 shown; 12 unread",
    );
    for (options, stdout) in [
        ("--unread --format count", "61\n"),
        ("--read --format count", "60\n"),
        ("--archived --format ids", "old\n"),
        ("--tenant acme --format ids", "t-1\n"),
        ("--tag tenth --format count", "12\n"),
        (
            "--since 2026-11-01T01:58:00Z --format ids",
            "t-1\nm-119\nm-118\n",
        ),
    ] {
        assert_eq!(list(&sandbox, options).stdout, stdout, "{options}");
    }
}

#[test]
fn the_limit_spans_pages() {
    let sandbox = large_inbox();
    for (options, count) in [
        ("", 24),
        ("--limit all", 121),
        ("--limit 101 --format ids", 101),
    ] {
        let lines = list(&sandbox, options).stdout;
        assert_eq!(lines.lines().count(), count, "{options}");
    }
    Test::line("messages --user alice --limit 0")
        .run()
        .exits_with(2, "", "a number greater than 0, or `all`");
}

#[test]
fn json_output_is_a_document_or_a_line_per_message() {
    let sandbox = large_inbox();
    let json = list(&sandbox, "--limit all --json").json();
    assert_eq!(json["messages"].as_array().unwrap().len(), 121);
    assert_eq!((&json["total"], &json["unread"]), (&121.into(), &61.into()));
    let rows = list(&sandbox, "--limit 102 --format jsonl").json_lines();
    assert_eq!(rows.len(), 102);
    assert_eq!(rows[1]["message_id"], "m-119");
    assert_eq!(rows[1]["schema"], "courier-auth/message/v1");
    let empty = list(&sandbox, "--tag no --json").json();
    assert_eq!(empty["messages"], json!([]));
}

#[test]
fn secrets_in_message_titles_are_redacted() {
    let sandbox = Sandbox::start();
    let title = format!("look: {} and {KEY}", sandbox.api_key);
    let seed = json!({ "users": { "alice": { "messages": [{ "title": title }] } } });
    sandbox.seed(&seed.to_string());
    for (options, stderr) in [("", "1 message"), ("--json", ""), ("--format jsonl", "")] {
        let outcome = list(&sandbox, options);
        outcome.exits_with(0, "look: ", stderr);
        assert!(!outcome.stdout.contains(&sandbox.api_key) && !outcome.stdout.contains("FAKE"));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn rows_are_cut_at_the_terminal_width() {
    let sandbox = Sandbox::start();
    let id = format!("1-65f240a0-7bd8ba1d9c9cf1a04c3a4ff2:{}", "u".repeat(40));
    let message = json!({ "messageId": id, "title": "A title ".repeat(20) });
    let seed = json!({ "users": { "alice": { "messages": [message] } } });
    sandbox.seed(&seed.to_string());
    let variables = [
        ("COURIER_BASE_URL", sandbox.url.as_str()),
        ("COURIER_API_KEY", &sandbox.api_key),
        ("NO_COLOR", "1"),
    ];
    let (code, screen) = Terminal::start("messages --user alice", &variables).wait();
    assert_eq!(code, Some(0), "{screen}");
    let mut lines = screen.lines();
    let row = lines.find(|line| line.starts_with("1-65f")).unwrap();
    let row = row.trim_end();
    assert!(row.contains("…  ") && row.ends_with('…'), "{row}");
    assert!(
        screen.contains("MESSAGE ID ") && row.contains(" ago  unread "),
        "{screen}"
    );
    assert_eq!(row.chars().count(), 80, "{row}");
    // Nothing is cut in a pipe.
    list(&sandbox, "").exits_with(0, &id, "1 message");
}
