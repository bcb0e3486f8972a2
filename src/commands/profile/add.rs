//! `profile add`: collects the profile, checks the key, and writes both.

use super::{
    ask,
    draft::{Draft, existing_profile, merged_profile, plain_reference, usage},
    report_done,
    save::{Saved, save},
};
use crate::{
    cli::AddArgs,
    commands::shared::{
        credentials::{load_config, prompt_for_key, read_key},
        session::{connect, warn_if_production_key_stays_local},
    },
    config::{
        self, KeyFrom, KeyReference, KeySource, Profile, ProfileSource, SelectedProfile,
        check_environment,
    },
    context::Context,
    courier::RequestLimits,
    error::Error,
    exit::Exit,
    output::{json, sanitize},
    runtime,
    settings::Settings,
    token::{ExpiresIn, ScopeSet},
};

/// The lifetime of the token that proves that a key works.
const CHECK_LIFETIME: &str = "5 seconds";

/// The user of that token if the profile names none.
const CHECK_USER: &str = "courier-auth-check";

pub(super) fn run(args: &AddArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let config = load_config(context)?;
    let is_complete = args.name.is_some()
        && (args.key_from.is_some() || args.insecure_storage || args.api_key_file.is_some());
    let asks = !is_complete && context.may_ask();
    let name = match &args.name {
        Some(name) => name.clone(),
        None if asks => ask::name()?,
        None => {
            return Err(usage(
                "the profile has no name",
                "courier-auth profile add NAME",
            ));
        }
    };
    let existing = existing_profile(&name, args, &config)?;
    let draft = if asks {
        ask::draft(name, args, existing, &config, context)?
    } else {
        draft_from_args(name, args, existing, context)?
    };
    let draft = verified(draft, args, context)?;
    let Saved { path, key } = save(&draft, args, context)?;
    warn_if_key_is_missing(key.as_ref(), context);
    let key_location = key.as_ref().map(KeyReference::describe);
    let name = &draft.name;
    let done = format!(
        "profile `{name}` is in {}, its key from {}; {}",
        path.display(),
        key_location.unwrap_or_default(),
        if draft.make_default {
            "it is used from now on".to_owned()
        } else {
            format!("courier-auth profile use {name} makes it the default")
        }
    );
    report_done(
        &done,
        &json::ProfileChange::of("profile-add", Some(name), &path),
        context,
    )
}

/// Reads the draft from the command line. Only the key may be asked for.
fn draft_from_args(
    name: String,
    args: &AddArgs,
    existing: Option<&Profile>,
    context: &mut Context<'_>,
) -> Result<Draft, Error> {
    if let (false, Some(option)) = (args.check, ineffective_option(args)) {
        return Err(usage(
            &format!("{option} is for --check, which is not there"),
            "add --check",
        ));
    }
    let existing_key = existing.and_then(|existing| existing.key.clone());
    let stores_key = match &args.key_from {
        Some(KeyFrom::Reference(_)) => false,
        Some(KeyFrom::Keyring) => true,
        None => args.insecure_storage || args.api_key_file.is_some(),
    };
    let new_key = match (&args.api_key_file, stores_key) {
        (Some(path), true) => Some(read_key(&KeySource::File(path.clone()), context)?),
        (Some(_), false) => {
            return Err(usage(
                "the key is somewhere else already, and --api-key-file gives another",
                "leave one of them out, or write --key-from keyring",
            ));
        }
        (None, true) if context.may_ask() => Some(prompt_for_key("Courier API key", context)?),
        (None, true) => {
            return Err(usage(
                "there is no key to keep",
                "add --api-key-file PATH (`-` is standard input)",
            ));
        }
        (None, false) if args.key_from.is_none() && existing_key.is_none() => {
            return Err(usage(
                "nothing says where the key is",
                "add --key-from keyring, command:LINE, shell:LINE, env:NAME or file:PATH",
            ));
        }
        (None, false) => None,
    };
    let key = match (&args.key_from, &new_key) {
        (Some(KeyFrom::Reference(reference)), _) => reference.clone(),
        (None, None) => existing_key.unwrap_or_else(|| KeyReference::Keyring(name.clone())),
        (None, Some(key)) if args.insecure_storage => plain_reference(key),
        _ => KeyReference::Keyring(name.clone()),
    };
    Ok(Draft {
        profile: merged_profile(args, existing, key),
        name,
        new_key,
        check: args.check,
        make_default: args.make_default,
    })
}

/// Returns an option that has no effect without a request.
fn ineffective_option(args: &AddArgs) -> Option<&'static str> {
    let api = &args.api;
    [
        ("--timeout", api.timeout.is_some()),
        ("--retries", api.retries.is_some()),
        ("--debug-http", api.debug_http.is_some()),
    ]
    .into_iter()
    .find_map(|(option, is_there)| is_there.then_some(option))
}

/// Warns if the file or variable of the key does not exist yet.
fn warn_if_key_is_missing(key: Option<&KeyReference>, context: &Context<'_>) {
    let warning = match key {
        Some(KeyReference::File(path)) if !config::expand_home(path).exists() => {
            format!("there is no file `{}`", path.display())
        }
        Some(KeyReference::Variable(name)) if context.env.get(name).is_none() => {
            format!("{name} is not set here")
        }
        _ => return,
    };
    let warning = format!("warning: {warning}; the profile has no key until it is there");
    context.output.note(&sanitize(&warning));
}

/// Refuses a key that the profile does not allow, and with `--check` one that Courier refuses.
fn verified(draft: Draft, args: &AddArgs, context: &mut Context<'_>) -> Result<Draft, Error> {
    if draft.new_key.is_none() && !draft.check {
        return Ok(draft);
    }
    let selected = SelectedProfile {
        name: draft.name.clone(),
        source: ProfileSource::Flag,
        shadowed: Vec::new(),
        profile: draft.profile.clone(),
    };
    let key = match (&draft.new_key, &draft.profile.key) {
        (Some(key), _) => key.clone(),
        (None, Some(_)) => match KeySource::of_profile(&selected) {
            Some(source) => read_key(&source, context)?,
            None => return Ok(draft),
        },
        (None, None) => return Ok(draft),
    };
    check_environment(&key, &selected).map_err(|error| {
        usage(
            &error.to_string(),
            "give it a key of that environment, or another --env",
        )
    })?;
    if draft.check {
        let no_env = crate::env_vars::EnvVars::default();
        let settings = Settings::merge(&args.api, None, Some(&selected), &no_env)?;
        let limits = RequestLimits {
            timeout: settings.timeout.value,
            retries: settings.retries.value,
        };
        let courier = connect(settings.endpoints(), limits, &args.api, context)?;
        warn_if_production_key_stays_local(&courier, &key, context);
        let user = draft.profile.user.as_deref().unwrap_or(CHECK_USER);
        let user = user.parse().map_err(|error: crate::token::UserIdError| {
            usage(&error.to_string(), "choose another --user")
        })?;
        let scopes = ScopeSet::new(user, ["inbox:read:messages"]);
        let lifetime: ExpiresIn = CHECK_LIFETIME.parse().expect("the constant is a span");
        runtime::new()
            .map_err(Error::Runtime)?
            .block_on(courier.issue_token(&key, &scopes, &lifetime))?;
        context
            .output
            .note(&format!("the key is good: {}", key.describe()));
    }
    Ok(draft)
}
