//! `sandbox exec`: a command with a sandbox of its own.
#![cfg(unix)]

use std::{
    io::{BufRead as _, BufReader},
    os::unix::process::ExitStatusExt as _,
    process::Stdio,
};

use rustix::process::{Pid, Signal};

use crate::support::{Outcome, Test, binary, send_signal};

/// Prepares `sandbox exec` with a shell script as its command.
fn exec(options: &str, script: &str) -> Test {
    Test::line(&format!("sandbox exec {options} -- sh -c")).arg(script)
}

fn status(url: &str) -> Outcome {
    let port = url.rsplit(':').next().unwrap();
    Test::line("sandbox status --port").arg(port).run()
}

#[test]
fn the_exit_code_is_that_of_the_command() {
    let outcome = exec("", "exit 7").run();
    assert_eq!(outcome.code, Some(7), "{outcome:#?}");
    for (command, code) in [("no-such-command", 127), ("/", 126)] {
        let outcome = Test::line(&format!("sandbox exec -- {command}")).run();
        assert_eq!(outcome.code, Some(code), "{outcome:#?}");
    }
}

#[test]
fn the_command_gets_the_urls_of_the_sandbox() {
    let outcome = exec(
        "",
        "echo $COURIER_BASE_URL $COURIER_INBOX_URL $COURIER_SOCKET_URL",
    )
    .run();
    let urls: Vec<&str> = outcome.stdout.split_whitespace().collect();
    let [base, inbox, socket] = urls[..] else {
        panic!("{outcome:#?}");
    };
    assert_eq!(inbox, format!("{base}/q"));
    assert_eq!(socket, base.replace("http", "ws"));
}

#[test]
fn the_sandbox_ends_with_its_command() {
    let outcome = exec("", "echo $COURIER_BASE_URL").run();
    status(outcome.stdout.trim_end()).exits_with(1, "no sandbox is running at", "");
}

#[test]
fn a_token_of_another_courier_is_removed_from_the_environment() {
    let outcome = exec("", "echo ${COURIER_JWT-none}")
        .env("COURIER_JWT", "of another Courier")
        .run();
    assert_eq!(outcome.stdout, "none\n");
}

#[test]
fn a_variable_can_have_several_other_names() {
    let outcome = exec(
        "--name COURIER_BASE_URL=A --name COURIER_BASE_URL=B",
        "echo $A $B",
    )
    .run();
    let urls: Vec<&str> = outcome.stdout.split_whitespace().collect();
    let [first, second] = urls[..] else {
        panic!("{outcome:#?}");
    };
    assert!(first.starts_with("http"), "{outcome:#?}");
    assert_eq!(first, second);
}

/// Some programs read only one of the two spellings.
#[test]
fn loopback_is_added_to_both_spellings_of_no_proxy() {
    let outcome = exec("", "echo $NO_PROXY $no_proxy")
        .env("NO_PROXY", "intern.test")
        .run();
    let words: Vec<&str> = outcome.stdout.split_whitespace().collect();
    assert_eq!(words, ["intern.test,127.0.0.1,localhost,::1"; 2]);
}

#[test]
fn failures_before_the_command_runs_exit_with_125() {
    for (line, expected) in [
        (
            "sandbox exec --seed /nowhere -- true",
            "cannot read `/nowhere`",
        ),
        ("--color never sandbox exec --bogus -- true", "--bogus"),
        ("--color never sandbox exec --port=99999 -- true", "--port"),
    ] {
        Test::line(line).run().exits_with(125, "", expected);
    }
}

#[test]
fn a_signal_ends_the_command_and_its_sandbox() {
    for signal in [Signal::TERM, Signal::INT] {
        let script = "echo $$ \"$COURIER_BASE_URL\"; exec sleep 1000";
        let mut child = binary()
            .args(["sandbox", "exec", "--", "sh", "-c", script])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let (command_pid, url) = line.trim().split_once(' ').unwrap();
        send_signal(child.id(), signal);
        let exit_status = child.wait().unwrap();
        assert!(
            exit_status.code() == Some(128 + signal.as_raw()) || exit_status.signal().is_some(),
            "{exit_status}"
        );
        let command_pid = Pid::from_raw(command_pid.parse().unwrap()).unwrap();
        assert!(rustix::process::test_kill_process(command_pid).is_err());
        let stopped = status(url);
        assert_eq!(stopped.code, Some(1), "{stopped:#?}");
    }
}

#[test]
fn the_seed_can_come_from_standard_input() {
    let command = "curl -s $COURIER_BASE_URL/_sandbox/users";
    let seed = r#"{"users":{"zoe":{"messages":[{"title":"Hi"}]}}}"#;
    let outcome = exec("--seed -", command).stdin(seed).run();
    outcome.exits_with(0, "zoe", "");
}
