//! JSON documents and output formats, the same in all commands.

use serde_json::{Value, json};

#[cfg(target_os = "linux")]
use crate::support::Terminal;
use crate::support::{KEY, Outcome, Sandbox, Test, run_in, small_inboxes};

/// Command lines that need no connection, without `--json`.
const OFFLINE: &[&str] = &[
    "can --list",
    "completions bash",
    "exit-codes",
    "explain",
    "explain CA305",
    "inspect x",
    "man",
    "schema",
    "scopes",
    "hmac --user alice",
    "issue --user alice --dry-run",
];

fn offline(line: &str) -> Outcome {
    Test::line(line).key(KEY).run()
}

#[test]
fn every_command_prints_the_same_document_in_both_spellings() {
    for line in OFFLINE {
        let short = offline(&format!("{line} --json"));
        let long = offline(&format!("{line} --format json"));
        let before = offline(&format!("--json {line}"));
        assert!(short.json()["schema"].is_string(), "{short:#?}");
        let judged_at = |outcome: &Outcome| {
            let mut document = outcome.json();
            for name in ["judged_at", "judged_epoch"] {
                document.as_object_mut().unwrap().remove(name);
            }
            document
        };
        assert_eq!(judged_at(&short), judged_at(&long), "{line}");
        assert_eq!(judged_at(&short), judged_at(&before), "{line}");
        assert_eq!(short.code, long.code, "{line}");
    }
}

#[test]
fn a_format_that_a_command_does_not_have_is_refused_with_those_that_it_has() {
    for (line, formats) in [
        ("scopes --format yaml", "text, json"),
        ("inspect x --format ids", "text, json, jsonl, github"),
        ("messages --format text", "table, json, jsonl, ids, count"),
        ("hmac --user a --format csv", "text, json, jsonl"),
        ("sandbox env --format bash", "sh, fish, pwsh, dotenv, json"),
        ("profile list --format table", "text, json"),
    ] {
        let outcome = offline(line);
        outcome.exits_with(2, "", formats);
    }
}

#[test]
fn json_and_another_format_contradict_each_other() {
    for line in [
        "inspect x --json --format text",
        "inspect x --json --format github",
        "issue --user a --json --format dotenv",
        "messages --user a --json --format table",
        "scopes --json --format text",
        "sandbox env --json --format fish",
    ] {
        let error: Value = serde_json::from_str(&offline(line).stderr).unwrap();
        assert_eq!(
            (&error["reason"], &error["exit_code"]),
            (&"usage".into(), &2.into())
        );
        let message = error["message"].as_str().unwrap();
        assert!(
            message.starts_with("--json cannot be combined with --format"),
            "{message}"
        );
    }
}

#[test]
fn counts_and_ids_have_a_json_form() {
    let sandbox = small_inboxes();
    let messages = |options: &str| run_in(&sandbox, &format!("messages --user alice {options}"));
    let count = messages("--format count --json").json();
    assert_eq!(count["schema"], "courier-auth/message-count/v1");
    assert_eq!(
        (&count["user_id"], &count["count"]),
        (&"alice".into(), &3.into())
    );
    let ids = messages("--format ids --json").json();
    assert_eq!(ids["schema"], "courier-auth/message-ids/v1");
    let plain = messages("--format ids").stdout;
    let plain: Vec<&str> = plain.lines().collect();
    assert_eq!(ids["message_ids"], json!(plain));
    // The list of IDs is what `mark-read` reads.
    Test::line("mark-read --user alice --dry-run -")
        .stdin(ids.to_string())
        .at(&sandbox)
        .run()
        .exits_with(0, &plain.join("\n"), "would mark");
}

