//! `scan --staged`: what the next commit contains, not what is in the folder.

use std::{fs, path::Path};

use crate::support::{Outcome, Test, git};

const BAD: &str = "scope: `user_id:${id} inbox:read:messages`\n";
const GOOD: &str = "scope: `user_id:${id} inbox:read:messages inbox:write:events`\n";

fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), "init -q");
    folder
}

fn scan(folder: &Path, options: &str) -> Outcome {
    let path = std::env::var("PATH").unwrap();
    let test = Test::line(&format!("scan --staged {options}")).env("PATH", &path);
    test.in_folder(folder).run()
}

#[test]
fn the_staged_content_counts_and_not_the_file() {
    let repository = repository();
    let file = repository.path().join("a b.ts");
    scan(repository.path(), "").exits_with(0, "no problems in 0 files", "");
    fs::write(&file, BAD).unwrap();
    scan(repository.path(), "").exits_with(0, "no problems in 0 files", "");
    git(repository.path(), "add .");
    scan(repository.path(), "").exits_with(1, "--> a b.ts:1:9\nmissing-scope", "");
    fs::write(&file, GOOD).unwrap();
    scan(repository.path(), "").exits_with(1, "missing-scope", "");
    git(repository.path(), "add .");
    scan(repository.path(), "").exits_with(0, "no problems in 1 file", "");
    git(repository.path(), "commit -q -m one");
    scan(repository.path(), "").exits_with(0, "no problems in 0 files", "");
    fs::remove_file(&file).unwrap();
    git(repository.path(), "add .");
    scan(repository.path(), "").exits_with(0, "no problems in 0 files", "");
}

#[test]
fn paths_and_patterns_select_staged_files() {
    let repository = repository();
    for path in ["src/a.ts", "docs/b.ts", "c.ts"] {
        let path = repository.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, BAD).unwrap();
    }
    git(repository.path(), "add .");
    scan(repository.path(), "").exits_with(1, "3 errors in 3 files", "");
    scan(repository.path(), "src").exits_with(1, "src/a.ts\n1 error in 1 file", "");
    scan(repository.path(), "--exclude src").exits_with(1, "2 errors in 2 files", "");
    let inside = repository.path().join("src");
    scan(&inside, "").exits_with(1, "> a.ts:1\n> ../c.ts:1\n3 errors in 3 files", "");
    scan(&inside, ".").exits_with(1, "> a.ts:1\n1 error in 1 file", "");
    scan(&inside, "b.ts").exits_with(7, "", "cannot read `b.ts`");
    // A path is no pattern.
    let page = inside.join("[id].ts");
    fs::write(page, BAD).unwrap();
    git(repository.path(), "add .");
    scan(&inside, "[id].ts").exits_with(1, "> [id].ts:1\n1 error in 1 file", "");
    scan(&inside, "[a].ts").exits_with(7, "", "cannot read `[a].ts`");
}

#[test]
fn outside_a_repository_it_fails_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    scan(folder.path(), "").exits_with(
        7,
        "",
        "cannot read what is staged in Git: not a git repository",
    );
    scan(folder.path(), "--hidden").exits_with(2, "", "--staged");
}

#[cfg(unix)]
#[test]
fn links_are_not_files() {
    let repository = repository();
    std::os::unix::fs::symlink("/etc/passwd", repository.path().join("link.ts")).unwrap();
    git(repository.path(), "add .");
    scan(repository.path(), "").exits_with(0, "no problems in 0 files", "");
}
