//! JSON output of `profile`.

use std::path::Path;

use serde::Serialize;

use crate::{
    config::{Config, InvalidEntry, KeyReference, Profile},
    settings::{SettingOrigin, SettingRow},
};

/// `courier-auth/profile-list/v1`
#[derive(Serialize)]
pub(crate) struct ProfileList<'a> {
    schema: &'static str,
    in_use: Option<&'a str>,
    profiles: Vec<ListedProfile<'a>>,
}

#[derive(Default, Serialize)]
struct ListedProfile<'a> {
    name: &'a str,
    region: Option<String>,
    api_url: Option<&'a str>,
    inbox_url: Option<&'a str>,
    environment: Option<String>,
    user: Option<&'a str>,
    expires_in: Option<&'a str>,
    key: Option<KeyLocation>,
    error: Option<String>,
}

/// The storage of an API key.
#[derive(Serialize)]
struct KeyLocation {
    kind: &'static str,
    description: String,
}

/// `courier-auth/profile-show/v1`
#[derive(Serialize)]
pub(crate) struct ProfileShow<'a> {
    schema: &'static str,
    profile: Option<&'a str>,
    settings: Vec<EffectiveSetting<'a>>,
}

#[derive(Serialize)]
struct EffectiveSetting<'a> {
    name: &'static str,
    value: Option<&'a str>,
    error: Option<&'a str>,
    origin: Option<Origin<'a>>,
    shadowed: Vec<ShadowedValue<'a>>,
}

#[derive(Serialize)]
struct ShadowedValue<'a> {
    value: &'a str,
    origin: Origin<'a>,
}

/// The origin of a setting: `kind` is `flag`, `variable`, `profile`, `configuration` or `default`.
#[derive(Serialize)]
struct Origin<'a> {
    kind: &'static str,
    name: Option<&'a str>,
}

/// `courier-auth/profile-add/v1` and the like: the changed profile and its file.
#[derive(Serialize)]
pub(crate) struct ProfileChange<'a> {
    schema: String,
    profile: Option<&'a str>,
    path: String,
}

impl<'a> ProfileList<'a> {
    pub(crate) fn of(config: &'a Config, in_use: Option<&'a str>) -> Self {
        let listed = |(name, profile): &'a (String, Result<Profile, InvalidEntry>)| match profile {
            Ok(profile) => ListedProfile::of(name, profile),
            Err(fault) => ListedProfile {
                name,
                error: Some(fault.to_string()),
                ..ListedProfile::default()
            },
        };
        Self {
            schema: "courier-auth/profile-list/v1",
            in_use,
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
            user: profile.user.as_deref(),
            expires_in: profile.expires_in.as_deref(),
            key: profile.key.as_ref().map(KeyLocation::of),
            error: None,
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
            schema: "courier-auth/profile-show/v1",
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
    pub(crate) fn of(command: &str, profile: Option<&'a str>, path: &Path) -> Self {
        Self {
            schema: format!("courier-auth/{command}/v1"),
            profile,
            path: path.display().to_string(),
        }
    }
}
