//! Standard streams: closed pipes, full disks, colors, JSON errors; and work without a network.

use std::process::{Command, Stdio};

#[cfg(target_os = "linux")]
use crate::support::Terminal;
use crate::support::{KEY, Outcome, Test, binary};

/// Commands that need no network.
const OFFLINE: &[&str] = &[
    "--help",
    "demo",
    "explain",
    "scopes",
    "inspect x",
    "hmac --user a",
    "completions bash",
];

/// Runs a command line with this standard output.
fn run_with_stdout(line: &str, stdout: impl Into<Stdio>) -> Outcome {
    let output = binary()
        .args(line.split(' '))
        .env("COURIER_API_KEY", KEY)
        .stdout(stdout)
        .stderr(Stdio::piped())
        .output();
    output.unwrap().into()
}

#[cfg(target_os = "linux")]
#[test]
fn an_error_is_wrapped_on_a_terminal_and_code_is_kept_whole() {
    let variables = [("NO_COLOR", "1")];
    let (code, screen) = Terminal::start("issue --user a --no-input", &variables).wait();
    assert_eq!(code, Some(4), "{screen}");
    let expected = "error: no API key found\r\n\
        help: set COURIER_API_KEY, or pass --api-key-file PATH; to try without an\r\n  \
        account, run `courier-auth sandbox start`\r\n";
    assert!(screen.ends_with(expected), "{screen}");
    let piped = Test::line("issue --user a").run();
    assert_eq!(
        piped.stderr,
        "error: no API key found\nhelp: set COURIER_API_KEY, or pass --api-key-file PATH; to try \
         without an account, run `courier-auth sandbox start`\n"
    );
}

#[test]
fn a_file_that_does_not_exist_is_reported_with_advice() {
    for (line, what) in [
        ("inspect --file nofile", "`nofile`"),
        ("issue --users-file nofile", "the user IDs in `nofile`"),
    ] {
        let outcome = Test::line(line).key(KEY).run();
        outcome.exits_with(
            7,
            "",
            &format!("error: cannot read {what}: \nhelp: check the path\n"),
        );
    }
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    for line in OFFLINE {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let outcome = run_with_stdout(line, writer);
        assert_eq!(outcome.code, Some(0), "{line}: {outcome:#?}");
        assert!(
            !outcome.stderr.contains("error") && !outcome.stderr.contains("panic"),
            "{line}: {outcome:#?}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_exits_with_7() {
    for line in OFFLINE {
        let mut options = std::fs::File::options();
        let full = options.write(true).open("/dev/full").unwrap();
        let outcome = run_with_stdout(line, full);
        assert_eq!(outcome.code, Some(7), "{line}: {outcome:#?}");
        let expected = "error: cannot write to standard output";
        assert!(outcome.stderr.contains(expected), "{outcome:#?}");
    }
}

#[test]
fn errors_in_json_mode_are_one_object_on_standard_error() {
    for (line, code) in [
        ("issue --user a --json", 4),
        ("issue --json", 2),
        ("--json", 2),
        ("mark-read x --json --api-url http://127.0.0.1:1", 4),
    ] {
        let outcome = Test::line(line).run();
        outcome.exits_with(code, "", "{");
        let error: serde_json::Value = serde_json::from_str(&outcome.stderr).unwrap();
        assert_eq!(error["schema"], "courier-auth/error/v1");
        assert_eq!(error["exit_code"], code);
        assert!(!error["message"].as_str().unwrap().is_empty(), "{error}");
    }
}

/// `unshare -rn` runs a command in a network namespace without any interface. Where that is not
/// allowed, the test only shows that the commands work without any address configured.
#[cfg(target_os = "linux")]
#[test]
fn offline_commands_work_without_a_network() {
    let can_unshare = Command::new("unshare")
        .args(["-rn", "true"])
        .status()
        .is_ok_and(|status| status.success());
    for line in ["inspect x", "hmac --user a", "explain", "scopes"] {
        let program = binary();
        let mut command = if can_unshare {
            let mut command = Command::new("unshare");
            command.arg("-rn").arg(program.get_program());
            command
        } else {
            eprintln!("unshare is not allowed: tested without it");
            Command::new(program.get_program())
        };
        let output = command
            .args(line.split(' '))
            .env("COURIER_API_KEY", KEY)
            .output()
            .unwrap();
        assert!(!output.stdout.is_empty(), "{line}");
        assert!(matches!(output.status.code(), Some(0 | 3)), "{line}");
    }
}

#[test]
fn the_demo_ends_with_nothing_unread() {
    let outcome = Test::line("demo")
        .env("COURIER_JWT", "x")
        .env("COURIER_INBOX_URL", "https://x.test/q")
        .run();
    outcome.exits_with(0, "3 matching messages\nmarked 3 messages as read\n0 matching messages\ndid you mean `inbox:write:events`?", "");
}

#[test]
fn the_json_output_of_the_demo_lists_its_steps() {
    let json = Test::line("demo --json").run().json();
    let last = json["steps"].as_array().unwrap().last().unwrap();
    assert_eq!(
        last["command"],
        "courier-auth messages --user alice --unread"
    );
    assert_eq!(last["stdout"], "");
    let codes: Vec<_> = json["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["exit_code"].as_i64().unwrap())
        .collect();
    assert_eq!(codes, [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
}
