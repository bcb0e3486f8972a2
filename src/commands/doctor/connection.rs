//! Checks of the configured endpoints.

use std::time::Duration;

use super::keys::overridden;
use crate::{
    cli::DoctorArgs,
    config::SelectedProfile,
    context::Context,
    courier::RequestLimits,
    endpoints::{Endpoints, is_loopback, region_of},
    env_vars,
    output::doctor::{Check, CheckId, Checks},
    settings::{Settings, SettingsError, check_socket_url},
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
                let SettingsError::Variable { name, .. } = &error;
                let id = match *name {
                    env_vars::INBOX_URL => CheckId::InboxUrl,
                    _ => CheckId::RestUrl,
                };
                checks.add(invalid_variable(id, error.to_string()));
                return None;
            }
        };
        checks.add(check_rest(&settings, key));
        check_consistency(&settings, checks);
        if let Err(error) = check_socket_url(&context.env) {
            checks.add(invalid_variable(CheckId::SocketUrl, error.to_string()));
        }
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
        let help = "use the sandbox's own key";
        Check::warning(
            CheckId::RestUrl,
            "production-key-at-loopback",
            message,
            help,
        )
        .with_fix("courier-auth sandbox env".to_owned())
    } else {
        Check::passed(CheckId::RestUrl, message)
    }
}

/// Warns if the Inbox API or the socket is on a different host than the one that belongs to the REST
/// API.
fn check_consistency(settings: &Settings, checks: &mut Checks) {
    let expected = Endpoints::matching(&settings.rest.value);
    for (id, setting, expected) in [
        (CheckId::InboxUrl, &settings.inbox, &expected.inbox),
        (CheckId::SocketUrl, &settings.socket, &expected.socket),
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
        let help = format!(
            "check {}: is it left over from another environment?",
            setting.origin
        );
        checks.add(Check::warning(id, "different-server", message, help));
    }
}

fn invalid_variable(id: CheckId, message: String) -> Check {
    let help = "correct the variable, or unset it";
    Check::failed(id, "invalid-variable", message, help)
}
