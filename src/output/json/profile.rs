//! JSON output of `profile`.

use std::{borrow::Cow, path::Path, time::Duration};

use serde::Serialize;
use serde_json::Number;
use url::Url;

use crate::{
    config::{Config, InvalidEntry, KeyReference, Profile},
    settings::{EffectiveSettings, Setting, SettingOrigin},
    token::Feature,
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
    project_file: Option<&'a str>,
    settings: ShownSettings<'a>,
}

/// Every setting, by its name.
#[derive(Serialize)]
struct ShownSettings<'a> {
    profile: ShownSetting<'a, &'a str>,
    api_key: ShownSetting<'a, &'a str>,
    api_url: ShownSetting<'a, &'a str>,
    inbox_url: ShownSetting<'a, &'a str>,
    socket_url: ShownSetting<'a, &'a str>,
    environment: ShownSetting<'a, &'a str>,
    user_id: ShownSetting<'a, &'a str>,
    r#for: ShownSetting<'a, Vec<&'static str>>,
    expires_in: ShownSetting<'a, &'a str>,
    output: ShownSetting<'a, &'static str>,
    timeout_seconds: ShownSetting<'a, Number>,
    retries: ShownSetting<'a, u32>,
}

#[derive(Serialize)]
struct ShownSetting<'a, T> {
    value: Option<T>,
    origin: Option<Origin<'a>>,
    overridden: Vec<OverriddenValue<'a, T>>,
    error: Option<&'a str>,
}

#[derive(Serialize)]
struct OverriddenValue<'a, T> {
    value: T,
    origin: Origin<'a>,
}

/// The origin of a setting: `kind` is `flag`, `variable`, `profile`, `project-file`, `configuration` or
/// `default`.
#[derive(Serialize)]
struct Origin<'a> {
    kind: &'static str,
    name: Option<Cow<'a, str>>,
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
            api_url: profile.api_url.as_ref().map(Url::as_str),
            inbox_url: profile.inbox_url.as_ref().map(Url::as_str),
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
    pub(crate) fn of(project_file: Option<&'a str>, settings: &'a EffectiveSettings) -> Self {
        let profile = settings.profile.as_ref();
        Self {
            schema: "courier-auth/profile-show/v1",
            profile: profile.map(|profile| profile.value.as_str()),
            project_file,
            settings: ShownSettings::of(settings),
        }
    }
}

impl<'a> ShownSettings<'a> {
    fn of(settings: &'a EffectiveSettings) -> Self {
        let connection = &settings.connection;
        let names = |features: &Vec<&'static Feature>| {
            let features = features.iter();
            features.map(|feature| feature.name).collect()
        };
        Self {
            profile: ShownSetting::of(settings.profile.as_ref(), String::as_str),
            api_key: ShownSetting::of(settings.api_key.setting.as_ref(), String::as_str)
                .with_error(settings.api_key.problem.as_deref()),
            api_url: ShownSetting::of(Some(&connection.rest), Url::as_str),
            inbox_url: ShownSetting::of(Some(&connection.inbox), Url::as_str),
            socket_url: ShownSetting::of(Some(&connection.socket), Url::as_str),
            environment: ShownSetting::of(settings.environment.as_ref(), String::as_str),
            user_id: ShownSetting::of(settings.user.as_ref(), String::as_str),
            r#for: ShownSetting::of(settings.features.as_ref(), names),
            expires_in: ShownSetting::of(Some(&settings.expires_in), String::as_str),
            output: ShownSetting::of(Some(&settings.output), |format| format.name()),
            timeout_seconds: ShownSetting::of(Some(&connection.timeout), seconds),
            retries: ShownSetting::of(Some(&connection.retries), |retries| *retries),
        }
    }
}

impl<'a, T> ShownSetting<'a, T> {
    fn of<S>(setting: Option<&'a Setting<S>>, convert: impl Fn(&'a S) -> T) -> Self {
        let overridden = setting.into_iter().flat_map(|setting| &setting.shadowed);
        Self {
            value: setting.map(|setting| convert(&setting.value)),
            origin: setting.map(|setting| Origin::of(&setting.origin)),
            overridden: overridden
                .map(|(origin, value)| OverriddenValue {
                    value: convert(value),
                    origin: Origin::of(origin),
                })
                .collect(),
            error: None,
        }
    }

    /// Adds the reason why the source yields no value.
    fn with_error(self, error: Option<&'a str>) -> Self {
        Self {
            value: self.value.filter(|_| error.is_none()),
            error,
            ..self
        }
    }
}

/// Returns a number of seconds, without a fraction if it is whole.
fn seconds(duration: &Duration) -> Number {
    let whole = || Number::from(duration.as_secs());
    match duration.subsec_nanos() {
        0 => whole(),
        _ => Number::from_f64(duration.as_secs_f64()).unwrap_or_else(whole),
    }
}

impl<'a> Origin<'a> {
    fn of(origin: &'a SettingOrigin) -> Self {
        let (kind, name) = match origin {
            SettingOrigin::Flag(name) => ("flag", Some(Cow::Borrowed(*name))),
            SettingOrigin::Variable(name) => ("variable", Some(Cow::Borrowed(*name))),
            SettingOrigin::Profile(name) => ("profile", Some(Cow::Borrowed(name.as_str()))),
            SettingOrigin::ProjectFile(path) => ("project-file", Some(path.to_string_lossy())),
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
