//! A profile: a named workspace environment, and where its API key is kept.

use std::path::PathBuf;

use url::Url;
use zeroize::Zeroizing;

use crate::{endpoints::Region, redact::redact, token::CourierEnvironment};

/// The settings of one workspace environment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    pub(crate) region: Option<Region>,
    /// The REST API, instead of the region's.
    pub(crate) api_url: Option<Url>,
    /// The Inbox API, instead of the one that belongs to the REST API.
    pub(crate) inbox_url: Option<Url>,
    /// The environment that the key must belong to, as far as its prefix shows it.
    pub(crate) environment: Option<CourierEnvironment>,
    /// The user if the command line names none.
    pub(crate) user: Option<String>,
    /// The lifetime of tokens if the command line names none.
    pub(crate) expires_in: Option<String>,
    /// The location of the API key.
    pub(crate) key: Option<KeyReference>,
}

/// The location of an API key.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum KeyReference {
    /// The system's keyring, under this account.
    Keyring(String),
    /// The first line of the output of a command, run without a shell.
    Command(Vec<String>),
    /// The first line of the output of a shell command.
    Shell(String),
    /// An environment variable.
    Variable(String),
    /// A file.
    File(PathBuf),
    /// The configuration file itself.
    Plain(Zeroizing<String>),
}

/// The profile that a command uses.
#[derive(Debug)]
pub(crate) struct SelectedProfile {
    pub(crate) name: String,
    pub(crate) source: ProfileSource,
    /// The profiles that weaker sources name.
    pub(crate) shadowed: Vec<(ProfileSource, String)>,
    pub(crate) profile: Profile,
}

impl SelectedProfile {
    /// Returns the environment variable that holds the API key, if one does.
    pub(crate) fn key_variable(&self) -> Option<&str> {
        match &self.profile.key {
            Some(KeyReference::Variable(name)) => Some(name),
            _ => None,
        }
    }
}

/// The source that selects a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ProfileSource {
    /// `--profile`, which overrides environment variables.
    Flag,
    /// `COURIER_PROFILE`.
    Variable,
    /// The project file at this path.
    Project(PathBuf),
    /// `profile use`.
    Default,
}

impl ProfileSource {
    /// Returns true if values of the profile take precedence over those of the project file.
    pub(crate) fn beats_project(&self) -> bool {
        matches!(self, Self::Flag | Self::Variable)
    }
}

impl KeyReference {
    /// Returns the name of the kind in the configuration file.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Keyring(_) => "keyring",
            Self::Command(_) => "command",
            Self::Shell(_) => "shell",
            Self::Variable(_) => "env",
            Self::File(_) => "file",
            Self::Plain(_) => "plain",
        }
    }

    /// Describes the location for a message. A command is named without its arguments, and a key that
    /// was written by mistake instead of a name is redacted.
    pub(crate) fn describe(&self) -> String {
        let text = match self {
            Self::Keyring(account) => format!("keyring: {account}"),
            Self::Command(words) => {
                format!("command: {}", name_of(words))
            }
            Self::Shell(line) => format!("shell: {}", program_of(line)),
            Self::Variable(name) => format!("env: {name}"),
            Self::File(path) => format!("file: {}", path.display()),
            Self::Plain(_) => "plain: in the configuration file".to_owned(),
        };
        redact(&text).into_owned()
    }
}

/// Returns the program that a shell command runs first, or `sh` if that is not a plain name. Other words
/// may be secrets, such as the value of a variable.
pub(super) fn program_of(line: &str) -> String {
    let words = shlex::split(line).unwrap_or_default();
    let program = words.into_iter().find(|word| !word.contains('='));
    program
        .filter(|word| is_plain_name(word))
        .unwrap_or_else(|| "sh".to_owned())
}

/// Returns the program of a command, without arguments that were written into the same word.
pub(super) fn name_of(words: &[String]) -> &str {
    let first = words.first().map_or("", String::as_str);
    first.split_whitespace().next().unwrap_or_default()
}

fn is_plain_name(word: &str) -> bool {
    word.chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | '-' | '+'))
}

impl std::fmt::Debug for KeyReference {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "KeyReference({})", self.describe())
    }
}
