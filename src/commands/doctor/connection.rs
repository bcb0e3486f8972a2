//! Checks of the configured endpoints.

use std::time::Duration;

use super::keys::overridden;
use crate::{
    cli::DoctorArgs,
    config::SelectedProfile,
    context::Context,
    courier::RequestLimits,
    endpoints::{Endpoints, is_loopback, region_of, socket_url},
    env_vars::{self, EnvVars},
    output::doctor::{Check, Checks, Section::Configuration},
    settings::Settings,
    token::{ApiKey, CourierEnvironment},
};

/// The default timeout of a request. It is shorter than that of other commands, because someone
/// waits for the report.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// The endpoints and the limits of requests.
pub(super) struct Connection {
    pub(super) endpoints: Endpoints,
    pub(super) limits: RequestLimits,
}

impl Connection {
    /// Merges the settings and checks them. Returns `None` if an address is invalid.
    pub(super) fn examine(
        args: &DoctorArgs,
        selected: Option<&SelectedProfile>,
        key: Option<&ApiKey>,
        checks: &mut Checks,
        context: &Context<'_>,
    ) -> Option<Self> {
        let inbox_url = args.inbox_url.as_ref();
        let settings = match Settings::merge(&args.api, inbox_url, selected, &context.env) {
            Ok(settings) => settings,
            Err(error) => {
                let check = Check::failed(Configuration, "courier", error.to_string());
                checks.add(check.with_help("correct the variable, or unset it"));
                return None;
            }
        };
        checks.add(check_rest(&settings, key));
        check_consistency(&settings, checks);
        check_socket_variable(&context.env, checks);
        Some(Self {
            endpoints: settings.endpoints(),
            limits: RequestLimits {
                timeout: args.api.timeout.unwrap_or(DEFAULT_TIMEOUT),
                connect_timeout: settings.connect_timeout.value,
                // A failure is a result of `doctor`, so no retry may hide it.
                retries: args.api.retries.unwrap_or_default(),
            },
        })
    }
}

/// Checks the address of the REST API. A production key at a loopback address is a warning.
fn check_rest(settings: &Settings, key: Option<&ApiKey>) -> Check {
    let rest = &settings.rest;
    let location = region_of(&rest.value).map_or_else(
        || rest.value.to_string(),
        |region| format!("region {region}"),
    );
    let message = format!("{location} ({}){}", rest.origin, overridden(&rest.shadowed));
    let is_production = key.and_then(ApiKey::environment) == Some(CourierEnvironment::Production);
    if is_production && is_loopback(&rest.value) {
        let message = format!("{message}: a production key is used with a server on this machine");
        Check::warning(Configuration, "courier", message)
            .with_help("use the sandbox's own key: `courier-auth sandbox env`")
    } else {
        Check::passed(Configuration, "courier", message)
    }
}

/// Warns if the Inbox API or the socket is on a different host than the one that belongs to the REST
/// API.
fn check_consistency(settings: &Settings, checks: &mut Checks) {
    let expected = Endpoints::matching(&settings.rest.value);
    for (name, setting, expected) in [
        ("inbox", &settings.inbox, &expected.inbox),
        ("socket", &settings.socket, &expected.socket),
    ] {
        if setting.value.host() == expected.host() && setting.value.port() == expected.port() {
            continue;
        }
        let message = format!(
            "{} ({}){} is not the server of the REST API",
            setting.value,
            setting.origin,
            overridden(&setting.shadowed)
        );
        let check = Check::warning(Configuration, name, message);
        let help = format!(
            "check {}: is it left over from another environment?",
            setting.origin
        );
        checks.add(check.with_help(help));
    }
}

/// Reports an invalid `COURIER_SOCKET_URL`.
fn check_socket_variable(env: &EnvVars, checks: &mut Checks) {
    if let Some(text) = env.get(env_vars::SOCKET_URL)
        && let Err(reason) = socket_url(text)
    {
        let message = format!("{}: {reason}", env_vars::SOCKET_URL);
        checks.add(
            Check::failed(Configuration, "socket", message)
                .with_help("correct the variable, or unset it"),
        );
    }
}
