//! The scanned files, and the paths that are skipped, for folders and for Git.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::{
    config::ProjectFile,
    error::Error,
    scan::{FileFindings, LocatedFinding},
};

/// The files that were scanned.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// The files with findings, and those with silenced ones, ordered by path.
    pub(super) files: Vec<ScannedFile>,
    pub(super) file_count: u64,
    pub(super) byte_count: u64,
    /// The paths that cannot be read, each with the reason.
    pub(super) unreadable: Vec<String>,
    /// The unknown rules of comments that silence findings, each with its place.
    pub(super) unknown_rules: Vec<String>,
}

/// A file with findings.
#[derive(Debug)]
pub(super) struct ScannedFile {
    /// The path, with `/` between its parts.
    pub(super) path: String,
    pub(super) findings: Vec<LocatedFinding>,
    pub(super) silenced: usize,
    pub(super) is_truncated: bool,
}

impl Tree {
    /// Adds the result of a file of this size.
    pub(super) fn add(&mut self, path: String, bytes: u64, found: FileFindings) {
        self.file_count += 1;
        self.byte_count += bytes;
        let unknown = found.unknown_rules.iter();
        self.unknown_rules
            .extend(unknown.map(|(line, name)| format!("`{name}` at {path}:{line}")));
        if !found.findings.is_empty() || found.silenced > 0 {
            self.files.push(ScannedFile {
                path,
                findings: found.findings,
                silenced: found.silenced,
                is_truncated: found.is_truncated,
            });
        }
    }

    /// Orders the results, which several threads found.
    pub(super) fn sort(&mut self) {
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.unreadable.sort();
        self.unknown_rules.sort();
    }
}

/// The paths that are skipped: those of the command line are relative to the current folder, and those of
/// the project file to its folder.
#[derive(Debug)]
pub(super) struct Excludes {
    folder: PathBuf,
    patterns: Vec<Gitignore>,
}

impl Excludes {
    /// Compiles the patterns.
    ///
    /// # Errors
    /// Returns an error if a pattern is invalid.
    pub(super) fn new(
        patterns: &[String],
        project: Option<&ProjectFile>,
        folder: Option<&Path>,
    ) -> Result<Self, Error> {
        let folder = folder.unwrap_or(Path::new("")).to_owned();
        let mut compiled = vec![compile(&folder, patterns, "--exclude")?];
        if let Some(project) = project {
            let root = project.path.parent().unwrap_or(&folder);
            compiled.push(compile(
                root,
                &project.scan.exclude,
                "`exclude` of the project file",
            )?);
        }
        compiled.retain(|patterns| !patterns.is_empty());
        Ok(Self {
            folder,
            patterns: compiled,
        })
    }

    /// Returns true if a path is skipped.
    pub(super) fn contain(&self, path: &Path, is_folder: bool) -> bool {
        if self.patterns.is_empty() {
            return false;
        }
        let path = path.strip_prefix(".").unwrap_or(path);
        let path = self.folder.join(path);
        self.patterns.iter().any(|patterns| {
            path.starts_with(patterns.path())
                && patterns
                    .matched_path_or_any_parents(&path, is_folder)
                    .is_ignore()
        })
    }
}

fn compile(root: &Path, patterns: &[String], option: &str) -> Result<Gitignore, Error> {
    let mut builder = GitignoreBuilder::new(root);
    let invalid = |pattern: &str, error: ignore::Error| Error::Usage {
        message: format!("invalid pattern `{pattern}` in {option}: {error}"),
        help: "use a pattern of .gitignore, for example `*.min.js` or `dist/`",
    };
    for pattern in patterns {
        let added = builder.add_line(None, pattern);
        added.map_err(|error| invalid(pattern, error))?;
    }
    builder
        .build()
        .map_err(|error| invalid(&patterns.join(" "), error))
}

/// Returns the path as reports show it: without `./` at the start, and with `/` on every system.
pub(super) fn display(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path);
    let text = path.to_string_lossy();
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text.into_owned()
    }
}
