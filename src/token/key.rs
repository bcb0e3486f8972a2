//! What Courier's API keys look like, and how to take secrets out of a text.
//!
//! Prefixes: <https://www.courier.com/docs/platform/workspaces/environments-api-keys>. The
//! prefix is a convenience of Courier's; what a key may do is stored on its servers.

use std::borrow::Cow;

use super::secret::fingerprint;

/// How keys of the local sandbox begin.
pub const SANDBOX_PREFIX: &str = "sandbox_";

/// Prefixes that nothing but an API key has.
const TELLING_PREFIXES: &[&str] = &[
    "pk_prod_",
    "dk_prod_",
    "pk_test_",
    "dk_test_",
    SANDBOX_PREFIX,
];

/// Prefixes of API keys that other words may have too.
const SHORT_PREFIXES: &[&str] = &["token_", "pk_", "dk_"];

/// How many letters and digits make a word behind a short prefix a key in running text.
const KEY_LENGTH: usize = 12;

/// How long a run of base64url that begins like a JSON object must be to count as a token.
const TOKEN_LENGTH: usize = 20;

/// Whether a key stands in `text` behind something else: a quote, `Bearer`, a variable's name or a
/// byte order mark, which would keep its kind from being seen.
#[must_use]
pub fn is_behind_something(text: &str) -> bool {
    let mut places = TELLING_PREFIXES.iter().map(|prefix| text.find(prefix));
    places.any(|place| place.is_some_and(|place| place > 0))
}

/// The prefix that makes `text`, taken whole, an API key.
#[must_use]
pub fn api_key_prefix(text: &str) -> Option<&'static str> {
    let mut prefixes = TELLING_PREFIXES.iter().chain(SHORT_PREFIXES);
    prefixes
        .find(|prefix| text.len() > prefix.len() && text.starts_with(**prefix))
        .filter(|_| {
            text.bytes()
                .all(|byte| byte.is_ascii_graphic() && byte != b'.')
        })
        .copied()
}

/// The shortest known secret that is taken out of a text: a shorter one, which no service would
/// issue, would tear up the words around it and be told by the holes.
pub(crate) const KNOWN_LENGTH: usize = 6;

/// Takes out of `text` every one of `known` and every word that looks like an API key or a token.
///
/// A key keeps its prefix, everything else becomes a fingerprint.
#[must_use]
pub fn redact<'a>(text: &'a str, known: &[&str]) -> Cow<'a, str> {
    let mut text = Cow::Borrowed(text);
    for secret in known.iter().filter(|secret| secret.len() >= KNOWN_LENGTH) {
        if text.contains(secret) {
            text = Cow::Owned(text.replace(secret, &hidden(secret)));
        }
    }
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let secrets: Vec<String> = text
        .split(|c: char| !is_word(c))
        .map(|word| word.trim_matches(['-', '.']))
        .filter(|word| looks_secret(word))
        .map(str::to_owned)
        .collect();
    for secret in secrets {
        text = Cow::Owned(text.replace(&secret, &hidden(&secret)));
    }
    text
}

/// Whether a word in running text is surely or very likely a secret.
pub(crate) fn looks_secret(word: &str) -> bool {
    let telling = TELLING_PREFIXES
        .iter()
        .any(|prefix| word.len() > prefix.len() && word.starts_with(prefix));
    let key_like = SHORT_PREFIXES.iter().any(|prefix| {
        word.strip_prefix(prefix).is_some_and(|rest| {
            rest.len() >= KEY_LENGTH && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
    });
    telling || key_like || (word.starts_with("eyJ") && word.len() >= TOKEN_LENGTH)
}

/// What stands in a secret's place.
pub(crate) fn hidden(secret: &str) -> String {
    match api_key_prefix(secret) {
        Some(prefix) => format!("{prefix}***"),
        None => format!("[{}]", fingerprint(secret)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_known_by_their_prefix() {
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

    #[test]
    fn secrets_leave_a_text_and_words_stay() {
        let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6IiJ9.c2ln";
        let rows = [
            (
                "unexpected argument 'pk_prod_FAKE' found",
                "unexpected argument 'pk_prod_***' found",
            ),
            ("--api-key=dk_prod_x", "--api-key=dk_prod_***"),
            ("token_FAKEFAKEFAKE1", "token_***"),
            (
                "cannot read `token_file.txt`",
                "cannot read `token_file.txt`",
            ),
            ("the pk_ prefix", "the pk_ prefix"),
            ("my secret key", "my [fp:2bb80d537b1d] key"),
        ];
        for (text, expected) in rows {
            assert_eq!(redact(text, &["secret", "", "e"]), expected, "{text}");
        }
        let text = format!("(--x={jwt}).");
        assert_eq!(redact(&text, &[]), format!("(--x=[{}]).", fingerprint(jwt)));
    }
}
