//! The questions of `profile add`.

use super::add::{Draft, plain, profile};
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

/// Where a key can be kept, the best first, with the beginning of `--key-from`.
const PLACES: [(&str, &str); 5] = [
    ("keyring", "in the system's keyring"),
    (
        "command",
        "a command prints it, such as op, pass or vault, run without a shell",
    ),
    ("shell", "a line of shell prints it"),
    ("env", "in an environment variable"),
    ("file", "in a file"),
];

/// The name of the profile.
pub(super) fn name() -> Result<String, PromptError> {
    prompt::text("Name of the profile, such as staging", |text| {
        crate::validate::profile_name(text).map(|_| ())
    })
}

/// Asks for what the command line does not say.
pub(super) fn draft(
    name: String,
    args: &AddArgs,
    former: Option<&Profile>,
    config: &Config,
    context: &mut Context<'_>,
) -> Result<Draft, Error> {
    let mut args = args.clone();
    let has_place = former.is_some() || args.api.api_url.is_some();
    if args.api.region.is_none() && !has_place {
        let regions = [
            "United States (api.courier.com)",
            "European Union (api.eu.courier.com)",
        ];
        let chosen = prompt::choice("Region of the workspace", &regions)?;
        args.api.region = Region::ALL.get(chosen).copied();
    }
    let former_key = former.and_then(|former| former.key.as_ref());
    let (key, new_key) = key(&name, &args, former_key, context)?;
    let known = new_key.as_ref().and_then(ApiKey::environment);
    let expected = former.and_then(|former| former.environment.as_ref());
    let expects = args.environment.is_some() || expected.is_some();
    if let Some(found) = known.filter(|_| !expects) {
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
        profile: profile(&args, former, key),
        name,
        new_key,
        check,
        make_default,
    })
}

/// Where the key is, and the key if it is to be put there.
fn key(
    name: &str,
    args: &AddArgs,
    former: Option<&KeyReference>,
    context: &mut Context<'_>,
) -> Result<(KeyReference, Option<ApiKey>), Error> {
    if let Some(KeyFrom::Reference(reference)) = &args.key_from {
        return Ok((reference.clone(), None));
    }
    let keyring = || KeyReference::Keyring(name.to_owned());
    let typed = |context: &mut Context<'_>| match &args.api_key_file {
        Some(path) => read_key(&KeySource::File(path.clone()), context),
        None => prompt_for_key("Courier API key (not shown)", context),
    };
    if args.insecure_storage {
        let key = typed(context)?;
        return Ok((plain(&key), Some(key)));
    }
    if matches!(args.key_from, Some(KeyFrom::Keyring)) || args.api_key_file.is_some() {
        return Ok((keyring(), Some(typed(context)?)));
    }
    if let Some(former) = former {
        let question = format!("Leave the key where it is ({})?", former.describe());
        if prompt::confirm(&sanitize(&question), true)? {
            return Ok((former.clone(), None));
        }
    }
    let kind = place(name, context)?;
    let question = match kind {
        "keyring" => return Ok((keyring(), Some(typed(context)?))),
        "env" => "Name of the variable",
        "file" => "Path of the file",
        _ => "Command, whose first line of output is the key",
    };
    loop {
        let rest = prompt::text(question, |_| Ok(()))?;
        match format!("{kind}:{rest}").parse() {
            Ok(KeyFrom::Reference(reference)) => return Ok((reference, None)),
            Ok(KeyFrom::Keyring) => return Ok((keyring(), Some(typed(context)?))),
            Err(reason) => context.output.print_error(&format!("error: {reason}")),
        }
    }
}

/// Where the key is to be kept; a keyring only if there is one that can be used.
fn place(name: &str, context: &Context<'_>) -> Result<&'static str, PromptError> {
    let places = PLACES.map(|(_, about)| about);
    loop {
        let (kind, _) = PLACES[prompt::choice("Where the API key is kept", &places)?];
        if kind != "keyring" {
            return Ok(kind);
        }
        match keyring::read(name, context.output.console(), true) {
            Ok(_) | Err(KeyringError::NoEntry(_)) => return Ok(kind),
            Err(error) => context.output.print_error(&format!("error: {error}")),
        }
    }
}
