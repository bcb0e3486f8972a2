//! How people get the program: packages of npm and PyPI, archives of a release, and what the scripts in
//! `release` make of them.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{assert_passes, binary, is_installed, python_environment, run_successfully};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A folder that is kept between runs of the tests.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Prepares a script of the checkout for Node.
fn node(script: &str) -> Command {
    let mut node = Command::new("node");
    node.arg(script).current_dir(ROOT);
    node
}

#[test]
#[ignore = "takes a minute: cargo test --test integration packages -- --ignored"]
fn the_npm_packages_work_as_users_install_them() {
    if !(is_installed("npm") && is_installed("chromium")) {
        return;
    }
    let mut tests = node("npm/tests/run.mjs");
    tests.arg(binary().get_program());
    assert_passes(tests.arg("--scratch").arg(scratch("npm-packages")), 47);
}

#[test]
#[ignore = "takes a minute: cargo test --test integration packages -- --ignored"]
fn the_wheel_works_as_users_install_it() {
    if !is_installed("python3") {
        return;
    }
    let maturin = scratch("maturin");
    let programs = python_environment(&maturin, &Path::new(ROOT).join("release/maturin.txt"));
    let mut data = Command::new("python3");
    data.arg("python/package_data.py")
        .arg(binary().get_program());
    run_successfully(data.current_dir(ROOT));
    let wheels = tempfile::tempdir().unwrap();
    let mut build = Command::new(programs.join("maturin"));
    build.args(["build", "--profile", "dev", "--quiet", "--out"]);
    build.arg(wheels.path()).current_dir(ROOT);
    run_successfully(&mut build);
    fs::remove_dir_all(Path::new(ROOT).join("courier_auth.data")).unwrap();

    let mut files = fs::read_dir(wheels.path()).unwrap();
    let wheel = files.next().unwrap().unwrap().path();
    let mut tests = Command::new("python3");
    tests.arg("python/tests/run.py").arg(&wheel);
    tests.arg("--scratch").arg(scratch("wheel"));
    let output = run_successfully(tests.current_dir(ROOT));
    let summary = output.lines().find(|line| line.contains(" passed in "));
    let passed = summary.and_then(|line| line.split(' ').find_map(|word| word.parse::<u32>().ok()));
    assert!(passed >= Some(133), "{output}");
    let share = scratch("wheel").join("venv/share");
    assert!(share.join("man/man1/courier-auth-inspect.1").exists());
    assert!(share.join("zsh/site-functions/_courier-auth").exists());
}

/// `cargo test` must test the program that `cargo build` builds, and not compile it again.
#[test]
fn the_tests_turn_on_no_feature_of_the_program() {
    let crates = |edges: &str| -> Vec<String> {
        let mut tree = Command::new(env!("CARGO"));
        tree.args(["tree", "--locked", "--prefix=none", "--edges"]);
        tree.args([edges, "--format={p} {f}"]).current_dir(ROOT);
        let text = run_successfully(&mut tree);
        text.lines()
            .map(|line| line.replace(" (*)", "").trim().to_owned())
            .collect()
    };
    let of_tests = crates("normal,build,dev");
    assert!(of_tests.len() > 100, "{of_tests:?}");
    let differing: Vec<String> = crates("normal,build")
        .into_iter()
        .filter(|of_program| !of_tests.contains(of_program))
        .collect();
    assert_eq!(differing, [""; 0]);
}

#[test]
fn all_packages_have_the_same_version() {
    if !is_installed("node") {
        return;
    }
    run_successfully(&mut node("release/check.mjs"));
    // Nothing may be released before its date and its address are known.
    let mut check = node("release/check.mjs");
    check.args(["--tag", "v9.9.9", "--repository", "https://example.com/a"]);
    let output = check.output().unwrap();
    let problems = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{problems}");
    for problem in [
        "the tag is v9.9.9, not v",
        "docs/install.md says that the version is not published yet",
        "docs/install.md has OWNER/REPOSITORY",
    ] {
        assert!(problems.contains(problem), "{problems}");
    }
}

#[test]
fn formula_and_manifest_name_the_archives_and_their_sums() {
    if !is_installed("node") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let version = env!("CARGO_PKG_VERSION");
    let targets = targets().into_iter().enumerate();
    let sums = targets.map(|(number, target)| format!("{number:064}  {}\n", archive_name(&target)));
    let sums: String = sums.collect();
    let path = folder.path().join("SHA256SUMS");
    fs::write(&path, &sums).unwrap();
    let mut manifests = node("release/manifests.mjs");
    manifests.args(["--repository", "https://example.com/a", "--sums"]);
    manifests.arg(&path).arg("--out").arg(folder.path());
    run_successfully(&mut manifests);

    let formula = fs::read_to_string(folder.path().join("courier-auth.rb")).unwrap();
    let scoop = fs::read_to_string(folder.path().join("courier-auth.json")).unwrap();
    let manifest: Value = serde_json::from_str(&scoop).unwrap();
    assert_eq!(manifest["version"], version);
    for line in sums.lines() {
        let (sum, file) = line.split_once("  ").unwrap();
        let url = format!("https://example.com/a/releases/download/v{version}/{file}");
        if file.contains("windows") {
            let mut builds = manifest["architecture"].as_object().unwrap().values();
            assert!(
                builds.any(|build| build["url"] == *url && build["hash"] == *sum),
                "{file}"
            );
        } else if !file.contains("linux-gnu") {
            let lines = format!("url \"{url}\"\n      sha256 \"{sum}\"");
            assert!(formula.contains(&lines), "{file}: {formula}");
        }
    }
}

