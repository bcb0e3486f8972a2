//! A recognizable key and token go through every command, many failures and every verbosity. They
//! must appear only where they are the requested output: in no encoding, on no stream, in no file.

use std::{fs, path::Path, process::Command};

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE},
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::support::{
    ConfigHome, Outcome, Sandbox, ScriptedServer, Test, binary, check_in_parallel, http_response,
    is_installed,
};

const KEY: &str = "pk_test_CANARYCANARYCANARY";

/// A key in no known format, so that it can be redacted only by its value.
const ODD_KEY: &str = "the canary of/no known+form";

const VERBOSITIES: [&str; 6] = ["", "-q", "-v", "-vv", "--json", "--color always -vv"];

/// Commands that send the key to Courier. `FILE` and `URL` are placeholders.
const ONLINE: &[&str] = &[
    "issue --user alice --debug-http FILE",
    "issue --user alice --user bob --output FILE",
    "exec --user alice -- no-such-command",
    "messages --user alice --debug-http FILE",
    "mark-read --user alice --retries 0 m1",
    "mark-read m1 --retries 0 --debug-http FILE",
    "profile add x --key-from env:COURIER_API_KEY --check --api-url URL",
];

/// Commands that send nothing, or fail before they do, and their exit codes. `KEY` is a placeholder.
const OFFLINE: &[(i32, &str)] = &[
    (0, "issue --user alice --dry-run"),
    (3, "diff KEY KEY"),
    (2, "issue --user KEY"),
    (2, "issue --user alice --expires-in KEY"),
    (2, "issue --user alice --scope KEY"),
    (7, "issue --user alice --output /nowhere/x"),
    (7, "issue --user alice --debug-http /nowhere/x"),
    (2, "issue --user alice --profile KEY"),
    (2, "issue --api-key KEY"),
    (0, "hmac --user alice"),
    (3, "inspect --verify KEY"),
    (2, "inspect --user KEY x"),
    (3, "can list KEY"),
    (2, "can KEY"),
    (2, "explain KEY"),
    (0, "profile show --origin"),
    (2, "profile show KEY"),
    (0, "profile list"),
    (2, "profile use KEY"),
    (2, "profile remove KEY --yes"),
    (2, "profile add KEY --key-from env:A --user KEY"),
    (2, "profile add x --key-from KEY"),
    (2, "profile add --api-key KEY"),
    (0, "scopes"),
    (0, "exit-codes"),
    (0, "completions bash"),
    (0, "demo"),
    (2, "KEY"),
];

/// Splits a command line and replaces the words that are placeholders.
fn words(line: &str, placeholders: &[(&str, &str)]) -> Vec<String> {
    let value = |word: &String| {
        let mut known = placeholders.iter();
        let found = known.find(|(name, _)| name == word);
        found.map_or_else(|| word.clone(), |(_, value)| (*value).to_owned())
    };
    shlex::split(line).unwrap().iter().map(value).collect()
}

/// Inserts options before the `--` that precedes the command to run.
fn with_options(mut args: Vec<String>, options: &str) -> Vec<String> {
    let separator = args.iter().position(|arg| arg == "--");
    let at = separator.unwrap_or(args.len());
    args.splice(at..at, words(options, &[]));
    args
}

fn test(args: &[String]) -> Test {
    Test::new(args.iter().map(String::as_str))
}

/// Returns the secret as it may appear in a leak: plain, percent-encoded and in base64.
fn encodings(secret: &str) -> Vec<String> {
    let encoded = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let mut encodings = base64_encodings(secret);
    encodings.extend([
        secret.to_owned(),
        encoded
            .replace("%2F", "%2f")
            .replace("%5F", "%5f")
            .replace("%2B", "%2b"),
        encoded,
        secret.replace('_', "%5F"),
    ]);
    encodings
}

/// Returns the digits of the secret inside a longer text in base64. They depend on how many bytes
/// precede it, modulo three; the digits shared with the neighboring bytes are cut off.
fn base64_encodings(secret: &str) -> Vec<String> {
    let after_prefix = |length: usize| {
        let text = [&"u".repeat(length), secret].concat();
        let digits = [STANDARD.encode(&text), URL_SAFE.encode(&text)];
        digits.map(|digits| digits[(8 * length).div_ceil(6)..4 * (text.len() / 3)].to_owned())
    };
    (0..3).flat_map(after_prefix).collect()
}

