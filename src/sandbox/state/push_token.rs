//! Push tokens of users' devices.

use serde_json::{Map, Value};

/// The properties of a push token, such as `provider_key` and `device`.
pub(in crate::sandbox) type PushToken = Map<String, Value>;

/// The values that `provider_key` can have.
const PROVIDERS: [&str; 4] = ["firebase-fcm", "apn", "expo", "onesignal"];

/// Checks the properties of a push token.
///
/// # Errors
/// Returns an error if `provider_key` is missing or unknown.
pub(in crate::sandbox) fn check_push_token(properties: &PushToken) -> Result<(), &'static str> {
    let provider = properties.get("provider_key").and_then(Value::as_str);
    match provider {
        Some(provider) if PROVIDERS.contains(&provider) => Ok(()),
        _ => Err("\"provider_key\" must be firebase-fcm, apn, expo or onesignal"),
    }
}
