//! Finds and reads the project file of a folder.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{file::open_regular_file, model::ConfigError, project::ProjectFile};
use crate::{encoding, input_limits};

/// The name of the file in its folder.
const NAME: &str = ".courier-auth.toml";

impl ProjectFile {
    /// Reads the project file that applies in a folder: the nearest one, up to the root of the
    /// repository. Outside of a repository only the folder's own file counts. A file in a folder such
    /// as `/tmp`, to which everyone can add files, never does.
    ///
    /// # Errors
    /// Returns an error if there is such a file and it cannot be read or is invalid.
    pub(crate) fn load(folder: &Path) -> Result<Option<Self>, ConfigError> {
        let root = repository_root(folder).unwrap_or(folder);
        let folders = folder.ancestors().take_while(|up| up.starts_with(root));
        let folders = folders.filter(|up| !is_shared(up));
        let Some(path) = folders.map(|up| up.join(NAME)).find(exists) else {
            return Ok(None);
        };
        match read(&path, root) {
            Ok(text) => Self::parse(&path, &text).map(Some),
            Err(source) => Err(ConfigError::Read { path, source }),
        }
    }
}

/// Returns the nearest folder with `.git`: a directory, or a file as in worktrees and submodules.
fn repository_root(folder: &Path) -> Option<&Path> {
    let mut folders = folder.ancestors().filter(|up| !is_shared(up));
    folders.find(|up| exists(&up.join(".git")))
}

/// Returns true for a folder to which everyone can add files of their own, such as `/tmp`. Its sticky
/// bit distinguishes it from folders of systems without Unix permissions.
#[cfg(unix)]
fn is_shared(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    const STICKY_AND_WRITABLE_BY_OTHERS: u32 = 0o1002;
    let mode = fs::metadata(folder).map(|metadata| metadata.permissions().mode());
    mode.is_ok_and(|mode| mode & STICKY_AND_WRITABLE_BY_OTHERS == STICKY_AND_WRITABLE_BY_OTHERS)
}

/// Windows has no folder of this kind: each user has a temporary folder of their own.
#[cfg(not(unix))]
fn is_shared(_: &Path) -> bool {
    false
}

/// Returns true for links too, even if they lead nowhere.
fn exists(path: &PathBuf) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn read(path: &Path, root: &Path) -> io::Result<String> {
    let leaves_root =
        || Ok::<_, io::Error>(!path.canonicalize()?.starts_with(root.canonicalize()?));
    if path.is_symlink() && leaves_root()? {
        let reason = "it is a symbolic link to a file outside of the repository";
        return Err(io::Error::other(reason));
    }
    let bytes = input_limits::read(open_regular_file(path)?, input_limits::PROJECT_FILE)?;
    Ok(encoding::decode(&bytes)?.into_owned())
}
