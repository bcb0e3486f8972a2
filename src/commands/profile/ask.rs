//! The prompts of `profile add`.

use super::draft::{Draft, DraftKey, merged_profile};
use crate::{
    cli::AddArgs,
    commands::shared::credentials::{prompt_for_key, read_key},
    config::{Config, KeyFrom, KeyReference, KeySource, KeyringError, Profile, keyring},
    context::Context,
    endpoints::Region,
    error::Error,
    output::sanitize,
    prompt::{self, PromptError},
    token::ApiKey,
};

/// A location of an API key, as the prompt offers it.
struct KeyLocation {
    /// The kind in `--key-from`.
    kind: &'static str,
    description: &'static str,
}

/// The locations of a key, best first.
const KEY_LOCATIONS: [KeyLocation; 5] = [
    KeyLocation {
        kind: "keyring",
        description: "in the system's keyring",
    },
    KeyLocation {
        kind: "command",
        description: "a command prints it, such as op, pass or vault, run without a shell",
    },
    KeyLocation {
        kind: "shell",
        description: "a line of shell prints it",
    },
    KeyLocation {
        kind: "env",
        description: "in an environment variable",
    },
    KeyLocation {
        kind: "file",
        description: "in a file",
    },
];

/// Asks for the name of the profile.
pub(super) fn name() -> Result<String, PromptError> {
    prompt::text("Name of the profile, such as staging", |text| {
        crate::validate::profile_name(text).map(|_| ())
    })
}

/// Asks for everything that the command line does not contain.
pub(super) fn draft(
    name: String,
    args: &AddArgs,
    existing: Option<&Profile>,
    config: &Config,
    context: &mut Context<'_>,
) -> Result<Draft, Error> {
    let mut args = args.clone();
    let has_address = existing.is_some() || args.api.api_url.is_some();
    if args.api.region.is_none() && !has_address {
        let regions = [
            "United States (api.courier.com)",
            "European Union (api.eu.courier.com)",
        ];
        let index = prompt::choice("Region of the workspace", &regions)?;
        args.api.region = Region::ALL.get(index).copied();
    }
    let existing_key = existing.and_then(|existing| existing.key.as_ref());
    let DraftKey { reference, new_key } = key(&name, &args, existing_key, context)?;
    let existing_environment = existing.and_then(|existing| existing.environment.as_ref());
    let has_environment = args.environment.is_some() || existing_environment.is_some();
    let found = new_key.as_ref().and_then(ApiKey::environment);
    if let Some(found) = found.filter(|_| !has_environment) {
        let question = format!("This is a key of {found}. Refuse keys of other environments?");
        if prompt::confirm(&question, true)? {
            args.environment = Some(found);
        }
    }
    let check = args.check
        || prompt::confirm(
            "Check the key now, with a token that lives for five seconds?",
            true,
        )?;
    let make_default = args.make_default
        || (config.default_profile.as_deref() != Some(&name)
            && prompt::confirm("Use this profile where nothing names another?", false)?);
    Ok(Draft {
        profile: merged_profile(&args, existing, reference),
        name,
        new_key,
        check,
        make_default,
    })
}

/// Asks for the location of the key, and for the key itself if it has to be stored.
fn key(
    name: &str,
    args: &AddArgs,
    existing: Option<&KeyReference>,
    context: &mut Context<'_>,
) -> Result<DraftKey, Error> {
    if let Some(KeyFrom::Reference(reference)) = &args.key_from {
        return Ok(DraftKey::stored(reference.clone()));
    }
    let read_new_key = |context: &mut Context<'_>| match &args.api_key_file {
        Some(path) => read_key(&KeySource::File(path.clone()), context),
        None => prompt_for_key("Courier API key (not shown)", context),
    };
    if args.insecure_storage {
        return Ok(DraftKey::plain(read_new_key(context)?));
    }
    if matches!(args.key_from, Some(KeyFrom::Keyring)) || args.api_key_file.is_some() {
        return Ok(DraftKey::keyring(name, read_new_key(context)?));
    }
    if let Some(existing) = existing {
        let question = format!("Leave the key where it is ({})?", existing.describe());
        if prompt::confirm(&sanitize(&question), true)? {
            return Ok(DraftKey::stored(existing.clone()));
        }
    }
    let kind = key_location(name, context)?;
    let question = match kind {
        "keyring" => return Ok(DraftKey::keyring(name, read_new_key(context)?)),
        "env" => "Name of the variable",
        "file" => "Path of the file",
        _ => "Command, whose first line of output is the key",
    };
    loop {
        let rest = prompt::text(question, |_| Ok(()))?;
        match format!("{kind}:{rest}").parse() {
            Ok(KeyFrom::Reference(reference)) => return Ok(DraftKey::stored(reference)),
            Ok(KeyFrom::Keyring) => return Ok(DraftKey::keyring(name, read_new_key(context)?)),
            Err(reason) => context.output.print_error(&format!("error: {reason}")),
        }
    }
}

/// Asks for the location of the key. The keyring is accepted only if it can be used.
fn key_location(name: &str, context: &Context<'_>) -> Result<&'static str, PromptError> {
    let descriptions = KEY_LOCATIONS.map(|location| location.description);
    loop {
        let index = prompt::choice("Where the API key is kept", &descriptions)?;
        let kind = KEY_LOCATIONS[index].kind;
        if kind != "keyring" {
            return Ok(kind);
        }
        match keyring::read(name, context.output.console(), true) {
            Ok(_) | Err(KeyringError::NoEntry(_)) => return Ok(kind),
            Err(error) => context.output.print_error(&format!("error: {error}")),
        }
    }
}
