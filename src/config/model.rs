//! The contents of the configuration file, and the errors about them.

use std::{io, path::PathBuf};

use super::profile::{KeyReference, Profile, SelectedProfile};
use crate::{
    endpoints::is_loopback,
    private_file::{Exposure, WriteError},
    text::closest_match,
};

/// The contents of the configuration file.
#[derive(Debug, Default)]
pub(crate) struct Config {
    pub(crate) path: PathBuf,
    /// The profile of commands that name none.
    pub(crate) default_profile: Option<String>,
    /// The profiles in the order of the file. An invalid profile affects only commands that use it.
    pub(crate) profiles: Vec<(String, Result<Profile, InvalidEntry>)>,
    /// The key of each profile that names one, even if the rest of the profile is invalid.
    pub(crate) keys: Vec<(String, KeyReference)>,
    /// The warnings about unknown entries.
    pub(crate) warnings: Vec<String>,
    /// The way in which other users can change the file, if they can.
    pub(crate) exposure: Option<Exposure>,
}

/// An invalid entry of the file. The value is not repeated, because it may be a secret.
#[derive(Debug, Clone, thiserror::Error)]
#[error("line {line}: {reason}")]
pub(crate) struct InvalidEntry {
    /// The line, from 1.
    pub(crate) line: usize,
    pub(crate) reason: String,
    /// The advice, if there is one.
    pub(crate) help: Option<&'static str>,
}

impl InvalidEntry {
    /// Adds advice.
    pub(super) fn with_help(self, help: &'static str) -> Self {
        Self {
            help: Some(help),
            ..self
        }
    }
}

/// The reason why the configuration cannot be used or changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// The system names no home directory.
    #[error("no configuration directory found")]
    NoFolder,
    /// The file cannot be read.
    #[error("cannot read `{}`: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    /// An entry is invalid.
    #[error("`{}`, {entry}", path.display())]
    Invalid { path: PathBuf, entry: InvalidEntry },
    /// The named profile does not exist.
    #[error("profile `{name}` not found; {}", suggest_profile(name, known))]
    Unknown { name: String, known: Vec<String> },
    /// The profile that a project file names does not exist.
    #[error("profile `{name}` not found (named in `{}`); {}", project.display(), suggest_profile(name, known))]
    UnknownInProject {
        project: PathBuf,
        name: String,
        known: Vec<String>,
    },
    /// A file has unknown entries, and `--strict-config` is given.
    #[error("{}", .0.join("; "))]
    Strict(Vec<String>),
    /// Other users can change the file, so an entry with which they could get the key is not used.
    #[error(
        "other users of this machine can change `{}`{}, so {refused}",
        path.display(),
        exposure.reason()
    )]
    Exposed {
        path: PathBuf,
        exposure: Exposure,
        refused: &'static str,
    },
    /// A profile of that name exists already.
    #[error("profile `{0}` already exists")]
    Exists(String),
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl Config {
    /// Returns a profile.
    ///
    /// # Errors
    /// Returns an error if the profile does not exist or is invalid.
    pub(crate) fn profile(&self, name: &str) -> Result<&Profile, ConfigError> {
        let profile = self.find(name)?.as_ref();
        profile.map_err(|entry| ConfigError::Invalid {
            path: self.path.clone(),
            entry: entry.clone(),
        })
    }

    /// Returns a profile that may be invalid.
    ///
    /// # Errors
    /// Returns an error if the profile does not exist.
    pub(crate) fn find(&self, name: &str) -> Result<&Result<Profile, InvalidEntry>, ConfigError> {
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

    /// Returns the key reference of a profile, even if the rest of the profile is invalid.
    pub(crate) fn key_of(&self, name: &str) -> Option<&KeyReference> {
        let mut keys = self.keys.iter();
        keys.find(|(known, _)| known == name).map(|(_, key)| key)
    }

    /// Returns another profile with the same key reference.
    pub(crate) fn other_profile_with(&self, key: &KeyReference, name: &str) -> Option<&str> {
        let mut others = self.keys.iter().filter(|(other, _)| other != name);
        let other = others.find(|(_, other)| other == key);
        other.map(|(name, _)| name.as_str())
    }
}

impl Config {
    /// Refuses what another user could have written into the file to get a key: a command that this
    /// program would run, or an address of a server of theirs.
    ///
    /// # Errors
    /// Returns an error if other users can change the file, and the profile has such an entry.
    /// `runs_command` is true if the key of the profile is the one that is used, and a command prints it.
    pub(crate) fn refuse_exposed(
        &self,
        selected: &SelectedProfile,
        runs_command: bool,
    ) -> Result<(), ConfigError> {
        let urls = [&selected.profile.api_url, &selected.profile.inbox_url];
        let refused = if runs_command {
            "its key command is not run"
        } else if urls.into_iter().flatten().any(|url| !is_loopback(url)) {
            "nothing is sent to the address in it"
        } else {
            return Ok(());
        };
        match &self.exposure {
            Some(exposure) if exposure.is_certain() => Err(ConfigError::Exposed {
                path: self.path.clone(),
                exposure: exposure.clone(),
                refused,
            }),
            _ => Ok(()),
        }
    }
}

/// Returns names in backticks, separated by commas.
pub(super) fn list(names: &[&str]) -> String {
    format!("`{}`", names.join("`, `"))
}

/// Suggests the profile with the closest name, or else lists all profiles.
fn suggest_profile(name: &str, known: &[String]) -> String {
    let names: Vec<&str> = known.iter().map(String::as_str).collect();
    if let Some(closest) = closest_match(name, names.iter().copied()) {
        format!("did you mean `{closest}`?")
    } else if names.is_empty() {
        "no profiles exist yet".to_owned()
    } else {
        format!("known profiles: {}", list(&names))
    }
}
