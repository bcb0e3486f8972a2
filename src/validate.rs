//! Checks of values that both the command line and the configuration file accept.

use crate::{inspect, redact::redact, token::key::api_key_prefix};

/// Returns the name of an environment variable.
///
/// # Errors
/// Returns the reason if the text is not such a name.
pub(crate) fn variable_name(text: &str) -> Result<String, String> {
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if starts && text.bytes().all(is_name) {
        Ok(text.to_owned())
    } else {
        Err("a variable name can contain only letters, digits and `_`, and cannot start with a digit".to_owned())
    }
}

/// Returns a user ID to look up. Any text but the empty one is accepted, except for a secret, which
/// would be repeated in the output.
///
/// # Errors
/// Returns the reason if the text is refused.
pub(crate) fn user_id(text: &str) -> Result<String, String> {
    if text.is_empty() {
        Err("the user ID is empty".to_owned())
    } else if api_key_prefix(text).is_some() || text.starts_with("eyJ") {
        Err("this is a key or a token, not a user ID".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// Returns the lifetime of a token as `issue` accepts it, unchanged.
///
/// # Errors
/// Returns the reason and the fix if the lifetime does not mean what it seems to mean.
pub(crate) fn lifetime(text: &str) -> Result<String, String> {
    match inspect::parse_lifetime(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(fault) => Err(format!("{}; {}", fault.message, fault.help)),
    }
}

/// Returns the name of a profile.
///
/// # Errors
/// Returns the reason if the text is not such a name.
pub(crate) fn profile_name(text: &str) -> Result<String, String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if redact(text) != text {
        Err("this is a key or a token, not a profile name".to_owned())
    } else if text.is_empty() {
        Err("the profile name is empty".to_owned())
    } else if text.starts_with('-') || !text.chars().all(is_name) {
        Err(
            "a profile name can contain only letters, digits, `-`, `_` and `.`, and cannot start with `-`"
                .to_owned(),
        )
    } else {
        Ok(text.to_owned())
    }
}
