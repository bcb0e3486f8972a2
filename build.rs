//! Tells the program what it was built from: commit, target, features and compiler. Needs neither git
//! nor the repository.
#![expect(
    clippy::disallowed_methods,
    reason = "cargo passes its facts in the environment"
)]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // Features of a crate are separated by commas.
    let features = env::var("CARGO_CFG_FEATURE").unwrap_or_default();
    println!("cargo:rustc-env=COURIER_AUTH_FEATURES={features}");
    let target = env::var("TARGET").unwrap_or_default();
    println!("cargo:rustc-env=COURIER_AUTH_TARGET={target}");
    if let Some(rustc) = rustc_version() {
        println!("cargo:rustc-env=COURIER_AUTH_RUSTC={rustc}");
    }
    if let Some(commit) = packaged_commit().or_else(checked_out_commit) {
        println!("cargo:rustc-env=COURIER_AUTH_COMMIT={commit}");
    }
}

/// Returns the compiler's version, such as `1.95.0 (59807616e 2026-04-14)`.
fn rustc_version() -> Option<String> {
    let output = Command::new(env::var_os("RUSTC")?)
        .arg("--version")
        .output();
    let line = String::from_utf8(output.ok()?.stdout).ok()?;
    Some(line.trim().trim_start_matches("rustc ").to_owned())
}

/// Returns the commit that `cargo package` noted in the archive of the crate.
fn packaged_commit() -> Option<String> {
    let note = fs::read_to_string(".cargo_vcs_info.json").ok()?;
    let (_, rest) = note.split_once("\"sha1\"")?;
    rest.split('"').nth(1).filter(is_commit).map(str::to_owned)
}

/// Returns the commit that is checked out in this folder, not in one that contains it. Only the files
/// that name it are watched.
fn checked_out_commit() -> Option<String> {
    let git = git_folder()?;
    let head = read_and_watch(&git.join("HEAD"))?;
    let Some(reference) = head.strip_prefix("ref: ") else {
        return Some(head).filter(|head| is_commit(&&**head));
    };
    // A worktree has its own HEAD, and its branches in the folder that it names.
    let shared = fs::read_to_string(git.join("commondir")).map(|path| git.join(path.trim()));
    let shared = shared.unwrap_or(git);
    let path = shared.join(reference);
    let commit = read_and_watch(&path).or_else(|| {
        // The next commit writes the branch's own file.
        watch(path.parent()?);
        let packed = read_and_watch(&shared.join("packed-refs"))?;
        let mut lines = packed.lines().filter_map(|line| line.split_once(' '));
        lines.find_map(|(commit, name)| (name == reference).then(|| commit.to_owned()))
    });
    commit.filter(|commit| is_commit(&&**commit))
}

/// Returns the folder of the repository, which `.git` is or names.
fn git_folder() -> Option<PathBuf> {
    let git = PathBuf::from(".git");
    if git.is_dir() {
        return Some(git);
    }
    let file = fs::read_to_string(git).ok()?;
    Some(PathBuf::from(file.strip_prefix("gitdir: ")?.trim()))
}

/// Reads a file, and has this script run again when it changes.
fn read_and_watch(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    watch(path);
    Some(text.trim().to_owned())
}

fn watch(path: &Path) {
    println!("cargo:rerun-if-changed={}", path.display());
}

/// Returns true if the text is a commit's hash, SHA-1 or SHA-256.
fn is_commit(text: &&str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
