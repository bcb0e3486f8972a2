//! Courier's official clients, at the versions that stand in `tests/sdk`, against the sandbox.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::common::{is_there, program};

/// A copy of the suite, where packages can be installed.
fn suite(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sdk");
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
    let path = std::env::var_os("PATH").unwrap();
    let courier_auth = program();
    let mut sandbox = Command::new(courier_auth.get_program());
    sandbox.args(["sandbox", "exec", "--"]).args(command);
    succeeds(sandbox.current_dir(folder).env("PATH", path))
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
    let folder = suite("sdk-javascript");
    install(&folder, "package-lock.json", || {
        let mut npm = Command::new("npm");
        npm.args(["ci", "--no-audit", "--no-fund"])
            .current_dir(&folder);
        succeeds(&mut npm);
    });
    let said = with_sandbox(&folder, &["npm", "test"]);
    let count = |name: &str| {
        let line = said.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|count| count.trim().parse::<u32>().ok())
    };
    assert!(count("# pass ") >= Some(252), "{said}");
    assert_eq!(count("# fail "), Some(0), "{said}");
}

#[test]
fn the_official_python_client_finds_courier_in_it() {
    if !is_there("python3") {
        return;
    }
    let folder = suite("sdk-python");
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
