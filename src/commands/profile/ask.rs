//! The prompts of `profile add`.

use super::draft::{Draft, DraftKey, merged_profile};
use crate::{
    cli::AddArgs,
    commands::shared::credentials::{prompt_for_key, read_key},
    config::{Config, KeyFrom, KeyReference, KeySource, KeyringError, Profile, keyring},
    context::Context,
    endpoints::Region,
    error::Error,
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
        description: "system keyring",
    },
    KeyLocation {
        kind: "command",
        description: "command that prints the key, such as op, pass or vault (run without a shell)",
    },
    KeyLocation {
        kind: "shell",
        description: "shell command line that prints the key",
    },
    KeyLocation {
        kind: "env",
        description: "environment variable",
    },
    KeyLocation {
        kind: "file",
        description: "file",
    },
];

/// Asks for the name of the profile.
pub(super) fn name() -> Result<String, PromptError> {
    prompt::text("Profile name, for example staging", |text| {
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
        let index = prompt::choice("Region of the workspace", &regions, 0)?;
        args.api.region = Region::ALL.get(index).copied();
    }
    let existing_key = existing.and_then(|existing| existing.key.as_ref());
    let DraftKey { reference, new_key } = key(&name, &args, existing_key, context)?;
    let existing_environment = existing.and_then(|existing| existing.environment.as_ref());
    let has_environment = args.environment.is_some() || existing_environment.is_some();
    let found = new_key.as_ref().and_then(ApiKey::environment);
    if let Some(found) = found.filter(|_| !has_environment) {
        let question =
            format!("This key is for {found}. Reject keys for other environments in this profile?");
        if prompt::confirm(&question, true)? {
            args.environment = Some(found);
        }
    }
    let check = args.check
        || prompt::confirm(
            "Check the key now by issuing a token that expires in 5 seconds?",
            true,
        )?;
    let make_default = args.make_default
        || (config.default_profile.as_deref() != Some(&name)
            && prompt::confirm("Make this the default profile?", false)?);
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
        None => prompt_for_key("Courier API key (hidden)", context),
    };
    if args.insecure_storage {
        return Ok(DraftKey::plain(read_new_key(context)?));
    }
    if matches!(args.key_from, Some(KeyFrom::Keyring)) || args.api_key_file.is_some() {
        return Ok(DraftKey::keyring(name, read_new_key(context)?));
    }
    if let Some(existing) = existing {
        let question = format!("Keep the current key source ({})?", existing.describe());
        if prompt::confirm(&question, true)? {
            return Ok(DraftKey::stored(existing.clone()));
        }
    }
    let kind = key_location(name, context)?;
    let question = match kind {
        "keyring" => return Ok(DraftKey::keyring(name, read_new_key(context)?)),
        "env" => "Variable name",
        "file" => "File path",
        _ => "Command that prints the key as its first line",
    };
    loop {
        let rest = prompt::text(question, |_| Ok(()))?;
        match format!("{kind}:{rest}").parse() {
            Ok(KeyFrom::Reference(reference)) => return Ok(DraftKey::stored(reference)),
            Ok(KeyFrom::Keyring) => return Ok(DraftKey::keyring(name, read_new_key(context)?)),
            Err(reason) => context.output.error(&reason),
        }
    }
}

/// Asks for the location of the key. The keyring is accepted only if it can be used; otherwise the next
/// location is preselected.
fn key_location(name: &str, context: &Context<'_>) -> Result<&'static str, PromptError> {
    let descriptions = KEY_LOCATIONS.map(|location| location.description);
    let mut preselected = 0;
    loop {
        let index = prompt::choice("API key source", &descriptions, preselected)?;
        let kind = KEY_LOCATIONS[index].kind;
        if kind != "keyring" {
            return Ok(kind);
        }
        match keyring::read(name, context.output.console(), true) {
            Ok(_) | Err(KeyringError::NoEntry(_)) => return Ok(kind),
            Err(error) => context.output.error(&error.to_string()),
        }
        preselected = index + 1;
    }
}
