//! `profile add`: collects the profile, checks the key, and writes both.

use super::{
    ask,
    draft::{Draft, DraftKey, existing_profile, merged_profile, usage},
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
    env_vars::EnvVars,
    error::Error,
    exit::Exit,
    output::json,
    runtime,
    settings::Settings,
    token::{ApiKey, ExpiresIn, ScopeSet, UserIdError, key_mistake},
};

/// The lifetime of the token that proves that a key works.
const CHECK_LIFETIME: &str = "5 seconds";

/// The user of that token if the profile names none.
const CHECK_USER: &str = "courier-auth-check";

pub(super) fn run(args: &AddArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let config = load_config(context)?;
    let is_complete = args.name.is_some()
        && (args.key_from.is_some() || args.insecure_storage || args.api_key_file.is_some());
    let is_interactive = !is_complete && context.may_ask();
    let name = match &args.name {
        Some(name) => name.clone(),
        None if is_interactive => ask::name()?,
        None => {
            return Err(usage(
                "no profile name given",
                "run `courier-auth profile add NAME`",
            ));
        }
    };
    let existing = existing_profile(&name, args, &config)?;
    let draft = if is_interactive {
        ask::draft(name, args, existing, &config, context)?
    } else {
        draft_from_args(name, args, existing, context)?
    };
    verify(&draft, args, context)?;
    let Saved { path, key } = save(&draft, args, context)?;
    warn_if_key_is_unusable(key.as_ref(), context);
    let key_location = key.as_ref().map(KeyReference::describe);
    let name = &draft.name;
    let done = format!(
        "saved profile `{name}` to {} (key from {}); {}",
        path.display(),
        key_location.unwrap_or_default(),
        if draft.make_default {
            "it is now the default".to_owned()
        } else {
            format!("to make it the default, run `courier-auth profile use {name}`")
        }
    );
    report_done(
        &done,
        &json::ProfileChange::of(json::ProfileChangeKind::Added, Some(name), &path),
        context,
    )
}

/// Reads the draft from the command line. Only the key may be prompted for.
fn draft_from_args(
    name: String,
    args: &AddArgs,
    existing: Option<&Profile>,
    context: &mut Context<'_>,
) -> Result<Draft, Error> {
    refuse_ineffective_options(args)?;
    let existing_key = existing.and_then(|existing| existing.key.as_ref());
    let DraftKey { reference, new_key } = key_from_args(&name, args, existing_key, context)?;
    Ok(Draft {
        profile: merged_profile(args, existing, reference),
        name,
        new_key,
        check: args.check,
        make_default: args.make_default,
    })
}

/// Refuses options that have no effect without a request.
fn refuse_ineffective_options(args: &AddArgs) -> Result<(), Error> {
    let api = &args.api;
    let options = [
        ("--timeout", api.timeout.is_some()),
        ("--connect-timeout", api.connect_timeout.is_some()),
        ("--ca-bundle", api.ca_bundle.is_some()),
        ("--retries", api.retries.is_some()),
        ("--debug-http", api.debug_http.is_some()),
    ];
    match options.into_iter().find(|(_, is_set)| *is_set) {
        Some((option, _)) if !args.check => Err(usage(
            &format!("{option} has no effect without --check"),
            "add --check",
        )),
        _ => Ok(()),
    }
}

