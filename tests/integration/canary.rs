//! A recognisable key and token go through every command, many ways to fail and every verbosity:
//! they come out only where they are the answer, in no spelling, on no stream and in no file.

use std::{fs, path::Path, process::Command};

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    common::{Ran, Sandbox, Server, Test, answer, is_there, program},
    profile::Home,
};

const KEY: &str = "pk_test_CANARYCANARYCANARY";

/// Known only because it was given: nothing about it looks like a key.
const ODD_KEY: &str = "the canary of/no known+form";

const VERBOSITIES: [&[&str]; 6] = [
    &[],
    &["-q"],
    &["-v"],
    &["-vv"],
    &["--json"],
    &["--color", "always", "-vv"],
];

/// What a secret looks like in other clothes. In base64 it looks different behind one byte, two
/// and three; the digits that other bytes have a part in do not count.
fn spellings(secret: &str) -> Vec<String> {
    let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let mut spellings = in_base64(secret);
    spellings.extend([
        secret.to_owned(),
        encoded
            .replace("%2F", "%2f")
            .replace("%5F", "%5f")
            .replace("%2B", "%2b"),
        encoded,
        secret.replace('_', "%5F"),
    ]);
    spellings
}

fn in_base64(secret: &str) -> Vec<String> {
    let behind = |before: usize| {
        let text = [&"u".repeat(before), secret].concat();
        let digits = [STANDARD.encode(&text), URL_SAFE.encode(&text)];
        digits.map(|digits| digits[(8 * before).div_ceil(6)..4 * (text.len() / 3)].to_owned())
    };
    (0..3).flat_map(behind).collect()
}

#[track_caller]
fn is_absent(secret: &str, text: &str, what: &[&str]) {
    for spelling in spellings(secret) {
        assert!(!text.contains(&spelling), "{what:?} shows it: {text}");
    }
}

#[track_caller]
fn is_absent_from(secret: &str, ran: &Ran, what: &[&str]) {
    is_absent(secret, &ran.stdout, what);
    is_absent(secret, &ran.stderr, what);
}

/// Every file that was written.
#[track_caller]
fn is_absent_below(secret: &str, folder: &Path, what: &[&str]) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            is_absent_below(secret, &path, what);
        } else {
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            is_absent(secret, &text, what);
        }
    }
}

/// Commands that send the key somewhere.
const ONLINE: &[&[&str]] = &[
    &["issue", "--user", "alice", "--debug-http", "FILE"],
    &[
        "issue", "--user", "alice", "--user", "bob", "--output", "FILE",
    ],
    &["exec", "--user", "alice", "--", "no-such-command"],
    &["messages", "--user", "alice", "--debug-http", "FILE"],
    &["mark-read", "--user", "alice", "--retries", "0", "m1"],
    &["mark-read", "m1", "--retries", "0", "--debug-http", "FILE"],
    &[
        "profile",
        "add",
        "x",
        "--key-from",
        "env:COURIER_API_KEY",
        "--check",
        "--api-url",
        "URL",
    ],
];

/// Commands that do not, or fail before they do, and how they end.
const OFFLINE: &[(i32, &[&str])] = &[
    (0, &["issue", "--user", "alice", "--dry-run"]),
    (
        0,
        &["issue", "--user", "alice", "--dry-run", "--format", "curl"],
    ),
    (2, &["issue", "--user", KEY]),
    (2, &["issue", "--user", "alice", "--expires-in", KEY]),
    (2, &["issue", "--user", "alice", "--scope", KEY]),
    (7, &["issue", "--user", "alice", "--output", "/nowhere/x"]),
    (
        7,
        &["issue", "--user", "alice", "--debug-http", "/nowhere/x"],
    ),
    (2, &["issue", "--user", "alice", "--profile", KEY]),
    (2, &["issue", "--api-key", KEY]),
    (0, &["hmac", "--user", "alice"]),
    (3, &["inspect", "--verify", KEY]),
    (2, &["inspect", "--user", KEY, "x"]),
    (3, &["can", "list", KEY]),
    (2, &["can", KEY]),
    (2, &["explain", KEY]),
    (0, &["profile", "show", "--origin"]),
    (2, &["profile", "show", KEY]),
    (0, &["profile", "list"]),
    (2, &["profile", "use", KEY]),
    (2, &["profile", "remove", KEY, "--yes"]),
    (
        2,
        &["profile", "add", KEY, "--key-from", "env:A", "--user", KEY],
    ),
    (2, &["profile", "add", "x", "--key-from", KEY]),
    (2, &["profile", "add", "--api-key", KEY]),
    (0, &["scopes"]),
    (0, &["exit-codes"]),
    (0, &["completions", "bash"]),
    (0, &["demo"]),
    (2, &[KEY]),
];

