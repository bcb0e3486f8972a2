//! Temporary folders for one private file that another process reads.

#[cfg(unix)]
use std::{fs, path::Path};
use std::{fs::File, io, path::PathBuf};

use tempfile::TempDir;

#[cfg(unix)]
use super::leftovers;
use super::{PrivateFile, WriteError};

/// The beginning of the name of each folder.
const PREFIX: &str = "courier-auth-exec-";

/// The name of the file that holds the ID of the process that reads the private file.
const READER: &str = "reader";

/// A folder that only its owner can read, with a private file. It is removed when it is dropped, or by a
/// later run if this one is killed.
pub(crate) struct PrivateFolder {
    folder: TempDir,
    file_name: &'static str,
    /// Locks the folder. `None` on Windows, which cannot open one.
    _lock: Option<File>,
}

impl PrivateFolder {
    /// Creates a folder, and removes those of runs that were killed, unless the process that reads the
    /// file still runs.
    ///
    /// # Errors
    /// Returns an error if it cannot be created.
    pub(crate) fn create(file_name: &'static str) -> io::Result<Self> {
        #[cfg(unix)]
        let (folder, lock) = {
            leftovers::remove(&std::env::temp_dir(), PREFIX.as_ref(), |leftover| {
                remove_leftover(leftover, file_name)
            });
            let create = || {
                let folder = create_folder()?;
                let lock = File::open(folder.path())?;
                Ok((folder, lock))
            };
            let (folder, lock) = leftovers::create_locked(|(_, lock)| lock, create)?;
            (folder, Some(lock))
        };
        #[cfg(not(unix))]
        let (folder, lock) = (create_folder()?, None);
        Ok(Self {
            folder,
            file_name,
            _lock: lock,
        })
    }

    /// Returns the path of the private file.
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join(self.file_name)
    }

    /// Replaces the private file as a whole.
    ///
    /// # Errors
    /// Returns an error if it cannot be written.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), WriteError> {
        write(self.file(), bytes)
    }

    /// Notes the process that reads the file, so that no other run removes it as long as that process
    /// runs.
    ///
    /// # Errors
    /// Returns an error if it cannot be written.
    pub(crate) fn set_reader(&self, process: u32) -> Result<(), WriteError> {
        let path = self.folder.path().join(READER);
        write(path, process.to_string().as_bytes())
    }
}

fn write(path: PathBuf, bytes: &[u8]) -> Result<(), WriteError> {
    let mut file = PrivateFile::create(path)?;
    file.write(bytes)?;
    file.finish()
}

/// Creates a folder that only its owner can read, regardless of the umask.
fn create_folder() -> io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o700));
    }
    builder.tempdir()
}

/// Removes a folder with the files that belong into it. One with any other file stays.
#[cfg(unix)]
fn remove_leftover(folder: &Path, file_name: &str) -> io::Result<()> {
    if reader_is_running(folder) {
        return Ok(());
    }
    for name in [file_name, READER] {
        leftovers::remove(folder, format!(".{name}.courier-auth-").as_ref(), |file| {
            fs::remove_file(file)
        });
        let _ = fs::remove_file(folder.join(name));
    }
    fs::remove_dir(folder)
}

/// Returns true if the process that reads the private file still runs.
#[cfg(unix)]
fn reader_is_running(folder: &Path) -> bool {
    let text = fs::read_to_string(folder.join(READER)).unwrap_or_default();
    let process = text.parse().ok().and_then(rustix::process::Pid::from_raw);
    // A process of another user cannot be signaled, but it runs.
    process.is_some_and(|process| {
        rustix::process::test_kill_process(process) != Err(rustix::io::Errno::SRCH)
    })
}