/// Reads the location of the key from the command line, and the key if it is to be stored.
fn key_from_args(
    name: &str,
    args: &AddArgs,
    existing: Option<&KeyReference>,
    context: &mut Context<'_>,
) -> Result<DraftKey, Error> {
    match &args.key_from {
        Some(KeyFrom::Reference(_)) if args.api_key_file.is_some() => {
            return Err(usage(
                "--key-from and --api-key-file name two different keys",
                "remove one of them, or pass --key-from keyring to store the key in the keyring",
            ));
        }
        Some(KeyFrom::Reference(reference)) => return Ok(DraftKey::stored(reference.clone())),
        None if !args.insecure_storage && args.api_key_file.is_none() => {
            let existing = existing.ok_or_else(|| {
                usage(
                    "no key source given",
                    "pass --key-from keyring, command:LINE, shell:LINE, env:NAME or file:PATH",
                )
            })?;
            return Ok(DraftKey::stored(existing.clone()));
        }
        Some(KeyFrom::Keyring) | None => {}
    }
    let key = match &args.api_key_file {
        Some(path) => read_key(&KeySource::File(path.clone()), context)?,
        None if context.may_ask() => prompt_for_key("Courier API key", context)?,
        None => {
            return Err(usage(
                "no API key to store",
                "pass --api-key-file PATH (`-` is standard input)",
            ));
        }
    };
    Ok(if args.insecure_storage {
        DraftKey::plain(key)
    } else {
        DraftKey::keyring(name, key)
    })
}

/// Refuses a key that the profile does not allow, and with `--check` one that Courier refuses.
fn verify(draft: &Draft, args: &AddArgs, context: &mut Context<'_>) -> Result<(), Error> {
    if draft.new_key.is_none() && !draft.check {
        return Ok(());
    }
    let selected = SelectedProfile {
        name: draft.name.clone(),
        source: ProfileSource::Flag,
        shadowed: Vec::new(),
        profile: draft.profile.clone(),
    };
    let key = match (&draft.new_key, KeySource::of_profile(&selected)) {
        (Some(key), _) => key.clone(),
        (None, Some(source)) => read_key(&source, context)?,
        (None, None) => return Ok(()),
    };
    check_environment(&key, &selected).map_err(|error| {
        usage(
            &error.to_string(),
            "use a key of that environment, or change --env",
        )
    })?;
    if draft.check {
        issue_test_token(&key, &selected, args, context)?;
    }
    Ok(())
}

/// Issues a token that expires at once, to prove that the key works.
fn issue_test_token(
    key: &ApiKey,
    selected: &SelectedProfile,
    args: &AddArgs,
    context: &mut Context<'_>,
) -> Result<(), Error> {
    // Environment variables are ignored, so that the profile alone decides where its key goes.
    let no_env = EnvVars::default();
    let settings = Settings::merge(&args.api, None, Some(selected), &no_env)?;
    let courier = connect(
        settings.endpoints(),
        settings.request_limits(),
        &args.api,
        context,
    )?;
    warn_if_production_key_stays_local(&courier, key, context);
    let user = selected.profile.user.as_deref().unwrap_or(CHECK_USER);
    let user = user
        .parse()
        .map_err(|error: UserIdError| usage(&error.to_string(), "pass another --user"))?;
    let scopes = ScopeSet::new(user, ["inbox:read:messages"]);
    let lifetime: ExpiresIn = CHECK_LIFETIME.parse().expect("the constant is a lifetime");
    runtime::new()
        .map_err(Error::Runtime)?
        .block_on(courier.issue_token(key, &scopes, &lifetime))?;
    context
        .output
        .info(&format!("the key works: {}", key.describe()));
    Ok(())
}

/// Warns if the file or variable of the key does not exist yet, or if the variable holds no key.
fn warn_if_key_is_unusable(key: Option<&KeyReference>, context: &Context<'_>) {
    let warning = match key {
        Some(KeyReference::File(path)) if !config::expand_home(path).exists() => {
            format!(
                "file `{}` does not exist; the profile has no key until you create it",
                path.display()
            )
        }
        Some(KeyReference::Variable(name)) if context.env.get(name).is_none() => {
            format!("{name} is not set; the profile has no key until you set it")
        }
        Some(KeyReference::Variable(name)) => {
            let mistake = context
                .env
                .get(name)
                .and_then(|value| key_mistake(value.trim()));
            let Some(mistake) = mistake else { return };
            format!("invalid API key in {name}: {mistake}")
        }
        _ => return,
    };
    context.output.warn(&warning);
}
