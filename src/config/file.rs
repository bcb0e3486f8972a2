//! Reads and edits the configuration file. An edit keeps comments and is written whole or not at all.
//! This is the only file that names `directories`.

use std::{
    borrow::Cow,
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use directories::{BaseDirs, ProjectDirs};
use toml_edit::DocumentMut;
use zeroize::Zeroizing;

use super::{
    model::{Config, ConfigError},
    reader::Reader,
};
use crate::encoding::{self, BYTE_ORDER_MARK};
use crate::env_vars::{self, EnvVars};
use crate::private_file::{self, Exposure, PrivateFile, WriteError, open_lock_file};

/// The name of the file in its directory.
const NAME: &str = "config.toml";

/// The time to wait for another process that edits the file.
const LOCK_TIME_LIMIT: Duration = Duration::from_secs(5);

/// The interval between attempts to lock the file.
const LOCK_INTERVAL: Duration = Duration::from_millis(20);

impl Config {
    /// Reads the file. A missing file is an empty configuration.
    ///
    /// # Errors
    /// Returns an error if the file is not TOML, or if a value outside of profiles is invalid.
    pub(crate) fn load(env: &EnvVars) -> Result<Self, ConfigError> {
        let Some(path) = path(env) else {
            return Ok(Self::default());
        };
        match read(&path).and_then(|bytes| decode(&bytes)) {
            Ok(text) => Ok(Self {
                exposure: exposure(&path),
                ..Reader::new(&path, &text).config()?
            }),
            // A directory that cannot be read contains no profiles of this user.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(Self {
                warnings: vec![format!("cannot read `{}`: {error}", path.display())],
                path,
                ..Self::default()
            }),
            Err(source) => Err(ConfigError::Read { path, source }),
        }
    }
}

/// Returns the path of the file, which may not exist, `None` if the system names no home directory.
fn path(env: &EnvVars) -> Option<PathBuf> {
    let folder = match env.get(env_vars::CONFIG_DIR) {
        Some(folder) => PathBuf::from(folder),
        None => ProjectDirs::from("", "", "courier-auth")?
            .config_dir()
            .to_owned(),
    };
    Some(folder.join(NAME))
}

/// Expands a leading `~/` to the home directory. A shell does not expand it after a `:`, as in
/// `--key-from file:~/key`, nor in the configuration.
pub(crate) fn expand_home(path: &Path) -> Cow<'_, Path> {
    let home = || Some(BaseDirs::new()?.home_dir().to_owned());
    match path.strip_prefix("~").ok().zip(home()) {
        Some((rest, home)) => Cow::Owned(home.join(rest)),
        None => Cow::Borrowed(path),
    }
}

/// Finds how other users can change a file that decides what this program does.
pub(crate) fn exposure(file: &Path) -> Option<Exposure> {
    let folders = BaseDirs::new();
    Exposure::of(file, folders.as_ref().map(BaseDirs::home_dir))
}

/// Returns the content of the file, empty if there is no file.
fn read(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    use io::ErrorKind::{NotADirectory, NotFound};
    match open_regular_file(path).and_then(|mut file| private_file::read_bytes(&mut file)) {
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => Ok(Zeroizing::default()),
        read => read,
    }
}

/// Opens a file for reading. Refuses anything but a regular file: opening a named pipe would block until
/// another process writes to it.
///
/// # Errors
/// Returns an error if there is no such file or it cannot be opened.
pub(super) fn open_regular_file(path: &Path) -> io::Result<File> {
    if fs::metadata(path)?.is_file() {
        File::open(path)
    } else {
        Err(io::Error::other("it is not a regular file"))
    }
}

fn decode(bytes: &[u8]) -> io::Result<Zeroizing<String>> {
    Ok(Zeroizing::new(encoding::decode(bytes)?.into_owned()))
}

/// An edit of the file. It holds a lock, so that concurrent edits wait.
pub(crate) struct Edit {
    /// The contents before the edit.
    pub(crate) config: Config,
    /// The new contents, with comments.
    pub(crate) document: DocumentMut,
    format: TextFormat,
    file: PrivateFile,
    /// Held until the edit is dropped. The lock file is not deleted, because another process may be
    /// waiting on it.
    _lock: File,
}

impl Edit {
    /// Locks and reads the file. Waits for a concurrent edit.
    ///
    /// # Errors
    /// Returns an error if the file is invalid, cannot be read, or cannot be replaced.
    pub(crate) fn begin(env: &EnvVars) -> Result<Self, ConfigError> {
        let path = path(env).ok_or(ConfigError::NoFolder)?;
        let write_error = |source| ConfigError::Write(WriteError::new(&path, source));
        if let Some(folder) = path.parent() {
            create_private_dir(folder).map_err(write_error)?;
        }
        let lock_path = path.with_extension("lock");
        let lock = open_lock_file(&lock_path)
            .map_err(|source| ConfigError::Write(WriteError::new(&lock_path, source)))?;
        wait_for(&lock).map_err(write_error)?;
        let file = PrivateFile::create(path.clone())?;
        let read_error = |source| ConfigError::Read {
            path: path.clone(),
            source,
        };
        let bytes = read(&path).map_err(read_error)?;
        let text = decode(&bytes).map_err(read_error)?;
        let format = TextFormat {
            has_mark: encoding::has_byte_order_mark(&bytes),
            has_carriage_returns: text.contains("\r\n"),
        };
        // `toml_edit` and the code that keeps blank lines expect LF.
        let text = Zeroizing::new(text.replace("\r\n", "\n"));
        let reader = Reader::new(&path, &text);
        Ok(Self {
            config: reader.config()?,
            document: reader.document()?.into_mut(),
            format,
            file,
            _lock: lock,
        })
    }

    /// Replaces the file and returns its path.
    ///
    /// # Errors
    /// Returns an error if the file cannot be written.
    pub(crate) fn finish(mut self) -> Result<PathBuf, ConfigError> {
        let text = self.format.apply(Zeroizing::new(self.document.to_string()));
        self.file.write(text.as_bytes())?;
        self.file.finish()?;
        Ok(self.config.path)
    }
}

/// The byte order mark and line endings of a text, which an edit preserves. UTF-16 becomes UTF-8.
struct TextFormat {
    has_mark: bool,
    has_carriage_returns: bool,
}

impl TextFormat {
    fn apply(&self, text: Zeroizing<String>) -> Zeroizing<String> {
        let text = if self.has_carriage_returns {
            Zeroizing::new(text.replace("\r\n", "\n").replace('\n', "\r\n"))
        } else {
            text
        };
        if self.has_mark {
            Zeroizing::new(format!("{BYTE_ORDER_MARK}{}", *text))
        } else {
            text
        }
    }
}

/// Waits for the lock, up to the time limit.
fn wait_for(lock: &File) -> io::Result<()> {
    let end = Instant::now() + LOCK_TIME_LIMIT;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if Instant::now() >= end => {
                return Err(io::Error::other(
                    "another courier-auth process is changing it",
                ));
            }
            Err(TryLockError::WouldBlock) => thread::sleep(LOCK_INTERVAL),
        }
    }
}

/// Creates a directory that other users cannot read.
fn create_private_dir(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}
