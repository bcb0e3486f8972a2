//! Programs by their names.

use std::{ffi::OsStr, path::PathBuf};

/// The program that a shell would run by that name. Windows runs `.exe` files by their bare names
/// and nothing else: `npm` is `npm.cmd` there, and has to be looked for.
pub(crate) fn resolve(name: impl AsRef<OsStr>) -> PathBuf {
    let name = name.as_ref();
    #[cfg(windows)]
    if let Ok(found) = which::which(name) {
        return found;
    }
    name.into()
}
