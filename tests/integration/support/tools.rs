//! Programs of the machine that tests run: whether they are installed, and what they print.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// Returns true if the program is on the `PATH`. Otherwise prints that the test is skipped, or
/// panics where `CI_HAS_ALL_TOOLS` is set.
pub(crate) fn is_installed(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_installed = std::env::split_paths(&path).any(|folder| folder.join(program).exists());
    let is_required = std::env::var_os("CI_HAS_ALL_TOOLS").is_some();
    assert!(is_installed || !is_required, "`{program}` is not installed");
    if !is_installed {
        // `eprintln!` would be captured by the test harness, and nobody would see the notice.
        let mut stderr = std::io::stderr();
        let _ = writeln!(stderr, "\nSKIPPED: `{program}` is not installed");
    }
    is_installed
}

/// Runs a command that must succeed. Returns everything printed.
#[track_caller]
pub(crate) fn run_successfully(command: &mut Command) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let text = [stdout, stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(status.success(), "{command:?}: {status}\n{}", text.concat());
    text.concat()
}

/// Asserts that all tests passed, and that they were at least as many.
#[track_caller]
pub(crate) fn assert_passes(tests: &mut Command, fewest: u32) {
    let output = run_successfully(tests);
    assert!(summary_count(&output, "pass") >= Some(fewest), "{output}");
    assert_eq!(summary_count(&output, "fail"), Some(0), "{output}");
}

/// Returns a number from the summary of Node's test runner: the tests that `pass` or `fail`.
fn summary_count(output: &str, result: &str) -> Option<u32> {
    let prefix = format!("# {result} ");
    let line = output.lines().find_map(|line| line.strip_prefix(&prefix));
    line.and_then(|count| count.trim().parse().ok())
}

/// Installs the packages of a list into a folder, unless the same list is installed there already.
pub(crate) fn install_once(folder: &Path, list: &Path, install: impl FnOnce()) {
    let list_text = fs::read(list).unwrap();
    let marker = folder.join("installed");
    if fs::read(&marker).ok().as_ref() != Some(&list_text) {
        install();
        fs::write(marker, list_text).unwrap();
    }
}

/// Creates a virtual environment of Python in a folder, with the packages of a list. Returns the folder of
/// its programs.
pub(crate) fn python_environment(folder: &Path, requirements: &Path) -> PathBuf {
    let programs = folder.join("venv/bin");
    install_once(folder, requirements, || {
        let mut venv = Command::new("python3");
        run_successfully(
            venv.args(["-m", "venv", "--clear"])
                .arg(folder.join("venv")),
        );
        let mut pip = Command::new(programs.join("python"));
        pip.args(["-m", "pip", "install", "--quiet"]);
        pip.args(["--disable-pip-version-check", "-r"]);
        run_successfully(pip.arg(requirements));
    });
    programs
}
