//! Scans what is staged for the next Git commit, as it will be committed.

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use super::{
    files::{Excludes, Tree},
    read::scan_reader,
    walk::must_exist,
};
use crate::{error::Error, executable, scan::Options};

/// The mode of a regular file in Git begins like this. Links and submodules have another mode.
const REGULAR_FILE: &str = "100";

/// A staged file.
struct Blob {
    hash: String,
    path: String,
}

/// Scans the staged files, or those of them that are in the paths.
///
/// # Errors
/// Returns an error if Git is not installed, if the current folder is in no repository, or if a path does
/// not exist.
pub(super) fn scan(
    paths: &[PathBuf],
    excludes: &Excludes,
    options: &Options,
) -> Result<Tree, Error> {
    let blobs = staged_blobs(paths)?;
    if blobs.is_empty() {
        // A path with a typo would find nothing in every commit.
        must_exist(paths)?;
    }
    let mut tree = Tree::default();
    if blobs.is_empty() {
        return Ok(tree);
    }
    read_blobs(&blobs, excludes, options, &mut tree).map_err(read_error)?;
    tree.sort();
    Ok(tree)
}

/// Returns the staged files that are new or changed.
fn staged_blobs(paths: &[PathBuf]) -> Result<Vec<Blob>, Error> {
    let folder = run(git().args(["rev-parse", "--show-prefix"]))?;
    let folder = folder.trim_end_matches('\n');
    let changes = run(git()
        .args(["diff", "--cached", "--raw", "--no-abbrev", "--no-renames"])
        .args(["--diff-filter=d", "--no-ext-diff", "-z", "--"])
        .args(paths))?;
    let mut fields = changes.split('\0');
    let mut blobs = Vec::new();
    // `:MODE MODE HASH HASH STATUS`, and the path.
    while let (Some(change), Some(path)) = (fields.next(), fields.next()) {
        let words: Vec<&str> = change.split(' ').collect();
        if let [_, mode, _, hash, _] = words[..]
            && mode.starts_with(REGULAR_FILE)
        {
            blobs.push(Blob {
                hash: hash.to_owned(),
                path: from_folder(path, folder),
            });
        }
    }
    Ok(blobs)
}

/// Runs Git and returns its output.
fn run(command: &mut Command) -> Result<String, Error> {
    let output = command.output().map_err(read_error)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let reason = String::from_utf8_lossy(&output.stderr);
    let reason = reason.lines().next().unwrap_or("git failed");
    let reason = reason.strip_prefix("fatal: ").unwrap_or(reason);
    Err(read_error(io::Error::other(reason.to_owned())))
}

/// Returns a path in the repository as a path from a folder of it, which is empty or ends with `/`.
fn from_folder(path: &str, folder: &str) -> String {
    match path.strip_prefix(folder) {
        Some(path) => path.to_owned(),
        None => "../".repeat(folder.matches('/').count()) + path,
    }
}

/// Reads the content of the files from Git, one after the other.
fn read_blobs(
    blobs: &[Blob],
    excludes: &Excludes,
    options: &Options,
    tree: &mut Tree,
) -> io::Result<()> {
    let mut child = git()
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let result = read_from(&mut child, blobs, excludes, options, tree);
    child.wait()?;
    result
}

fn read_from(
    child: &mut Child,
    blobs: &[Blob],
    excludes: &Excludes,
    options: &Options,
    tree: &mut Tree,
) -> io::Result<()> {
    let missing = || io::Error::other("git has no pipes");
    let mut requests = child.stdin.take().ok_or_else(missing)?;
    let mut responses = BufReader::new(child.stdout.take().ok_or_else(missing)?);
    let mut buffer = Vec::new();
    for blob in blobs {
        if excludes.contain(Path::new(&blob.path), false) {
            continue;
        }
        writeln!(requests, "{}", blob.hash)?;
        requests.flush()?;
        let mut header = String::new();
        responses.read_line(&mut header)?;
        let size = header
            .trim_end()
            .rsplit(' ')
            .next()
            .and_then(|size| size.parse().ok());
        let Some(size) = size else {
            let reason = header.trim_end();
            tree.unreadable.push(format!("`{}`: {reason}", blob.path));
            continue;
        };
        let mut content = responses.by_ref().take(size);
        let scanned = scan_reader(&blob.path, &mut content, &mut buffer, options)?;
        io::copy(&mut content, &mut io::sink())?;
        if let Some((size, found)) = scanned {
            tree.add(blob.path.clone(), size, found);
        }
        // The line break after the content.
        responses.read_exact(&mut [0])?;
    }
    Ok(())
}

/// Returns the command of Git, without settings of the repository that run other programs.
fn git() -> Command {
    let mut command = Command::new(executable::resolve("git"));
    command.args(["-c", "core.fsmonitor=false", "--literal-pathspecs"]);
    command
}

fn read_error(source: io::Error) -> Error {
    Error::Read {
        what: "what is staged in Git".to_owned(),
        source,
    }
}
