//! The JSON of `profile`.

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
    key: Option<Reference>,
    error: Option<String>,
}

/// Where a key is kept.
#[derive(Serialize)]
struct Reference {
    kind: &'static str,
    description: String,
}

/// `courier-auth/profile-show/v1`
#[derive(Serialize)]
pub(crate) struct ProfileShow<'a> {
    schema: &'static str,
    profile: Option<&'a str>,
    settings: Vec<ShownSetting<'a>>,
}

#[derive(Serialize)]
struct ShownSetting<'a> {
    name: &'static str,
    value: Option<&'a str>,
    error: Option<&'a str>,
    origin: Option<Source<'a>>,
    shadowed: Vec<Shadowed<'a>>,
}

#[derive(Serialize)]
struct Shadowed<'a> {
    value: &'a str,
    origin: Source<'a>,
}

/// What a setting came from: `kind` is `flag`, `variable`, `profile`, `configuration` or
/// `default`.
#[derive(Serialize)]
struct Source<'a> {
    kind: &'static str,
    name: Option<&'a str>,
}

/// `courier-auth/profile-add/v1` and its siblings: which profile was changed, in which file
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
            key: profile.key.as_ref().map(Reference::of),
            error: None,
        }
    }
}

impl Reference {
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
            settings: rows.iter().map(ShownSetting::of).collect(),
        }
    }
}

impl<'a> ShownSetting<'a> {
    fn of(row: &'a SettingRow) -> Self {
        let setting = row.setting.as_ref();
        let value = setting.map(|setting| setting.value.as_str());
        let shadowed = setting.into_iter().flat_map(|setting| &setting.shadowed);
        Self {
            name: row.name,
            value: value.filter(|_| row.problem.is_none()),
            error: row.problem.as_deref(),
            origin: setting.map(|setting| Source::of(&setting.origin)),
            shadowed: shadowed
                .map(|(origin, value)| Shadowed {
                    value,
                    origin: Source::of(origin),
                })
                .collect(),
        }
    }
}

impl<'a> Source<'a> {
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
