//! `profile add`: gather, check, keep the key, write the profile; nothing is half done.

use zeroize::Zeroizing;

use super::{
    ask,
    save::{Saved, save},
    say_done,
};
use crate::{
    cli::AddArgs,
    commands::shared::{
        credentials::{load_config, prompt_for_key, read_key},
        session::{connect, warn_if_production_key_stays_local},
    },
    config::{
        self, Config, ConfigError, KeyFrom, KeyReference, KeySource, Profile, ProfileSource,
        SelectedProfile, check_environment,
    },
    context::Context,
    courier::RequestLimits,
    endpoints::Region,
    error::Error,
    exit::Exit,
    output::{json, sanitize},
    runtime,
    settings::Settings,
    token::{ApiKey, ExpiresIn, ScopeSet},
};

/// How long the token lives that shows that a key is good.
const CHECK_LIFETIME: &str = "5 seconds";

/// Who that token is for, where the profile names nobody.
const CHECK_USER: &str = "courier-auth-check";

/// What is about to be added.
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) profile: Profile,
    /// The key that is to be kept; none where it is somewhere already.
    pub(super) new_key: Option<ApiKey>,
    pub(super) check: bool,
    pub(super) make_default: bool,
}

pub(super) fn run(args: &AddArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let config = load_config(context)?;
    let is_told_all = args.name.is_some()
        && (args.key_from.is_some() || args.insecure_storage || args.api_key_file.is_some());
    let asks = !is_told_all && context.may_ask();
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
    let former = former(&name, args, &config)?;
    let draft = if asks {
        ask::draft(name, args, former, &config, context)?
    } else {
        told(name, args, former, context)?
    };
    let draft = verified(draft, args, context)?;
    let Saved { path, key } = save(&draft, args, context)?;
    tell_of_missing(key.as_ref(), context);
    let with_key = key.as_ref().map(KeyReference::describe);
    let name = &draft.name;
    let done = format!(
        "profile `{name}` is in {}, its key from {}; {}",
        path.display(),
        with_key.unwrap_or_default(),
        if draft.make_default {
            "it is used from now on".to_owned()
        } else {
            format!("courier-auth profile use {name} makes it the default")
        }
    );
    say_done(
        &done,
        &json::ProfileChange::of("profile-add", Some(name), &path),
        context,
    )
}

/// The profile that is to be changed, if there is one.
///
/// # Errors
/// When it is not to be changed, or makes no sense: what stands there would be lost.
pub(super) fn former<'c>(
    name: &str,
    args: &AddArgs,
    config: &'c Config,
) -> Result<Option<&'c Profile>, ConfigError> {
    match config.find(name) {
        Err(_) => Ok(None),
        Ok(_) if args.replace => config.profile(name).map(Some),
        Ok(_) => Err(ConfigError::Exists(name.to_owned())),
    }
}

/// What the command line says, with nobody to ask but for the key.
fn told(
    name: String,
    args: &AddArgs,
    former: Option<&Profile>,
    context: &mut Context<'_>,
) -> Result<Draft, Error> {
    if let (false, Some(option)) = (args.check, of_no_use(args)) {
        return Err(usage(
            &format!("{option} is for --check, which is not there"),
            "add --check",
        ));
    }
    let former_key = former.and_then(|former| former.key.clone());
    let is_kept_here = match &args.key_from {
        Some(KeyFrom::Reference(_)) => false,
        Some(KeyFrom::Keyring) => true,
        None => args.insecure_storage || args.api_key_file.is_some(),
    };
    let new_key = match (&args.api_key_file, is_kept_here) {
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
        (None, false) if args.key_from.is_none() && former_key.is_none() => {
            return Err(usage(
                "nothing says where the key is",
                "add --key-from keyring, command:LINE, shell:LINE, env:NAME or file:PATH",
            ));
        }
        (None, false) => None,
    };
    let key = match (&args.key_from, &new_key) {
        (Some(KeyFrom::Reference(reference)), _) => reference.clone(),
        (None, None) => former_key.unwrap_or_else(|| KeyReference::Keyring(name.clone())),
        (None, Some(key)) if args.insecure_storage => plain(key),
        _ => KeyReference::Keyring(name.clone()),
    };
    Ok(Draft {
        profile: profile(args, former, key),
        name,
        new_key,
        check: args.check,
        make_default: args.make_default,
    })
}

/// An option that is of use only where something is sent.
fn of_no_use(args: &AddArgs) -> Option<&'static str> {
    let api = &args.api;
    [
        ("--timeout", api.timeout.is_some()),
        ("--retries", api.retries.is_some()),
        ("--debug-http", api.debug_http.is_some()),
    ]
    .into_iter()
    .find_map(|(option, is_there)| is_there.then_some(option))
}

/// The profile that the command line describes; what it does not name stays as it was. A place is
/// always written down, so that the profile alone decides where its key goes.
pub(super) fn profile(args: &AddArgs, former: Option<&Profile>, key: KeyReference) -> Profile {
    let former = former.cloned().unwrap_or_default();
    let (region, api_url, inbox_url) = match (args.api.region, &args.api.api_url) {
        (None, None) => (former.region, former.api_url, former.inbox_url),
        // An Inbox of another place would not go with it.
        (region, url) => (region, url.clone(), None),
    };
    Profile {
        region: region.or(api_url.is_none().then_some(Region::Us)),
        api_url,
        inbox_url: args.inbox_url.clone().or(inbox_url),
        environment: args.environment.clone().or(former.environment),
        user: args.user.clone().or(former.user),
        expires_in: args.expires_in.clone().or(former.expires_in),
        key: Some(absolute(key)),
    }
}

pub(super) fn plain(key: &ApiKey) -> KeyReference {
    KeyReference::Plain(Zeroizing::new(key.expose().to_owned()))
}

/// A path is of use wherever a command is run.
fn absolute(key: KeyReference) -> KeyReference {
    match key {
        KeyReference::File(path) if !path.starts_with("~") => {
            KeyReference::File(std::path::absolute(&path).unwrap_or(path))
        }
        key => key,
    }
}

/// Says that the key is not there, or not yet.
fn tell_of_missing(key: Option<&KeyReference>, context: &Context<'_>) {
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

/// Refuses a key that the profile would refuse, and asks Courier where that is wanted.
fn verified(draft: Draft, args: &AddArgs, context: &mut Context<'_>) -> Result<Draft, Error> {
    if draft.new_key.is_none() && !draft.check {
        return Ok(draft);
    }
    let chosen = SelectedProfile {
        name: draft.name.clone(),
        source: ProfileSource::Flag,
        shadowed: Vec::new(),
        profile: draft.profile.clone(),
    };
    let key = match (&draft.new_key, &draft.profile.key) {
        (Some(key), _) => key.clone(),
        (None, Some(_)) => match KeySource::of_profile(&chosen) {
            Some(source) => read_key(&source, context)?,
            None => return Ok(draft),
        },
        (None, None) => return Ok(draft),
    };
    check_environment(&key, &chosen).map_err(|error| {
        usage(
            &error.to_string(),
            "give it a key of that environment, or another --env",
        )
    })?;
    if draft.check {
        let none = crate::env_vars::EnvVars::default();
        let settings = Settings::merge(&args.api, None, Some(&chosen), &none)?;
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

pub(super) fn usage(message: &str, help: &'static str) -> Error {
    Error::Usage {
        message: message.to_owned(),
        help,
    }
}
