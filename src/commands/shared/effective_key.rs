//! The API key in effect and its origin, for `profile show` and `doctor`.

use super::credentials::{Credentials, read_key};
use crate::{
    config::{KeyError, KeySource},
    context::Context,
    env_vars::EnvVars,
    settings::{EffectiveSetting, Setting, SettingOrigin},
    token::ApiKey,
};

/// Returns the key of the strongest source for display, and the key itself if there is one, or
/// else the error that is shown instead.
pub(in crate::commands) fn effective_key(
    credentials: &Credentials,
    context: &mut Context<'_>,
) -> (EffectiveSetting<String>, Result<Option<ApiKey>, KeyError>) {
    let sources = credentials.sources();
    let read = sources
        .first()
        .map(|source| read_checked(source, credentials, context));
    let key = read.transpose();
    let valid_key = key.as_ref().ok().and_then(Option::as_ref);
    let shadowed = |source| (origin(source), describe(source, &context.env));
    let setting = sources.first().map(|source| Setting {
        value: valid_key.map(ApiKey::describe).unwrap_or_default(),
        origin: origin(source),
        shadowed: sources[1..].iter().map(shadowed).collect(),
    });
    let effective = EffectiveSetting {
        setting,
        problem: key.as_ref().err().map(ToString::to_string),
    };
    (effective, key)
}

fn read_checked(
    source: &KeySource,
    credentials: &Credentials,
    context: &mut Context<'_>,
) -> Result<ApiKey, KeyError> {
    let key = read_key(source, context)?;
    credentials.check(&key)?;
    Ok(key)
}

fn origin(source: &KeySource) -> SettingOrigin {
    match source {
        KeySource::File(_) => SettingOrigin::Flag("--api-key-file"),
        KeySource::Variable(name) => SettingOrigin::Variable(name),
        KeySource::Profile { profile, .. } => SettingOrigin::Profile(profile.clone()),
    }
}

/// Describes a source that another one overrides: the redacted key of a variable, otherwise the
/// location of the key, which is not read.
fn describe(source: &KeySource, env: &EnvVars) -> String {
    match source {
        KeySource::File(path) => path.display().to_string(),
        KeySource::Variable(name) => {
            let key = ApiKey::new(env.get(name).unwrap_or_default());
            key.map_or_else(|error| error.to_string(), |key| key.describe())
        }
        KeySource::Profile { reference, .. } => reference.describe(),
    }
}
