//! The configuration file: where it is, what stands in it, and how it is changed without losing
//! a comment or being half written. The only file that names `directories`.

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
    profile::{KeyReference, Profile},
    reader::{Reader, list},
};
use crate::env_vars::{self, EnvVars};
use crate::private_file::{self, PrivateFile, WriteError, open_lock_file};

/// The file's name in its folder.
const NAME: &str = "config.toml";

/// How some editors begin a text.
pub(super) const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// How long to wait for another run that changes the file.
const PATIENCE: Duration = Duration::from_secs(5);

/// How often to look whether it is done.
const LOOK: Duration = Duration::from_millis(20);

/// What stands in the configuration file.
#[derive(Debug, Default)]
pub(crate) struct Config {
    pub(crate) path: PathBuf,
    /// The profile of commands that name none.
    pub(crate) default_profile: Option<String>,
    /// In the order of the file. One that makes no sense is its own user's trouble alone.
    pub(crate) profiles: Vec<(String, Result<Profile, Fault>)>,
    /// The key of each profile that names one, whether the rest of it makes sense or not.
    pub(crate) keys: Vec<(String, KeyReference)>,
    /// What is to be said of it.
    pub(crate) warnings: Vec<String>,
}

/// A line that makes no sense, from 1. What stands there is not repeated: it may be a secret.
#[derive(Debug, Clone, thiserror::Error)]
#[error("line {line}: {reason}")]
pub(crate) struct Fault {
    pub(crate) line: usize,
    pub(crate) reason: String,
}

/// Why the configuration cannot be used or changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// The system names no home.
    #[error("there is no folder for the configuration")]
    NoFolder,
    #[error("cannot read `{}`: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("`{}`, {fault}", path.display())]
    Line { path: PathBuf, fault: Fault },
    /// There is no profile of that name.
    #[error("there is no profile `{name}`{}", in_a_row(known))]
    Unknown { name: String, known: Vec<String> },
    /// A profile of that name is there.
    #[error("there is a profile `{0}` already")]
    Exists(String),
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl Config {
    /// Reads the file; where there is none, nothing stands in it.
    ///
    /// # Errors
    /// When it cannot be read as TOML, or a value outside profiles makes no sense.
    pub(crate) fn load(environment: &EnvVars) -> Result<Self, ConfigError> {
        let Some(path) = path(environment) else {
            return Ok(Self::default());
        };
        match read(&path) {
            Ok(text) => Reader::new(&path, &text).config(),
            // Whoever cannot look there has no profiles there.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(Self {
                warnings: vec![format!("cannot read `{}`: {error}", path.display())],
                path,
                ..Self::default()
            }),
            Err(source) => Err(ConfigError::Read { path, source }),
        }
    }

    /// The profile of that name.
    ///
    /// # Errors
    /// When there is none, or what stands in it makes no sense.
    pub(crate) fn profile(&self, name: &str) -> Result<&Profile, ConfigError> {
        let profile = self.find(name)?.as_ref();
        profile.map_err(|fault| ConfigError::Line {
            path: self.path.clone(),
            fault: fault.clone(),
        })
    }

    /// What stands under that name, whether it makes sense or not.
    ///
    /// # Errors
    /// When nothing does.
    pub(crate) fn find(&self, name: &str) -> Result<&Result<Profile, Fault>, ConfigError> {
        let mut profiles = self.profiles.iter();
        let found = profiles.find(|(known, _)| known == name);
        found.map(|(_, profile)| profile).ok_or_else(|| {
            let known = self.profiles.iter().map(|(name, _)| name.clone());
            ConfigError::Unknown {
                name: name.to_owned(),
                known: known.collect(),
            }
        })
    }

    /// Where the profile of that name keeps its key.
    pub(crate) fn key_of(&self, name: &str) -> Option<&KeyReference> {
        let mut keys = self.keys.iter();
        keys.find(|(known, _)| known == name).map(|(_, key)| key)
    }

    /// Another profile that keeps its key in the same place.
    pub(crate) fn other_with(&self, key: &KeyReference, name: &str) -> Option<&str> {
        let mut others = self.keys.iter().filter(|(other, _)| other != name);
        let other = others.find(|(_, other)| other == key);
        other.map(|(name, _)| name.as_str())
    }
}

