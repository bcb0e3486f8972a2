//! Redaction: removes API keys and tokens from all text that the program prints or writes.
//!
//! Two mechanisms work together:
//!
//! - **Known secrets.** Every API key, token and other secret that enters the process is added to
//!   [`Secrets`]. Each one is removed wherever it occurs, verbatim or in one of the [`spellings`]
//!   in which it could be printed: URL-encoded, in base64 or escaped as JSON.
//! - **Recognition.** Text can also contain secrets that were never added: an argument that was
//!   rejected, the response of a server, or a line of a file that could not be parsed. Such text is
//!   split into [words](mod@words), and [`recognize`] decides for each word whether it is an API
//!   key (by its prefix) or a token (base64url that begins like a JSON object). Ambiguous words
//!   are redacted: an ordinary word that is hidden does less harm than a secret that is printed.
//!
//! [`redact`] applies recognition only, and [`Secrets::redact`] applies both mechanisms.
//!
//! An API key is replaced by its prefix and `***`, which still shows its environment. Anything
//! else is replaced by its [`fingerprint`] in brackets, so that two occurrences of one secret can
//! be matched with each other. Secrets shorter than [`MIN_LENGTH`] are not removed.
//!
//! Redaction is independent of [`sanitize`](crate::console::sanitize), which escapes control
//! characters: redact first, then sanitize.

mod recognize;
mod secrets;
mod spellings;
mod words;

use std::borrow::Cow;

pub(crate) use secrets::Secrets;

use crate::token::{fingerprint, key::api_key_prefix};
use recognize::{begins_like_json, contains_secret, is_token_line, is_word, looks_secret};
use words::{is_line_break, words};

/// The minimum length in bytes of a known secret that is removed. No service issues a shorter
/// one, and replacing it would damage unrelated words and thereby reveal it.
const MIN_LENGTH: usize = 6;

/// Replaces every word that looks like an API key or a token.
#[must_use]
pub(crate) fn redact(text: &str) -> Cow<'_, str> {
    redact_words(Cow::Borrowed(text))
}

/// Returns true if [`redact`] replaces all of `secret`, so that it need not be known.
pub(crate) fn is_recognized(secret: &str) -> bool {
    looks_secret(secret) && secret.chars().all(is_word)
}

/// The text that replaces a secret.
pub(crate) fn mask(secret: &str) -> String {
    match api_key_prefix(secret) {
        Some(prefix) => format!("{prefix}***"),
        None => format!("[{}]", fingerprint(secret)),
    }
}

/// Replaces every occurrence of the `known` secrets, and every word that looks like a secret.
fn redact_all<'a>(text: &'a str, known: &[&str]) -> Cow<'a, str> {
    redact_words(redact_known(text, known))
}

/// Replaces every occurrence of the `known` secrets.
fn redact_known<'a>(text: &'a str, known: &[&str]) -> Cow<'a, str> {
    let mut text = Cow::Borrowed(text);
    for secret in known.iter().filter(|secret| secret.len() >= MIN_LENGTH) {
        if text.contains(secret) {
            text = Cow::Owned(text.replace(secret, &mask(secret)));
        }
    }
    text
}

