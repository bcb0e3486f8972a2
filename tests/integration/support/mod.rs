//! Test support: runs of the built binary, servers it can talk to, and the machine's tools.

mod config_home;
mod connection_faults;
mod documents;
mod faulty_inbox;
mod gate;
mod http;
mod inbox_seeds;
mod issue_proxy;
mod run;
mod sandbox;
mod scripted_server;
mod socket;
#[cfg(target_os = "linux")]
mod terminal;
mod tls;
mod tls_proxy;
mod token_server;
mod tokens;
mod tools;

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

#[cfg(target_os = "linux")]
pub(crate) use self::terminal::Terminal;
pub(crate) use self::{
    config_home::ConfigHome,
    connection_faults::{ConnectionAction, FaultyServer},
    documents::validate_documents,
    faulty_inbox::{ALL_FAULTS, Fault, FaultPlan, FaultyInbox, InboxState},
    gate::Gate,
    http::{Response, http, http_response, read_request},
    inbox_seeds::{large_inbox, run_in, small_inboxes},
    issue_proxy::IssueProxy,
    run::{Outcome, Test, binary},
    sandbox::Sandbox,
    scripted_server::{ScriptedServer, StallingServer},
    socket::{Socket, connect, handshake, receive, send_frame},
    tls::certificate,
    tls_proxy::start_tls_proxy,
    token_server::TokenServer,
    tokens::{inbox_token, sign},
    tools::{assert_passes, install_once, is_installed, python_environment, run_successfully},
};

/// An API key in Courier's format that is visibly fake.
pub(crate) const KEY: &str = "pk_test_FAKEFAKEFAKEFAKE";

/// The client key of every sandbox.
pub(crate) const CLIENT_KEY: &str = "Y2EwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDVhNGRiMGM1";

/// The client key of another workspace: base64 of `<uuid>/test`.
pub(crate) const FOREIGN_CLIENT_KEY: &str =
    "MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAwL3Rlc3Q=";

/// How long a test waits for a condition: long enough on a busy machine.
const DEADLINE: Duration = Duration::from_mins(1);

/// Polls until the condition holds; panics after a minute.
#[track_caller]
pub(crate) fn wait_until(condition: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < DEADLINE, "timed out: {condition}");
        thread::yield_now();
    }
}

/// Checks all rows at the same time. For rows that mostly wait, for example for retries.
pub(crate) fn check_in_parallel<T: Send>(
    rows: impl IntoIterator<Item = T>,
    check: impl Fn(T) + Sync,
) {
    let check = &check;
    thread::scope(|scope| {
        for row in rows {
            scope.spawn(move || check(row));
        }
    });
}

/// Returns the paths and the texts of all files in `src`.
pub(crate) fn source_files() -> Vec<(PathBuf, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension() == Some("rs".as_ref()) {
                let text = fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found
}

/// Writes a shell script that takes the place of a program.
#[cfg(unix)]
pub(crate) fn fake_program(folder: &std::path::Path, name: &str, script: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    let path = folder.join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{script}")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// Prepares a script for a shell, given with its options, in a folder and an environment of its own. A
/// program in the folder's `bin` takes precedence over this one, and this one over those of the machine.
#[cfg(unix)]
pub(crate) fn shell(shell: &[&str], script: &str, folder: &Path) -> std::process::Command {
    let program = PathBuf::from(binary().get_program());
    let programs = [folder.join("bin"), program.parent().unwrap().to_owned()];
    let system = std::env::var_os("PATH").unwrap();
    let path = programs.into_iter().chain(std::env::split_paths(&system));
    let mut command = std::process::Command::new(shell[0]);
    command
        .args(&shell[1..])
        .args(["-c", script])
        .current_dir(folder)
        .env_clear()
        .env("LANG", "C.UTF-8")
        .env("HOME", folder)
        .env("COURIER_AUTH_CONFIG_DIR", "/dev/null/nowhere")
        .env("PATH", std::env::join_paths(path).unwrap());
    command
}

/// Runs Git in a folder, as a user without settings.
#[track_caller]
pub(crate) fn git(folder: &Path, args: &str) -> String {
    let mut command = std::process::Command::new("git");
    command
        .args([
            "-c",
            "user.name=alice",
            "-c",
            "user.email=alice@example.com",
        ])
        .args(shlex::split(args).unwrap())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .current_dir(folder);
    run_successfully(&mut command)
}

/// Returns a URL of this machine at which no server listens.
pub(crate) fn closed_port_url() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// Returns a command that sets limits, which are arguments of the shell's `ulimit`, and runs another one.
#[cfg(unix)]
pub(crate) fn with_limits(command: &std::process::Command, limits: &str) -> std::process::Command {
    let mut shell = std::process::Command::new("/bin/sh");
    let script = format!("ulimit {limits} && exec \"$0\" \"$@\"");
    shell.args(["-c", &script]).arg(command.get_program());
    shell.args(command.get_args()).env_clear();
    shell.envs(
        command
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    shell
}

/// Returns the most memory that a process has used, in KiB. Zero where the system does not tell.
pub(crate) fn peak_memory(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
    kibibytes.unwrap_or(0)
}

/// Sends a process a signal. Not by kill(1), which some machines do not have.
#[cfg(unix)]
#[track_caller]
pub(crate) fn send_signal(pid: u32, signal: rustix::process::Signal) {
    let pid = i32::try_from(pid).unwrap();
    let pid = rustix::process::Pid::from_raw(pid).unwrap();
    rustix::process::kill_process(pid, signal).unwrap();
}
