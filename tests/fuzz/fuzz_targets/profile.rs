//! Any text as the configuration: each command that reads it answers or refuses, and the one that
//! writes it changes nothing else.
#![no_main]

use std::{
    fs,
    path::Path,
    process::ExitCode,
    sync::{Arc, LazyLock, Mutex},
};

use chrono::DateTime;
use courier_auth::{EnvVars, Input, Process, SharedStream, Stream, run};
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));

fuzz_target!(|text: &str| {
    let path = FOLDER.path().join("config.toml");
    fs::write(&path, text).expect("it is written");
    let reads = [
        &["profile", "list"][..],
        &["profile", "list", "--json"],
        &["profile", "show", "--origin"],
        &["profile", "show", "a", "--json"],
    ];
    for args in reads {
        call(args, &[0, 1, 2, 4]);
        assert_eq!(
            fs::read(&path).expect("it is there"),
            text.as_bytes(),
            "{args:?}"
        );
    }
    if call(&["profile", "use", "a"], &[0, 2]) == ExitCode::SUCCESS {
        only_the_default_differs(&path, text);
    }
});

/// Runs a command, which has to end with one of the codes.
fn call(args: &[&str], codes: &[u8]) -> ExitCode {
    let environment = [("COURIER_AUTH_CONFIG_DIR", FOLDER.path().as_os_str())];
    let environment = environment.map(|(name, value)| (name.into(), value.to_owned()));
    let (mut stdin, mut stdout) = (&b""[..], Vec::new());
    let stderr = Arc::new(Mutex::new(Vec::new()));
    let all = ["courier-auth", "--no-input"].iter().chain(args);
    let code = run(Process {
        args: all.map(Into::into).collect(),
        env: EnvVars::from_iter(environment),
        now: || DateTime::from_timestamp(1_767_225_600, 0).expect("a date of our time"),
        stdin: Input::new(&mut stdin, false),
        stdout: Stream::new(&mut stdout, false),
        stderr: SharedStream::new(stderr.clone(), false),
    });
    let said = stderr.lock().expect("nobody panicked");
    let is_known = codes.iter().any(|known| ExitCode::from(*known) == code);
    assert!(
        is_known,
        "{args:?}: {code:?} {}",
        String::from_utf8_lossy(&said)
    );
    code
}

/// Each line of before is there still, but for the one that names the default.
fn only_the_default_differs(path: &Path, before: &str) {
    let after = fs::read_to_string(path).expect("it is text");
    for line in before.lines().filter(|line| !line.contains("default")) {
        let line = line.trim_start_matches('\u{feff}').trim();
        assert!(after.contains(line), "{line:?} is lost in {after:?}");
    }
}
