//! Checks of the API key and the client key: source, environment and form.

use crate::{
    cli::DoctorArgs,
    commands::shared::{credentials::Credentials, effective_key::effective_key},
    config::{KeyError, KeyReference, KeySource},
    context::Context,
    env_vars,
    output::{
        doctor::{Check, CheckId, Checks},
        sanitize,
    },
    settings::{Setting, SettingOrigin},
    token::{ApiKey, ClientKey, CourierEnvironment},
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
    let id = CheckId::ApiKey;
    let check = match (row.setting, &key) {
        (Some(setting), Err(error)) => {
            let (reason, help) = if let KeyError::NotAKey { mistake, .. } = error {
                ("not-an-api-key", mistake.help().to_owned())
            } else {
                let origin = setting.origin;
                let help = format!("fix the key in {origin}, or pass --api-key-file PATH");
                ("unreadable-api-key", help)
            };
            Check::failed(id, reason, error.to_string(), help)
        }
        (Some(setting), Ok(Some(key))) => {
            let description = describe(&setting, key);
            match surrounding_whitespace(credentials, context) {
                Some((variable, whitespace)) => {
                    let message = format!("{description}; {whitespace} is part of {variable}");
                    let help =
                        "remove it from the variable: an app's SDK sends it as part of the key";
                    Check::warning(id, "surrounding-whitespace", message, help)
                }
                None => Check::passed(id, description),
            }
        }
        _ => match excuse {
            Some(excuse) => Check::skipped(id, excuse),
            None => Check::failed(
                id,
                "no-api-key",
                "no API key found",
                "set COURIER_API_KEY, or run `courier-auth profile add NAME`",
            ),
        },
    };
    checks.add(check);
    key.ok().flatten()
}

/// Returns the variable that contains the key with whitespace around it, and the name of that whitespace.
fn surrounding_whitespace<'c>(
    credentials: &'c Credentials,
    context: &Context<'_>,
) -> Option<(&'c str, &'static str)> {
    let variable = match credentials.sources().first()? {
        KeySource::Variable(name) => *name,
        KeySource::Profile {
            reference: KeyReference::Variable(name),
            ..
        } => name.as_str(),
        KeySource::File(_) | KeySource::Profile { .. } => return None,
    };
    let value = context.env.get(variable)?;
    let around = value.split(value.trim()).collect::<String>();
    let whitespace = match around.as_str() {
        "" => return None,
        around if around.contains('\r') => "a carriage return",
        around if around.contains('\n') => "a line break",
        _ => "whitespace",
    };
    Some((variable, whitespace))
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
pub(super) fn overridden<T: std::fmt::Display>(shadowed: &[(SettingOrigin, T)]) -> String {
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
            checks.add(Check::passed(CheckId::ClientKey, sanitize(&message)));
            Some(text)
        }
        Err(error) => {
            let message = format!("{origin}: {error}");
            let help = "copy the client key from Courier's settings (API Keys)";
            let reason = "invalid-client-key";
            checks.add(Check::failed(CheckId::ClientKey, reason, message, help));
            None
        }
    }
}
