//! A setting, its origin, and the weaker sources that it overrides.

use std::fmt;

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
    pub(crate) shadowed: Vec<(SettingOrigin, String)>,
}

/// A named setting for display.
#[derive(Debug)]
pub(crate) struct SettingRow {
    /// The name in JSON.
    pub(crate) name: &'static str,
    /// The value and its origin, `None` if no source has it.
    pub(crate) setting: Option<Setting<String>>,
    /// The reason why a source that exists yields no value.
    pub(crate) problem: Option<String>,
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
    /// Converts the value and keeps origin and overridden values.
    pub(crate) fn map<U>(self, map: impl FnOnce(T) -> U) -> Setting<U> {
        Setting {
            value: map(self.value),
            origin: self.origin,
            shadowed: self.shadowed,
        }
    }

    /// Returns the value of the first source that has one. Sources are ordered from strongest to
    /// weakest.
    pub(crate) fn first(
        sources: impl IntoIterator<Item = (SettingOrigin, Option<T>)>,
        show: impl Fn(&T) -> String,
    ) -> Option<Self> {
        let mut found = sources
            .into_iter()
            .filter_map(|(origin, value)| Some((origin, value?)));
        let (origin, value) = found.next()?;
        let shadowed = found.filter(|(origin, _)| *origin != SettingOrigin::Default);
        Some(Self {
            value,
            origin,
            shadowed: shadowed
                .map(|(origin, value)| (origin, show(&value)))
                .collect(),
        })
    }
}

impl From<ProfileSource> for SettingOrigin {
    fn from(source: ProfileSource) -> Self {
        match source {
            ProfileSource::Flag => Self::Flag("--profile"),
            ProfileSource::Variable => Self::Variable(env_vars::PROFILE),
            ProfileSource::Default => Self::Configuration,
        }
    }
}

impl fmt::Display for SettingOrigin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) | Self::Variable(name) => formatter.write_str(name),
            Self::Profile(name) => write!(formatter, "profile {name}"),
            Self::Configuration => formatter.write_str("profile use"),
            Self::Default => formatter.write_str("default"),
        }
    }
}
