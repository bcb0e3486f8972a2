//! Checks of the API key and the client key: source, environment and form.

use crate::{
    cli::DoctorArgs,
    commands::shared::{credentials::Credentials, effective_key::effective_key},
    context::Context,
    env_vars,
    output::{
        doctor::{Check, Checks, Section::Configuration},
        sanitize,
    },
    settings::{Setting, SettingOrigin},
    token::{ApiKey, ClientKey, CourierEnvironment, key_mistake},
};

/// Checks the API key that commands would use. `excuse` is the reason why a missing key is not a
/// failure.
pub(super) fn api_key(
    credentials: &Credentials,
    excuse: Option<&str>,
    checks: &mut Checks,
    context: &mut Context<'_>,
) -> Option<ApiKey> {
    let (row, key) = effective_key(credentials, context);
    let name = "api key";
    let mistake = key.as_ref().and_then(key_mistake);
    let check = match (row.setting, row.problem, &key) {
        (Some(setting), None, Some(_)) if mistake.is_some() => {
            let mistake = mistake.unwrap_or_default();
            let message = format!("invalid API key in {}: {mistake}", setting.origin);
            Check::failed(Configuration, name, message).with_help(
                "copy the API key from Courier's settings (API Keys); this value was not sent",
            )
        }
        (Some(setting), Some(problem), _) => {
            let check = Check::failed(Configuration, name, problem);
            check.with_help(format!(
                "fix the key in {}, or pass --api-key-file PATH",
                setting.origin
            ))
        }
        (Some(setting), None, Some(key)) => {
            Check::passed(Configuration, name, describe(&setting, key))
        }
        _ => match excuse {
            Some(excuse) => Check::skipped(Configuration, name, excuse),
            None => Check::failed(Configuration, name, "no API key found")
                .with_help("set COURIER_API_KEY, or run `courier-auth profile add NAME`"),
        },
    };
    checks.add(check);
    key.filter(|_| mistake.is_none())
}

/// Describes an API key and its source.
fn describe(setting: &Setting<String>, key: &ApiKey) -> String {
    let environment = match key.environment() {
        Some(CourierEnvironment::Production) => "production key",
        Some(CourierEnvironment::Test) => "test key",
        _ if key.is_sandbox() => "sandbox key",
        _ => "environment unknown",
    };
    format!(
        "{}, {environment} ({}){}",
        setting.value,
        setting.origin,
        overridden(&setting.shadowed)
    )
}

/// Lists the values that a setting overrides.
pub(super) fn overridden(shadowed: &[(SettingOrigin, String)]) -> String {
    let shadowed = shadowed
        .iter()
        .map(|(origin, value)| format!("; overrides {value} ({origin})"));
    shadowed.collect()
}

/// Checks the client key. Returns `None` if there is none or it is invalid.
pub(super) fn client_key(
    args: &DoctorArgs,
    checks: &mut Checks,
    context: &Context<'_>,
) -> Option<String> {
    let (text, origin) = if let Some(text) = &args.client_key {
        (text.clone(), "--client-key")
    } else {
        let text = context.env.get(env_vars::CLIENT_KEY)?;
        (text.to_owned(), env_vars::CLIENT_KEY)
    };
    match text.parse::<ClientKey>() {
        Ok(key) => {
            let environment = key.environment();
            let environment = environment.map(|environment| environment.to_string());
            let message = format!(
                "workspace {}, {} ({origin})",
                key.workspace_id(),
                environment.unwrap_or_default()
            );
            checks.add(Check::passed(
                Configuration,
                "client key",
                sanitize(&message),
            ));
            Some(text)
        }
        Err(error) => {
            let message = format!("{origin}: {error}");
            let check = Check::failed(Configuration, "client key", message);
            checks.add(check.with_help("copy the client key from Courier's settings (API Keys)"));
            None
        }
    }
}
