//! Courier's official clients against the sandbox, at the versions pinned in `tests/sdk` and
//! `tests/browser`; and the sandbox's page in a browser. If `SDK_LATEST` is set, at the newest published
//! versions, so that a change of the contract is noticed. Aliases of older majors stay pinned.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::support::{
    assert_passes, binary, install_once, is_installed, python_environment, run_successfully,
};

/// Copies a test suite to a folder in which packages can be installed.
fn copy_suite(source: &str, name: &str) -> PathBuf {
    let versions = if is_latest() { "latest" } else { "pinned" };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{versions}"));
    copy_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(source), &folder);
    folder
}

/// Copies a folder, without the packages that a developer has installed in it.
fn copy_files(source: &Path, target: &Path) {
    fs::create_dir_all(target).unwrap();
    for entry in fs::read_dir(source).unwrap() {
        let path = entry.unwrap().path();
        let target = target.join(path.file_name().unwrap());
        if path.is_file() {
            fs::copy(&path, target).unwrap();
        } else if !path.ends_with("node_modules") {
            copy_files(&path, &target);
        }
    }
}

/// Returns true if the newest versions of the clients are to be tested instead of the pinned ones.
fn is_latest() -> bool {
    std::env::var_os("SDK_LATEST").is_some_and(|value| !value.is_empty())
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

/// Prepares the test files of a folder that `is_included` selects to be run with Node and a sandbox. Tests
/// that change the workspace must not run beside others.
fn node_tests(folder: &Path, concurrency: u8, is_included: fn(&str) -> bool) -> Command {
    let files = fs::read_dir(folder).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names
        .filter(|name| name.ends_with(".test.mjs") && is_included(name))
        .collect();
    names.sort();
    let mut command = sandbox_exec(folder);
    command
        .args([
            "node",
            "--test",
            "--test-reporter=tap",
            "--test-timeout=300000",
        ])
        .arg(format!("--test-concurrency={concurrency}"))
        .args(names);
    command
}

/// The tests of older majors and of all operations, for which many packages are installed.
fn is_about_older(name: &str) -> bool {
    name.starts_with("older-") || name.starts_with("operations")
}

#[test]
fn the_official_javascript_clients_work_against_the_sandbox() {
    if !is_installed("npm") {
        return;
    }
    let folder = copy_suite("tests/sdk", "sdk-javascript");
    npm_install(&folder);
    assert_passes(
        &mut node_tests(&folder, 1, |name| !is_about_older(name)),
        258,
    );
}

#[test]
#[ignore = "takes a minute: cargo test --test integration sdk -- --ignored"]
fn the_older_javascript_clients_work_against_the_sandbox() {
    if !is_installed("npm") {
        return;
    }
    let folder = copy_suite("tests/sdk", "sdk-older");
    npm_install(&folder);
    assert_passes(&mut node_tests(&folder, 1, is_about_older), 800);
}

#[test]
#[ignore = "takes minutes: cargo test --test integration sdk -- --ignored"]
fn apps_with_the_official_clients_and_the_page_work_in_a_browser() {
    if !(is_installed("npm") && is_installed("chromium")) {
        return;
    }
    let folder = copy_suite("tests/browser", "browser");
    npm_install(&folder);
    let home = tempfile::tempdir().unwrap();
    let mut tests = node_tests(&folder, 2, |_| true);
    tests
        .env("HOME", home.path())
        .env("CHROMIUM", path_of("chromium"));
    assert_passes(&mut tests, 88);
}

fn path_of(program: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap();
    let mut paths = std::env::split_paths(&path).map(|folder| folder.join(program));
    paths.find(|path| path.exists()).unwrap()
}

/// Installs the packages of the lock file, and with `SDK_LATEST` the newest versions of Courier's. Prints
/// which ones differ.
fn npm_install(folder: &Path) {
    install_once(folder, &folder.join("package-lock.json"), || {
        npm(folder, &["ci"], &[]);
    });
    if !is_latest() {
        return;
    }
    let pinned = courier_packages(folder);
    let latest: Vec<String> = pinned
        .iter()
        .map(|(name, _)| format!("{name}@latest"))
        .collect();
    npm(folder, &["install", "--save-exact"], &latest);
    for ((name, pinned), (_, latest)) in pinned.iter().zip(courier_packages(folder)) {
        if *pinned != latest {
            report_newer(&format!("{name} {pinned} -> {latest}"));
        }
    }
}

/// Prints a version that differs from the pinned one, for the summary of the workflow.
#[expect(clippy::print_stdout, reason = "printed with --nocapture")]
fn report_newer(versions: &str) {
    println!("NEWER: {versions}");
}

/// Runs npm, without the scripts of packages.
fn npm(folder: &Path, args: &[&str], packages: &[String]) {
    let mut npm = Command::new("npm");
    npm.args(args)
        .args(["--no-audit", "--no-fund", "--ignore-scripts"])
        .args(packages)
        .current_dir(folder);
    run_successfully(&mut npm);
}

/// Returns Courier's packages that a suite names, with their versions. An alias is not one.
fn courier_packages(folder: &Path) -> Vec<(String, String)> {
    let manifest = fs::read_to_string(folder.join("package.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    let dependencies = manifest["dependencies"].as_object().unwrap().iter();
    dependencies
        .filter(|(name, _)| name.starts_with("@trycourier/"))
        .map(|(name, version)| (name.clone(), version.as_str().unwrap().to_owned()))
        .collect()
}

#[test]
fn the_official_python_client_works_against_the_sandbox() {
    if !is_installed("python3") {
        return;
    }
    let folder = copy_suite("tests/sdk", "sdk-python");
    let python = python_environment(&folder, &folder.join("requirements.txt")).join("python");
    if is_latest() {
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--upgrade", "trycourier"]);
        run_successfully(&mut pip);
        let mut show = Command::new(&python);
        let shown = run_successfully(show.args(["-m", "pip", "show", "trycourier"]));
        let version = shown
            .lines()
            .find_map(|line| line.strip_prefix("Version: "));
        let version = version.unwrap_or_default();
        let pins = fs::read_to_string(folder.join("requirements.txt")).unwrap();
        if !pins.contains(&format!("trycourier=={version}\n")) {
            report_newer(&format!("trycourier -> {version}"));
        }
    }
    let python = python.to_str().unwrap();
    let output = run_successfully(sandbox_exec(&folder).args([python, "-m", "unittest"]));
    assert!(
        output.contains("Ran 8 tests") && output.contains("\nOK"),
        "{output}"
    );
}
