//! Sandboxes with messages.

use serde_json::{Value, json};

use super::{Outcome, Sandbox, Test};

/// Starts a sandbox where `alice` has the messages `a-1`, `a-2` and `a-3`, `bob` has `b-1`, and a
/// user whose ID has a space has `c-1`. All of them are unread.
pub(crate) fn small_inboxes() -> Sandbox {
    let sandbox = Sandbox::start();
    sandbox.seed(
        r#"{"users":{
            "alice":{"messages":[{"messageId":"a-1","title":"One"},{"messageId":"a-2","title":"Two\u001b[31m"},{"messageId":"a-3"}]},
            "bob":{"messages":[{"messageId":"b-1"}]},
            "a b":{"messages":[{"messageId":"c-1"}]}}}"#,
    );
    sandbox
}

/// Starts a sandbox where `alice` has 120 messages, `m-000` to `m-119`: one per minute, odd ones
/// read, every tenth one tagged. In addition `t-1` belongs to a tenant and `old` is archived.
pub(crate) fn large_inbox() -> Sandbox {
    let message = |number: usize| {
        let created = format!("2026-11-01T{:02}:{:02}:00Z", number / 60, number % 60);
        let tags = if number.is_multiple_of(10) {
            vec!["tenth"]
        } else {
            vec![]
        };
        let read = (number % 2 == 1).then_some("2026-11-02T00:00:00Z");
        json!({ "messageId": format!("m-{number:03}"), "title": "Hello", "created": created,
            "tags": tags, "read": read })
    };
    let tenant = json!({ "messageId": "t-1", "accountId": "acme" });
    let archived = json!({ "messageId": "old", "archived": "2026-11-02T00:00:00Z" });
    let messages: Vec<Value> = (0..120).map(message).chain([tenant, archived]).collect();
    let sandbox = Sandbox::start();
    let seed = json!({ "users": { "alice": { "messages": messages } } });
    sandbox.seed(&seed.to_string());
    sandbox
}

/// Runs a command line in a sandbox.
pub(crate) fn run_in(sandbox: &Sandbox, line: &str) -> Outcome {
    Test::line(line).at(sandbox).run()
}
