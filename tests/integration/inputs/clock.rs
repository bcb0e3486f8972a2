//! Tokens are judged at the moment when they were read.

use std::{
    io::{BufRead, BufReader, Read as _, Write as _},
    process::{Child, Stdio},
    thread,
};

use chrono::Utc;
use courier_auth::{
    inspect::example::{Example, NOW, TENANT},
    token::ApiKey,
};
use serde_json::Value;

use crate::support::{KEY, Test, binary};

/// Returns a token that was issued and expires at these times.
fn token(iat: i64, exp: i64) -> String {
    let claims = format!(r#"{{"iat":{iat},"exp":{exp}}}"#);
    Example::Claims(claims.leak()).text(&ApiKey::new(KEY).unwrap(), TENANT)
}

fn wait_until(time: i64) {
    while Utc::now().timestamp() < time {
        thread::yield_now();
    }
}

fn start(arguments: &[&str]) -> Child {
    let command = &mut binary();
    let child = command.args(arguments).stdin(Stdio::piped());
    child.stdout(Stdio::piped()).spawn().unwrap()
}

/// One process reads a token before and after it expires. Another has started before the token was
/// issued and reads it when it is expired, as behind a slow `issue`.
#[test]
fn a_token_is_judged_when_it_is_read() {
    let mut stream = start(&["inspect", "--format", "jsonl", "-"]);
    let mut slow = start(&["inspect", "-"]);
    let now = Utc::now().timestamp();
    let token = token(now, now + 2);
    let mut stdin = stream.stdin.take().unwrap();
    let mut stdout = BufReader::new(stream.stdout.take().unwrap());
    let mut judge = |text: &str| -> Value {
        writeln!(stdin, "{text}").unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    };
    let first = judge(&token);
    wait_until(now + 2);
    let second = judge(&token);
    assert_eq!([&first["verdict"], &second["verdict"]], ["ok", "bad"]);
    let judged_at = |report: &Value| report["judged_epoch"].as_i64().unwrap();
    assert!(judged_at(&first) < now + 2 && judged_at(&second) >= now + 2);
    drop(stdin);
    stream.wait().unwrap();

    let mut slow_stdin = slow.stdin.take().unwrap();
    writeln!(slow_stdin, "{token}").unwrap();
    drop(slow_stdin);
    let mut report = String::new();
    slow.stdout
        .take()
        .unwrap()
        .read_to_string(&mut report)
        .unwrap();
    assert!(
        report.contains("won't work for the Inbox: it expired"),
        "{report}"
    );
    assert_eq!(slow.wait().unwrap().code(), Some(1));
}

/// A token that was issued after the start of `inspect` is not from the future.
#[test]
fn a_token_that_is_newer_than_the_process_is_valid() {
    let mut child = start(&["inspect", "--format", "jsonl", "--strict", "-"]);
    let started = Utc::now().timestamp();
    wait_until(started + 1);
    let now = Utc::now().timestamp();
    let mut stdin = child.stdin.take().unwrap();
    writeln!(stdin, "{}", token(now, now + 86_400)).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        report["judged_epoch"].as_i64().unwrap().max(now),
        report["judged_epoch"]
    );
    assert_eq!(output.status.code(), Some(0), "{report}");
}

#[test]
fn with_at_every_token_is_judged_at_that_time() {
    let tokens = format!("{}\n", token(NOW - 5, NOW + 5)).repeat(3_000);
    let outcome = Test::line(&format!("inspect --format jsonl --at {NOW} -"))
        .stdin(tokens)
        .run();
    let reports = outcome.json_lines();
    assert_eq!(reports.len(), 3_000);
    assert!(reports.iter().all(|report| report["judged_epoch"] == NOW));
}
