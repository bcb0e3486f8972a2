//! Hostile environments: closed streams, few descriptors, little memory, unusual folders and clocks.

use std::process::{Command, Stdio};

use crate::support::{KEY, Sandbox, Test, binary};

/// Prepares a command line of `courier-auth` in a shell script that ends with `exec "$@"`.
fn in_shell(script: &str, line: &str) -> Test {
    let mut command = Command::new("sh");
    command
        .args(["-c", script, "sh"])
        .arg(binary().get_program())
        .args(shlex::split(line).unwrap())
        .env_clear()
        .env("LANG", "C.UTF-8")
        .env("COURIER_AUTH_CONFIG_DIR", "/dev/null/nowhere")
        .env("COURIER_API_KEY", KEY)
        .stdin(Stdio::null());
    Test::program(command)
}

/// A readable token with errors.
const TOKEN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzY29wZSI6InVzZXJfaWQ6YSJ9.AAAA";

#[test]
fn closed_standard_streams_do_not_crash() {
    let inspect = format!("inspect {TOKEN}");
    let commands = [
        ("--version", 0),
        ("--help", 0),
        (&inspect, 1),
        ("inspect -", 3),
        ("hmac --user a", 0),
        ("demo", 0),
        ("profile list", 0),
    ];
    for combination in 0..8 {
        let closed = ["<&-", ">&-", "2>&-"].iter().enumerate();
        let closed: Vec<&str> = closed
            .filter(|(at, _)| combination & (1 << at) != 0)
            .map(|(_, close)| *close)
            .collect();
        let closed = closed.join(" ");
        for (line, code) in &commands {
            let outcome = in_shell(&format!("exec \"$@\" {closed}"), line).run();
            assert_eq!(outcome.code, Some(*code), "{line} {closed}: {outcome:#?}");
        }
    }
}

#[test]
fn few_descriptors_and_little_memory_are_enough() {
    let sandbox = Sandbox::start();
    sandbox.seed(r#"{"users":{"a":{"messages":[{"messageId":"m"}]}}}"#);
    let online = [
        "issue --user a",
        "messages --user a",
        "mark-read --user a m",
        "hmac --user a",
        "doctor --user a",
    ];
    // The address space is in kilobytes; debug builds are large.
    for limit in ["ulimit -n 32", "ulimit -v 400000"] {
        let script = format!("{limit}; exec \"$@\"");
        for line in online {
            let outcome = in_shell(&script, line).at(&sandbox).run();
            assert_eq!(outcome.code, Some(0), "{limit}: {line}: {outcome:#?}");
        }
        let outcome = in_shell(&script, "demo").run();
        assert_eq!(outcome.code, Some(0), "{limit}: {outcome:#?}");
    }
}

#[test]
fn unusual_homes_locales_and_time_zones_change_nothing() {
    let plain = in_shell("exec \"$@\"", &format!("inspect {TOKEN}")).run();
    for shell in [
        "unset LANG HOME; exec \"$@\" | cat",
        "LC_ALL=tlh_QO.KLINGON exec \"$@\"",
        "TZ=Asia/Kathmandu exec \"$@\"",
        "TZ=Nowhere/At_All exec \"$@\"",
        "TZ=: exec \"$@\"",
        "cd / && HOME=/dev/null exec \"$@\"",
        // The working directory has been deleted.
        "d=$(mktemp -d) && cd \"$d\" && rmdir \"$d\" && exec \"$@\"",
    ] {
        let outcome = in_shell(shell, &format!("inspect {TOKEN} --json")).run();
        assert!(
            outcome.stdout.contains("\"verdict\":\"bad\""),
            "{shell}: {outcome:#?}"
        );
        assert!(
            outcome.stderr.is_empty() && plain.stderr.is_empty(),
            "{shell}: {outcome:#?}"
        );
    }
}

#[test]
fn times_far_in_the_past_or_future_are_handled() {
    let sandbox = Sandbox::start();
    let token = sandbox.issue("--for inbox --expires-in 1h");
    for (at, code, expected) in [
        ("1960-01-01", 1, "issued-in-future"),
        ("1970-01-01T00:00:00Z", 1, "issued-in-future"),
        ("1969-12-31T23:59:59Z", 1, "issued-in-future"),
        ("2038-01-20", 1, "expired"),
        ("9999-12-31T23:59:59Z", 1, "expired"),
    ] {
        let outcome = Test::line(&format!("inspect - --at {at} --strict"))
            .stdin(token.as_str())
            .run();
        outcome.exits_with(code, expected, "");
    }
    for at in ["10000-01-01", "99999999999999999999", "soon"] {
        let outcome = Test::line("inspect -")
            .args(["--at", at])
            .stdin(token.as_str())
            .run();
        assert_eq!(outcome.code, Some(2), "{at}: {outcome:#?}");
    }
    for clock in [
        "1969-12-31T23:59:59Z",
        "2038-01-20T00:00:00Z",
        "9999-12-31T00:00:00Z",
    ] {
        let body = format!(r#"{{"set":"{clock}","freeze":true}}"#);
        assert_eq!(sandbox.control("POST", "clock", &body).status, 200);
        let token = sandbox.issue("--for inbox --expires-in 1h");
        assert_eq!(sandbox.query(&token, "{ count }").status, 200, "{clock}");
    }
}

#[test]
fn fuzzing_seeds_are_inspected_without_a_crash() {
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fuzz/seeds");
    for target in ["decode", "inspect", "rules", "wrapped"] {
        let files = std::fs::read_dir(format!("{seeds}/{target}")).unwrap();
        let files: Vec<String> = files
            .map(|file| file.unwrap().path().to_str().unwrap().to_owned())
            .collect();
        assert!(files.len() > 10, "{target}");
        let args = files.iter().flat_map(|file| ["--file", file.as_str()]);
        for form in ["text", "json", "jsonl", "github"] {
            let outcome = Test::line(&format!("inspect --format {form}"))
                .args(args.clone())
                .run();
            assert_eq!(outcome.code, Some(3), "{target} {form}: {}", outcome.stderr);
        }
    }
}
