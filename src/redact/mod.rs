//! Redaction: removes API keys and tokens from all text that the program prints or writes.
//!
//! Two searches work together:
//!
//! - **Known secrets** ([`known`]). Every API key and other secret that enters the process is added
//!   to [`Secrets`]. It is found verbatim and in base64.
//! - **Recognition** ([`recognize`]). Text can also contain secrets that were never added: an argument
//!   that was rejected, the response of a server, or a line of a file that could not be parsed. A
//!   word is a secret if it begins like an API key, or if it is base64url that begins like a JSON
//!   object, as tokens do, or the base64 of such a token. Ambiguous words are redacted: an ordinary
//!   word that is hidden does less harm than a secret that is printed. Tokens of the usual form are
//!   only recognized, not added, since a run can issue any number of them.
//!
//! Programs print the same secret in many ways: URL-encoded, in JSON, in HTML, as a literal of a
//! programming language, and one within the other. Instead of listing these spellings, both searches
//! look at the [`layers`](mod@layers) of a text: the text itself, the text with its [`escapes`]
//! decoded, the same again up to three times, and finally with its line breaks removed, as base64 is
//! wrapped. What is found in a layer is translated back to its place in the text. Recognition leaves
//! the last layer out, because it would read two words as one.
//!
//! | written by | example for `a/b"` | found in |
//! | --- | --- | --- |
//! | anything | `a/b"` | the text |
//! | URLs, forms | `a%2Fb%22`, `%61%2f%62%22` | the first decoded layer |
//! | JSON, languages | `a\/b\"`, `a\u002Fb\x22` | the first decoded layer |
//! | HTML | `a&#47;b&quot;` | the first decoded layer |
//! | a URL in a URL, JSON in JSON | `a%252Fb%2522`, `a\\\/b\\\"` | the second decoded layer |
//! | Basic authentication, MIME | `YS9iIg==` | the text, or the last layer |
//!
//! Each step is a pass over the text that reads each byte at most a few times, so that the time is
//! proportional to the length of the text, whatever a server sends.
//!
//! An API key is replaced by its prefix and `***`, which still shows its environment. Anything
//! else is replaced by its [`fingerprint`] in brackets, so that two occurrences of one secret can
//! be matched with each other. Secrets shorter than [`MIN_LENGTH`](known::MIN_LENGTH) are not removed. Neither are
//! other codings, such as hex, base32 or capital letters.
//!
//! Redaction is independent of [`sanitize`](crate::console::sanitize), which escapes control
//! characters: redact first, then sanitize.

mod escapes;
mod known;
mod layers;
mod recognize;
mod secrets;

use std::borrow::Cow;

use crate::token::{fingerprint, key::api_key_prefix};
use known::Known;
use layers::{Step, layers, search_layers};
use recognize::{find_recognized, is_usual_token};
pub(crate) use secrets::Secrets;

/// Replaces every word that looks like an API key or a token.
#[must_use]
pub(crate) fn redact(text: &str) -> Cow<'_, str> {
    redact_all(text, &Known::default())
}

/// Returns true if [`redact`] replaces all of `secret` in every spelling, so that it need not be
/// known.
pub(crate) fn is_recognized(secret: &str) -> bool {
    is_usual_token(secret)
}

/// The text that replaces a secret.
pub(crate) fn mask(secret: &str) -> String {
    match api_key_prefix(secret) {
        Some(prefix) => format!("{prefix}***"),
        None => format!("[{}]", fingerprint(secret)),
    }
}

/// Replaces every occurrence of the known secrets, and every word that looks like a secret.
fn redact_all<'t>(text: &'t str, known: &Known) -> Cow<'t, str> {
    replace(text, known, true)
}

/// Replaces every occurrence of the known secrets.
fn redact_known<'t>(text: &'t str, known: &Known) -> Cow<'t, str> {
    replace(text, known, false)
}

fn replace<'t>(text: &'t str, known: &Known, recognizes: bool) -> Cow<'t, str> {
    if known.is_empty() && !recognizes {
        return Cow::Borrowed(text);
    }
    let layers = layers(text.as_bytes());
    let found = search_layers(&layers, |layer, found| {
        known.find_in(&layer.text, found);
        if recognizes && layer.step != Some(Step::JoinLines) {
            find_recognized(&layer.text, found);
        }
    });
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let (mut redacted, mut copied) = (String::new(), 0);
    for found in &found {
        // An escape can spell a part of a character.
        let start = text.floor_char_boundary(found.range.start).max(copied);
        let end = text.ceil_char_boundary(found.range.end);
        redacted.push_str(&text[copied..start]);
        redacted.push_str(&mask(found.secret));
        copied = end;
    }
    redacted.push_str(&text[copied..]);
    Cow::Owned(redacted)
}

#[cfg(test)]
mod tests {
    use base64::{
        Engine as _,
        engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
    };

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
        let secrets = Secrets::default();
        for secret in ["secret", "", "e"] {
            secrets.add(secret);
        }
        for (text, expected) in rows {
            assert_eq!(secrets.redact(text), expected, "{text}");
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
    fn recognized_secrets_are_replaced_in_every_spelling() {
        for (text, expected) in [
            ("pk%5fprod%5FFAKE", "pk_prod_***"),
            ("100%pk_prod_FAKE", "100%pk_prod_***"),
            ("%20token_FAKEFAKE1", "%20token_***"),
            (r"dk\u005ftest\u005fFAKE!", "dk_test_***!"),
            ("<dk&#95;test&lowbar;FAKE>", "<dk_test_***>"),
            (
                r"\u{1b}[1mpk_test_FAKE\u{1b}[0m",
                r"\u{1b}[1mpk_test_***\u{1b}[0m",
            ),
        ] {
            assert_eq!(redact(text), expected);
        }
    }

    #[test]
    fn the_base64_of_tokens_is_replaced() {
        for engine in [STANDARD, URL_SAFE_NO_PAD] {
            for before in ["", ":", "a:", "me:", "Bearer "] {
                let encoded = engine.encode(format!("{before}{JWT}"));
                let redacted = redact(&encoded).into_owned();
                assert!(
                    redacted.starts_with("[fp:") && redacted.len() < 25,
                    "{redacted}"
                );
                let (start, end) = encoded.split_at(40);
                let wrapped = redact(&format!("{start}\n{end}")).into_owned();
                assert!(!wrapped.contains(&end[..9]), "{wrapped}");
            }
        }
        for text in ["ordinary words", "{\"id\":\"eyJ-is-no-token-at-all\"}"] {
            let encoded = URL_SAFE_NO_PAD.encode(text.repeat(3));
            assert_eq!(
                redact(&format!("x.{encoded}")).contains("fp:"),
                text.contains("eyJ")
            );
        }
    }
}
