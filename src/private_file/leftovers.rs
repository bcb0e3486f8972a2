//! Temporary files and folders of runs that were killed: which ones are left over, and their removal.
//!
//! A run locks its temporary file or folder for as long as it uses it, and the system releases the lock
//! when the run ends in whatever way. What is not locked is left over.

use std::{
    ffi::OsStr,
    fs::{self, File, OpenOptions},
    io,
    path::Path,
};

/// The number of random characters that `tempfile` puts at the end of a name.
const RANDOM_LENGTH: usize = 6;

/// Creates and locks something temporary. `file` returns its open file.
///
/// # Errors
/// Returns an error if it cannot be created.
pub(super) fn create_locked<T>(
    file: impl Fn(&T) -> &File,
    create: impl Fn() -> io::Result<T>,
) -> io::Result<T> {
    loop {
        let created = create()?;
        // Some network file systems grant no lock. Nothing is removed there.
        if file(&created).lock().is_err() || !is_removed(file(&created)) {
            return Ok(created);
        }
        // Another run took it for a leftover before it was locked.
    }
}

/// Removes what is left over in a folder under names that begin with `prefix`, by `remove`. Leaves
/// anything that is in use, belongs to another user or has a different form of name.
pub(super) fn remove(folder: &Path, prefix: &OsStr, remove: impl Fn(&Path) -> io::Result<()>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let random = name
            .as_encoded_bytes()
            .strip_prefix(prefix.as_encoded_bytes());
        let is_temporary = random.is_some_and(|random| {
            random.len() == RANDOM_LENGTH && random.iter().all(u8::is_ascii_alphanumeric)
        });
        let path = entry.path();
        if is_temporary && let Ok(_lock) = lock_leftover(&path) {
            // A leftover that cannot be removed does no harm.
            let _ = remove(&path);
        }
    }
}

/// Locks a leftover, so that no two runs remove it.
///
/// # Errors
/// Returns an error if it is in use, or if it does not belong to this user.
fn lock_leftover(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // A named pipe would block.
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        if file.metadata()?.uid() != rustix::process::geteuid().as_raw() {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
    }
    file.try_lock()?;
    Ok(file)
}

/// Returns true if a file or folder exists no longer under its name.
fn is_removed(file: &File) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        file.metadata().is_ok_and(|metadata| metadata.nlink() == 0)
    }
    // Windows does not remove an open file.
    #[cfg(not(unix))]
    {
        let _ = file;
        false
    }
}
