//! The selected profile and the API key of a command, resolved once.

use std::path::Path;

use zeroize::Zeroizing;

use super::{
    file_warnings::{warn_if_readable_by_others, warn_of_exposure},
    project::{load_project, report_warnings},
};
use crate::{
    cli::KeyArgs,
    config::{
        self, Config, ConfigError, KeyError, KeyReference, KeySource, ProjectFile, SelectedProfile,
        check_environment, expand_home, key_command, key_sources, keyring,
    },
    context::Context,
    env_vars, environ,
    error::Error,
    private_file, prompt,
    settings::{Defaults, Setting},
    token::{ApiKey, KeyMistake, key_mistake},
};

/// The selected profile and the sources of the API key. The key itself is obtained on first use and
/// then kept: standard input yields it once, and a person is asked once.
pub(in crate::commands) struct Credentials {
    project: Option<ProjectFile>,
    profile: Option<SelectedProfile>,
    sources: Vec<KeySource>,
    allows_any_environment: bool,
    key: Option<ApiKey>,
}

impl Credentials {
    /// Reads the project file, selects the profile that the command line, the environment, the
    /// project file or the configuration names, and lists the sources of the API key.
    ///
    /// # Errors
    /// Returns an error if the profile does not exist or a file is invalid.
    pub(in crate::commands) fn resolve(
        args: &KeyArgs,
        context: &Context<'_>,
    ) -> Result<Self, ConfigError> {
        Self::resolve_in(load_project(context)?, args, context)
    }

    /// Resolves the same with a project file that was read already.
    ///
    /// # Errors
    /// Returns an error if the profile does not exist or the configuration is invalid.
    pub(in crate::commands) fn resolve_in(
        project: Option<ProjectFile>,
        args: &KeyArgs,
        context: &Context<'_>,
    ) -> Result<Self, ConfigError> {
        let config = load_config(context)?;
        let flag = args.profile.as_deref();
        let profile = config.select_profile(flag, &context.env, project.as_ref())?;
        let credentials = Self::new(project, profile, args, context);
        if let Some(profile) = &credentials.profile {
            let source = credentials.sources.first();
            config.refuse_exposed(profile, source.is_some_and(KeySource::is_command))?;
        }
        Ok(credentials)
    }

    /// Lists the sources of the API key without any profile or project file.
    pub(in crate::commands) fn without_profile(args: &KeyArgs, context: &Context<'_>) -> Self {
        Self::new(None, None, args, context)
    }

    fn new(
        project: Option<ProjectFile>,
        profile: Option<SelectedProfile>,
        args: &KeyArgs,
        context: &Context<'_>,
    ) -> Self {
        let file = args.api_key_file.as_deref();
        Self {
            sources: key_sources(file, profile.as_ref(), &context.env),
            project,
            profile,
            allows_any_environment: args.any_environment,
            key: None,
        }
    }

    /// Returns the selected profile.
    pub(in crate::commands) fn profile(&self) -> Option<&SelectedProfile> {
        self.profile.as_ref()
    }

    /// Returns the project file.
    pub(in crate::commands) fn project(&self) -> Option<&ProjectFile> {
        self.project.as_ref()
    }

    /// Returns the defaults that project file and profile set.
    pub(in crate::commands) fn defaults(&self) -> Defaults {
        Defaults::merge(self.project(), self.profile())
    }

    /// Returns the sources of the API key, strongest first.
    pub(in crate::commands) fn sources(&self) -> &[KeySource] {
        &self.sources
    }

    /// Returns true if the API key was obtained already.
    pub(super) fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// Returns the API key of the strongest source, or asks for it on a terminal.
    ///
    /// # Errors
    /// Returns an error if there is no source, if the strongest one yields no key, or if the key
    /// belongs to a different environment than the profile.
    pub(in crate::commands) fn api_key(
        &mut self,
        context: &mut Context<'_>,
    ) -> Result<ApiKey, KeyError> {
        if let Some(key) = &self.key {
            return Ok(key.clone());
        }
        let key = match self.sources.first() {
            Some(source) => read_key(source, context)?,
            None if context.may_ask() => prompt_for_key("Courier API key", context)?,
            None => return Err(KeyError::Missing),
        };
        environ::protect_memory();
        self.check(&key)?;
        self.key = Some(key.clone());
        Ok(key)
    }

    /// Refuses a key that the selected profile does not allow.
    ///
    /// # Errors
    /// Returns an error if the key belongs to a different environment than the profile.
    pub(in crate::commands) fn check(&self, key: &ApiKey) -> Result<(), KeyError> {
        match &self.profile {
            Some(profile) if !self.allows_any_environment => check_environment(key, profile),
            _ => Ok(()),
        }
    }

