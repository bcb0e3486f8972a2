//! JSON output of `profile`.

use std::{borrow::Cow, path::Path, time::Duration};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Number;
use url::Url;

use crate::{
    config::{Config, InvalidEntry, KeyReference, Profile},
    document::SchemaName,
    settings::{EffectiveSettings, Setting, SettingOrigin},
    token::Feature,
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
    /// The place of the API key.
    key: Option<KeyLocation>,
    /// Why the profile is invalid, `null` if it is valid.
    message: Option<String>,
}

/// The place of an API key.
#[derive(Serialize, JsonSchema)]
struct KeyLocation {
    /// The kind of place.
    #[schemars(extend("enum" = ["keyring", "command", "shell", "env", "file", "plain"]))]
    kind: &'static str,
    /// The place in words, without the key.
    description: String,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct ProfileShow<'a> {
    schema: SchemaName<ProfileShow<'static>>,
    /// The profile in use.
    profile: Option<&'a str>,
    /// The project file in use.
    project_file: Option<&'a str>,
    /// The settings in effect, by name.
    settings: ShownSettings<'a>,
}

/// Every setting, by its name.
#[derive(Serialize, JsonSchema)]
struct ShownSettings<'a> {
    /// The profile.
    profile: ShownSetting<'a, &'a str>,
    /// The fingerprint of the API key.
    api_key: ShownSetting<'a, &'a str>,
    /// The URL of the REST API.
    api_url: ShownSetting<'a, &'a str>,
    /// The URL of the Inbox API.
    inbox_url: ShownSetting<'a, &'a str>,
    /// The URL of the realtime socket.
    socket_url: ShownSetting<'a, &'a str>,
    /// The environment that the API key must belong to.
    environment: ShownSetting<'a, &'a str>,
    /// The default user.
    user_id: ShownSetting<'a, &'a str>,
    /// The default features.
    features: ShownSetting<'a, Vec<&'static str>>,
    /// The default lifetime of tokens, as Courier reads it.
    expires_in: ShownSetting<'a, &'a str>,
    /// The default output format.
    output: ShownSetting<'a, &'static str>,
    /// The time limit for a request.
    timeout_seconds: ShownSetting<'a, Number>,
    /// The time limit for connecting.
    connect_timeout_seconds: ShownSetting<'a, Number>,
    /// The number of retries of a request.
    retries: ShownSetting<'a, u32>,
}

/// A setting with its source.
#[derive(Serialize, JsonSchema)]
struct ShownSetting<'a, T> {
    /// The value, `null` if no source has a valid one.
    value: Option<T>,
    /// The source of the value.
    origin: Option<Origin<'a>>,
    /// The values of weaker sources, strongest first.
    overridden: Vec<OverriddenValue<'a, T>>,
    /// Why the source has no valid value.
    message: Option<&'a str>,
}

/// A value that a stronger source overrides.
#[derive(Serialize, JsonSchema)]
struct OverriddenValue<'a, T> {
    /// The value.
    value: T,
    /// Its source.
    origin: Origin<'a>,
}

/// The source of a setting.
#[derive(Serialize, JsonSchema)]
struct Origin<'a> {
    /// The kind of source.
    #[schemars(extend("enum" = ["flag", "variable", "profile", "project-file", "configuration", "default"]))]
    kind: &'static str,
    /// The option, variable, profile or path.
    name: Option<Cow<'a, str>>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct ProfileChange<'a> {
    schema: SchemaName<ProfileChange<'static>>,
    /// The change.
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
            api_url: profile.api_url.as_ref().map(Url::as_str),
            inbox_url: profile.inbox_url.as_ref().map(Url::as_str),
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
    pub(crate) fn of(project_file: Option<&'a str>, settings: &'a EffectiveSettings) -> Self {
        let profile = settings.profile.as_ref();
        Self {
            schema: SchemaName::new(),
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
                .with_message(settings.api_key.problem.as_deref()),
            api_url: ShownSetting::of(Some(&connection.rest), Url::as_str),
            inbox_url: ShownSetting::of(Some(&connection.inbox), Url::as_str),
            socket_url: ShownSetting::of(Some(&connection.socket), Url::as_str),
            environment: ShownSetting::of(settings.environment.as_ref(), String::as_str),
            user_id: ShownSetting::of(settings.user.as_ref(), String::as_str),
            features: ShownSetting::of(settings.features.as_ref(), names),
            expires_in: ShownSetting::of(Some(&settings.expires_in), String::as_str),
            output: ShownSetting::of(Some(&settings.output), |format| format.name()),
            timeout_seconds: ShownSetting::of(Some(&connection.timeout), seconds),
            connect_timeout_seconds: ShownSetting::of(Some(&connection.connect_timeout), seconds),
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
            message: None,
        }
    }

    /// Adds the reason why the source yields no value.
    fn with_message(self, message: Option<&'a str>) -> Self {
        Self {
            value: self.value.filter(|_| message.is_none()),
            message,
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
    pub(crate) fn of(change: ProfileChangeKind, profile: Option<&'a str>, path: &Path) -> Self {
        Self {
            schema: SchemaName::new(),
            change,
            profile,
            config_file: path.display().to_string(),
        }
    }
}