/// The file name of a target's archive.
fn archive_name(target: &Value) -> String {
    let triple = target["triple"].as_str().unwrap();
    let extension = target["archive"].as_str().unwrap();
    format!(
        "courier-auth-{}-{triple}.{extension}",
        env!("CARGO_PKG_VERSION")
    )
}

fn targets() -> Vec<Value> {
    let targets = fs::read_to_string(Path::new(ROOT).join("release/targets.json")).unwrap();
    serde_json::from_str(&targets).unwrap()
}

#[test]
fn cargo_binstall_finds_the_archives() {
    let mut metadata = Command::new(env!("CARGO"));
    metadata.args(["metadata", "--locked", "--no-deps", "--format-version=1"]);
    let metadata: Value =
        serde_json::from_str(&run_successfully(metadata.current_dir(ROOT))).unwrap();
    let binstall = &metadata["packages"][0]["metadata"]["binstall"];
    for target in targets() {
        let triple = target["triple"].as_str().unwrap();
        let of_target = &binstall["overrides"][triple];
        let setting = |name: &str| {
            of_target[name]
                .as_str()
                .or(binstall[name].as_str())
                .unwrap()
        };
        let url = setting("pkg-url").replace("{ target }", triple);
        let url = url.replace("{ version }", env!("CARGO_PKG_VERSION"));
        let name = archive_name(&target);
        let expected = format!(
            "{{ repo }}/releases/download/v{}/{name}",
            env!("CARGO_PKG_VERSION")
        );
        assert_eq!(url, expected);
        let format = if target["archive"] == "zip" {
            "zip"
        } else {
            "tgz"
        };
        assert_eq!(setting("pkg-fmt"), format, "{triple}");
    }
}

/// The archive of a release, with the program that was built, in a folder like the releases of a
/// repository.
#[cfg(target_os = "linux")]
fn releases() -> (TempDir, PathBuf) {
    let releases = tempfile::tempdir().unwrap();
    let folder = releases
        .path()
        .join(format!("v{}", env!("CARGO_PKG_VERSION")));
    let build = format!(
        "{}-unknown-linux-musl={}",
        std::env::consts::ARCH,
        binary().get_program().to_str().unwrap()
    );
    let mut archives = node("release/archives.mjs");
    run_successfully(archives.arg("--out").arg(&folder).arg(build));
    let mut files = fs::read_dir(&folder).unwrap();
    let is_archive = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "gz");
    let archive = files.find_map(|file| Some(file.unwrap().path()).filter(is_archive));
    (releases, archive.unwrap())
}

/// Prepares the script of the action, as a runner of GitHub runs it.
#[cfg(target_os = "linux")]
fn install_script(version: &str, releases: &Path, machine: &Path) -> Command {
    let mut install = Command::new(Path::new(ROOT).join("release/install.sh"));
    let arch = if cfg!(target_arch = "x86_64") {
        "X64"
    } else {
        "ARM64"
    };
    install
        .arg(version)
        .arg(format!("file://{}", releases.display()))
        .env("RUNNER_OS", "Linux")
        .env("RUNNER_ARCH", arch)
        .env("RUNNER_TEMP", machine)
        .env("GITHUB_PATH", machine.join("path"));
    install
}

#[cfg(target_os = "linux")]
#[test]
fn the_action_installs_an_archive_with_the_right_sum_only() {
    if !(is_installed("node") && is_installed("curl")) {
        return;
    }
    let (releases, archive) = releases();
    let machine = tempfile::tempdir().unwrap();
    let output = run_successfully(&mut install_script("", releases.path(), machine.path()));
    assert_eq!(
        output,
        format!("courier-auth {}\n", env!("CARGO_PKG_VERSION"))
    );
    let path = fs::read_to_string(machine.path().join("path")).unwrap();
    let folder = Path::new(path.trim());
    for file in [
        "courier-auth",
        "man/courier-auth-sandbox-start.1",
        "completions/courier-auth.bash",
        "LICENSE",
    ] {
        assert!(folder.join(file).exists(), "{file}");
    }

    let mut changed = fs::read(&archive).unwrap();
    *changed.last_mut().unwrap() ^= 1;
    fs::write(&archive, changed).unwrap();
    let name = archive.file_name().unwrap().to_str().unwrap();
    let wrong_sum = format!("the SHA-256 sum of {name} is not the one in SHA256SUMS\n");
    for (version, problem) in [
        ("", wrong_sum.as_str()),
        ("v9.9.9", "cannot download file://"),
        ("latest", "latest is not a version, such as 1.2.3\n"),
        ("../1.2.3", "../1.2.3 is not a version"),
        (
            "1.2.3\n::warning::",
            "$'1.2.3\\n::warning::' is not a version",
        ),
    ] {
        let machine = tempfile::tempdir().unwrap();
        let mut install = install_script(version, releases.path(), machine.path());
        let output = install.output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        let expected = format!("::error::cannot install courier-auth: {problem}");
        assert!(stdout.starts_with(&expected), "{version}: {stdout}");
        assert_eq!(output.status.code(), Some(1), "{version}");
        assert!(!machine.path().join("path").exists(), "{version}");
    }
}
