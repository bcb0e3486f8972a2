//! Fills a sandbox with any users and messages, and lists them: what was accepted is there.
#![no_main]

use std::{
    collections::BTreeMap,
    sync::{LazyLock, Mutex},
};

use courier_auth_fuzz::{
    Access::{App, Backend},
    Sandbox,
};
use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value, json};

static SANDBOX: LazyLock<Mutex<Sandbox>> = LazyLock::new(|| Mutex::new(Sandbox::start()));

/// The names of a message's fields.
const FIELDS: [&str; 12] = [
    "messageId",
    "title",
    "preview",
    "template",
    "tags",
    "read",
    "opened",
    "archived",
    "created",
    "tenant",
    "actions",
    "data",
];

/// The values of a field, besides text and numbers.
const VALUES: [&str; 8] = [
    "null",
    "true",
    r#""2026-01-01T00:00:00Z""#,
    r#""9999-12-31T23:59:60Z""#,
    r#""-1 day""#,
    "[]",
    r#"[{"content":"a","href":"b"}]"#,
    "{}",
];

#[derive(arbitrary::Arbitrary, Debug)]
enum Field {
    Text(String),
    Number(i64),
    Float(f64),
    Known(u8),
    Texts(Vec<String>),
}

fuzz_target!(|users: BTreeMap<String, Vec<Vec<(u8, Field)>>>| {
    let mut sandbox = SANDBOX.lock().expect("the lock is not poisoned");
    sandbox.reset();
    let users = users.into_iter().map(|(user, messages)| {
        let messages: Vec<Value> = messages.into_iter().map(message).collect();
        (user, json!({ "messages": messages }))
    });
    let mut users: Map<String, Value> = users.collect();
    if let Some((_, first)) = users.clone().into_iter().next() {
        users.insert("alice".to_owned(), first);
    }
    let count = users
        .get("alice")
        .map_or(0, |user| user["messages"].as_array().map_or(0, Vec::len));
    let seed = json!({ "users": users }).to_string();
    let accepted = sandbox
        .send(Backend, "POST", "/_sandbox/seed", seed.as_bytes())
        .status
        < 300;
    let query = br#"{"query":"{ all: count messages(params: {}) { totalCount nodes { messageId title } } archived: count(params: {archived: true}) }"}"#;
    let listed = sandbox.send(App, "POST", "/q", query);
    let listed: Value = serde_json::from_slice(&listed.body).expect("a JSON document");
    assert!(listed["errors"].is_null(), "{listed}");
    let total = |name: &str| listed["data"][name].as_u64().unwrap_or_default();
    let expected = if accepted { count as u64 } else { 0 };
    assert_eq!(
        total("all") + total("archived"),
        expected,
        "{listed} of {seed}"
    );
});

fn message(fields: Vec<(u8, Field)>) -> Value {
    let fields = fields.into_iter().map(|(name, value)| {
        let name = FIELDS[usize::from(name) % FIELDS.len()];
        let value = match value {
            Field::Text(text) => text.into(),
            Field::Number(number) => number.into(),
            Field::Float(number) => number.into(),
            Field::Texts(texts) => texts.into(),
            Field::Known(index) => {
                let text = VALUES[usize::from(index) % VALUES.len()];
                serde_json::from_str(text).expect("a JSON value")
            }
        };
        (name.to_owned(), value)
    });
    Value::Object(fields.collect())
}
