//! The sources of the API key, first one wins: file, environment, prompt.

use std::io;

use dialoguer::{Password, console::Term};

use super::secret_file;
use crate::{cli::KeyArgs, context::Context, environment, token::ApiKey};

/// Why there is no usable API key.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyError {
    /// No source has one.
    #[error("there is no API key")]
    Missing,
    /// A source is there and holds nothing.
    #[error("there is no API key in {0}")]
    Empty(String),
    /// The file could not be read.
    #[error("cannot read the API key from {from}: {source}")]
    Read { from: String, source: io::Error },
    /// The person did not type one.
    #[error("no API key was entered: {0}")]
    Prompt(dialoguer::Error),
}

/// Finds the API key.
///
/// # Errors
/// When no source has one, or the first that is there does not hold one.
pub(crate) fn api_key(args: &KeyArgs, context: &mut Context<'_>) -> Result<ApiKey, KeyError> {
    if let Some(key) = &context.api_key {
        return Ok(key.clone());
    }
    let (text, from) = if let Some(path) = &args.api_key_file {
        let from = secret_file::name(path);
        match secret_file::read(path, &mut context.stdin) {
            Ok(text) => {
                if secret_file::is_open_to_others(path) {
                    context.output.note(&format!(
                        "warning: other users of this machine can read {from}: chmod 600 it"
                    ));
                }
                (text, from)
            }
            Err(source) => return Err(KeyError::Read { from, source }),
        }
    } else if let Some(key) = context.environment.get(environment::API_KEY) {
        (key.to_owned().into(), environment::API_KEY.to_owned())
    } else if let Some(key) = context.environment.get(environment::AUTH_TOKEN) {
        let text = key.to_owned();
        context.output.note(&format!(
            "note: using {}; its name today is {}",
            environment::AUTH_TOKEN,
            environment::API_KEY
        ));
        (text.into(), environment::AUTH_TOKEN.to_owned())
    } else if context.may_ask() {
        let prompt = Password::new().with_prompt("Courier API key");
        let text = prompt
            .interact_on(&Term::stderr())
            .map_err(KeyError::Prompt)?;
        (text.into(), "what was typed".to_owned())
    } else {
        return Err(KeyError::Missing);
    };
    let key = ApiKey::new(&text).map_err(|_| KeyError::Empty(from))?;
    context.output.keep_secret(key.expose());
    context.api_key = Some(key.clone());
    Ok(key)
}
