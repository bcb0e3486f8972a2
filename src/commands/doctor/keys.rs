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
    token::{ApiKey, ClientKey, CourierEnvironment, DecodedToken},
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
    let mistake = key.as_ref().and_then(mistake);
    let check = match (row.setting, row.problem, &key) {
        (Some(setting), None, Some(_)) if mistake.is_some() => {
            let message = format!("{}: {}", setting.origin, mistake.unwrap_or_default());
            Check::failed(Configuration, name, message)
                .with_help("the API key is in Courier's settings under API Keys; it was not sent")
        }
        (Some(setting), Some(problem), _) => {
            let check = Check::failed(Configuration, name, problem);
            check.with_help(format!(
                "mend what {} says, or name another key",
                setting.origin
            ))
        }
        (Some(setting), None, Some(key)) => {
            Check::passed(Configuration, name, describe(&setting, key))
        }
        _ => match excuse {
            Some(excuse) => Check::skipped(Configuration, name, excuse),
            None => Check::failed(Configuration, name, "there is none")
                .with_help("export COURIER_API_KEY=..., or courier-auth profile add"),
        },
    };
    checks.add(check);
    key.filter(|_| mistake.is_none())
}

/// Returns why a text cannot be an API key, `None` if it can be one.
fn mistake(key: &ApiKey) -> Option<&'static str> {
    let text = key.expose();
    let is_hex = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if DecodedToken::new(text).is_ok_and(|read| read.parse().is_ok()) {
        Some("this is a user token (JWT), no API key")
    } else if text.parse::<ClientKey>().is_ok() {
        Some("this is a client key, which apps show, no API key")
    } else if is_hex {
        Some("this is a user's signature (HMAC), no API key")
    } else if text.starts_with(['"', '\'', '`']) {
        Some("quotes stand around the API key")
    } else if text.to_ascii_lowercase().starts_with("bearer ") {
        Some("`Bearer` stands before the API key")
    } else if text.contains(|letter: char| !letter.is_ascii_graphic()) {
        Some("it holds characters that no API key has")
    } else {
        None
    }
}

/// Describes an API key and its source.
fn describe(setting: &Setting<String>, key: &ApiKey) -> String {
    let environment = match key.environment() {
        Some(CourierEnvironment::Production) => "of production",
        Some(CourierEnvironment::Test) => "of test",
        _ if key.is_sandbox() => "of the sandbox",
        _ => "of an environment that its text does not tell",
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
        .map(|(origin, value)| format!("; shadows {value} ({origin})"));
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
                "of workspace {}, {} ({origin})",
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
            checks.add(Check::failed(Configuration, "client key", message));
            None
        }
    }
}
