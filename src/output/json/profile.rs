//! JSON output of `profile`.

use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use crate::{
    config::{Config, InvalidEntry, KeyReference, Profile},
    document::SchemaName,
    settings::{SettingOrigin, SettingRow},
};

#[derive(Serialize, JsonSchema)]
pub(crate) struct ProfileList<'a> {
    schema: SchemaName<ProfileList<'static>>,
    /// The profile of commands that name none.
    default_profile: Option<&'a str>,
    /// The profiles, in the order of the configuration file.
    profiles: Vec<ListedProfile<'a>>,
}

/// A profile.
#[derive(Default, Serialize, JsonSchema)]
struct ListedProfile<'a> {
    /// The name.
    name: &'a str,
    /// The region: `us` or `eu`.
    region: Option<String>,
    /// The URL of the REST API, if the profile names it.
    api_url: Option<&'a str>,
    /// The URL of the Inbox API, if the profile names it.
    inbox_url: Option<&'a str>,
    /// The environment of the API key.
    environment: Option<String>,
    /// The default user.
    user_id: Option<&'a str>,
    /// The default lifetime of tokens.
    expires_in: Option<&'a str>,
    /// Where the API key is.
    key: Option<KeyLocation>,
    /// Why the profile is invalid, `null` if it is valid.
    message: Option<String>,
}

/// Where an API key is.
#[derive(Serialize, JsonSchema)]
struct KeyLocation {
    /// `keyring`, `command`, `shell`, `env`, `file` or `plain`.
    kind: &'static str,
    /// The place in words, without the key.
    description: String,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct ProfileShow<'a> {
    schema: SchemaName<ProfileShow<'static>>,
    profile: Option<&'a str>,
    settings: Vec<EffectiveSetting<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct EffectiveSetting<'a> {
    name: &'static str,
    value: Option<&'a str>,
    error: Option<&'a str>,
    origin: Option<Origin<'a>>,
    shadowed: Vec<ShadowedValue<'a>>,
}

#[derive(Serialize, JsonSchema)]
struct ShadowedValue<'a> {
    value: &'a str,
    origin: Origin<'a>,
}

/// The origin of a setting: `kind` is `flag`, `variable`, `profile`, `configuration` or `default`.
#[derive(Serialize, JsonSchema)]
struct Origin<'a> {
    kind: &'static str,
    name: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct ProfileChange<'a> {
    schema: SchemaName<ProfileChange<'static>>,
    /// What was done.
    change: ProfileChangeKind,
    /// The profile, `null` after `profile use --none`.
    profile: Option<&'a str>,
    /// The configuration file.
    config_file: String,
}

/// A change of the configuration file.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ProfileChangeKind {
    /// The profile was added or replaced.
    Added,
    /// The profile became the default, or no profile is the default now.
    MadeDefault,
    /// The profile was removed.
    Removed,
}

impl<'a> ProfileList<'a> {
    pub(crate) fn of(config: &'a Config, default_profile: Option<&'a str>) -> Self {
        let listed = |(name, profile): &'a (String, Result<Profile, InvalidEntry>)| match profile {
            Ok(profile) => ListedProfile::of(name, profile),
            Err(fault) => ListedProfile {
                name,
                message: Some(fault.to_string()),
                ..ListedProfile::default()
            },
        };
        Self {
            schema: SchemaName::new(),
            default_profile,
            profiles: config.profiles.iter().map(listed).collect(),
        }
    }
}

impl<'a> ListedProfile<'a> {
    fn of(name: &'a str, profile: &'a Profile) -> Self {
        Self {
            name,
            region: profile.region.map(|region| region.to_string()),
            api_url: profile.api_url.as_ref().map(url::Url::as_str),
            inbox_url: profile.inbox_url.as_ref().map(url::Url::as_str),
            environment: profile.environment.as_ref().map(ToString::to_string),
            user_id: profile.user.as_deref(),
            expires_in: profile.expires_in.as_deref(),
            key: profile.key.as_ref().map(KeyLocation::of),
            message: None,
        }
    }
}

impl KeyLocation {
    fn of(key: &KeyReference) -> Self {
        Self {
            kind: key.kind(),
            description: key.describe(),
        }
    }
}

impl<'a> ProfileShow<'a> {
    pub(crate) fn of(profile: Option<&'a str>, rows: &'a [SettingRow]) -> Self {
        Self {
            schema: SchemaName::new(),
            profile,
            settings: rows.iter().map(EffectiveSetting::of).collect(),
        }
    }
}

impl<'a> EffectiveSetting<'a> {
    fn of(row: &'a SettingRow) -> Self {
        let setting = row.setting.as_ref();
        let value = setting.map(|setting| setting.value.as_str());
        let shadowed = setting.into_iter().flat_map(|setting| &setting.shadowed);
        Self {
            name: row.name,
            value: value.filter(|_| row.problem.is_none()),
            error: row.problem.as_deref(),
            origin: setting.map(|setting| Origin::of(&setting.origin)),
            shadowed: shadowed
                .map(|(origin, value)| ShadowedValue {
                    value,
                    origin: Origin::of(origin),
                })
                .collect(),
        }
    }
}

impl<'a> Origin<'a> {
    fn of(origin: &'a SettingOrigin) -> Self {
        let (kind, name) = match origin {
            SettingOrigin::Flag(name) => ("flag", Some(*name)),
            SettingOrigin::Variable(name) => ("variable", Some(*name)),
            SettingOrigin::Profile(name) => ("profile", Some(name.as_str())),
            SettingOrigin::Configuration => ("configuration", None),
            SettingOrigin::Default => ("default", None),
        };
        Self { kind, name }
    }
}

impl<'a> ProfileChange<'a> {
    pub(crate) fn of(change: ProfileChangeKind, profile: Option<&'a str>, path: &Path) -> Self {
        Self {
            schema: SchemaName::new(),
            change,
            profile,
            config_file: path.display().to_string(),
        }
    }
}
