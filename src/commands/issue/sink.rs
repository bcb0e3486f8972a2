//! Where the answer goes: standard output, or a file that only its owner can read.

use std::path::PathBuf;

use crate::{config::secret_file::SecretFile, error::Error, output::Output};

/// An answer that is written bit by bit.
pub(super) enum Sink {
    Stdout,
    File(SecretFile),
}

impl Sink {
    /// # Errors
    /// When the file cannot be made.
    pub(super) fn new(path: Option<PathBuf>) -> Result<Self, Error> {
        match path {
            None => Ok(Self::Stdout),
            Some(path) => SecretFile::create(path)
                .map(Self::File)
                .map_err(Error::from),
        }
    }

    /// # Errors
    /// When it is not taken.
    pub(super) fn write(&mut self, bytes: &[u8], output: &mut Output<'_>) -> Result<(), Error> {
        match self {
            Self::Stdout => output.answer(|out, _| out.write_all(bytes)),
            Self::File(file) => file.write(bytes).map_err(Error::from),
        }
    }

    /// Puts a file in its place, whole.
    ///
    /// # Errors
    /// When that fails.
    pub(super) fn finish(self) -> Result<(), Error> {
        match self {
            Self::Stdout => Ok(()),
            Self::File(file) => file.finish().map_err(Error::from),
        }
    }
}
