//! What is configured: the profile, the key, where Courier is, and what stands around it.

use std::rc::Rc;

use super::{
    files::{certificates, files},
    keys::{client_key, key, shadows},
};
use crate::private_file;
use crate::{
    cli::DoctorArgs,
    config::{self, Chosen},
    context::Context,
    endpoints::is_loopback,
    env_vars,
    inspect::TokenText,
    output::doctor::{Check, Checks, Section::Configuration, State},
    settings::{Addresses, Endpoints, Origin, Settings, socket_url},
    token::{ApiKey, CourierEnvironment, Jwt, UserId, fingerprint, placeholder::is_placeholder},
};

/// How many seconds a request may take where no flag says so: a person waits.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// What the rest of the chain begins with.
pub(super) struct Setup {
    pub(super) key: Option<ApiKey>,
    /// The token that was given, with whatever stands around it.
    pub(super) token: Option<String>,
    pub(super) client_key: Option<String>,
    pub(super) user_of_profile: Option<UserId>,
    /// None where no address makes sense.
    pub(super) endpoints: Option<Endpoints>,
}

/// Looks at all of it. What makes no sense is told, and the rest is looked at without it.
pub(super) fn examine(args: &DoctorArgs, checks: &mut Checks, context: &mut Context<'_>) -> Setup {
    let chosen = profile(args, checks, context);
    let chosen = chosen.as_deref();
    let is_profile_missing = checks.count(State::Bad) > 0;
    let token = token(args, checks, context);
    // Without any key, what has to be said of it.
    let excuse = if is_profile_missing {
        Some("the profile that is not there was to name it")
    } else {
        token
            .as_ref()
            .map(|_| "none, so what needs one is left out")
    };
    let key = key(args, chosen, excuse, checks, context);
    let endpoints = endpoints(args, chosen, key.as_ref(), checks, context);
    files(args, chosen, checks, context);
    certificates(checks, context);
    Setup {
        key,
        token,
        client_key: client_key(args, checks, context),
        user_of_profile: user_of_profile(args, chosen, checks),
        endpoints,
    }
}

fn user_of_profile(
    args: &DoctorArgs,
    chosen: Option<&Chosen>,
    checks: &mut Checks,
) -> Option<UserId> {
    let user = chosen?.profile.user.as_ref()?.parse();
    match user {
        Ok(user) => Some(user),
        Err(error) => {
            if args.user.is_none() {
                let check = Check::bad(
                    Configuration,
                    "user",
                    format!("the profile's user: {error}"),
                );
                checks.add(check.help("add --user ID, or give the profile another"));
            }
            None
        }
    }
}

fn profile(args: &DoctorArgs, checks: &mut Checks, context: &Context<'_>) -> Option<Rc<Chosen>> {
    match config::chosen(&args.key, context) {
        Ok(Some(chosen)) => {
            let origin = Origin::from(chosen.by);
            let says = format!("{} ({origin})", chosen.name);
            checks.add(Check::good(Configuration, "profile", says));
            Some(chosen)
        }
        Ok(None) => {
            checks.add(Check::skipped(Configuration, "profile", "none is used"));
            None
        }
        Err(error) => {
            let check = Check::bad(Configuration, "profile", error.to_string());
            checks.add(check.help("courier-auth profile list shows what is there"));
            None
        }
    }
}

/// The token to look at, if one was given.
fn token(args: &DoctorArgs, checks: &mut Checks, context: &mut Context<'_>) -> Option<String> {
    let (from, text) = match &args.token_file {
        None => {
            let text = context.env.get(env_vars::JWT)?;
            (env_vars::JWT.to_owned(), text.to_owned())
        }
        Some(path) => {
            let from = private_file::display_name(path);
            match private_file::read(path, &mut context.stdin) {
                Ok(text) => (from, text.as_str().to_owned()),
                Err(error) => {
                    let says = format!("cannot read the token in {from}: {error}");
                    checks.add(Check::bad(Configuration, "token", says));
                    return None;
                }
            }
        }
    };
    let unwrapped = TokenText::new(&text);
    let Ok(jwt) = Jwt::new(&unwrapped.text) else {
        let says = format!("there is no token in {from}");
        checks.add(Check::bad(Configuration, "token", says));
        return None;
    };
    // What stands there for want of a token is no secret.
    if !is_placeholder(jwt.expose()) {
        context.output.keep_secret(jwt.expose());
    }
    let says = format!("{} from {from}", fingerprint(jwt.expose()));
    checks.add(Check::good(Configuration, "token", says));
    Some(text)
}

fn endpoints(
    args: &DoctorArgs,
    chosen: Option<&Chosen>,
    key: Option<&ApiKey>,
    checks: &mut Checks,
    context: &Context<'_>,
) -> Option<Endpoints> {
    let inbox_url = args.inbox_url.as_ref();
    let settings = match Settings::merge(&args.api, inbox_url, chosen, &context.env) {
        Ok(settings) => settings,
        Err(error) => {
            let check = Check::bad(Configuration, "courier", error.to_string());
            checks.add(check.help("correct the variable, or unset it"));
            return None;
        }
    };
    let region = Addresses::region_of(&settings.rest.value);
    let place = region.map_or_else(
        || settings.rest.value.to_string(),
        |region| format!("region {region}"),
    );
    let says = format!(
        "{place} ({}){}",
        settings.rest.origin,
        shadows(&settings.rest.shadowed)
    );
    let is_production = key.and_then(ApiKey::environment) == Some(CourierEnvironment::Production);
    checks.add(if is_production && is_loopback(&settings.rest.value) {
        let says = format!("{says}: a production key goes to an address of this machine");
        Check::warning(Configuration, "courier", says)
            .help("a sandbox takes its own key: courier-auth sandbox env")
    } else {
        Check::good(Configuration, "courier", says)
    });
    let beside = Addresses::beside(&settings.rest.value);
    let parts = [
        ("inbox", &settings.inbox, &beside.inbox),
        ("socket", &settings.socket, &beside.socket),
    ];
    for (name, part, expected) in parts {
        if part.value.host() == expected.host() && part.value.port() == expected.port() {
            continue;
        }
        let says = format!(
            "{} ({}){}",
            part.value,
            part.origin,
            shadows(&part.shadowed)
        );
        let check = Check::warning(Configuration, name, says);
        let help = "it leads elsewhere than what says where the REST API is: is one left over?";
        checks.add(check.help(help));
    }
    if let Some(text) = context.env.get(env_vars::SOCKET_URL)
        && let Err(reason) = socket_url(text)
    {
        let says = format!("{}: {reason}", env_vars::SOCKET_URL);
        checks.add(Check::bad(Configuration, "socket", says).help("correct it, or unset it"));
    }
    let mut endpoints = settings.endpoints();
    endpoints.timeout = args.api.timeout.unwrap_or(PATIENCE);
    // What fails now is what is to be told.
    endpoints.retries = args.api.retries.unwrap_or_default();
    Some(endpoints)
}
