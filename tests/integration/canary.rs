//! A recognisable key and token go through every command and many ways to fail: they come out only
//! where they are the answer, in no spelling.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::common::{Sandbox, Server, Test, answer};

const KEY: &str = "pk_test_CANARYCANARYCANARY";

/// What a secret looks like in other clothes.
fn spellings(secret: &str) -> Vec<String> {
    let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let base64 = STANDARD.encode(secret);
    vec![
        secret.to_owned(),
        base64.trim_end_matches('=').to_owned(),
        encoded.to_lowercase(),
        encoded,
        secret.replace('_', "%5F"),
    ]
}

#[track_caller]
fn is_absent(secret: &str, text: &str, what: &[&str]) {
    for spelling in spellings(secret) {
        assert!(!text.contains(&spelling), "{what:?} shows it: {text}");
    }
}

#[test]
fn the_key_comes_out_nowhere() {
    let echo = format!(r#"{{"message":"no {KEY} here","type":"x"}}"#);
    let statuses = [
        "400 Bad", "401 No", "403 No", "404 No", "429 Many", "500 Oops", "200 OK",
    ];
    let commands: &[&[&str]] = &[
        &["issue", "--user", "alice"],
        &["issue", "--user", "alice", "--user", "bob"],
        &["issue", "--user", "alice", "--dry-run"],
        &["issue", "--user", "alice", "--dry-run", "--format", "curl"],
        &["issue", "--user", KEY],
        &["issue", "--user", "alice", "--expires-in", KEY],
        &["issue", "--user", "alice", "--scope", KEY],
        &["issue", "--user", "alice", "--output", "/nowhere/x"],
        &["exec", "--user", "alice", "--", "no-such-command"],
        &["messages", "--user", "alice"],
        &["mark-read", "--user", "alice", "m1"],
        &["mark-read", "m1"],
        &["hmac", "--user", "alice"],
        &["inspect", "--verify", KEY],
        &["inspect", "--user", KEY, "x"],
        &["can", "list", KEY],
        &["can", KEY],
        &["explain", KEY],
        &[KEY],
        &["issue", "--api-key", KEY],
    ];
    for status in statuses {
        let server = Server::start(vec![answer(
            &format!("{status}\r\nretry-after-ms: 1"),
            &echo,
        )]);
        for command in commands {
            for extra in [&["-v"][..], &["--json"], &["--color", "always"]] {
                let args = with_options(command, extra);
                let ran = Test::new(args.iter().copied())
                    .env("COURIER_BASE_URL", &server.url)
                    .env("COURIER_API_KEY", KEY)
                    .env("COURIER_AUTH_NO_INPUT", "1")
                    .run();
                is_absent(KEY, &ran.stdout, &args);
                is_absent(KEY, &ran.stderr, &args);
            }
        }
    }
}

#[test]
fn a_token_comes_out_only_where_it_is_the_answer() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue(&["--for", "inbox"]);
    let parts: Vec<&str> = token.split('.').collect();
    let bad = format!("{token}x");
    let commands: &[&[&str]] = &[
        &["inspect", &token],
        &["inspect", &bad],
        &["inspect", "--format", "github", &bad],
        &["inspect", "--strict", "--for", "sdk", &token],
        &["inspect", "--user", "bob", &token],
        &["inspect", "--nope", &token],
        &["inspect", "--user", &token, "x"],
        &["can", "list", &token],
        &["can", &token],
        &["explain", &token],
        &["hmac", "--api-key", &token],
        &["issue", "--user", &token],
        &["issue", "--user", "a", &token],
        &["exec", "--user", &token, "--", "true"],
        &["messages", "--user", "alice", &token],
        &["mark-read", "--nope", &token],
    ];
    for command in commands {
        for extra in [&[][..], &["--color", "always"], &["-v"]] {
            let args = with_options(command, extra);
            let ran = Test::new(args.iter().copied()).at(&sandbox).run();
            for text in [&ran.stdout, &ran.stderr] {
                // The header is the same for all tokens and tells nothing; the claims are what
                // `inspect` is asked for, but never as they are sent.
                is_absent(&token, text, &args);
                is_absent(parts[1], text, &args);
                is_absent(parts[2], text, &args);
            }
        }
    }
    let json = Test::new(["inspect", "--json", &token]).run();
    is_absent(parts[2], &json.stdout, &["inspect", "--json"]);
    let spoken = Test::new(["issue", "--user", "alice", "-v"])
        .at(&sandbox)
        .run();
    let issued = spoken.stdout.trim_end();
    is_absent(issued, &spoken.stderr, &["issue", "-v"]);
}

/// The command with more options, which stand before the command that it runs.
fn with_options<'a>(command: &[&'a str], options: &[&'a str]) -> Vec<&'a str> {
    let at = command.iter().position(|arg| *arg == "--");
    let (before, after) = command.split_at(at.unwrap_or(command.len()));
    [before, options, after].concat()
}
