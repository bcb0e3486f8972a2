//! Checks of the configuration: profile, keys, addresses and files.

use super::{
    files::{certificates, files},
    keys::{client_key, key, shadows},
};
use crate::private_file;
use crate::{
    cli::DoctorArgs,
    commands::shared::credentials::Credentials,
    config::SelectedProfile,
    context::Context,
    courier::RequestLimits,
    endpoints::{Endpoints, is_loopback, region_of, socket_url},
    env_vars,
    inspect::TokenText,
    output::doctor::{Check, CheckStatus, Checks, Section::Configuration},
    settings::{SettingOrigin, Settings},
    token::{ApiKey, CourierEnvironment, Jwt, UserId, fingerprint, placeholder::is_placeholder},
};

/// The time limit of a request without `--timeout`. It is short because a person waits.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);

/// The configuration that the other checks use.
pub(super) struct Setup {
    pub(super) key: Option<ApiKey>,
    /// The token with its wrapping, if there is one.
    pub(super) token: Option<String>,
    pub(super) client_key: Option<String>,
    pub(super) user_of_profile: Option<UserId>,
    /// The addresses and limits of requests, `None` if an address is invalid.
    pub(super) connection: Option<(Endpoints, RequestLimits)>,
}

/// Checks the configuration. Invalid parts are reported and left out.
pub(super) fn examine(args: &DoctorArgs, checks: &mut Checks, context: &mut Context<'_>) -> Setup {
    let credentials = credentials(args, checks, context);
    let selected = credentials.profile();
    let is_profile_missing = checks.count(CheckStatus::Failed) > 0;
    let token = token(args, checks, context);
    // The reason why a missing key is not a failure.
    let excuse = if is_profile_missing {
        Some("the profile that is not there was to name it")
    } else {
        token
            .as_ref()
            .map(|_| "none, so what needs one is left out")
    };
    let key = key(&credentials, excuse, checks, context);
    let connection = connection(args, selected, key.as_ref(), checks, context);
    files(args, &credentials, checks, context);
    certificates(checks, context);
    Setup {
        key,
        token,
        client_key: client_key(args, checks, context),
        user_of_profile: user_of_profile(args, selected, checks),
        connection,
    }
}

fn user_of_profile(
    args: &DoctorArgs,
    selected: Option<&SelectedProfile>,
    checks: &mut Checks,
) -> Option<UserId> {
    let user = selected?.profile.user.as_ref()?.parse();
    match user {
        Ok(user) => Some(user),
        Err(error) => {
            if args.user.is_none() {
                let check = Check::failed(
                    Configuration,
                    "user",
                    format!("the profile's user: {error}"),
                );
                checks.add(check.with_help("add --user ID, or give the profile another"));
            }
            None
        }
    }
}

/// Selects the profile. If that fails, the failure is a check of its own and the key sources are
/// those without a profile.
fn credentials(args: &DoctorArgs, checks: &mut Checks, context: &Context<'_>) -> Credentials {
    match Credentials::resolve(&args.key, context) {
        Ok(credentials) => {
            checks.add(match credentials.profile() {
                Some(selected) => {
                    let origin = SettingOrigin::from(selected.source);
                    let says = format!("{} ({origin})", selected.name);
                    Check::passed(Configuration, "profile", says)
                }
                None => Check::skipped(Configuration, "profile", "none is used"),
            });
            credentials
        }
        Err(error) => {
            let check = Check::failed(Configuration, "profile", error.to_string());
            checks.add(check.with_help("courier-auth profile list shows what is there"));
            Credentials::without_profile(&args.key, context)
        }
    }
}

/// Reads the token, if there is one.
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
                    checks.add(Check::failed(Configuration, "token", says));
                    return None;
                }
            }
        }
    };
    let unwrapped = TokenText::new(&text);
    let Ok(jwt) = Jwt::new(&unwrapped.text) else {
        let says = format!("there is no token in {from}");
        checks.add(Check::failed(Configuration, "token", says));
        return None;
    };
    // A placeholder is not a secret.
    if !is_placeholder(jwt.expose()) {
        context.output.add_secret(jwt.expose());
    }
    let says = format!("{} from {from}", fingerprint(jwt.expose()));
    checks.add(Check::passed(Configuration, "token", says));
    Some(text)
}

fn connection(
    args: &DoctorArgs,
    selected: Option<&SelectedProfile>,
    key: Option<&ApiKey>,
    checks: &mut Checks,
    context: &Context<'_>,
) -> Option<(Endpoints, RequestLimits)> {
    let inbox_url = args.inbox_url.as_ref();
    let settings = match Settings::merge(&args.api, inbox_url, selected, &context.env) {
        Ok(settings) => settings,
        Err(error) => {
            let check = Check::failed(Configuration, "courier", error.to_string());
            checks.add(check.with_help("correct the variable, or unset it"));
            return None;
        }
    };
    let region = region_of(&settings.rest.value);
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
            .with_help("a sandbox takes its own key: courier-auth sandbox env")
    } else {
        Check::passed(Configuration, "courier", says)
    });
    let beside = Endpoints::matching(&settings.rest.value);
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
        checks.add(check.with_help(help));
    }
    if let Some(text) = context.env.get(env_vars::SOCKET_URL)
        && let Err(reason) = socket_url(text)
    {
        let says = format!("{}: {reason}", env_vars::SOCKET_URL);
        checks
            .add(Check::failed(Configuration, "socket", says).with_help("correct it, or unset it"));
    }
    let limits = RequestLimits {
        timeout: args.api.timeout.unwrap_or(PATIENCE),
        // A failure is a result here, so it is not hidden by a retry.
        retries: args.api.retries.unwrap_or_default(),
    };
    Some((settings.endpoints(), limits))
}
