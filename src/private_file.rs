//! A secret that stands in a file, comes on standard input, or goes into a file.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;
use zeroize::Zeroizing;

use crate::process::Input;

/// The most that is read of one: a token and its wrapping fit many times over.
const MAX_LENGTH: u64 = 8 * 1024 * 1024;

/// Whether a path means standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// The text of the file, or of standard input if the path is `-`.
///
/// # Errors
/// When it cannot be read, is too long to be a secret, or is no UTF-8.
pub(crate) fn read(path: &Path, stdin: &mut Input<'_>) -> io::Result<Zeroizing<String>> {
    if is_stdin(path) {
        return read_all(&mut stdin.reader);
    }
    read_all(&mut File::open(path)?)
}

/// All that is left to read, as text.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_all(reader: &mut impl Read) -> io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    reader.take(MAX_LENGTH + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MAX_LENGTH {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "over 8 MiB"));
    }
    Ok(text)
}

/// Whether others than the owner can read a file. Only Unix tells.
pub(crate) fn is_open_to_others(path: &Path) -> bool {
    has_one_of(path, 0o044)
}

/// Whether others than the owner can write to a file. Only Unix tells.
pub(crate) fn can_be_changed_by_others(path: &Path) -> bool {
    has_one_of(path, 0o022)
}

fn has_one_of(path: &Path, modes: u32) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // `-` is standard input.
        let found = fs::metadata(path).ok().filter(fs::Metadata::is_file);
        let found = found.filter(|_| path.as_os_str() != "-");
        found.is_some_and(|found| found.permissions().mode() & modes != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = (path, modes);
        false
    }
}

/// What such a path is called in a message.
pub(crate) fn name(path: &Path) -> String {
    if is_stdin(path) {
        "standard input".to_owned()
    } else {
        format!("`{}`", path.display())
    }
}

/// A file for a secret: only its owner can read it, and it is there whole or not at all.
pub(crate) struct SecretFile {
    path: PathBuf,
    file: NamedTempFile,
}

/// Why a secret could not be put into a file.
#[derive(Debug, thiserror::Error)]
#[error("cannot write `{}`: {source}", path.display())]
pub(crate) struct WriteError {
    path: PathBuf,
    source: io::Error,
}

impl WriteError {
    pub(crate) fn new(path: &Path, source: io::Error) -> Self {
        Self {
            path: path.to_owned(),
            source,
        }
    }
}

impl SecretFile {
    /// Begins a file beside its place.
    ///
    /// # Errors
    /// When that cannot be done, or a symbolic link is in its place, which is not followed.
    pub(crate) fn create(path: PathBuf) -> Result<Self, WriteError> {
        let file = refuse_special(&path).and_then(|()| {
            let file = tempfile::Builder::new()
                .prefix(&unfinished(&path))
                .tempfile_in(folder_of(&path));
            // The name of the file of a while would be of no use in a message.
            file.map_err(|error| error.kind().into())
        });
        match file {
            Ok(file) => Ok(Self { path, file }),
            Err(source) => Err(WriteError::new(&path, source)),
        }
    }

    /// Adds to it.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        // By the file alone: the name of the file of a while would be of no use in a message.
        let written = self.file.as_file_mut().write_all(bytes);
        written.map_err(|source| WriteError::new(&self.path, source))
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// When it cannot be moved there.
    pub(crate) fn finish(self) -> Result<(), WriteError> {
        let Self { path, file } = self;
        let moved = file
            .as_file()
            .sync_all()
            .and_then(|()| file.persist(&path).map(|_| ()).map_err(|error| error.error));
        moved.map_err(|source| WriteError::new(&path, source))
    }
}