/// Runs a command in every verbosity.
fn in_every_verbosity(command: &[&str], url: &str) -> Vec<Ran> {
    let run = |extra: &&[&str]| {
        let home = Home::new();
        let args = with_options(command, extra);
        let file = home.path().join("file");
        let place = |arg: &&str| match *arg {
            "FILE" => file.to_str().unwrap().to_owned(),
            "URL" => url.to_owned(),
            arg => arg.to_owned(),
        };
        let placed: Vec<String> = args.iter().map(place).collect();
        let placed: Vec<&str> = placed.iter().map(String::as_str).collect();
        let ran = home
            .test(&placed)
            .env("COURIER_BASE_URL", url)
            .env("COURIER_API_KEY", KEY)
            .env("COURIER_AUTH_NO_INPUT", "1")
            .run();
        is_absent_from(KEY, &ran, &args);
        is_absent_below(KEY, home.path(), &args);
        ran
    };
    VERBOSITIES.iter().map(run).collect()
}

#[test]
fn the_key_comes_out_nowhere_offline() {
    for (code, command) in OFFLINE {
        // Nothing is sent; what is, by mistake, goes nowhere.
        for ran in in_every_verbosity(command, "http://127.0.0.1:1") {
            // The other formats are not for `--json`.
            let is_json = command.contains(&"--format") && ran.stderr.starts_with('{');
            let code = if is_json { 2 } else { *code };
            assert_eq!(ran.code, Some(code), "{command:?}: {ran:#?}");
        }
    }
}

