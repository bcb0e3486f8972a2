//! Walks folders as ripgrep does, on all cores, and scans their files.

use std::{
    fs::File,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Mutex,
    thread,
};

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::{
    files::{Excludes, Tree, display},
    read::scan_reader,
};
use crate::{cli::ScanArgs, context::Context, error::Error, private_file::is_stdin, scan::Options};

/// The beginnings of the names of hidden files and folders that are scanned: where credentials and CI
/// scripts are.
const SCANNED_HIDDEN: &[&str] = &[
    ".env",
    ".github",
    ".gitlab-ci",
    ".gitlab",
    ".circleci",
    ".buildkite",
    ".travis.yml",
    ".drone.yml",
    ".woodpecker",
    ".azure-pipelines",
    ".devcontainer",
    ".vscode",
    ".storybook",
];

/// The name that reports use for standard input.
const STDIN: &str = "<stdin>";

/// Returns an error if a path does not exist.
pub(super) fn must_exist(paths: &[impl AsRef<Path>]) -> Result<(), Error> {
    for path in paths {
        let path = path.as_ref();
        std::fs::metadata(path).map_err(|source| Error::Read {
            what: format!("`{}`", path.display()),
            source,
        })?;
    }
    Ok(())
}

/// Scans the paths of the command line.
///
/// # Errors
/// Returns an error if a path does not exist.
pub(super) fn scan(
    args: &ScanArgs,
    excludes: &Excludes,
    options: &Options,
    context: &mut Context<'_>,
) -> Result<Tree, Error> {
    let mut tree = Tree::default();
    let (stdin, paths): (Vec<_>, Vec<_>) = args.paths.iter().partition(|path| is_stdin(path));
    if !stdin.is_empty() {
        let read = scan_reader(STDIN, &mut *context.stdin.reader, &mut Vec::new(), options);
        let read = read.map_err(|source| Error::Read {
            what: "standard input".to_owned(),
            source,
        })?;
        if let Some((size, found)) = read {
            tree.add(STDIN.to_owned(), size, found);
        }
    }
    let folder = context.folder.as_deref();
    let mut roots: Vec<&Path> = paths
        .into_iter()
        .map(|path| from_folder(path, folder))
        .collect();
    if args.paths.is_empty() {
        roots.push(Path::new("."));
    }
    must_exist(&roots)?;
    let Some((first, others)) = roots.split_first() else {
        tree.sort();
        return Ok(tree);
    };
    let mut builder = WalkBuilder::new(first);
    for root in others {
        builder.add(root);
    }
    let shows_hidden = args.files.hidden;
    builder
        .hidden(false)
        .parents(!args.files.no_ignore)
        .ignore(!args.files.no_ignore)
        .git_ignore(!args.files.no_ignore)
        .git_global(!args.files.no_ignore)
        .git_exclude(!args.files.no_ignore)
        .threads(thread::available_parallelism().map_or(1, usize::from));
    let shared = Mutex::new(tree);
    builder.build_parallel().run(|| {
        let mut buffer = Vec::new();
        let shared = &shared;
        Box::new(move |entry| {
            match entry {
                Ok(entry) if is_skipped(&entry, shows_hidden, excludes) => return WalkState::Skip,
                Ok(entry) => scan_entry(&entry, &mut buffer, options, shared),
                Err(error) => lock(shared).unreadable.push(error.to_string()),
            }
            WalkState::Continue
        })
    });
    let mut tree = shared
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    tree.sort();
    Ok(tree)
}

/// Returns a path in the current folder as a relative one, so that its findings are the same however it is
/// written.
fn from_folder<'p>(path: &'p Path, folder: Option<&Path>) -> &'p Path {
    let relative = folder.and_then(|folder| path.strip_prefix(folder).ok());
    match relative {
        Some(path) if path.as_os_str().is_empty() => Path::new("."),
        Some(path) => path,
        None => path,
    }
}

/// Returns true for hidden files and for those that are excluded. Paths that the command line names are
/// never hidden.
fn is_skipped(entry: &DirEntry, shows_hidden: bool, excludes: &Excludes) -> bool {
    let name = entry.file_name().to_string_lossy();
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    if entry.depth() > 0 && name.starts_with('.') {
        let is_scanned = SCANNED_HIDDEN.iter().any(|start| name.starts_with(start));
        if name == ".git" || !shows_hidden && !is_scanned {
            return true;
        }
    }
    excludes.contain(entry.path(), is_folder)
}

fn scan_entry(entry: &DirEntry, buffer: &mut Vec<u8>, options: &Options, shared: &Mutex<Tree>) {
    // Links are followed only if the command line names them.
    let is_link = entry.path_is_symlink() && entry.depth() > 0;
    let is_file = entry
        .file_type()
        .is_some_and(|kind| kind.is_file() || entry.depth() == 0 && !kind.is_dir());
    if is_link || !is_file {
        return;
    }
    let path = display(entry.path());
    // A fault of this program must not end the scan of the other files.
    let scanned = catch_unwind(AssertUnwindSafe(|| {
        scan_file(entry.path(), &path, buffer, options)
    }));
    let scanned = scanned.unwrap_or_else(|_| Err(io::Error::other("the scan of this file failed")));
    match scanned {
        Ok(Some((size, found))) => lock(shared).add(path, size, found),
        Ok(None) => {}
        Err(error) => lock(shared).unreadable.push(format!("`{path}`: {error}")),
    }
}

type Scanned = Option<(u64, crate::scan::FileFindings)>;

fn scan_file(
    path: &Path,
    name: &str,
    buffer: &mut Vec<u8>,
    options: &Options,
) -> io::Result<Scanned> {
    scan_reader(name, File::open(path)?, buffer, options)
}

fn lock(shared: &Mutex<Tree>) -> std::sync::MutexGuard<'_, Tree> {
    shared
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
