//! Courier's official clients, at the versions that stand in `tests/sdk` and `tests/browser`,
//! against the sandbox; and its own page, in a browser.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::common::{is_there, program};

/// A copy of the suite in that folder, where packages can be installed.
fn suite(source: &str, name: &str) -> PathBuf {
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

#[track_caller]
fn succeeds(command: &mut Command) -> String {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let text = [stdout, stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(status.success(), "{command:?}: {status}\n{}", text.concat());
    text.concat()
}

/// Runs what is in the folder with a sandbox of its own.
fn with_sandbox(folder: &Path, command: &[&str]) -> String {
    succeeds(sandbox(folder).args(command))
}

fn sandbox(folder: &Path) -> Command {
    let path = std::env::var_os("PATH").unwrap();
    let courier_auth = program();
    let mut sandbox = Command::new(courier_auth.get_program());
    sandbox.args(["sandbox", "exec", "--"]);
    sandbox.current_dir(folder).env("PATH", path);
    sandbox.env("COURIER_AUTH", courier_auth.get_program());
    sandbox
}

/// How many tests of a Node suite ended so.
fn count(said: &str, how: &str) -> Option<u32> {
    let how = format!("# {how} ");
    let line = said.lines().find_map(|line| line.strip_prefix(&how));
    line.and_then(|count| count.trim().parse().ok())
}

/// Installs once for each list of packages.
fn install(folder: &Path, list: &str, install: impl FnOnce()) {
    let wanted = fs::read(folder.join(list)).unwrap();
    let mark = folder.join("installed");
    if fs::read(&mark).ok().as_ref() != Some(&wanted) {
        install();
        fs::write(mark, wanted).unwrap();
    }
}

#[test]
fn the_official_javascript_clients_find_courier_in_it() {
    if !is_there("npm") {
        return;
    }
    let folder = suite("tests/sdk", "sdk-javascript");
    npm_install(&folder);
    let said = with_sandbox(&folder, &["npm", "test"]);
    assert!(count(&said, "pass") >= Some(253), "{said}");
    assert_eq!(count(&said, "fail"), Some(0), "{said}");
}

#[test]
fn the_official_inbox_component_and_the_page_work_in_a_browser() {
    if !(is_there("npm") && is_there("chromium") && is_there("chromedriver")) {
        return;
    }
    let folder = suite("tests/browser", "browser");
    npm_install(&folder);
    let home = tempfile::tempdir().unwrap();
    let mut sandbox = sandbox(&folder);
    sandbox
        .args(["npm", "test"])
        .env("HOME", home.path())
        .env("CHROMIUM", path_of("chromium"))
        .env("CHROMEDRIVER", path_of("chromedriver"));
    let said = succeeds(&mut sandbox);
    assert!(count(&said, "pass") >= Some(9), "{said}");
    assert_eq!(count(&said, "fail"), Some(0), "{said}");
}

fn path_of(program: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap();
    let mut paths = std::env::split_paths(&path).map(|folder| folder.join(program));
    paths.find(|path| path.exists()).unwrap()
}

/// What the lock file says, and no script of a package's.
fn npm_install(folder: &Path) {
    install(folder, "package-lock.json", || {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
            .current_dir(folder);
        succeeds(&mut npm);
    });
}

#[test]
fn the_official_python_client_finds_courier_in_it() {
    if !is_there("python3") {
        return;
    }
    let folder = suite("tests/sdk", "sdk-python");
    let python = folder.join("venv/bin/python");
    install(&folder, "requirements.txt", || {
        let mut venv = Command::new("python3");
        succeeds(
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
        succeeds(pip.arg("-r").arg(folder.join("requirements.txt")));
    });
    let python = python.to_str().unwrap();
    let said = with_sandbox(&folder, &[python, "-m", "unittest"]);
    assert!(
        said.contains("Ran 8 tests") && said.contains("\nOK"),
        "{said}"
    );
}
