//! Uses any text as the configuration file: the commands that read it succeed or fail cleanly, and
//! the command that writes it changes nothing but the default profile.
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

static CONFIG_DIR: LazyLock<TempDir> =
    LazyLock::new(|| tempfile::tempdir().expect("a temporary directory"));

fuzz_target!(|text: &str| {
    let path = CONFIG_DIR.path().join("config.toml");
    fs::write(&path, text).expect("the file is writable");
    let read_commands = [
        &["profile", "list"][..],
        &["profile", "list", "--json"],
        &["profile", "show", "--origin"],
        &["profile", "show", "a", "--json"],
    ];
    for args in read_commands {
        run_command(args, &[0, 1, 2, 4]);
        assert_eq!(
            fs::read(&path).expect("the file is readable"),
            text.as_bytes(),
            "{args:?}"
        );
    }
    if run_command(&["profile", "use", "a"], &[0, 2]) == ExitCode::SUCCESS {
        assert_only_default_changed(&path, text);
    }
});

/// Runs a command, which must exit with one of the codes.
fn run_command(args: &[&str], codes: &[u8]) -> ExitCode {
    let env = [("COURIER_AUTH_CONFIG_DIR", CONFIG_DIR.path().as_os_str())];
    let env = env.map(|(name, value)| (name.into(), value.to_owned()));
    let (mut stdin, mut stdout) = (&b""[..], Vec::new());
    let stderr = Arc::new(Mutex::new(Vec::new()));
    let args_with_program = ["courier-auth", "--no-input"].iter().chain(args);
    let code = run(Process {
        args: args_with_program.map(Into::into).collect(),
        env: EnvVars::from_iter(env),
        now: || DateTime::from_timestamp(1_767_225_600, 0).expect("a valid time"),
        folder: None,
        stdin: Input::new(&mut stdin, false),
        stdout: Stream::new(&mut stdout, false),
        stderr: SharedStream::new(stderr.clone(), false),
    });
    let stderr = stderr.lock().expect("the lock is not poisoned");
    let is_expected = codes
        .iter()
        .any(|expected| ExitCode::from(*expected) == code);
    assert!(
        is_expected,
        "{args:?}: {code:?} {}",
        String::from_utf8_lossy(&stderr)
    );
    code
}

/// Asserts that every line except that of the default profile still exists.
fn assert_only_default_changed(path: &Path, before: &str) {
    let after = fs::read_to_string(path).expect("the file is UTF-8");
    for line in before.lines().filter(|line| !line.contains("default")) {
        let line = line.trim_start_matches('\u{feff}').trim();
        assert!(after.contains(line), "{line:?} is lost in {after:?}");
    }
}
