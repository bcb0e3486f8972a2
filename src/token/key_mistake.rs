//! Recognizes a text that cannot be an API key, such as another secret, before it is sent.

use super::{ApiKey, ClientKey, DecodedToken, placeholder::is_placeholder};

/// Returns why a text cannot be an API key, `None` if it can be one.
pub(crate) fn key_mistake(key: &ApiKey) -> Option<&'static str> {
    let text = key.expose();
    let is_hex = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if DecodedToken::new(text).is_ok_and(|read| read.parse().is_ok()) {
        Some("it is a user token (JWT)")
    } else if text.parse::<ClientKey>().is_ok() {
        Some("it is a client key")
    } else if is_hex {
        Some("it is a user signature (HMAC)")
    } else if is_placeholder(text) || text.starts_with('$') {
        Some("it is a placeholder")
    } else if text.starts_with(['"', '\'', '`']) {
        Some("it is in quotes")
    } else if text.to_ascii_lowercase().starts_with("bearer ") {
        Some("it starts with `Bearer`")
    } else if text.contains(|letter: char| !letter.is_ascii_graphic()) {
        Some("it contains characters that no API key has")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_secrets_and_surrounding_text_are_recognized() {
        let signature = "0".repeat(64);
        for (text, expected) in [
            ("pk_prod_FAKE", None),
            ("sandbox_FAKE", None),
            (
                "eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
                Some("it is a user token (JWT)"),
            ),
            (&signature, Some("it is a user signature (HMAC)")),
            ("$COURIER_API_KEY", Some("it is a placeholder")),
            ("'pk_prod_FAKE'", Some("it is in quotes")),
            ("Bearer pk_prod_FAKE", Some("it starts with `Bearer`")),
            (
                "pk_prod_FÄKE",
                Some("it contains characters that no API key has"),
            ),
        ] {
            assert_eq!(key_mistake(&ApiKey::new(text).unwrap()), expected, "{text}");
        }
    }
}
