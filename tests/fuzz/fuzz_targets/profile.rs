//! Uses any text as the configuration file: the commands that read it succeed or fail cleanly, and
//! the command that writes it changes nothing but the default profile.
#![no_main]

use std::{fs, path::Path, process::ExitCode, sync::LazyLock};

use courier_auth_fuzz::run_program;
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
        // 7: the file is not text.
        run_command(args, &[0, 1, 2, 4, 7]);
        assert_eq!(
            fs::read(&path).expect("the file is readable"),
            text.as_bytes(),
            "{args:?}"
        );
    }
    if run_command(&["profile", "use", "a"], &[0, 2, 7]) == ExitCode::SUCCESS {
        assert_only_default_changed(&path, text);
    }
});

/// Runs a command, which must exit with one of the codes.
fn run_command(args: &[&str], codes: &[u8]) -> ExitCode {
    let folder = CONFIG_DIR.path().to_str().expect("a UTF-8 path");
    let env = [("COURIER_AUTH_CONFIG_DIR", folder)];
    let outcome = run_program(["--no-input"].iter().chain(args), &env, b"");
    outcome.exits_with_one_of(codes);
    outcome.code
}

/// Asserts that every line except that of the default profile still exists.
fn assert_only_default_changed(path: &Path, before: &str) {
    let after = fs::read_to_string(path).expect("the file is UTF-8");
    for line in before.lines().filter(|line| !line.contains("default")) {
        let line = line.trim_start_matches('\u{feff}').trim();
        assert!(after.contains(line), "{line:?} is lost in {after:?}");
    }
}
