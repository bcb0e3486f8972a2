//! The machine at its worst: closed streams, few descriptors, little memory, odd places and times.

use std::process::{Command, Stdio};

use crate::common::{KEY, Sandbox, Test, program};

/// A command line of this tool's under a line of shell, which is to end with `exec "$@"`.
fn under(shell: &str, args: &[&str]) -> Test {
    let binary = program().get_program().to_owned();
    let mut command = Command::new("sh");
    command
        .args(["-c", shell, "sh"])
        .arg(binary)
        .args(args)
        .env_clear()
        .env("LANG", "C.UTF-8")
        .env("COURIER_AUTH_CONFIG_DIR", "/dev/null/nowhere")
        .env("COURIER_API_KEY", KEY)
        .stdin(Stdio::null());
    Test::of(command)
}

/// A token that expired long ago: that it did is all that is wrong with it.
const TOKEN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzY29wZSI6InVzZXJfaWQ6YSJ9.AAAA";

#[test]
fn streams_that_are_closed_in_any_combination_are_no_crash() {
    let commands: [(&[&str], i32); 7] = [
        (&["--version"], 0),
        (&["--help"], 0),
        (&["inspect", TOKEN], 1),
        (&["inspect", "-"], 3),
        (&["hmac", "--user", "a"], 0),
        (&["demo"], 0),
        (&["profile", "list"], 0),
    ];
    for combination in 0..8 {
        let closed = ["<&-", ">&-", "2>&-"].iter().enumerate();
        let closed: Vec<&str> = closed
            .filter(|(at, _)| combination & (1 << at) != 0)
            .map(|(_, close)| *close)
            .collect();
        let closed = closed.join(" ");
        for (args, code) in &commands {
            let ran = under(&format!("exec \"$@\" {closed}"), args).run();
            assert_eq!(ran.code, Some(*code), "{args:?} {closed}: {ran:#?}");
        }
    }
}

#[test]
fn few_descriptors_and_little_memory_are_enough() {
    let sandbox = Sandbox::start();
    sandbox.seed(r#"{"users":{"a":{"messages":[{"messageId":"m"}]}}}"#);
    let commands: [&[&str]; 5] = [
        &["issue", "--user", "a"],
        &["messages", "--user", "a"],
        &["mark-read", "--user", "a", "m"],
        &["hmac", "--user", "a"],
        &["doctor", "--user", "a"],
    ];
    // In kilobytes of address space; a build for tests is a large one.
    for limit in ["ulimit -n 32", "ulimit -v 400000"] {
        for args in commands {
            let test = under(&format!("{limit}; exec \"$@\""), args);
            let ran = test.at(&sandbox).run();
            assert_eq!(ran.code, Some(0), "{limit}: {args:?}: {ran:#?}");
        }
        let ran = under(&format!("{limit}; exec \"$@\""), &["demo"]).run();
        assert_eq!(ran.code, Some(0), "{limit}: {ran:#?}");
    }
}

#[test]
fn no_home_and_odd_locales_and_zones_change_nothing() {
    let plain = under("exec \"$@\"", &["inspect", TOKEN]).run();
    for shell in [
        "unset LANG HOME; exec \"$@\" | cat",
        "LC_ALL=tlh_QO.KLINGON exec \"$@\"",
        "TZ=Asia/Kathmandu exec \"$@\"",
        "TZ=Nowhere/At_All exec \"$@\"",
        "TZ=: exec \"$@\"",
        "cd / && HOME=/dev/null exec \"$@\"",
        // The folder that one stands in is gone.
        "d=$(mktemp -d) && cd \"$d\" && rmdir \"$d\" && exec \"$@\"",
    ] {
        let ran = under(shell, &["inspect", TOKEN, "--json"]).run();
        assert!(
            ran.stdout.contains("\"verdict\":\"bad\""),
            "{shell}: {ran:#?}"
        );
        assert!(
            ran.stderr.is_empty() && plain.stderr.is_empty(),
            "{shell}: {ran:#?}"
        );
    }
}

#[test]
fn a_configuration_that_cannot_be_written_hinders_nothing_else() {
    // Not even root makes a folder there.
    let nowhere = ("COURIER_AUTH_CONFIG_DIR", "/proc/nowhere");
    let test = |args: &[&str]| Test::new(args.iter().copied()).env(nowhere.0, nowhere.1);
    let add = ["profile", "add", "x", "--key-from", "env:KEY"];
    let told = "error: cannot write `/proc/nowhere/config.toml`";
    test(&add).run().is(7, "", told);
    assert_eq!(test(&["profile", "list"]).run().code, Some(0));
    let hmac = test(&["hmac", "--user", "a"]).env("COURIER_API_KEY", KEY);
    assert_eq!(hmac.run().code, Some(0));
}

#[test]
fn times_of_every_age_are_told() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue(&["--for", "inbox", "--expires-in", "1h"]);
    for (at, code, expected) in [
        ("1960-01-01", 1, "issued-in-future"),
        ("1970-01-01T00:00:00Z", 1, "issued-in-future"),
        ("1969-12-31T23:59:59Z", 1, "issued-in-future"),
        ("2038-01-20", 1, "expired"),
        ("9999-12-31T23:59:59Z", 1, "expired"),
    ] {
        let args = ["inspect", "-", "--at", at, "--strict"];
        let ran = Test::new(args).stdin(token.as_str()).run();
        ran.is(code, expected, "");
    }
    for at in ["10000-01-01", "99999999999999999999", "soon"] {
        let ran = Test::new(["inspect", "-", "--at", at])
            .stdin(token.as_str())
            .run();
        assert_eq!(ran.code, Some(2), "{at}: {ran:#?}");
    }
    for clock in [
        "1969-12-31T23:59:59Z",
        "2038-01-20T00:00:00Z",
        "9999-12-31T00:00:00Z",
    ] {
        let url = format!("{}/_sandbox/clock", sandbox.url);
        let body = format!(r#"{{"set":"{clock}","freeze":true}}"#);
        assert_eq!(crate::common::http("POST", &url, &[], &body).status, 200);
        let token = sandbox.issue(&["--for", "inbox", "--expires-in", "1h"]);
        assert_eq!(sandbox.query(&token, "{ count }").status, 200, "{clock}");
    }
}

#[test]
fn what_fuzzers_begin_with_is_answered() {
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fuzz/seeds");
    for target in ["decode", "inspect", "rules", "wrapped"] {
        let files = std::fs::read_dir(format!("{seeds}/{target}")).unwrap();
        let files: Vec<String> = files
            .map(|file| file.unwrap().path().to_str().unwrap().to_owned())
            .collect();
        assert!(files.len() > 10, "{target}");
        let args = files.iter().flat_map(|file| ["--file", file.as_str()]);
        for form in ["text", "json", "jsonl", "github"] {
            let all = ["inspect", "--format", form]
                .into_iter()
                .chain(args.clone());
            let ran = Test::new(all).run();
            assert_eq!(ran.code, Some(3), "{target} {form}: {}", ran.stderr);
        }
    }
}