#[test]
fn the_key_comes_out_nowhere_whatever_a_server_repeats() {
    let statuses = [
        "400 Bad", "401 No", "404 No", "429 Many", "500 Oops", "200 OK",
    ];
    let texts = spellings(KEY).join(" and ");
    for status in statuses {
        let echo = format!(r#"{{"message":"no {texts} here","type":"x"}}"#);
        let head = format!("{status}\r\nretry-after-ms: 1\r\nx-echo: {KEY}");
        let server = Server::start(vec![answer(&head, &echo)]);
        for command in ONLINE {
            let before = server.served();
            for ran in in_every_verbosity(command, &server.url) {
                let code = ran.code.unwrap_or(-1);
                let is_known = match command[0] {
                    "exec" => code == 125,
                    // What became of each is the answer.
                    "mark-read" | "issue" => matches!(code, 1 | 4 | 5),
                    _ => matches!(code, 4 | 5),
                };
                assert!(is_known, "{command:?}: {ran:#?}");
            }
            // Whoever fails before anything is sent shows nothing.
            assert!(server.served() >= before + VERBOSITIES.len(), "{command:?}");
        }
    }
}

#[test]
fn a_key_of_no_known_form_comes_out_nowhere_whatever_it_came_from() {
    let texts = spellings(ODD_KEY).join(" and ");
    let echo = format!(r#"{{"message":"no {texts} here","type":"x"}}"#);
    let server = Server::start(vec![answer("400 Bad", &echo)]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    fs::write(&file, ODD_KEY).unwrap();
    let url = &server.url;
    let plain = format!("key = {{ plain = \"{ODD_KEY}\" }}");
    let shell = format!(
        "key = {{ shell = \"cat '{0}' >&2; cat '{0}'\" }}",
        file.display()
    );
    let by_file = format!("key = {{ file = \"{}\" }}", file.display());
    let keys = ["", &plain, &shell, &by_file, "key = { env = \"ODD\" }"];
    for key in keys {
        let home = Home::with(&format!("[profile.x]\napi_url = \"{url}\"\n{key}\n"));
        let trace = home.path().join("trace");
        let trace = trace.to_str().unwrap();
        for command in [
            &["issue", "--user", "a", "--debug-http", trace][..],
            &["messages", "--user", "a"],
            &["hmac", "--user", "a"],
            &["profile", "show", "--origin"],
            &["profile", "add", "y", "--key-from", "keyring", "--check"],
        ] {
            for extra in VERBOSITIES {
                let args = [command, extra, &["--profile", "x"]].concat();
                let from_file = ["--api-key-file", file.to_str().unwrap()];
                let args = match (command[1], key) {
                    ("add", _) => [command, extra, &from_file, &["--api-url", url]].concat(),
                    (_, "") => [&args[..], &from_file].concat(),
                    _ => args,
                };
                let test = home.test(&args).env("ODD", ODD_KEY);
                let ran = test
                    .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
                    .run();
                is_absent_from(ODD_KEY, &ran, &args);
                if key != plain {
                    is_absent_below(ODD_KEY, home.path(), &args);
                }
            }
        }
    }
}

/// Wherever it was put by mistake: in the place of another argument, variable or setting.
#[test]
fn a_key_of_no_known_form_comes_out_nowhere_whatever_it_was_taken_for() {
    let places = ["user", "region", "environment", "expires_in", "api_url"];
    let settings = places.map(|place| format!("[profile.by-{place}]\n{place} = \"{ODD_KEY}\"\n"));
    let named = format!("[profile.\"{ODD_KEY}\"]\nuser = \"{ODD_KEY}\"\n\"{ODD_KEY}\" = 1\n");
    let file = format!("{}{named}", settings.concat());
    let arguments: &[&[&str]] = &[
        &["issue", "--user", ODD_KEY],
        &["issue", "--user", "a", "--scope", ODD_KEY],
        &["issue", "--user", "a", "--region", ODD_KEY],
        &["issue", "--user", "a", "--tag", ODD_KEY],
        &["issue", "--user", "a", "--profile", ODD_KEY],
        &["inspect", ODD_KEY],
        &["inspect", "--verify", "--user", ODD_KEY, "x.y.z"],
        &["messages", "--retries", "0", "--user", ODD_KEY],
        &["mark-read", "--user", "a", ODD_KEY, "--dry-run"],
        &["mark-read", "--retries", "0", "--user", "a", ODD_KEY],
        &["hmac", "--user", ODD_KEY],
        &["hmac", "check", "--user", ODD_KEY, ODD_KEY],
        &["can", ODD_KEY, "x"],
        &["explain", ODD_KEY],
        &[ODD_KEY],
        &["profile", "list"],
        &["profile", "show", "--origin", ODD_KEY],
        &["profile", "use", ODD_KEY],
        &["profile", "remove", "--yes", "by-user"],
    ];
    for command in arguments {
        for extra in VERBOSITIES {
            let args = with_options(command, extra);
            let test = Home::with(&file)
                .test(&args)
                .env("COURIER_API_KEY", ODD_KEY);
            let ran = test.env("COURIER_BASE_URL", "http://127.0.0.1:1").run();
            assert!(ran.code.is_some(), "{args:?}: {ran:#?}");
            is_absent_from(ODD_KEY, &ran, &args);
        }
    }
    for place in places {
        let by_place = format!("by-{place}");
        let args = ["profile", "show", "--origin", "--profile", &by_place];
        let ran = Home::with(&file)
            .test(&args)
            .env("COURIER_API_KEY", ODD_KEY)
            .run();
        is_absent_from(ODD_KEY, &ran, &args);
    }
    for variable in [
        "COURIER_BASE_URL",
        "COURIER_INBOX_URL",
        "COURIER_PROFILE",
        "COURIER_JWT",
    ] {
        for value in [ODD_KEY, &format!("http://127.0.0.1:1/{ODD_KEY}")] {
            let args = ["messages", "--user", "a", "--retries", "0"];
            let test = Test::new(args).env("COURIER_API_KEY", ODD_KEY);
            let ran = test.env(variable, value).run();
            assert_ne!(ran.code, Some(0), "{variable}: {ran:#?}");
            is_absent_from(ODD_KEY, &ran, &[variable, value]);
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
        &["messages", "--user", "alice"],
        &["mark-read", "--user", "alice", "x"],
        &["mark-read", "--nope", &token],
        &["profile", "add", &token],
        &["profile", "use", &token],
        &["profile", "add", "x", "--key-from", &token],
    ];
    for command in commands {
        for extra in VERBOSITIES {
            let args = with_options(command, extra);
            let test = Test::new(args.iter().copied()).at(&sandbox);
            let ran = test.env("COURIER_JWT", &token).run();
            // The header is the same for all tokens and tells nothing; the claims are what
            // `inspect` is asked for, but never as they are sent.
            for secret in [&token, parts[1], parts[2]] {
                is_absent_from(secret, &ran, &args);
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let args = ["issue", "--user", "alice", "-vv", "--debug-http"];
    let spoken = Test::new(args.into_iter().chain([trace.to_str().unwrap()]))
        .at(&sandbox)
        .run();
    let issued = spoken.stdout.trim_end();
    assert!(issued.starts_with("eyJ"), "{spoken:#?}");
    is_absent(issued, &spoken.stderr, &args);
    is_absent_below(issued, folder.path(), &args);
}

/// The command with more options, which stand before the command that it runs.
fn with_options<'a>(command: &[&'a str], options: &[&'a str]) -> Vec<&'a str> {
    let at = command.iter().position(|arg| *arg == "--");
    let (before, after) = command.split_at(at.unwrap_or(command.len()));
    [before, options, after].concat()
}

/// Every program that is run on the way, with all of its arguments, and every title that a process
/// or thread gives itself.
#[test]
fn a_key_stands_in_no_command_line_and_no_title() {
    if !is_there("strace") {
        return;
    }
    let sandbox = Sandbox::start();
    let key = &sandbox.api_key;
    let home = Home::new();
    let file = home.path().join("key");
    fs::write(&file, key).unwrap();
    let by_command = format!(
        "[profile.x]\napi_url = \"{}\"\nkey = {{ shell = \"cat '{}'; true\" }}\n",
        sandbox.url,
        file.display()
    );
    fs::write(home.file(), by_command).unwrap();
    let trace = home.path().join("trace");
    let from_file = |arg: &'static str| match arg {
        "FILE" => home.path().join("file").to_str().unwrap().to_owned(),
        "URL" => sandbox.url.clone(),
        arg => arg.to_owned(),
    };
    let offline = OFFLINE.iter().map(|(_, command)| *command);
    // Somebody else has put it there.
    let offline = offline.filter(|command| !command.contains(&KEY));
    let with_child: &[&[&str]] = &[
        &["exec", "--user", "alice", "--", "sh", "-c", "exit 3"],
        &["hmac", "--user", "alice", "--profile", "x"],
    ];
    let commands = ONLINE.iter().chain(with_child).copied().chain(offline);
    let mut children = 0;
    for command in commands {
        let args: Vec<String> = command.iter().map(|arg| from_file(arg)).collect();
        let ran = Command::new("strace")
            .args(["-f", "-qq", "-s", "4096", "-e", "trace=execve,prctl", "-o"])
            .arg(&trace)
            .arg(program().get_program())
            .args(&args)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("COURIER_AUTH_CONFIG_DIR", home.path())
            .env("COURIER_BASE_URL", &sandbox.url)
            .env("COURIER_API_KEY", key)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.code().is_some(), "{command:?}: {said}");
        let trace = fs::read_to_string(&trace).unwrap();
        assert!(trace.contains("execve(\""), "{command:?}: {trace}");
        children += trace.matches("execve(").count() - 1;
        is_absent(key, &trace, command);
        assert!(!trace.contains("eyJ"), "{command:?}: {trace}");
    }
    assert!(children >= 3, "{children} children were seen");
}
