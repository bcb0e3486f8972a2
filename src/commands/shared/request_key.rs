//! The API key for requests. A text that is clearly something else is refused before it is sent.

use super::session::Session;
use crate::{
    config::KeySource,
    context::Context,
    error::Error,
    token::{ApiKey, ClientKey, DecodedToken, placeholder::is_placeholder},
};

/// The number of hex digits of an HMAC signature.
const SIGNATURE_LENGTH: usize = 64;

/// Returns the API key that requests use.
///
/// # Errors
/// Returns an error if there is no API key, or if its text is clearly not an API key.
pub(in crate::commands) fn request_key(
    session: &mut Session,
    context: &mut Context<'_>,
) -> Result<ApiKey, Error> {
    let key = session.api_key(context)?;
    let Some(kind) = kind_of_other_text(key.expose()) else {
        return Ok(key);
    };
    let source = session.credentials.sources().first();
    let from = source.map_or_else(|| "your input".to_owned(), KeySource::describe);
    Err(Error::NotAnApiKey { from, kind })
}

/// Returns what a text is that is clearly not an API key, `None` if it can be one.
fn kind_of_other_text(text: &str) -> Option<&'static str> {
    let is_hex_digit = |byte: u8| byte.is_ascii_hexdigit();
    if DecodedToken::new(text).is_ok_and(|token| token.parse().is_ok()) {
        Some("a user token (JWT)")
    } else if text.parse::<ClientKey>().is_ok() {
        Some("a client key")
    } else if text.len() == SIGNATURE_LENGTH && text.bytes().all(is_hex_digit) {
        Some("a user's signature (HMAC)")
    } else if text.starts_with('$') || is_placeholder(text) {
        Some("a placeholder")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_texts_are_recognized() {
        let signature = "0123456789abcdef".repeat(4);
        let rows = [
            ("pk_test_FAKE", None),
            ("sandbox_key", None),
            ("$COURIER_API_KEY", Some("a placeholder")),
            (signature.as_str(), Some("a user's signature (HMAC)")),
        ];
        for (text, kind) in rows {
            assert_eq!(kind_of_other_text(text), kind, "{text}");
        }
    }
}