fn redact_words(text: Cow<'_, str>) -> Cow<'_, str> {
    let (mut redacted, mut copied, mut is_in_token) = (String::new(), 0, false);
    for (start, word) in words(&text) {
        // A token that was wrapped continues on the next line.
        let continues_token =
            is_in_token && is_line_break(&text[copied..start]) && is_token_line(word);
        if continues_token || contains_secret(word) {
            redacted.push_str(&text[copied..start]);
            redacted.push_str(&mask(word));
            copied = start + word.len();
            is_in_token = continues_token || begins_like_json(word);
        } else {
            is_in_token = false;
        }
    }
    if copied == 0 {
        return text;
    }
    redacted.push_str(&text[copied..]);
    Cow::Owned(redacted)
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

    use super::*;

    const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6IiJ9.c2ln";

    #[test]
    fn secrets_are_replaced_and_other_words_stay() {
        let rows = [
            (
                "unexpected argument 'pk_prod_FAKE' found",
                "unexpected argument 'pk_prod_***' found",
            ),
            ("--api-key=dk_prod_x", "--api-key=dk_prod_***"),
            ("token_FAKEFAKEFAKE1", "token_***"),
            ("'token_FAKE-FA_KE'", "'token_***'"),
            ("pk_FAKEfake1", "pk_***"),
            ("token_fakefakefake", "token_***"),
            (
                "the field token_fingerprint_kind",
                "the field token_fingerprint_kind",
            ),
            (
                "\u{1b}[1;31mpk_test_FAKE\u{1b}[0m",
                "\u{1b}[1;31mpk_test_***\u{1b}[0m",
            ),
            ("100% sure, 50%off", "100% sure, 50%off"),
            (
                "cannot read `token_file.txt`",
                "cannot read `token_file.txt`",
            ),
            ("the pk_ prefix", "the pk_ prefix"),
            ("my secret key", "my [fp:2bb80d537b1d] key"),
        ];
        for (text, expected) in rows {
            assert_eq!(redact_all(text, &["secret", "", "e"]), expected, "{text}");
        }
        for word in [
            "eyeglasses-and-other-things",
            "www.a-courier-of-old.example.com",
        ] {
            assert_eq!(redact(word), word);
        }
        let text = format!("(--x={JWT}).");
        assert_eq!(redact(&text), format!("(--x=[{}]).", fingerprint(JWT)));
    }

    #[test]
    fn tokens_with_white_space_in_their_header_are_replaced() {
        for start in ["{ \"alg\"", "{\n \"a\"", "{\t\"alg\"", " {\"alg\"", "{\r\n"] {
            let token = URL_SAFE_NO_PAD.encode(format!("{start}:\"HS256\"}}")) + ".c2ln.c2ln";
            let redacted = redact(&token).into_owned();
            assert_eq!(redacted, format!("[{}]", fingerprint(&token)), "{start:?}");
        }
    }

    #[test]
    fn secrets_with_text_directly_before_them_are_replaced() {
        for before in ["x", "x.", "x-", "cfg_"] {
            for secret in ["pk_prod_FAKEFAKE", JWT] {
                let redacted = redact(&format!("no `{before}{secret}.txt`")).into_owned();
                assert!(
                    redacted.starts_with("no `[fp:") && redacted.ends_with("]`"),
                    "{redacted}"
                );
            }
        }
    }

    #[test]
    fn every_line_of_a_wrapped_token_is_replaced() {
        let wrapped = format!(
            "'{}\n{}\r\n{}' is no rule",
            &JWT[..24],
            &JWT[24..40],
            &JWT[40..]
        );
        let json = format!("{{\"a\":\"{}\\n{}\"}}", &JWT[..30], &JWT[30..]);
        for text in [wrapped, json] {
            let redacted = redact(&text).into_owned();
            assert!(
                !redacted.contains(&JWT[30..38]) && !redacted.contains("c2ln"),
                "{redacted}"
            );
            assert!(
                redacted.contains("is no rule") || redacted.contains("\\n[fp:"),
                "{redacted}"
            );
        }
    }

    #[test]
    fn escapes_before_a_secret_are_not_part_of_it() {
        let escaped = r"x\tpk_prod_FAKE\npk_test_FAKE\u0009dk_prod_FAKE C:\token_FAKEFAKE1";
        let redacted = r"x\tpk_prod_***\npk_test_***\u0009dk_prod_*** C:\token_***";
        assert_eq!(redact(escaped), redacted);
    }

    #[test]
    fn url_encoded_secrets_are_replaced() {
        for word in ["pk%5fprod%5FFAKE", "100%pk_prod_FAKE", "%20token_FAKEFAKE1"] {
            assert_eq!(redact(word), format!("[{}]", fingerprint(word)));
        }
    }

    /// Redaction in quadratic time would not end within the time of a test.
    #[test]
    fn long_text_is_redacted_in_linear_time() {
        let many: Vec<String> = (0..200_000).map(|n| format!("pk_{n:09}aB")).collect();
        assert!(!redact(&many.join(" ")).contains("aB"));
    }
}