#[test]
fn fields_of_tokens_have_a_json_form() {
    let sandbox = Sandbox::start();
    let issue = |user: &str| run_in(&sandbox, &format!("issue --user {user}")).stdout;
    let (ann, bob) = (issue("ann"), issue("bob"));
    let field = |tokens: &str, options: &str| {
        let line = format!("inspect - {options} --json");
        Test::line(&line).stdin(tokens).run()
    };
    let one = field(&ann, "--field user_id").json();
    assert_eq!(
        (&one["field"], &one["value"]),
        (&"user_id".into(), &"ann".into())
    );
    let each = field(&format!("{ann}{bob}"), "--field user_id").json_lines();
    let each: Vec<&Value> = each.iter().map(|line| &line["value"]).collect();
    assert_eq!(each, ["ann", "bob"]);
    let number = field(&ann, "--field expires_epoch").json();
    assert!(number["value"].is_i64(), "{number}");
    let scope = field(&ann, "--fix-scope").json();
    assert_eq!(scope["field"], "fixed-scope");
    assert!(scope["value"].as_str().unwrap().starts_with("user_id:ann "));
    let missing = field(&ann, "--field claims.nope");
    missing.exits_with(1, "", r#""level":"error""#);
}

#[test]
fn notes_have_a_level_and_no_prefix() {
    for (line, level, text) in [
        ("hmac --user alice --json", "note", "Courier has deprecated"),
        ("hmac --user '' --json", "warning", "the user ID is empty"),
        ("hmac --user undefined --json", "warning", "`undefined` is"),
        (
            "issue --user a --expires-in '45 days' --dry-run --json",
            "warning",
            "45 days",
        ),
    ] {
        let outcome = offline(line);
        let notes = outcome.stderr.lines();
        let notes: Vec<Value> = notes
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let found = notes.iter().find(|note| {
            note["level"] == level && note["message"].as_str().unwrap().contains(text)
        });
        assert!(found.is_some(), "{outcome:#?}");
        for note in &notes {
            let message = note["message"].as_str().unwrap();
            let labels = ["note:", "warning:", "error:", "warning[", "error["];
            assert!(
                !labels.iter().any(|label| message.starts_with(label)),
                "{note}"
            );
        }
    }
}

#[test]
fn errors_have_a_reason() {
    let missing_profile = "--profile nope";
    for (line, reason, code) in [
        (
            "issue --user a --api-key-file /nonexistent",
            "unusable-api-key",
            7,
        ),
        ("issue", "usage", 2),
        ("issue --user a --expires-in 2", "invalid-request", 2),
        ("isue", "usage", 2),
        (missing_profile, "usage", 2),
        (
            "messages --user a --token-file /nonexistent",
            "cannot-read",
            7,
        ),
        ("sandbox env --port 1", "no-sandbox", 6),
        (
            "issue --user a --api-url http://127.0.0.1:1 --retries 0",
            "unreachable",
            6,
        ),
    ] {
        let outcome = offline(&format!("{line} --json"));
        let last = outcome.stderr.lines().last().unwrap_or_default();
        let error: Value = serde_json::from_str(last).unwrap();
        assert_eq!(error["schema"], "courier-auth/error/v1");
        assert_eq!(
            (&error["reason"], &error["exit_code"], &error["level"]),
            (&reason.into(), &code.into(), &"error".into()),
            "{outcome:#?}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn json_is_indented_on_a_terminal() {
    for line in [
        "scopes --json",
        "inspect x --json",
        "hmac --user alice --format json -q",
    ] {
        let variables = [("COURIER_API_KEY", KEY), ("NO_COLOR", "1")];
        let (_, screen) = Terminal::start(line, &variables).wait();
        // The first lines are the terminal and the process ID.
        let (_, document) = screen.split_at(screen.find('{').unwrap());
        assert!(
            document.starts_with("{\r\n  \"schema\": \"courier-auth/"),
            "{screen}"
        );
        let document: Value = serde_json::from_str(document).unwrap();
        assert!(document.is_object());
    }
}

#[test]
fn an_unknown_schema_is_refused_with_a_suggestion() {
    offline("schema isue").exits_with(2, "", "`issue`");
    offline("schema inspect").exits_with(0, "CA305", "");
    offline("schema").exits_with(0, "inspect \nmessages \n", "");
}
