//! Streams: closed pipes, full disks, colour, JSON errors.

use std::process::{Command, Stdio};

use crate::common::{KEY, Test, program};

const OFFLINE: &[&[&str]] = &[
    &["--help"],
    &["demo"],
    &["explain"],
    &["scopes"],
    &["inspect", "x"],
    &["hmac", "--user", "a"],
    &["completions", "bash"],
];

#[test]
fn a_closed_pipe_is_no_error() {
    for args in OFFLINE {
        let (reader, writer) = std::io::pipe().unwrap();
        // Nobody reads from the first byte on.
        drop(reader);
        let output = program()
            .args(*args)
            .env("COURIER_API_KEY", KEY)
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {stderr}");
        assert!(
            !stderr.contains("error") && !stderr.contains("panic"),
            "{args:?}: {stderr}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_exit_7() {
    for args in OFFLINE {
        let full = std::fs::File::options()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let output = program()
            .args(*args)
            .env("COURIER_API_KEY", KEY)
            .stdout(full)
            .stderr(Stdio::piped())
            .output();
        let output = output.unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(7), "{args:?}: {stderr}");
        assert!(
            stderr.contains("error: cannot write to standard output"),
            "{stderr}"
        );
    }
}

#[test]
fn errors_in_json_mode_are_one_object_on_standard_error() {
    for (args, code) in [
        (&["issue", "--user", "a", "--json"][..], 4),
        (&["issue", "--json"], 2),
        (&["--json"], 2),
        (
            &[
                "mark-read",
                "x",
                "--json",
                "--api-url",
                "http://127.0.0.1:1",
            ],
            4,
        ),
    ] {
        let ran = Test::new(args.iter().copied()).run();
        ran.is(code, "", "{");
        let error: serde_json::Value = serde_json::from_str(&ran.stderr).unwrap();
        assert_eq!(error["schema"], "courier-auth/error/v1");
        assert_eq!(error["exit_code"], code);
        assert!(!error["message"].as_str().unwrap().is_empty(), "{error}");
    }
}

#[test]
fn colour_is_decided_for_each_stream() {
    let coloured = |test: Test| test.run().stdout.contains('\x1b');
    assert!(!coloured(Test::new(["explain", "CA101"])));
    assert!(coloured(Test::new([
        "explain", "CA101", "--color", "always"
    ])));
    assert!(coloured(
        Test::new(["explain", "CA101"]).env("CLICOLOR_FORCE", "1")
    ));
    assert!(!coloured(
        Test::new(["explain", "CA101"])
            .env("CLICOLOR_FORCE", "1")
            .env("NO_COLOR", "1")
    ));
}

/// `unshare -rn` gives a network without even loopback; where it is not allowed, the system-call
/// free evidence is that no address is configured and the commands still work.
#[cfg(target_os = "linux")]
#[test]
fn offline_commands_work_without_a_network() {
    let usable = Command::new("unshare")
        .args(["-rn", "true"])
        .status()
        .is_ok_and(|status| status.success());
    for args in [
        &["inspect", "x"][..],
        &["hmac", "--user", "a"],
        &["explain"],
        &["scopes"],
    ] {
        let program = program();
        let mut command = if usable {
            let mut command = Command::new("unshare");
            command.arg("-rn").arg(program.get_program());
            command
        } else {
            eprintln!("unshare is not allowed here: checked without it");
            Command::new(program.get_program())
        };
        let output = command
            .args(args)
            .env("COURIER_API_KEY", KEY)
            .output()
            .unwrap();
        assert!(!output.stdout.is_empty(), "{args:?}");
        assert!(matches!(output.status.code(), Some(0 | 3)), "{args:?}");
    }
}

#[test]
fn the_demonstration_ends_with_nothing_unread() {
    let ran = Test::new(["demo"])
        .env("COURIER_JWT", "x")
        .env("COURIER_INBOX_URL", "https://x.test/q")
        .run();
    ran.is(0, "3 messages; 3 unread\nmarked 3 of 3 messages read\n0 messages; 0 unread\ndid you mean `inbox:write:events`?", "");
    let json = Test::new(["demo", "--json"]).run().json();
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