#[track_caller]
fn assert_absent(secret: &str, text: &str, args: &[String]) {
    for encoding in encodings(secret) {
        assert!(!text.contains(&encoding), "{args:?} leaks it: {text}");
    }
}

#[track_caller]
fn assert_not_printed(secret: &str, outcome: &Outcome, args: &[String]) {
    assert_absent(secret, &outcome.stdout, args);
    assert_absent(secret, &outcome.stderr, args);
}

/// Asserts that no file in the folder or below contains the secret.
#[track_caller]
fn assert_in_no_file(secret: &str, folder: &Path, args: &[String]) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            assert_in_no_file(secret, &path, args);
        } else {
            let bytes = fs::read(&path).unwrap();
            assert_absent(secret, &String::from_utf8_lossy(&bytes), args);
        }
    }
}

/// Runs a command in every verbosity; asserts that the key is neither printed nor written.
fn run_in_every_verbosity(line: &str, url: &str) -> Vec<Outcome> {
    let run = |options: &&str| {
        let home = ConfigHome::new();
        let file = home.path().join("file");
        let placeholders = [("KEY", KEY), ("FILE", file.to_str().unwrap()), ("URL", url)];
        let args = with_options(words(line, &placeholders), options);
        let outcome = home
            .configure(test(&args))
            .env("COURIER_BASE_URL", url)
            .key(KEY)
            .env("COURIER_AUTH_NO_INPUT", "1")
            .run();
        assert_not_printed(KEY, &outcome, &args);
        assert_in_no_file(KEY, home.path(), &args);
        outcome
    };
    VERBOSITIES.iter().map(run).collect()
}

#[test]
fn offline_commands_never_print_the_key() {
    for (code, line) in OFFLINE {
        // A command that sends something by mistake cannot reach anything.
        for outcome in run_in_every_verbosity(line, "http://127.0.0.1:1") {
            // `--json` conflicts with `--format`.
            let is_conflict = line.contains("--format") && outcome.stderr.starts_with('{');
            let code = if is_conflict { 2 } else { *code };
            assert_eq!(outcome.code, Some(code), "{line}: {outcome:#?}");
        }
    }
}

#[test]
fn a_key_echoed_by_a_server_is_never_printed() {
    let statuses = [
        "400 Bad", "401 No", "404 No", "429 Many", "500 Oops", "200 OK",
    ];
    let rows = statuses.iter();
    let rows = rows.flat_map(|status| ONLINE.iter().map(move |line| (*status, *line)));
    check_in_parallel(rows, |(status, line)| {
        run_against_echoing_server(status, line);
    });
}

