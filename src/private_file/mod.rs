//! Files that contain secrets: reading them, and writing them so that only their owner can read
//! them.

mod atomic;
mod exposure;
mod folder;
mod leftovers;
mod open;

use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

use zeroize::Zeroizing;

use crate::{encoding, input_limits, process::Input};
pub(crate) use atomic::{PrivateFile, WriteError, check_writable};
pub(crate) use exposure::Exposure;
pub(crate) use folder::PrivateFolder;
pub(crate) use open::{ExistingFile, open_for_append, open_for_overwrite, open_lock_file};

/// Returns true if a path is `-`, which means standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The name of a path in messages.
pub(crate) fn display_name(path: &Path) -> String {
    if is_stdin(path) {
        "standard input".to_owned()
    } else {
        format!("`{}`", path.display())
    }
}

/// Reads a file, or standard input if the path is `-`.
///
/// # Errors
/// Returns an error if it cannot be read, is longer than 8 MiB or is not text.
pub(crate) fn read(path: &Path, stdin: &mut Input<'_>) -> io::Result<Zeroizing<String>> {
    if is_stdin(path) {
        return read_all(&mut stdin.reader);
    }
    read_all(&mut File::open(path)?)
}

/// Reads the rest of a reader.
///
/// # Errors
/// Returns an error in the same cases as [`read`].
pub(crate) fn read_all(reader: &mut impl Read) -> io::Result<Zeroizing<String>> {
    let bytes = read_bytes(reader)?;
    Ok(Zeroizing::new(encoding::decode(&bytes)?.into_owned()))
}

/// Reads the rest of a reader without decoding it.
///
/// # Errors
/// Returns an error if it cannot be read or is longer than 8 MiB.
pub(crate) fn read_bytes(reader: &mut impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut bytes = Zeroizing::default();
    input_limits::read_into(&mut bytes, reader, input_limits::SECRET)?;
    Ok(bytes)
}

/// Returns true if users other than the owner can read a file. Always false except on Unix.
pub(crate) fn is_readable_by_others(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file);
        let metadata = metadata.filter(|_| !is_stdin(path));
        metadata.is_some_and(|metadata| metadata.permissions().mode() & 0o044 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Returns an error if anything but a regular file exists at the path: a symbolic link could lead
/// to any other file, and a device or pipe would be replaced.
fn require_regular_file(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        _ if is_stdin(path) => Err(io::Error::other("expected a file, not standard output")),
        Ok(metadata) if metadata.is_symlink() => Err(io::Error::other(
            "it is a symbolic link; links are not followed",
        )),
        Ok(metadata) if !metadata.is_file() => Err(io::Error::other("it is not a regular file")),
        _ => Ok(()),
    }
}
