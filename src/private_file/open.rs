//! Private files that are written in place: appended to, overwritten or locked.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::Path,
};

use super::{WriteError, require_regular_file};

/// The state of a file that was read and is to be appended to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ExistingFile {
    /// The length in bytes when the file was read.
    pub(crate) length: u64,
    /// The length in bytes of its complete lines.
    pub(crate) complete_length: u64,
    /// True if the last line is complete except for its line end.
    pub(crate) lacks_line_end: bool,
}

/// Opens and locks a private file for appending. Creates it if `existing` is `None`; otherwise
/// continues after its last complete line.
///
/// # Errors
/// Returns an error if that fails, if another process has locked the file, or if the file has
/// changed since it was read.
pub(crate) fn open_for_append(
    path: &Path,
    existing: Option<ExistingFile>,
) -> Result<File, WriteError> {
    let open = || {
        let mut options = OpenOptions::new();
        options.read(true).create_new(existing.is_none());
        if cfg!(windows) {
            // Windows can neither lock nor truncate a file that is opened in append mode.
            options.write(true);
        } else {
            // Append mode never overwrites what a process without a lock has appended.
            options.append(true);
        }
        let mut file = private(&mut options).open(path)?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => {
                io::Error::other("another courier-auth process is writing to it")
            }
            TryLockError::Error(error) => error,
        })?;
        make_private(&file)?;
        let Some(existing) = existing else {
            return Ok(file);
        };
        if file.metadata()?.len() != existing.length {
            return Err(io::Error::other(
                "another process changed it in the meantime; run this command again",
            ));
        }
        if existing.lacks_line_end {
            file.seek(SeekFrom::End(0))?;
            file.write_all(b"\n")?;
        } else {
            // A run that was killed while it wrote a line leaves an incomplete one.
            file.set_len(existing.complete_length)?;
            file.seek(SeekFrom::End(0))?;
        }
        Ok(file)
    };
    open().map_err(|source| WriteError::new(path, source))
}

/// Opens a private file and replaces its content with `header`. The file must be new, empty or
/// begin with `header`: any other content may exist nowhere else.
///
/// # Errors
/// Returns an error if that fails, or if a different file or anything but a regular file exists
/// at the path.
pub(crate) fn open_for_overwrite(path: &Path, header: &str) -> Result<File, WriteError> {
    let open = || {
        require_regular_file(path)?;
        let mut file =
            private(OpenOptions::new().read(true).write(true).create(true)).open(path)?;
        let mut start = Vec::new();
        (&mut file)
            .take(header.len() as u64)
            .read_to_end(&mut start)?;
        if !start.is_empty() && start != header.as_bytes() {
            return Err(io::Error::other(
                "the file exists and was not written by courier-auth",
            ));
        }
        make_private(&file)?;
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(header.as_bytes())?;
        Ok(file)
    };
    open().map_err(|source| WriteError::new(path, source))
}

/// Opens a file that is only used as a lock. Creates it if it does not exist.
///
/// # Errors
/// Returns an error if that fails, or if anything but a regular file exists at the path.
pub(crate) fn open_lock_file(path: &Path) -> io::Result<File> {
    require_regular_file(path)?;
    // Windows cannot lock a file that is opened in append mode.
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    private(&mut options).open(path)
}

/// Creates a new file for its owner only, and does not follow symbolic links.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        let no_follow = rustix::fs::OFlags::NOFOLLOW.bits();
        options.mode(0o600).custom_flags(no_follow.cast_signed());
    }
    options
}

/// Removes the permissions of other users, which an existing file may have.
fn make_private(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}
