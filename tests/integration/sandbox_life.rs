//! `sandbox start`, `status`, `env` and `stop`.

use std::fs;

use serde_json::Value;

use crate::support::{Outcome, Sandbox, ScriptedServer, Test, http_response};
#[cfg(target_os = "linux")]
use crate::support::{binary, http, send_signal};

/// Runs a subcommand of `sandbox` for this port.
fn run(port: &str, subcommand: &str) -> Outcome {
    let test = Test::line(&format!("sandbox {subcommand}"));
    test.args(["--port", port]).run()
}

#[test]
fn the_ready_file_exists_while_the_sandbox_runs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ready");
    let mut sandbox = Sandbox::start_with(&format!("--ready-file '{}'", file.display()));
    let ready: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    assert_eq!(ready["url"], sandbox.url.as_str());
    run(sandbox.port(), "stop");
    assert_eq!(sandbox.wait(), Some(0));
    assert!(!file.exists());
}

#[test]
fn a_second_start_finds_the_running_sandbox() {
    let sandbox = Sandbox::start();
    let running = format!(
        "a sandbox is already running at {} (pid {})",
        sandbox.url,
        sandbox.pid()
    );
    run(sandbox.port(), "start --fault q:500").exits_with(
        0,
        &running,
        "warning: options such as --seed apply only to a new sandbox and were ignored",
    );
}

#[test]
fn status_counts_the_messages() {
    let sandbox = Sandbox::start();
    sandbox.seed(r#"{"users":{"a":{"messages":[{},{}]}}}"#);
    let status = run(sandbox.port(), "status --json").json();
    assert_eq!(
        (&status["running"], &status["messages"]),
        (&true.into(), &2.into())
    );
}

#[test]
fn env_prints_variables_for_every_shell() {
    let sandbox = Sandbox::start();
    for (format, start) in [
        ("sh", "export COURIER_BASE_URL='"),
        ("fish", "set -gx COURIER_BASE_URL '"),
        ("pwsh", "$env:COURIER_BASE_URL = '"),
        ("dotenv", "COURIER_BASE_URL=http"),
        (
            "json",
            r#"{"schema":"courier-auth/sandbox-env/v1","variables":{"COURIER_API_KEY":""#,
        ),
    ] {
        let outcome = run(sandbox.port(), &format!("env --format {format}"));
        assert!(outcome.stdout.starts_with(start), "{outcome:#?}");
    }
}

#[test]
fn env_can_print_other_names() {
    let sandbox = Sandbox::start();
    let renamed = run(sandbox.port(), "env --name COURIER_API_KEY=KEY");
    renamed.exits_with(0, "export KEY='sandbox_", "");
    Test::line("sandbox env --name HOME=X").run().exits_with(
        2,
        "",
        "unknown variable `HOME`; expected one of COURIER_BASE_URL",
    );
}

#[test]
fn env_without_a_sandbox_is_an_error() {
    let mut sandbox = Sandbox::start();
    run(sandbox.port(), "stop");
    sandbox.wait();
    run(sandbox.port(), "env").exits_with(
        6,
        "",
        "no sandbox is running at\nhelp: start one with `courier-auth sandbox start`, or pass its port with --port",
    );
}

#[test]
fn stop_ends_the_sandbox_and_may_be_repeated() {
    let mut sandbox = Sandbox::start();
    run(sandbox.port(), "stop").exits_with(0, "", "stopped the sandbox");
    assert_eq!(sandbox.wait(), Some(0));
    run(sandbox.port(), "stop").exits_with(0, "", "no sandbox is running at");
    let repeated = run(sandbox.port(), "stop --json").json();
    assert_eq!(repeated["schema"], "courier-auth/sandbox-stop/v1");
    assert_eq!(repeated["stopped"], false);
}

#[cfg(unix)]
#[test]
fn a_signal_stops_it_with_exit_code_0() {
    use rustix::process::Signal;
    for signal in [Signal::INT, Signal::TERM] {
        let mut sandbox = Sandbox::start();
        crate::support::send_signal(sandbox.pid(), signal);
        assert_eq!(sandbox.wait(), Some(0), "{signal:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn sighup_stops_it_except_under_nohup() {
    use std::{
        io::{BufRead as _, BufReader},
        os::unix::process::ExitStatusExt as _,
        process::{Command, Stdio},
    };
    let folder = tempfile::tempdir().unwrap();
    for (wrapper, survives) in [("exec", false), ("exec nohup", true)] {
        let file = folder.path().join(wrapper);
        let script = format!("{wrapper} \"$0\" sandbox start --port 0 --ready-file \"$1\"");
        let mut child = Command::new("sh")
            .args(["-c", &script])
            .arg(binary().get_program())
            .arg(&file)
            .env_clear()
            .env("PATH", std::env::var("PATH").unwrap())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        send_signal(child.id(), rustix::process::Signal::HUP);
        if survives {
            let ready: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
            let url = format!("{}/_sandbox/stop", ready["url"].as_str().unwrap());
            assert_eq!(http("POST", &url, &[], "").status, 202);
        }
        let status = child.wait().unwrap();
        assert_eq!(
            (status.code(), status.signal()),
            (Some(0), None),
            "{wrapper}"
        );
        assert!(!file.exists());
    }
}

#[test]
fn it_starts_from_a_seed_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("seed.json");
    let seed = r#"{"users":{"alice":{"messages":[{"title":"Hi"}]}}}"#;
    fs::write(&file, seed).unwrap();
    let sandbox = Sandbox::start_with(&format!("--seed '{}'", file.display()));
    assert_eq!(
        sandbox.state()["users"]["alice"]["messages"][0]["title"],
        "Hi"
    );
}

#[test]
fn a_bad_seed_file_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("seed.json");
    fs::write(&file, r#"{"user":{}}"#).unwrap();
    let start = |path: &str| {
        let test = Test::line("sandbox start --port 0 --seed");
        test.arg(path).run()
    };
    start(file.to_str().unwrap()).exits_with(2, "", "unknown field `user`\nhelp: use this format");
    start("/nowhere").exits_with(7, "", "cannot read `/nowhere`");
}

/// `env` prints the URL for a shell to evaluate, so a URL from an unknown program is dangerous.
#[test]
fn a_url_from_another_program_is_not_printed() {
    let health = r#"{"version":"1","pid":1,"url":"http://x'; echo evil; : '","users":0,"messages":0,"sockets":0}"#;
    let other = ScriptedServer::start(vec![http_response("200 OK", health)]);
    for subcommand in ["env", "start"] {
        let outcome = run(other.port(), subcommand);
        assert!(
            outcome.code != Some(0) && outcome.stdout.is_empty(),
            "{outcome:#?}"
        );
    }
}

#[test]
fn a_port_used_by_another_program_is_reported() {
    let other = ScriptedServer::start(vec![http_response("200 OK", "{}")]);
    run(other.port(), "start").exits_with(
        7,
        "",
        "cannot listen on port\nhelp: choose another port with --port",
    );
    run(other.port(), "status").exits_with(1, "is not a courier-auth sandbox", "");
}
