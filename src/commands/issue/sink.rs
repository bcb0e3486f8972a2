//! Where the answer goes: standard output, or a file that only its owner can read.

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
};

use same_file::is_same_file;

use crate::{
    config::secret_file::{self, SecretFile, WriteError},
    error::Error,
    output::Output,
};

/// An answer that is written bit by bit.
pub(super) enum Sink {
    Stdout,
    /// A file that is put in its place once it is whole.
    Whole(SecretFile),
    /// A file that holds what there is so far, for whoever is killed half way.
    Growing(PathBuf, File),
}

impl Sink {
    /// One answer, whole or not at all.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub(super) fn whole(path: Option<PathBuf>) -> Result<Self, Error> {
        match path {
            None => Ok(Self::Stdout),
            Some(path) => Ok(Self::Whole(SecretFile::create(path)?)),
        }
    }

    /// An answer of many lines. It is added to `former` where that is the same file, behind its
    /// last whole line; another file that holds something is not written over.
    ///
    /// # Errors
    /// When the file cannot be made or is there already.
    pub(super) fn growing(path: Option<PathBuf>, former: Option<&Path>) -> Result<Self, Error> {
        let Some(path) = path else {
            return Ok(Self::Stdout);
        };
        let is_former = former.is_some_and(|former| is_same_file(former, &path).unwrap_or(false));
        if !is_former && fs::metadata(&path).is_ok_and(|found| found.is_file() && found.len() > 0) {
            return Err(Error::Usage {
                message: format!("`{}` is there already", path.display()),
                help: "go on with it by --resume and the same name, or choose another",
            });
        }
        let file = secret_file::grow(&path)?;
        Ok(Self::Growing(path, file))
    }

    /// # Errors
    /// When it is not taken.
    pub(super) fn write(&mut self, bytes: &[u8], output: &mut Output<'_>) -> Result<(), Error> {
        match self {
            Self::Stdout => output.answer(|out, _| out.write_all(bytes)),
            Self::Whole(file) => file.write(bytes).map_err(Error::from),
            Self::Growing(path, file) => file
                .write_all(bytes)
                .map_err(|source| WriteError::new(path, source).into()),
        }
    }

    /// Puts a whole file in its place.
    ///
    /// # Errors
    /// When that fails.
    pub(super) fn finish(self) -> Result<(), Error> {
        match self {
            Self::Stdout | Self::Growing(..) => Ok(()),
            Self::Whole(file) => file.finish().map_err(Error::from),
        }
    }
}