/// Runs an online command against a server that repeats the key.
fn run_against_echoing_server(status: &str, line: &str) {
    let leaks = encodings(KEY).join(" and ");
    let body = format!(r#"{{"message":"no {leaks} here","type":"x"}}"#);
    let head = format!("{status}\r\nretry-after-ms: 1\r\nx-echo: {KEY}");
    let server = ScriptedServer::start(vec![http_response(&head, &body)]);
    for outcome in run_in_every_verbosity(line, &server.url) {
        let code = outcome.code.unwrap_or(-1);
        let is_expected = match line.split(' ').next().unwrap() {
            "exec" => code == 125,
            // A bulk run that fails for some users or messages exits with 1.
            "mark-read" | "issue" => matches!(code, 1 | 4 | 5),
            _ => matches!(code, 4 | 5),
        };
        assert!(is_expected, "{line}: {outcome:#?}");
    }
    // A command that fails before it sends anything would prove nothing.
    assert!(server.request_count() >= VERBOSITIES.len(), "{line}");
}

#[test]
fn a_key_of_unknown_format_never_leaks_from_any_source() {
    let leaks = encodings(ODD_KEY).join(" and ");
    let body = format!(r#"{{"message":"no {leaks} here","type":"x"}}"#);
    let server = ScriptedServer::start(vec![http_response("400 Bad", &body)]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key");
    fs::write(&file, ODD_KEY).unwrap();
    let file = file.to_str().unwrap();
    let url = &server.url;
    let in_config = format!("key = {{ plain = \"{ODD_KEY}\" }}");
    let by_shell = format!("key = {{ shell = \"cat '{file}' >&2; cat '{file}'\" }}");
    let in_file = format!("key = {{ file = \"{file}\" }}");
    let keys = [
        "",
        &in_config,
        &by_shell,
        &in_file,
        "key = { env = \"ODD\" }",
    ];
    for key in keys {
        let home = ConfigHome::with(&format!("[profile.x]\napi_url = \"{url}\"\n{key}\n"));
        let trace = home.path().join("trace");
        let placeholders = [
            ("TRACE", trace.to_str().unwrap()),
            ("FILE", file),
            ("URL", url),
        ];
        for line in [
            "issue --user a --debug-http TRACE",
            "messages --user a",
            "hmac --user a",
            "profile show --origin",
            "profile add y --key-from keyring --check",
        ] {
            let more = match (line.starts_with("profile add"), key) {
                (true, _) => "--api-key-file FILE --api-url URL",
                (_, "") => "--profile x --api-key-file FILE",
                _ => "--profile x",
            };
            for options in VERBOSITIES {
                let args = words(&format!("{line} {options} {more}"), &placeholders);
                let outcome = home
                    .configure(test(&args))
                    .env("ODD", ODD_KEY)
                    .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
                    .run();
                assert_not_printed(ODD_KEY, &outcome, &args);
                if key != in_config {
                    assert_in_no_file(ODD_KEY, home.path(), &args);
                }
            }
        }
    }
}

/// The user may put the key where another argument, setting or variable belongs.
#[test]
fn a_key_passed_as_another_value_never_leaks() {
    let settings = ["user", "region", "environment", "expires_in", "api_url"];
    let profiles = settings.map(|name| format!("[profile.by-{name}]\n{name} = \"{ODD_KEY}\"\n"));
    let odd_profile = format!("[profile.\"{ODD_KEY}\"]\nuser = \"{ODD_KEY}\"\n\"{ODD_KEY}\" = 1\n");
    let config = format!("{}{odd_profile}", profiles.concat());
    for line in [
        "issue --user KEY",
        "issue --user a --scope KEY",
        "issue --user a --region KEY",
        "issue --user a --tag KEY",
        "issue --user a --profile KEY",
        "inspect KEY",
        "inspect --verify --user KEY x.y.z",
        "messages --retries 0 --user KEY",
        "mark-read --user a KEY --dry-run",
        "mark-read --retries 0 --user a KEY",
        "hmac --user KEY",
        "hmac check --user KEY KEY",
        "can KEY x",
        "explain KEY",
        "KEY",
        "profile list",
        "profile show --origin KEY",
        "profile use KEY",
        "profile remove --yes by-user",
    ] {
        for options in VERBOSITIES {
            let args = with_options(words(line, &[("KEY", ODD_KEY)]), options);
            let home = ConfigHome::with(&config);
            let outcome = home
                .configure(test(&args))
                .key(ODD_KEY)
                .env("COURIER_BASE_URL", "http://127.0.0.1:1")
                .run();
            assert!(outcome.code.is_some(), "{args:?}: {outcome:#?}");
            assert_not_printed(ODD_KEY, &outcome, &args);
        }
    }
    for name in settings {
        let args = words(&format!("profile show --origin --profile by-{name}"), &[]);
        let home = ConfigHome::with(&config);
        let outcome = home.configure(test(&args)).key(ODD_KEY).run();
        assert_not_printed(ODD_KEY, &outcome, &args);
    }
    for variable in [
        "COURIER_BASE_URL",
        "COURIER_INBOX_URL",
        "COURIER_PROFILE",
        "COURIER_JWT",
    ] {
        for value in [ODD_KEY, &format!("http://127.0.0.1:1/{ODD_KEY}")] {
            let outcome = Test::line("messages --user a --retries 0")
                .key(ODD_KEY)
                .env(variable, value)
                .run();
            assert_ne!(outcome.code, Some(0), "{variable}: {outcome:#?}");
            assert_not_printed(ODD_KEY, &outcome, &[variable.to_owned()]);
        }
    }
}

#[test]
fn a_token_is_printed_only_by_issue() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue("--for inbox");
    let parts: Vec<&str> = token.split('.').collect();
    let bad_token = format!("{token}x");
    let placeholders = [("TOKEN", token.as_str()), ("BAD", &bad_token)];
    for line in [
        "inspect TOKEN",
        "inspect BAD",
        "inspect --format github BAD",
        "inspect --strict --for sdk TOKEN",
        "inspect --user bob TOKEN",
        "inspect --nope TOKEN",
        "inspect --user TOKEN x",
        "can list TOKEN",
        "can TOKEN",
        "explain TOKEN",
        "hmac --api-key TOKEN",
        "issue --user TOKEN",
        "issue --user a TOKEN",
        "exec --user TOKEN -- true",
        "messages --user alice TOKEN",
        "messages --user alice",
        "mark-read --user alice x",
        "mark-read --nope TOKEN",
        "profile add TOKEN",
        "profile use TOKEN",
        "profile add x --key-from TOKEN",
    ] {
        for options in VERBOSITIES {
            let args = with_options(words(line, &placeholders), options);
            let outcome = test(&args).at(&sandbox).env("COURIER_JWT", &token).run();
            // The header is the same in all tokens, so it is no secret. `inspect` prints the
            // claims, but never in their encoded form.
            for secret in [&token, parts[1], parts[2]] {
                assert_not_printed(secret, &outcome, &args);
            }
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace");
    let trace = trace.to_str().unwrap();
    let args = words(
        "issue --user alice -vv --debug-http TRACE",
        &[("TRACE", trace)],
    );
    let outcome = test(&args).at(&sandbox).run();
    let issued = outcome.stdout.trim_end();
    assert!(issued.starts_with("eyJ"), "{outcome:#?}");
    assert_absent(issued, &outcome.stderr, &args);
    assert_in_no_file(issued, folder.path(), &args);
}

/// Checks every program that is executed, with its arguments, and every name that a process or a
/// thread gives itself.
#[test]
fn the_key_is_in_no_command_line_or_process_title() {
    if !is_installed("strace") {
        return;
    }
    let sandbox = Sandbox::start();
    let key = &sandbox.api_key;
    let home = ConfigHome::new();
    let key_file = home.path().join("key");
    fs::write(&key_file, key).unwrap();
    let config = format!(
        "[profile.x]\napi_url = \"{}\"\nkey = {{ shell = \"cat '{}'; true\" }}\n",
        sandbox.url,
        key_file.display()
    );
    fs::write(home.file(), config).unwrap();
    let trace = home.path().join("trace");
    let output_file = home.path().join("file");
    let placeholders = [
        ("FILE", output_file.to_str().unwrap()),
        ("URL", &sandbox.url),
    ];
    let with_children = [
        "exec --user alice -- sh -c 'exit 3'",
        "hmac --user alice --profile x",
    ];
    let offline = OFFLINE.iter().map(|(_, line)| line);
    // A key that the user puts on the command line cannot be hidden.
    let offline = offline.filter(|line| !line.contains("KEY"));
    let mut child_count = 0;
    for line in ONLINE.iter().chain(&with_children).chain(offline) {
        let args = words(line, &placeholders);
        let output = Command::new("strace")
            .args(["-f", "-qq", "-s", "4096", "-e", "trace=execve,prctl", "-o"])
            .arg(&trace)
            .arg(binary().get_program())
            .args(&args)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("COURIER_AUTH_CONFIG_DIR", home.path())
            .env("COURIER_BASE_URL", &sandbox.url)
            .env("COURIER_API_KEY", key)
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code().is_some(), "{line}: {stderr}");
        let trace = fs::read_to_string(&trace).unwrap();
        assert!(trace.contains("execve(\""), "{line}: {trace}");
        child_count += trace.matches("execve(").count() - 1;
        assert_absent(key, &trace, &args);
        assert!(!trace.contains("eyJ"), "{line}: {trace}");
    }
    assert!(child_count >= 3, "{child_count} child processes");
}
