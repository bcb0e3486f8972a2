//! Where the answer goes: standard output, or a file that only its owner can read.

use std::{fs::File, io::Write as _, path::PathBuf};

use super::former::Former;
use crate::{
    error::Error,
    output::Output,
    private_file::{self, PrivateFile, WriteError},
};

/// An answer that is written bit by bit. No file is touched before there is something to write.
pub(super) enum Sink {
    Stdout,
    /// A file that is there whole or not at all: one answer, in one piece.
    Whole(PathBuf),
    /// A file that holds what there is so far, for whoever is killed half way.
    Growing(Growing),
}

/// A file that grows.
pub(super) struct Growing {
    path: PathBuf,
    file: Option<File>,
    /// What is known of the one that is gone on with; `None` for a new file.
    former: Option<private_file::ExistingFile>,
}

impl Sink {
    /// # Errors
    /// When no file can be made there.
    pub(super) fn whole(path: Option<PathBuf>) -> Result<Self, Error> {
        let Some(path) = path else {
            return Ok(Self::Stdout);
        };
        private_file::check_writable(&path)?;
        Ok(Self::Whole(path))
    }

    /// An answer of many lines, which is added to a former one where that is the same file.
    ///
    /// # Errors
    /// When no file can be made there, or another is there.
    pub(super) fn growing(path: Option<PathBuf>, former: &Former) -> Result<Self, Error> {
        let Some(path) = path else {
            return Ok(Self::Stdout);
        };
        private_file::check_writable(&path)?;
        if !former.is_output && path.exists() {
            return Err(Error::Usage {
                message: format!("`{}` is there already", path.display()),
                help: "go on with it by --resume and the same name, or choose another",
            });
        }
        let kept = former.is_output && path.exists();
        Ok(Self::Growing(Growing {
            path,
            file: None,
            former: kept.then_some(former.file),
        }))
    }

    /// # Errors
    /// When it is not taken.
    pub(super) fn write(&mut self, bytes: &[u8], output: &mut Output<'_>) -> Result<(), Error> {
        match self {
            Self::Stdout => output.reveal(bytes),
            Self::Whole(path) => {
                let mut file = PrivateFile::create(path.clone())?;
                file.write(bytes)?;
                Ok(file.finish()?)
            }
            Self::Growing(growing) => growing.write(bytes).map_err(Error::from),
        }
    }
}

impl Growing {
    fn write(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        if self.file.is_none() {
            let file = private_file::open_for_append(&self.path, self.former)?;
            self.file = Some(file);
        }
        let written = self.file.as_mut().map(|file| file.write_all(bytes));
        written
            .unwrap_or(Ok(()))
            .map_err(|source| WriteError::new(&self.path, source))
    }
}
