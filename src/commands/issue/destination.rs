//! The destination of issued tokens: standard output, or a file that only its owner can read.

use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
};

use super::resume::ResumeState;
use crate::{
    error::Error,
    output::Output,
    private_file::{self, PrivateFile, WriteError},
};

/// The destination of tokens. A file is not touched before the first write.
pub(super) enum Destination {
    Stdout,
    /// A file that is written with one call and appears whole or not at all.
    Whole(PathBuf),
    /// A file that grows line by line, so that a killed run leaves the tokens it has issued.
    Growing(GrowingFile),
}

/// A file that grows line by line.
pub(super) struct GrowingFile {
    path: PathBuf,
    file: Option<File>,
    /// The state of the file when it was read for `--resume`, `None` for a new file.
    resumed: Option<private_file::ExistingFile>,
}

impl Destination {
    /// Returns the destination of one token.
    ///
    /// # Errors
    /// Returns an error if the file cannot be created.
    pub(super) fn whole(path: Option<PathBuf>) -> Result<Self, Error> {
        let Some(path) = path else {
            return Ok(Self::Stdout);
        };
        private_file::check_writable(&path)?;
        Ok(Self::Whole(path))
    }

    /// Returns the destination of many lines. They are appended to a resumed file with the same path.
    ///
    /// # Errors
    /// Returns an error if the file cannot be created, or if a different file exists.
    pub(super) fn growing(path: Option<PathBuf>, resumed: &ResumeState) -> Result<Self, Error> {
        let Some(path) = path else {
            return Ok(Self::Stdout);
        };
        private_file::check_writable(&path)?;
        if !resumed.is_output && path.exists() {
            return Err(Error::Usage {
                message: format!("`{}` already exists", path.display()),
                help: "pass the same file with --resume to continue it, or choose another file",
            });
        }
        let is_resumed = resumed.is_output && path.exists();
        Ok(Self::Growing(GrowingFile {
            path,
            file: None,
            resumed: is_resumed.then_some(resumed.file),
        }))
    }

    /// Returns the path of the file, `None` for standard output.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::Stdout => None,
            Self::Whole(path) | Self::Growing(GrowingFile { path, .. }) => Some(path),
        }
    }

    /// Writes bytes.
    ///
    /// # Errors
    /// Returns an error if they cannot be written.
    pub(super) fn write(&mut self, bytes: &[u8], output: &mut Output<'_>) -> Result<(), Error> {
        match self {
            // Tokens of other formats have no character that is escaped.
            Self::Stdout => Ok(output.print_json_lines(bytes)?),
            Self::Whole(path) => {
                let mut file = PrivateFile::create(path.clone())?;
                file.write(bytes)?;
                Ok(file.finish()?)
            }
            Self::Growing(file) => file.write(bytes).map_err(Error::from),
        }
    }
}

impl GrowingFile {
    fn write(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        if self.file.is_none() {
            let file = private_file::open_for_append(&self.path, self.resumed)?;
            self.file = Some(file);
        }
        let written = self.file.as_mut().map(|file| file.write_all(bytes));
        written
            .unwrap_or(Ok(()))
            .map_err(|source| WriteError::new(&self.path, source))
    }
}
