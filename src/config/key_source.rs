//! Sources of the API key: `--api-key-file`, `--profile`, environment, profile, in this order.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::{CommandError, KeyReference, KeyringError, ProfileSource, SelectedProfile};
use crate::{
    env_vars::{self, EnvVars},
    private_file,
    prompt::PromptError,
    token::{ApiKey, CourierEnvironment, KeyMistake},
};

/// A source that provides the API key.
#[derive(Debug, Clone)]
pub(crate) enum KeySource {
    /// The file of `--api-key-file`; `-` is standard input.
    File(PathBuf),
    /// An environment variable.
    Variable(&'static str),
    /// The key reference of a profile.
    Profile {
        profile: String,
        reference: KeyReference,
    },
}

/// A failure to obtain the API key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyError {
    /// No source exists.
    #[error("no API key found")]
    Missing,
    /// The source exists and is empty.
    #[error("no API key in {0}")]
    Empty(String),
    /// The environment variable that a profile names is not set.
    #[error("profile `{profile}` reads its key from {variable}, which is not set")]
    VariableNotSet { profile: String, variable: String },
    /// The value of the environment variable that a profile names is not text.
    #[error("the API key in {0} is not valid UTF-8")]
    InvalidVariable(String),
    /// The source holds something else than a key, or more than it.
    #[error("invalid API key in {from}: {mistake}")]
    NotAKey { from: String, mistake: KeyMistake },
    /// The file could not be read.
    #[error("cannot read the API key from {from}: {source}")]
    Read { from: String, source: io::Error },
    /// The prompt returned no key.
    #[error(transparent)]
    Prompt(#[from] PromptError),
    /// The keyring returned no key.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// The key command returned no key.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The key belongs to a different environment than the profile.
    #[error("profile `{profile}` is for {expected}, but this key is for {found}: {key}")]
    OtherEnvironment {
        profile: String,
        expected: CourierEnvironment,
        found: CourierEnvironment,
        key: String,
    },
}

impl KeySource {
    /// Returns the text that names the source in a message.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::File(path) => private_file::display_name(path),
            Self::Variable(name) => (*name).to_owned(),
            Self::Profile { profile, reference } => {
                format!(
                    "the key source of profile `{profile}` ({})",
                    reference.describe()
                )
            }
        }
    }

    /// Returns true if the key is what a command prints.
    pub(crate) fn is_command(&self) -> bool {
        let Self::Profile { reference, .. } = self else {
            return false;
        };
        matches!(reference, KeyReference::Command(_) | KeyReference::Shell(_))
    }

    /// Returns the key source of a profile, `None` if the profile names none.
    pub(crate) fn of_profile(selected: &SelectedProfile) -> Option<Self> {
        Some(Self::Profile {
            profile: selected.name.clone(),
            reference: selected.profile.key.clone()?,
        })
    }
}

/// Returns the sources that exist, strongest first.
pub(crate) fn key_sources(
    file: Option<&Path>,
    profile: Option<&SelectedProfile>,
    env: &EnvVars,
) -> Vec<KeySource> {
    let from_profile = |counts: fn(&ProfileSource) -> bool| {
        let profile = profile.filter(|profile| counts(&profile.source));
        profile.and_then(KeySource::of_profile)
    };
    let variable = |name: &'static str| env.get(name).map(|_| KeySource::Variable(name));
    [
        file.map(|path| KeySource::File(path.to_owned())),
        from_profile(|source| *source == ProfileSource::Flag),
        variable(env_vars::API_KEY),
        variable(env_vars::AUTH_TOKEN),
        from_profile(|source| *source != ProfileSource::Flag),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Refuses a key whose prefix shows a different environment than the profile's.
///
/// # Errors
/// Returns an error if both environments are known and differ.
pub(crate) fn check_environment(key: &ApiKey, selected: &SelectedProfile) -> Result<(), KeyError> {
    use CourierEnvironment::{Production, Test};
    match (key.environment(), &selected.profile.environment) {
        (Some(found), Some(expected @ (Production | Test))) if found != *expected => {
            Err(KeyError::OtherEnvironment {
                profile: selected.name.clone(),
                expected: expected.clone(),
                found,
                key: key.describe(),
            })
        }
        _ => Ok(()),
    }
}
