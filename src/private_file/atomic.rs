//! Atomic writes: a private file is written beside its path and then moved there.

use std::{
    ffi::OsString,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use super::{leftovers, require_regular_file};

/// A file that only its owner can read, and that appears at its path only when it is complete.
pub(crate) struct PrivateFile {
    path: PathBuf,
    file: NamedTempFile,
}

/// The error for a file that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write `{}`: {source}", path.display())]
pub(crate) struct WriteError {
    path: PathBuf,
    source: io::Error,
}

impl WriteError {
    pub(crate) fn new(path: &Path, source: io::Error) -> Self {
        Self {
            path: path.to_owned(),
            source,
        }
    }
}

impl PrivateFile {
    /// Creates a temporary file in the directory of `path`, and removes those of runs that were killed
    /// while they wrote to this path.
    ///
    /// # Errors
    /// Returns an error if that fails, or if anything but a regular file exists at `path`.
    pub(crate) fn create(path: PathBuf) -> Result<Self, WriteError> {
        let file = require_regular_file(&path).and_then(|()| {
            let prefix = temp_file_prefix(&path);
            let folder = parent_dir(&path);
            leftovers::remove(folder, &prefix, |leftover| fs::remove_file(leftover));
            let file = leftovers::create_locked(NamedTempFile::as_file, || {
                tempfile::Builder::new().prefix(&prefix).tempfile_in(folder)
            });
            // The original error names the temporary file, which the user does not know.
            file.map_err(|error| match error.kind() {
                kind @ io::ErrorKind::NotFound => {
                    io::Error::new(kind, "its directory does not exist")
                }
                kind => kind.into(),
            })
        });
        match file {
            Ok(file) => Ok(Self { path, file }),
            Err(source) => Err(WriteError::new(&path, source)),
        }
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// Returns an error if they cannot be written.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        // `NamedTempFile::write_all` would put the name of the temporary file into the error.
        let written = self.file.as_file_mut().write_all(bytes);
        written.map_err(|source| WriteError::new(&self.path, source))
    }

    /// Moves the complete file to its path.
    ///
    /// # Errors
    /// Returns an error if it cannot be moved.
    pub(crate) fn finish(self) -> Result<(), WriteError> {
        let Self { path, file } = self;
        let moved = file
            .as_file()
            .sync_all()
            .and_then(|()| file.persist(&path).map(|_| ()).map_err(|error| error.error));
        moved.map_err(|source| WriteError::new(&path, source))
    }
}

/// Checks, as far as possible without writing, that a private file can be written to a path.
///
/// # Errors
/// Returns an error if its directory does not exist, or if anything but a regular file exists at
/// the path.
pub(crate) fn check_writable(path: &Path) -> Result<(), WriteError> {
    require_regular_file(path)
        .and_then(|()| fs::metadata(parent_dir(path)))
        .map(|_| ())
        .map_err(|source| WriteError::new(path, source))
}

/// The beginning of the name of each temporary file for a path.
fn temp_file_prefix(path: &Path) -> OsString {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    // Distinguishes it from the swap and backup files of editors.
    name.push(".courier-auth-");
    name
}

fn parent_dir(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}
