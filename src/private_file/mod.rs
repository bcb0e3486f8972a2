//! Files that contain secrets: reading them, and writing them so that only their owner can read
//! them.

mod atomic;
mod open;

use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

use zeroize::Zeroizing;

use crate::{encoding, process::Input};
pub(crate) use atomic::{PrivateFile, WriteError, check_writable, remove_leftovers};
pub(crate) use open::{ExistingFile, open_for_append, open_for_overwrite, open_lock_file};

/// The maximum size of a secret in bytes, many times that of a token with text around it.
const MAX_LENGTH: u64 = 8 * 1024 * 1024;

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
    let mut bytes = Zeroizing::new(Vec::new());
    reader.take(MAX_LENGTH + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_LENGTH {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            "it is larger than 8 MiB",
        ));
    }
    Ok(bytes)
}

/// Returns true if users other than the owner can read a file. Always false except on Unix.
pub(crate) fn is_readable_by_others(path: &Path) -> bool {
    has_any_mode(path, 0o044)
}

/// Returns true if users other than the owner can write a file. Always false except on Unix.
pub(crate) fn is_writable_by_others(path: &Path) -> bool {
    has_any_mode(path, 0o022)
}

fn has_any_mode(path: &Path, modes: u32) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file);
        let metadata = metadata.filter(|_| !is_stdin(path));
        metadata.is_some_and(|metadata| metadata.permissions().mode() & modes != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = (path, modes);
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
