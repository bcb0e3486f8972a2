//! The sources of the API key, first one wins: file, `--profile`, environment, profile, prompt.

use std::{io, path::Path, rc::Rc};

use zeroize::Zeroizing;

use super::{
    By, Chosen, CommandError, Config, ConfigError, KeyReference, KeyringError, at_home,
    key_command, keyring,
};
use crate::private_file;
use crate::{
    cli::KeyArgs,
    console::sanitize,
    context::Context,
    env_vars::{self, EnvVars},
    error::Error,
    prompt::{self, PromptError},
    token::{ApiKey, CourierEnvironment, key::has_text_before_key},
};

/// Why there is no usable API key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyError {
    /// No source has one.
    #[error("there is no API key")]
    Missing,
    /// A source is there and holds nothing.
    #[error("there is no API key in {0}")]
    Empty(String),
    /// A dotenv file, say.
    #[error("there is more than a key in {0}")]
    Several(String),
    /// The file could not be read.
    #[error("cannot read the API key from {from}: {source}")]
    Read { from: String, source: io::Error },
    /// The person did not type one.
    #[error(transparent)]
    Prompt(#[from] PromptError),
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    #[error(transparent)]
    Command(#[from] CommandError),
    /// It is of another environment than the profile is for.
    #[error("profile `{profile}` is for {expected}, and this is a key of {found}: {key}")]
    OtherEnvironment {
        profile: String,
        expected: CourierEnvironment,
        found: CourierEnvironment,
        key: String,
    },
}

/// One source of the API key that is there.
#[derive(Debug, Clone)]
pub(crate) enum KeySource<'s> {
    /// `--api-key-file`
    File(&'s Path),
    Variable(&'static str),
    Profile(&'s Chosen, &'s KeyReference),
}

impl KeySource<'_> {
    /// What it is called in a message.
    fn name(&self) -> String {
        match self {
            Self::File(path) => private_file::display_name(path),
            Self::Variable(name) => (*name).to_owned(),
            Self::Profile(chosen, key) => {
                format!("what profile `{}` names ({})", chosen.name, key.describe())
            }
        }
    }
}

/// The profile that the command line, the environment or the configuration names.
///
/// # Errors
/// When there is none of that name, or the configuration makes no sense.
pub(crate) fn chosen(
    args: &KeyArgs,
    context: &Context<'_>,
) -> Result<Option<Rc<Chosen>>, ConfigError> {
    if let Some(chosen) = context.profile.get() {
        return Ok(chosen.clone());
    }
    let config = load(context)?;
    let mut named = named(args.profile.as_deref(), &config, &context.env).into_iter();
    let chosen = named.next().map(|(by, name)| {
        let profile = config.profile(&name)?.clone();
        Ok::<_, ConfigError>(Rc::new(Chosen {
            name,
            by,
            shadowed: named.collect(),
            profile,
        }))
    });
    let chosen = chosen.transpose()?;
    Ok(context.profile.get_or_init(|| chosen).clone())
}

/// Reads the configuration, says what there is to say of it, and knows its keys from then on.
///
/// # Errors
/// When it makes no sense.
pub(crate) fn load(context: &Context<'_>) -> Result<Config, ConfigError> {
    let config = Config::load(&context.env)?;
    let mut holds_keys = false;
    for (_, key) in &config.keys {
        if let KeyReference::Plain(key) = key {
            holds_keys = true;
            context.output.keep_secret(key);
        }
    }
    for warning in &config.warnings {
        let warning = format!("warning: {}", sanitize(warning));
        context.output.note(&warning);
    }
    if private_file::is_writable_by_others(&config.path) && !config.profiles.is_empty() {
        // With an address of theirs in it, they would be sent what it names.
        context.output.note(&format!(
            "warning: other users of this machine can change {}, which says where keys are and go: \
             chmod 600 it",
            private_file::display_name(&config.path)
        ));
    } else if holds_keys {
        warn_of_others(&config.path, context);
    }
    Ok(config)
}

/// Who names a profile, the strongest first.
pub(crate) fn named(
    flag: Option<&str>,
    config: &Config,
    environment: &EnvVars,
) -> Vec<(By, String)> {
    [
        (By::Flag, flag),
        (By::Variable, environment.get(env_vars::PROFILE)),
        (By::Default, config.default_profile.as_deref()),
    ]
    .into_iter()
    .filter_map(|(by, name)| Some((by, name?.to_owned())))
    .collect()
}

/// Where the profile that is used keeps its key.
pub(crate) fn key_of_profile<'c>(context: &'c Context<'_>) -> Option<&'c KeyReference> {
    let chosen = context.profile.get()?.as_ref()?;
    chosen.profile.key.as_ref()
}

/// The sources that are there, strongest first.
pub(crate) fn sources<'s>(
    args: &'s KeyArgs,
    chosen: Option<&'s Chosen>,
    environment: &EnvVars,
) -> Vec<KeySource<'s>> {
    let of_profile = |is_wanted: fn(By) -> bool| {
        let chosen = chosen.filter(|chosen| is_wanted(chosen.by))?;
        Some(KeySource::Profile(chosen, chosen.profile.key.as_ref()?))
    };
    let variable = |name: &'static str| environment.get(name).map(|_| KeySource::Variable(name));
    [
        args.api_key_file.as_deref().map(KeySource::File),
        of_profile(|by| by == By::Flag),
        variable(env_vars::API_KEY),
        variable(env_vars::AUTH_TOKEN),
        of_profile(|by| by != By::Flag),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Finds the API key.
///
/// # Errors
/// When no source has one, the first that is there does not hold one, or it is not what the
/// profile is for.
pub(crate) fn api_key(args: &KeyArgs, context: &mut Context<'_>) -> Result<ApiKey, Error> {
    if let Some(key) = &context.api_key {
        return Ok(key.clone());
    }
    let chosen = chosen(args, context)?;
    let sources = sources(args, chosen.as_deref(), &context.env);
    let key = match sources.first() {
        Some(source) => key_from(source, context)?,
        None if context.may_ask() => typed("Courier API key", context)?,
        None => return Err(KeyError::Missing.into()),
    };
    if let Some(chosen) = chosen.filter(|_| !args.any_environment) {
        guard(&key, &chosen)?;
    }
    context.api_key = Some(key.clone());
    Ok(key)
}

/// Refuses a key that is surely of another environment than the profile is for.
///
/// # Errors
/// When it is.
pub(crate) fn guard(key: &ApiKey, chosen: &Chosen) -> Result<(), KeyError> {
    use CourierEnvironment::{Production, Test};
    match (key.environment(), &chosen.profile.environment) {
        (Some(found), Some(expected @ (Production | Test))) if found != *expected => {
            Err(KeyError::OtherEnvironment {
                profile: chosen.name.clone(),
                expected: expected.clone(),
                found,
                key: key.describe(),
            })
        }
        _ => Ok(()),
    }
}

/// Asks a person for the key.
///
/// # Errors
/// When nothing is typed.
pub(crate) fn typed(prompt: &str, context: &mut Context<'_>) -> Result<ApiKey, KeyError> {
    let text = prompt::password(prompt)?;
    key_of(&text, || "what was typed".to_owned(), context)
}

/// The key of one source.
///
/// # Errors
/// When it does not hold one.
pub(crate) fn key_from(
    source: &KeySource<'_>,
    context: &mut Context<'_>,
) -> Result<ApiKey, KeyError> {
    let text = match source {
        KeySource::File(path) => from_file(path, context)?,
        KeySource::Variable(name) => {
            if *name == env_vars::AUTH_TOKEN {
                context.output.note(&format!(
                    "note: using {name}; its name today is {}",
                    env_vars::API_KEY
                ));
            }
            from_variable(name, context)
        }
        KeySource::Profile(_, key) => from_reference(key, context)?,
    };
    key_of(&text, || source.name(), context)
}

fn from_reference(
    key: &KeyReference,
    context: &mut Context<'_>,
) -> Result<Zeroizing<String>, KeyError> {
    let (may_ask, words) = (context.may_ask(), context.output.console());
    Ok(match key {
        KeyReference::Keyring(account) => keyring::read(account, words, may_ask)?,
        KeyReference::Command(line) => key_command::run(line, words, may_ask)?,
        KeyReference::Shell(line) => key_command::run_in_shell(line, words, may_ask)?,
        KeyReference::Variable(name) => from_variable(name, context),
        KeyReference::File(path) => from_file(&at_home(path), context)?,
        KeyReference::Plain(key) => key.clone(),
    })
}

fn from_variable(name: &str, context: &Context<'_>) -> Zeroizing<String> {
    let value = context.env.get(name).unwrap_or_default();
    Zeroizing::new(value.to_owned())
}

fn from_file(path: &Path, context: &mut Context<'_>) -> Result<Zeroizing<String>, KeyError> {
    let from = private_file::display_name(path);
    let text = private_file::read(path, &mut context.stdin)
        .map_err(|source| KeyError::Read { from, source })?;
    warn_of_others(path, context);
    Ok(text)
}

fn warn_of_others(path: &Path, context: &Context<'_>) {
    if private_file::is_readable_by_others(path) {
        context.output.note(&format!(
            "warning: other users of this machine can read {0}: chmod 600 it",
            private_file::display_name(path)
        ));
    }
}

fn key_of(
    text: &str,
    from: impl Fn() -> String,
    context: &Context<'_>,
) -> Result<ApiKey, KeyError> {
    let key = ApiKey::new(text).map_err(|_| KeyError::Empty(from()))?;
    if key.expose().contains(char::is_control)
        || key.expose().contains(" #")
        || has_text_before_key(key.expose())
    {
        return Err(KeyError::Several(from()));
    }
    context.output.keep_secret(key.expose());
    Ok(key)
}