    /// Returns the user from the command line, or else the default user of project file or profile.
    ///
    /// # Errors
    /// Returns an error if none of them names a user, or if the default user is invalid.
    pub(in crate::commands) fn user<T>(&self, from_args: Option<T>) -> Result<T, Error>
    where
        T: std::str::FromStr<Err: std::fmt::Display>,
    {
        if let Some(user) = from_args {
            return Ok(user);
        }
        let Some(Setting { value, origin, .. }) = self.defaults().user else {
            return Err(Error::Usage {
                message: "no user given".to_owned(),
                help: "pass --user ID, or set a default user in a profile or in .courier-auth.toml",
            });
        };
        value.parse().map_err(|error: T::Err| Error::Usage {
            message: format!("invalid user `{value}` ({origin}): {error}"),
            help: "pass --user ID, or change the default user",
        })
    }
}

/// Reads the configuration, prints its warnings, and redacts the keys in it from then on.
///
/// # Errors
/// Returns an error if the configuration is invalid.
pub(in crate::commands) fn load_config(context: &Context<'_>) -> Result<Config, ConfigError> {
    let config = Config::load(&context.env)?;
    let mut holds_keys = false;
    for (_, key) in &config.keys {
        if let KeyReference::Plain(key) = key {
            holds_keys = true;
            context.output.add_secret(key);
        }
    }
    report_warnings(&config.warnings, context)?;
    let exposure = config.exposure.as_ref();
    if let Some(exposure) = exposure.filter(|_| !config.profiles.is_empty()) {
        // Another user could write an address of their own into it, and would be sent the key.
        let effect = ", which controls where your keys are sent";
        warn_of_exposure(&config.path, effect, exposure, context);
    }
    if holds_keys {
        warn_if_readable_by_others(&config.path, context);
    }
    Ok(config)
}

/// Asks for the key on the terminal.
///
/// # Errors
/// Returns an error if nothing is typed.
pub(in crate::commands) fn prompt_for_key(
    prompt: &str,
    context: &mut Context<'_>,
) -> Result<ApiKey, KeyError> {
    let text = prompt::password(prompt)?;
    parse_key(&text, || "your input".to_owned(), context)
}

/// Reads the key of one source.
///
/// # Errors
/// Returns an error if the source cannot be read or holds anything but one key.
pub(in crate::commands) fn read_key(
    source: &KeySource,
    context: &mut Context<'_>,
) -> Result<ApiKey, KeyError> {
    let text = match source {
        KeySource::File(path) => read_file(path, context)?,
        KeySource::Variable(name) => {
            if *name == env_vars::AUTH_TOKEN {
                context.output.note(&format!(
                    "using {name}; the current name of this variable is {}",
                    env_vars::API_KEY
                ));
            }
            let value = context.env.get(name).unwrap_or_default();
            Zeroizing::new(value.to_owned())
        }
        KeySource::Profile { profile, reference } => read_reference(profile, reference, context)?,
    };
    parse_key(&text, || source.describe(), context)
}

/// Reads the key that a profile refers to.
fn read_reference(
    profile: &str,
    reference: &KeyReference,
    context: &mut Context<'_>,
) -> Result<Zeroizing<String>, KeyError> {
    let (may_ask, console) = (context.may_ask(), context.output.console());
    Ok(match reference {
        KeyReference::Keyring(account) => keyring::read(account, console, may_ask)?,
        KeyReference::Command(line) => key_command::run(line, console, may_ask)?,
        KeyReference::Shell(line) => key_command::run_in_shell(line, console, may_ask)?,
        KeyReference::Variable(name) => match context.env.get(name) {
            Some(value) => Zeroizing::new(value.to_owned()),
            None if context.env.is_invalid(name) => {
                return Err(KeyError::InvalidVariable(name.clone()));
            }
            None => {
                return Err(KeyError::VariableNotSet {
                    profile: profile.to_owned(),
                    variable: name.clone(),
                });
            }
        },
        KeyReference::File(path) => read_file(&expand_home(path), context)?,
        KeyReference::Plain(key) => key.clone(),
    })
}

fn read_file(path: &Path, context: &mut Context<'_>) -> Result<Zeroizing<String>, KeyError> {
    let from = private_file::display_name(path);
    let text = private_file::read(path, &mut context.stdin)
        .map_err(|source| KeyError::Read { from, source })?;
    if let Some(exposure) = config::exposure(path) {
        warn_of_exposure(path, "", &exposure, context);
    }
    warn_if_readable_by_others(path, context);
    Ok(text)
}

/// Parses a key and redacts it from then on. Refuses a text that cannot be a key, so that it is
/// neither sent nor used to sign.
fn parse_key(
    text: &str,
    from: impl Fn() -> String,
    context: &Context<'_>,
) -> Result<ApiKey, KeyError> {
    let key = ApiKey::new(text).map_err(|_| KeyError::Empty(from()))?;
    let mistake = key_mistake(key.expose());
    // Redacting a text such as `undefined` would garble other messages.
    if !mistake.is_some_and(KeyMistake::is_public) {
        context.output.add_secret(key.expose());
    }
    match mistake {
        Some(mistake) => Err(KeyError::NotAKey {
            from: from(),
            mistake,
        }),
        None => Ok(key),
    }
}
