//! The API key that is in effect, and why.

use crate::{
    cli::KeyArgs,
    config::{self, Chosen, KeySource},
    context::Context,
    env_vars::EnvVars,
    settings::{Origin, Setting, Shown},
    token::ApiKey,
};

/// The key of the source that counts, as it can be shown; and itself, where there is one.
pub(in crate::commands) fn api_key(
    args: &KeyArgs,
    chosen: Option<&Chosen>,
    context: &mut Context<'_>,
) -> (Shown, Option<ApiKey>) {
    let sources = config::sources(args, chosen, &context.env);
    let key = sources
        .first()
        .map(|source| found(source, args, chosen, context));
    let (key, fault) = match key {
        Some(Ok(key)) => (Some(key), None),
        Some(Err(reason)) => (None, Some(reason)),
        None => (None, None),
    };
    let shadowed = |source| (origin(source), reference(source, &context.env));
    let setting = sources.first().map(|source| Setting {
        value: key.as_ref().map(ApiKey::describe).unwrap_or_default(),
        origin: origin(source),
        shadowed: sources[1..].iter().map(shadowed).collect(),
    });
    let shown = Shown {
        name: "api_key",
        setting,
        fault,
    };
    (shown, key)
}

fn found(
    source: &KeySource<'_>,
    args: &KeyArgs,
    chosen: Option<&Chosen>,
    context: &mut Context<'_>,
) -> Result<ApiKey, String> {
    let key = config::key_from(source, context).map_err(|error| error.to_string())?;
    if let Some(chosen) = chosen.filter(|_| !args.any_environment) {
        config::guard(&key, chosen).map_err(|error| error.to_string())?;
    }
    Ok(key)
}

fn origin(source: &KeySource<'_>) -> Origin {
    match source {
        KeySource::File(_) => Origin::Flag("--api-key-file"),
        KeySource::Variable(name) => Origin::Variable(name),
        KeySource::Profile(chosen, _) => Origin::Profile(chosen.name.clone()),
    }
}

/// A key that does not count, as far as it is at hand, else where it is.
fn reference(source: &KeySource<'_>, environment: &EnvVars) -> String {
    match source {
        KeySource::File(path) => path.display().to_string(),
        KeySource::Variable(name) => {
            let key = ApiKey::new(environment.get(name).unwrap_or_default());
            key.map_or_else(|error| error.to_string(), |key| key.describe())
        }
        KeySource::Profile(_, key) => key.describe(),
    }
}
