//! Lookup of executables.

use std::{ffi::OsStr, path::PathBuf};

/// Returns the executable that a shell would run by this name. Windows itself finds only `.exe`
/// files by a bare name, while `npm`, for example, is `npm.cmd` there.
pub(crate) fn resolve(name: impl AsRef<OsStr>) -> PathBuf {
    let name = name.as_ref();
    #[cfg(windows)]
    if let Ok(path) = which::which(name) {
        return path;
    }
    name.into()
}
