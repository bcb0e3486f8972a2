//! A setting, its origin, and the weaker sources that it overrides.

use std::{fmt, path::PathBuf};

use crate::{config::ProfileSource, env_vars};

/// The source of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SettingOrigin {
    /// A flag, with its dashes.
    Flag(&'static str),
    /// An environment variable.
    Variable(&'static str),
    /// The profile of that name.
    Profile(String),
    /// The project file at this path.
    ProjectFile(PathBuf),
    /// The configuration file outside of profiles.
    Configuration,
    /// The built-in default.
    Default,
}

/// A setting with its origin and the values that it overrides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Setting<T> {
    pub(crate) value: T,
    pub(crate) origin: SettingOrigin,
    /// The values of weaker sources, strongest first.
    pub(crate) shadowed: Vec<(SettingOrigin, T)>,
}

/// A setting for display.
#[derive(Debug)]
pub(crate) struct EffectiveSetting<T> {
    /// The value and its origin, `None` if no source has it.
    pub(crate) setting: Option<Setting<T>>,
    /// The reason why a source that exists yields no value.
    pub(crate) problem: Option<String>,
}

impl<T> From<Option<Setting<T>>> for EffectiveSetting<T> {
    fn from(setting: Option<Setting<T>>) -> Self {
        let problem = None;
        Self { setting, problem }
    }
}

/// An invalid setting.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettingsError {
    /// An environment variable holds an invalid value.
    #[error("invalid {name}: {reason}")]
    Variable { name: &'static str, reason: String },
}

impl SettingOrigin {
    /// Returns the environment variable, if that is the origin.
    pub(crate) fn variable(&self) -> Option<&'static str> {
        match self {
            Self::Variable(name) => Some(name),
            _ => None,
        }
    }

    /// Returns the name of the setting, `None` for the built-in default.
    pub(crate) fn name(&self) -> Option<String> {
        (*self != Self::Default).then(|| self.to_string())
    }
}

impl<T> Setting<T> {
    /// Returns the value of a source that overrides no other one.
    pub(crate) fn alone(origin: SettingOrigin, value: T) -> Self {
        Self {
            value,
            origin,
            shadowed: Vec::new(),
        }
    }

    /// Converts the value and the overridden values.
    pub(crate) fn map<U>(self, map: impl Fn(T) -> U) -> Setting<U> {
        let shadowed = self.shadowed.into_iter();
        Setting {
            value: map(self.value),
            origin: self.origin,
            shadowed: shadowed
                .map(|(origin, value)| (origin, map(value)))
                .collect(),
        }
    }

    /// Returns the value of the first source that has one. Sources are ordered from strongest to
    /// weakest.
    pub(crate) fn first(
        sources: impl IntoIterator<Item = (SettingOrigin, Option<T>)>,
    ) -> Option<Self> {
        let mut found = sources
            .into_iter()
            .filter_map(|(origin, value)| Some((origin, value?)));
        let (origin, value) = found.next()?;
        let shadowed = found.filter(|(origin, _)| *origin != SettingOrigin::Default);
        Some(Self {
            value,
            origin,
            shadowed: shadowed.collect(),
        })
    }
}

impl From<ProfileSource> for SettingOrigin {
    fn from(source: ProfileSource) -> Self {
        match source {
            ProfileSource::Flag => Self::Flag("--profile"),
            ProfileSource::Variable => Self::Variable(env_vars::PROFILE),
            ProfileSource::Project(path) => Self::ProjectFile(path),
            ProfileSource::Default => Self::Configuration,
        }
    }
}

impl fmt::Display for SettingOrigin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) | Self::Variable(name) => formatter.write_str(name),
            Self::Profile(name) => write!(formatter, "profile {name}"),
            Self::ProjectFile(path) => write!(formatter, "project file {}", path.display()),
            Self::Configuration => formatter.write_str("profile use"),
            Self::Default => formatter.write_str("default"),
        }
    }
}
