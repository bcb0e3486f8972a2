//! Sends messages with any variables in their texts: the result is what the variables say, or a
//! refusal, and never larger than the limit.
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
use serde_json::{Value, json};

static SANDBOX: LazyLock<Mutex<Sandbox>> = LazyLock::new(|| Mutex::new(Sandbox::start()));

/// The largest title that is sent, in bytes: with JSON escapes, it fits a request.
const MAX_SENT: usize = 256 * 1024;

/// No title of a listed message is larger, in bytes.
const MAX_TITLE: usize = 64 * 1024 * 1024;

#[derive(arbitrary::Arbitrary, Debug)]
enum Part {
    Text(String),
    Variable(u8),
    UnknownVariable(String),
}

/// The parts of a title and how often they are repeated, and the values of the variables.
type Template = (Vec<Part>, u16, BTreeMap<u8, String>);

fuzz_target!(|template: Template| {
    let (parts, repetitions, variables) = template;
    let text = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Variable(name) => format!("{{{{v{name}}}}}"),
        Part::UnknownVariable(name) => format!("{{{{{name}}}}}"),
    };
    let title: String = parts.iter().map(text).collect();
    let title = title.repeat(usize::from(repetitions) + 1);
    if title.len() > MAX_SENT {
        return;
    }
    let data: BTreeMap<_, _> = variables
        .iter()
        .map(|(name, text)| (format!("v{name}"), text))
        .collect();
    let message = json!({ "message": {
        "to": { "user_id": "alice" },
        "content": { "title": title, "body": title },
        "data": data,
    }});
    let mut sandbox = SANDBOX.lock().expect("the lock is not poisoned");
    sandbox.reset();
    let sent = sandbox.send(Backend, "POST", "/send", message.to_string().as_bytes());
    if sent.status != 202 {
        assert_eq!(sent.status, 413, "{}", sent.text());
        return;
    }
    let query = br#"{"query":"{ messages { nodes { title } } }"}"#;
    let listed = sandbox.send(App, "POST", "/q", query);
    let listed: Value = serde_json::from_slice(&listed.body).expect("a JSON document");
    if !listed["errors"].is_null() {
        return;
    }
    let shown = listed["data"]["messages"]["nodes"][0]["title"]
        .as_str()
        .unwrap_or_default();
    assert!(shown.len() <= MAX_TITLE, "{}", shown.len());
    if !title.contains(['{', '}']) {
        assert_eq!(shown, title);
    }
});
