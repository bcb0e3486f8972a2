//! The API key in effect and its origin, for `profile show` and `doctor`.

use super::credentials::{Credentials, read_key};
use crate::{
    config::KeySource,
    context::Context,
    env_vars::EnvVars,
    settings::{Setting, SettingOrigin, SettingRow},
    token::ApiKey,
};

/// Returns the key of the strongest source as a row for display, and the key itself if there is one.
pub(in crate::commands) fn effective_key(
    credentials: &Credentials,
    context: &mut Context<'_>,
) -> (SettingRow, Option<ApiKey>) {
    let sources = credentials.sources();
    let read = sources
        .first()
        .map(|source| read_checked(source, credentials, context));
    let (key, problem) = match read {
        Some(Ok(key)) => (Some(key), None),
        Some(Err(reason)) => (None, Some(reason)),
        None => (None, None),
    };
    let shadowed = |source| (origin(source), describe(source, &context.env));
    let setting = sources.first().map(|source| Setting {
        value: key.as_ref().map(ApiKey::describe).unwrap_or_default(),
        origin: origin(source),
        shadowed: sources[1..].iter().map(shadowed).collect(),
    });
    let row = SettingRow {
        name: "api_key",
        setting,
        problem,
    };
    (row, key)
}

fn read_checked(
    source: &KeySource,
    credentials: &Credentials,
    context: &mut Context<'_>,
) -> Result<ApiKey, String> {
    let key = read_key(source, context).map_err(|error| error.to_string())?;
    credentials.check(&key).map_err(|error| error.to_string())?;
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
