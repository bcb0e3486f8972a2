//! Recognition of Courier API keys by their prefix.
//!
//! The prefixes are documented at
//! <https://www.courier.com/docs/platform/workspaces/environments-api-keys>. They are a
//! convenience for people: Courier's servers look up what a key may do.

/// The prefix of API keys of the local sandbox.
pub(crate) const SANDBOX_PREFIX: &str = "sandbox_";

/// Prefixes that only API keys have.
const UNAMBIGUOUS_PREFIXES: &[&str] = &[
    "pk_prod_",
    "dk_prod_",
    "pk_test_",
    "dk_test_",
    SANDBOX_PREFIX,
];

/// Prefixes of API keys that ordinary identifiers may have too.
const AMBIGUOUS_PREFIXES: &[&str] = &["token_", "pk_", "dk_"];

/// The minimum number of bytes after a prefix that count as a key in running text.
const MIN_LENGTH: usize = 8;

/// The minimum after an ambiguous prefix if they are all lowercase letters.
const MIN_LOWERCASE_LENGTH: usize = 12;

/// The API key prefix of `text`, `None` if `text` as a whole cannot be an API key.
#[must_use]
pub(crate) fn api_key_prefix(text: &str) -> Option<&'static str> {
    let mut prefixes = UNAMBIGUOUS_PREFIXES.iter().chain(AMBIGUOUS_PREFIXES);
    prefixes
        .find(|prefix| text.len() > prefix.len() && text.starts_with(**prefix))
        .filter(|_| {
            text.bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'.')
        })
        .copied()
}

/// Returns true if an API key in `text` follows other text, such as a quote, `Bearer`, a
/// variable name or a byte order mark, so that [`api_key_prefix`] does not recognize it.
#[must_use]
pub(crate) fn has_text_before_key(text: &str) -> bool {
    let mut offsets = UNAMBIGUOUS_PREFIXES.iter().map(|prefix| text.find(prefix));
    offsets.any(|offset| offset.is_some_and(|offset| offset > 0))
}

/// Returns true if a word of running text is, or very likely is, an API key.
#[must_use]
pub(crate) fn looks_like_api_key(word: &str) -> bool {
    // `sandbox_seed.json` is a file, and a sandbox key protects nothing.
    let is_name = |rest: &str| !looks_random(rest) && !rest.ends_with("_key");
    let is_sandbox_name = word.strip_prefix(SANDBOX_PREFIX).is_some_and(is_name);
    let has_unambiguous_prefix = UNAMBIGUOUS_PREFIXES
        .iter()
        .any(|prefix| word.len() > prefix.len() && word.starts_with(prefix));
    (has_unambiguous_prefix && !is_sandbox_name)
        || AMBIGUOUS_PREFIXES
            .iter()
            .any(|prefix| word.strip_prefix(prefix).is_some_and(looks_random))
}

/// Returns true if a word contains an API key with text directly before it, as in a file name or
/// a mistyped key.
#[must_use]
pub(crate) fn contains_api_key(word: &str) -> bool {
    // Ordinary names may contain the sandbox prefix, and a sandbox key protects nothing.
    let mut prefixes = UNAMBIGUOUS_PREFIXES
        .iter()
        .filter(|prefix| **prefix != SANDBOX_PREFIX);
    prefixes.any(|prefix| {
        let key = word.split_once(prefix);
        key.is_some_and(|(_, rest)| rest.len() >= MIN_LENGTH)
    })
}

/// Returns true if the text after an ambiguous prefix is not an identifier, which consists of
/// lowercase words.
fn looks_random(rest: &str) -> bool {
    let is_lowercase = |byte: u8| byte.is_ascii_lowercase();
    let is_separator = |byte: u8| matches!(byte, b'_' | b'-');
    let is_key_byte = |byte: u8| byte.is_ascii_alphanumeric() || is_separator(byte);
    let is_identifier = rest
        .bytes()
        .all(|byte| is_lowercase(byte) || is_separator(byte));
    let is_one_word = rest.bytes().all(is_lowercase);
    let min_length = if is_one_word {
        MIN_LOWERCASE_LENGTH
    } else {
        MIN_LENGTH
    };
    rest.bytes().all(is_key_byte) && rest.len() >= min_length && (is_one_word || !is_identifier)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_begin_like_a_sandbox_key_are_not_keys() {
        for word in ["sandbox_local_development_key", "sandbox_x7Gf2pQ9"] {
            assert!(looks_like_api_key(word), "{word}");
        }
        for word in ["sandbox_seed.json", "sandbox_data", "sandbox_rules"] {
            assert!(!looks_like_api_key(word), "{word}");
        }
    }

    #[test]
    fn api_keys_are_recognized_by_their_prefix() {
        let rows = [
            ("pk_prod_FAKE", Some("pk_prod_")),
            ("dk_test_FAKE", Some("dk_test_")),
            ("pk_0FAKE", Some("pk_")),
            ("token_FAKE", Some("token_")),
            ("sandbox_x", Some("sandbox_")),
            ("pk_prod_", Some("pk_")),
            ("token_", None),
            ("pk_ x", None),
            ("token_a.b.c", None),
            ("alice", None),
        ];
        for (text, prefix) in rows {
            assert_eq!(api_key_prefix(text), prefix, "{text}");
        }
    }
}
