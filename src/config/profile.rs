//! A profile: a workspace environment under a name, and where its key is kept.

use std::path::PathBuf;

use url::Url;
use zeroize::Zeroizing;

use crate::{cli::Region, redact::redact, token::CourierEnvironment};

/// What is known of one workspace environment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Profile {
    pub(crate) region: Option<Region>,
    /// The REST API's address, instead of the region's.
    pub(crate) api_url: Option<Url>,
    /// The Inbox API's address, instead of the one that goes with the REST API's.
    pub(crate) inbox_url: Option<Url>,
    /// The environment that the key must be of, as far as its prefix tells.
    pub(crate) environment: Option<CourierEnvironment>,
    /// The user where the command line names none.
    pub(crate) user: Option<String>,
    /// The lifetime of tokens where the command line names none.
    pub(crate) expires_in: Option<String>,
    /// Where the API key is.
    pub(crate) key: Option<KeyReference>,
}

/// Where an API key is kept.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum KeyReference {
    /// In the system's keyring, under this account.
    Keyring(String),
    /// The first line that a command prints, run without a shell.
    Command(Vec<String>),
    /// The first line that a command line prints, run by the shell.
    Shell(String),
    /// In an environment variable.
    Variable(String),
    /// In a file.
    File(PathBuf),
    /// In the configuration file itself.
    Plain(Zeroizing<String>),
}

/// The profile that a command uses.
#[derive(Debug)]
pub(crate) struct Chosen {
    pub(crate) name: String,
    pub(crate) by: By,
    /// What weaker ones name.
    pub(crate) shadowed: Vec<(By, String)>,
    pub(crate) profile: Profile,
}

/// Who chose it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// `--profile`, which beats the environment.
    Flag,
    /// `COURIER_PROFILE`.
    Variable,
    /// `profile use`.
    Default,
}

impl KeyReference {
    /// The name of its kind in the configuration file.
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

    /// Where it leads, for a person. A command is named without what it is given; a key that was
    /// written in the place of its name is not shown.
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

/// The program that a line of shell runs first, if it is plainly named. Whatever else stands there
/// may be a secret: a variable's value, or what it is expanded from.
pub(super) fn program_of(line: &str) -> String {
    let words = shlex::split(line).unwrap_or_default();
    let program = words.into_iter().find(|word| !word.contains('='));
    program
        .filter(|word| is_plain_name(word))
        .unwrap_or_else(|| "sh".to_owned())
}

/// What a command is called: its program, without what was written behind it in the same word.
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