/// Where the file is, or would be; `None` where the system names no home.
fn path(environment: &EnvVars) -> Option<PathBuf> {
    let folder = match environment.get(env_vars::CONFIG_DIR) {
        Some(folder) => PathBuf::from(folder),
        None => ProjectDirs::from("", "", "courier-auth")?
            .config_dir()
            .to_owned(),
    };
    Some(folder.join(NAME))
}

/// The path itself, or below the home folder where it begins with `~/`, which no shell expands
/// behind a `:` or in the configuration.
pub(crate) fn at_home(path: &Path) -> Cow<'_, Path> {
    let home = || Some(BaseDirs::new()?.home_dir().to_owned());
    match path.strip_prefix("~").ok().zip(home()) {
        Some((rest, home)) => Cow::Owned(home.join(rest)),
        None => Cow::Borrowed(path),
    }
}

/// The text of the file; none where there is no file.
fn read(path: &Path) -> io::Result<Zeroizing<String>> {
    use io::ErrorKind::{NotADirectory, NotFound};
    let open = || {
        // To open a pipe would wait for who writes to it.
        if fs::metadata(path)?.is_file() {
            private_file::read_all(&mut File::open(path)?)
        } else {
            Err(io::Error::other("it is no plain file"))
        }
    };
    match open() {
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => Ok(Zeroizing::default()),
        read => read,
    }
}

/// A change of the file, which is made whole or not at all. Nobody else changes it meanwhile.
pub(crate) struct Edit {
    /// What stands there now.
    pub(crate) config: Config,
    /// What is to stand there, comments and all.
    pub(crate) document: DocumentMut,
    style: Style,
    file: PrivateFile,
    /// Held as long as it lives. The file of it stays: who waits for it has it open.
    _lock: File,
}

impl Edit {
    /// Begins, once nobody else is at it.
    ///
    /// # Errors
    /// When the file cannot be read, makes no sense, or no other can be put in its place.
    pub(crate) fn begin(environment: &EnvVars) -> Result<Self, ConfigError> {
        let path = path(environment).ok_or(ConfigError::NoFolder)?;
        let cannot = |source| ConfigError::Write(WriteError::new(&path, source));
        if let Some(folder) = path.parent() {
            make_private(folder).map_err(cannot)?;
        }
        let lock_path = path.with_extension("lock");
        let lock = open_lock_file(&lock_path)
            .map_err(|source| ConfigError::Write(WriteError::new(&lock_path, source)))?;
        wait_for(&lock).map_err(cannot)?;
        private_file::remove_leftovers(&path);
        let file = PrivateFile::create(path.clone())?;
        let text = read(&path).map_err(|source| ConfigError::Read {
            path: path.clone(),
            source,
        })?;
        let style = Style::of(&text);
        // Blank lines are looked for in it.
        let text = Zeroizing::new(text.replace("\r\n", "\n"));
        let reader = Reader::new(&path, &text);
        Ok(Self {
            config: reader.config()?,
            document: reader.document()?.into_mut(),
            style,
            file,
            _lock: lock,
        })
    }

    /// Puts the new file in the place of the old one, and says where that is.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub(crate) fn finish(mut self) -> Result<PathBuf, ConfigError> {
        let text = self.style.apply(Zeroizing::new(self.document.to_string()));
        self.file.write(text.as_bytes())?;
        self.file.finish()?;
        Ok(self.config.path)
    }
}

/// What an editor, on Windows say, does to a text beside what stands in it.
struct Style {
    has_mark: bool,
    has_carriage_returns: bool,
}

impl Style {
    fn of(text: &str) -> Self {
        Self {
            has_mark: text.starts_with(BYTE_ORDER_MARK),
            has_carriage_returns: text.contains("\r\n"),
        }
    }

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

/// Waits until nobody else changes the file, but not for ever.
fn wait_for(lock: &File) -> io::Result<()> {
    let end = Instant::now() + PATIENCE;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if Instant::now() >= end => {
                return Err(io::Error::other("another run is changing it"));
            }
            Err(TryLockError::WouldBlock) => thread::sleep(LOOK),
        }
    }
}

/// Makes a folder that nobody else can look into.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(folder)
}

fn in_a_row(known: &[String]) -> String {
    if known.is_empty() {
        "; there is none at all".to_owned()
    } else {
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        format!("; there are {}", list(&names))
    }
}