/// Removes what runs left that were killed while they wrote to this path. Whoever calls it knows
/// that no other is at it.
pub(super) fn sweep(path: &Path) {
    let unfinished = unfinished(path);
    for entry in fs::read_dir(folder_of(path))
        .into_iter()
        .flatten()
        .flatten()
    {
        let name = entry.file_name();
        if name
            .as_encoded_bytes()
            .starts_with(unfinished.as_encoded_bytes())
        {
            // It is of no use to anybody; that it stays is no reason to stop.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// How the name of a file begins that is not in its place yet.
fn unfinished(path: &Path) -> OsString {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    // An editor has files of its own that begin so.
    name.push(".courier-auth-");
    name
}

/// Whether a secret can be put there, as far as it can be told without doing it.
///
/// # Errors
/// When there is no such folder, or what is there is no plain file.
pub(crate) fn check(path: &Path) -> Result<(), WriteError> {
    refuse_special(path)
        .and_then(|()| fs::metadata(folder_of(path)))
        .map(|_| ())
        .map_err(|source| WriteError::new(path, source))
}

/// What is known of a file that is gone on with.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Former {
    /// How many bytes it had when it was read.
    pub(crate) length: u64,
    /// How many of them are whole lines.
    pub(crate) whole: u64,
    /// Whether only the end of its last line is missing.
    pub(crate) lacks_line_end: bool,
}

/// Opens a file that only its owner can read and that grows, for this process alone: a new one,
/// or a former one behind its last whole line.
///
/// # Errors
/// When that cannot be done, or another process writes to it, or wrote to it since it was read.
pub(crate) fn grow(path: &Path, former: Option<Former>) -> Result<File, WriteError> {
    let open = || {
        let mut options = OpenOptions::new();
        options.read(true).create_new(former.is_none());
        if cfg!(windows) {
            // There, what is opened for appending can be neither locked nor cut off.
            options.write(true);
        } else {
            // Whoever adds to it without a lock is not written over.
            options.append(true);
        }
        let mut file = private(&mut options).open(path)?;
        file.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::Error::other("another run writes to it"),
            TryLockError::Error(error) => error,
        })?;
        close_to_others(&file)?;
        let Some(former) = former else {
            return Ok(file);
        };
        if file.metadata()?.len() != former.length {
            return Err(io::Error::other(
                "another run has written to it meanwhile; run this again",
            ));
        }
        if former.lacks_line_end {
            file.seek(SeekFrom::End(0))?;
            file.write_all(b"\n")?;
        } else {
            // Whoever was killed in the middle of a line leaves a part of it.
            file.set_len(former.whole)?;
            file.seek(SeekFrom::End(0))?;
        }
        Ok(file)
    };
    open().map_err(|source| WriteError::new(path, source))
}

/// Opens a file that only its owner can read and that begins with `first`: a new one, or one
/// that began so too and is emptied. Another one may be somebody's only copy.
///
/// # Errors
/// When that cannot be done, or something else is in its place.
pub(crate) fn overwrite(path: &Path, first: &str) -> Result<File, WriteError> {
    let open = || {
        refuse_special(path)?;
        let mut file =
            private(OpenOptions::new().read(true).write(true).create(true)).open(path)?;
        let mut start = Vec::new();
        (&mut file as &mut dyn Read)
            .take(first.len() as u64)
            .read_to_end(&mut start)?;
        if !start.is_empty() && start != first.as_bytes() {
            return Err(io::Error::other("something else stands in it"));
        }
        close_to_others(&file)?;
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(first.as_bytes())?;
        Ok(file)
    };
    open().map_err(|source| WriteError::new(path, source))
}

/// Opens a file that is there for its lock alone, made where there is none.
///
/// # Errors
/// When that cannot be done, or a symbolic link, device or pipe is in its place.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    refuse_special(path)?;
    // Windows locks no file that is opened for appending alone.
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    private(&mut options).open(path)
}

/// Makes a new file its owner's alone, and follows no link.
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        let no_link = rustix::fs::OFlags::NOFOLLOW.bits();
        options.mode(0o600).custom_flags(no_link.cast_signed());
    }
    options
}

/// A file that was there may have been open to others.
fn close_to_others(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Refuses what is there and is no plain file: a link would lead elsewhere, a device or pipe be
/// replaced.
fn refuse_special(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        _ if is_stdin(path) => Err(io::Error::other(
            "a file is wanted here; the answer goes to standard output by itself",
        )),
        Ok(found) if found.is_symlink() => Err(io::Error::other(
            "it is a symbolic link, which is not followed",
        )),
        Ok(found) if !found.is_file() => Err(io::Error::other("it is no plain file")),
        _ => Ok(()),
    }
}
