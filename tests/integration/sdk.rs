//! Courier's official clients against the sandbox, at the versions pinned in `tests/sdk` and
//! `tests/browser`; and the sandbox's page in a browser.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::support::{binary, is_installed};

/// Copies a test suite to a folder in which packages can be installed.
fn copy_suite(source: &str, name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(source);
    for entry in fs::read_dir(source).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
        }
    }
    folder
}

/// Runs a command that must succeed. Returns everything printed.
#[track_caller]
fn run_successfully(command: &mut Command) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let text = [stdout, stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(status.success(), "{command:?}: {status}\n{}", text.concat());
    text.concat()
}

/// Runs a command in the folder with a sandbox of its own.
fn with_sandbox(folder: &Path, command: &[&str]) -> String {
    run_successfully(sandbox_exec(folder).args(command))
}

/// Prepares `sandbox exec`; the arguments of the command are to be added.
fn sandbox_exec(folder: &Path) -> Command {
    let path = std::env::var_os("PATH").unwrap();
    let courier_auth = binary();
    let mut sandbox = Command::new(courier_auth.get_program());
    sandbox.args(["sandbox", "exec", "--"]);
    sandbox.current_dir(folder).env("PATH", path);
    sandbox.env("COURIER_AUTH", courier_auth.get_program());
    sandbox
}

/// Returns a number from the summary of Node's test runner: the tests that `pass` or `fail`.
fn summary_count(output: &str, result: &str) -> Option<u32> {
    let prefix = format!("# {result} ");
    let line = output.lines().find_map(|line| line.strip_prefix(&prefix));
    line.and_then(|count| count.trim().parse().ok())
}

/// Installs packages unless the same list is installed already.
fn install(folder: &Path, list: &str, install: impl FnOnce()) {
    let list_text = fs::read(folder.join(list)).unwrap();
    let marker = folder.join("installed");
    if fs::read(&marker).ok().as_ref() != Some(&list_text) {
        install();
        fs::write(marker, list_text).unwrap();
    }
}

#[test]
fn the_official_javascript_clients_work_against_the_sandbox() {
    if !is_installed("npm") {
        return;
    }
    let folder = copy_suite("tests/sdk", "sdk-javascript");
    npm_install(&folder);
    let output = with_sandbox(&folder, &["npm", "test"]);
    assert!(summary_count(&output, "pass") >= Some(253), "{output}");
    assert_eq!(summary_count(&output, "fail"), Some(0), "{output}");
}

#[test]
fn the_official_inbox_component_and_the_page_work_in_a_browser() {
    if !(is_installed("npm") && is_installed("chromium") && is_installed("chromedriver")) {
        return;
    }
    let folder = copy_suite("tests/browser", "browser");
    npm_install(&folder);
    let home = tempfile::tempdir().unwrap();
    let mut sandbox = sandbox_exec(&folder);
    sandbox
        .args(["npm", "test"])
        .env("HOME", home.path())
        .env("CHROMIUM", path_of("chromium"))
        .env("CHROMEDRIVER", path_of("chromedriver"));
    let output = run_successfully(&mut sandbox);
    assert!(summary_count(&output, "pass") >= Some(9), "{output}");
    assert_eq!(summary_count(&output, "fail"), Some(0), "{output}");
}

fn path_of(program: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap();
    let mut paths = std::env::split_paths(&path).map(|folder| folder.join(program));
    paths.find(|path| path.exists()).unwrap()
}

/// Installs the packages of the lock file without running their scripts.
fn npm_install(folder: &Path) {
    install(folder, "package-lock.json", || {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
            .current_dir(folder);
        run_successfully(&mut npm);
    });
}

#[test]
fn the_official_python_client_works_against_the_sandbox() {
    if !is_installed("python3") {
        return;
    }
    let folder = copy_suite("tests/sdk", "sdk-python");
    let python = folder.join("venv/bin/python");
    install(&folder, "requirements.txt", || {
        let mut venv = Command::new("python3");
        run_successfully(
            venv.args(["-m", "venv", "--clear"])
                .arg(folder.join("venv")),
        );
        let mut pip = Command::new(&python);
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]);
        run_successfully(pip.arg("-r").arg(folder.join("requirements.txt")));
    });
    let python = python.to_str().unwrap();
    let output = with_sandbox(&folder, &[python, "-m", "unittest"]);
    assert!(
        output.contains("Ran 8 tests") && output.contains("\nOK"),
        "{output}"
    );
}
