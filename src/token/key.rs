//! What Courier's API keys look like, and how to take secrets out of a text.
//!
//! Prefixes: <https://www.courier.com/docs/platform/workspaces/environments-api-keys>. The
//! prefix is a convenience of Courier's; what a key may do is stored on its servers.

use std::borrow::Cow;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use percent_encoding::percent_decode_str;

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

/// How long a word behind a short prefix must be to count as a key in running text.
const KEY_LENGTH: usize = 8;

/// The same where it is of small letters only.
const LONG_WORD: usize = 12;

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
    let text = without(text, known);
    let (mut redacted, mut done, mut is_in_token) = (String::new(), 0, false);
    for (start, word) in words(&text) {
        // A token that was broken into lines goes on.
        let goes_on = is_in_token && is_line_break(&text[done..start]) && is_rest_of_token(word);
        if goes_on || holds_secret(word) {
            redacted.push_str(&text[done..start]);
            redacted.push_str(&hidden(word));
            done = start + word.len();
            is_in_token = goes_on || begins_like_json(word);
        } else {
            is_in_token = false;
        }
    }
    if done == 0 {
        return text;
    }
    redacted.push_str(&text[done..]);
    Cow::Owned(redacted)
}

/// Whether [`redact`] hides all of a secret by its looks alone.
pub(crate) fn is_known_by_its_looks(secret: &str) -> bool {
    looks_secret(secret) && secret.chars().all(is_word)
}

/// Takes out of `text` every one of `known`.
pub(crate) fn without<'a>(text: &'a str, known: &[&str]) -> Cow<'a, str> {
    let mut text = Cow::Borrowed(text);
    for secret in known.iter().filter(|secret| secret.len() >= KNOWN_LENGTH) {
        if text.contains(secret) {
            text = Cow::Owned(text.replace(secret, &hidden(secret)));
        }
    }
    text
}

/// The words of a text with where they begin. The codes that colour a text, and the escapes of a
/// JSON text, would stick to a word: they are no part of it.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_of_word = |c: char| is_word(c) || c == '%';
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(is_of_word)?;
            let rest = &text[start..];
            // A character that was spelt out, as `\u{a}`.
            let head = &rest[..rest.floor_char_boundary("u{10ffff}".len())];
            let hex = head.strip_prefix("u{").and_then(|hex| hex.split_once('}'));
            if let Some((hex, _)) = hex
                && text[..start].ends_with('\\')
            {
                at = start + "u{}".len() + hex.len();
                continue;
            }
            let word = &rest[..rest.find(|c| !is_of_word(c)).unwrap_or(rest.len())];
            at = start + word.len();
            let stuck = stuck_to(&text[..start], word);
            let word = &word[stuck..];
            let trimmed = word.trim_start_matches(['-', '.']);
            let start = start + stuck + word.len() - trimmed.len();
            let word = trimmed.trim_end_matches(['-', '.']);
            if !word.is_empty() {
                return Some((start, word));
            }
        }
    })
}

/// How many bytes at the beginning of a word belong to what stands before it.
fn stuck_to(before: &str, word: &str) -> usize {
    let is_of_code = |c: char| c.is_ascii_digit() || matches!(c, '[' | ';');
    let code = before.trim_end_matches(is_of_code);
    if code.len() < before.len() && code.ends_with('\u{1b}') {
        let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        return digits + usize::from(word[digits..].starts_with('m'));
    }
    let behind = before.strip_suffix('\\').is_some();
    match word.as_bytes() {
        // A path of Windows may look the same.
        _ if !behind || holds_secret(word) => 0,
        [b'u', hex @ ..] if hex.len() >= 4 && hex[..4].iter().all(u8::is_ascii_hexdigit) => 5,
        [b'n' | b't' | b'r' | b'b' | b'f', ..] => 1,
        _ => 0,
    }
}

/// Whether a line ends here and nothing else stands here, as it is or escaped.
fn is_line_break(gap: &str) -> bool {
    let escapes = ["\\n", "\\r", "\\u{a}", "\\u{d}", "\\u000a", "\\u000d"];
    let plain = escapes
        .iter()
        .fold(gap.to_owned(), |gap, escape| gap.replace(escape, "\n"));
    let rest = plain.trim_matches(['\n', '\r', ' ', '\t', '.']);
    rest.is_empty() && plain.contains(['\n', '\r'])
}

/// Whether a word can be a line of a token. A shorter one tells nothing.
fn is_rest_of_token(word: &str) -> bool {
    word.len() >= KEY_LENGTH && word.chars().all(is_word)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// Whether there is a secret in a word, URL-encoded perhaps.
fn holds_secret(word: &str) -> bool {
    if !word.contains('%') {
        return looks_secret(word) || is_stuck_to_secret(word);
    }
    let decoded = percent_decode_str(word).decode_utf8_lossy();
    let mut words = decoded.split(|c| !is_word(c));
    words.any(|word| looks_secret(word) || is_stuck_to_secret(word))
}

/// Whether something stands before a secret without a gap, as in the name of a file or behind a
/// key that was mistyped.
fn is_stuck_to_secret(word: &str) -> bool {
    // Names may hold that of the sandbox, whose keys open nothing.
    let mut prefixes = TELLING_PREFIXES
        .iter()
        .filter(|prefix| **prefix != SANDBOX_PREFIX);
    let is_key = prefixes.any(|prefix| {
        let key = word.split_once(prefix);
        key.is_some_and(|(_, rest)| rest.len() >= KEY_LENGTH)
    });
    let mut tokens = word.match_indices("eyJ").map(|(at, _)| &word[at..]);
    is_key || tokens.any(|rest| rest.len() >= TOKEN_LENGTH && rest.contains('.'))
}

/// Whether a word in running text is surely or very likely a secret.
pub(crate) fn looks_secret(word: &str) -> bool {
    let telling = TELLING_PREFIXES
        .iter()
        .any(|prefix| word.len() > prefix.len() && word.starts_with(prefix));
    let key_like = SHORT_PREFIXES
        .iter()
        .any(|prefix| word.strip_prefix(prefix).is_some_and(looks_random));
    telling || key_like || (word.len() >= TOKEN_LENGTH && begins_like_json(word))
}

/// Whether what stands behind a short prefix is no name: one is of words in small letters.
fn looks_random(rest: &str) -> bool {
    let is_small = |byte: u8| byte.is_ascii_lowercase();
    let is_of_key = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let is_name = rest
        .bytes()
        .all(|byte| is_small(byte) || matches!(byte, b'_' | b'-'));
    let is_one_word = rest.bytes().all(is_small);
    rest.bytes().all(is_of_key)
        && rest.len() >= if is_one_word { LONG_WORD } else { KEY_LENGTH }
        && (is_one_word || !is_name)
}

/// Whether it is the base64url of what begins like a JSON object, with white space or without.
fn begins_like_json(word: &str) -> bool {
    let group = word.as_bytes().first_chunk::<4>();
    let start = group.and_then(|group| URL_SAFE_NO_PAD.decode(group).ok());
    let is_space = |byte: u8| byte.is_ascii_whitespace();
    match start.as_deref() {
        Some([b'{', next, _]) => *next == b'"' || is_space(*next),
        Some([first, b'{', next]) => is_space(*first) && (*next == b'"' || is_space(*next)),
        _ => false,
    }
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
            assert_eq!(redact(text, &["secret", "", "e"]), expected, "{text}");
        }
        for start in ["{ \"alg\"", "{\n \"a\"", "{\t\"alg\"", " {\"alg\"", "{\r\n"] {
            let token = URL_SAFE_NO_PAD.encode(format!("{start}:\"HS256\"}}")) + ".c2ln.c2ln";
            let shown = redact(&token, &[]).into_owned();
            assert_eq!(shown, format!("[{}]", fingerprint(&token)), "{start:?}");
        }
        for stuck in ["x", "x.", "x-", "cfg_"] {
            for secret in ["pk_prod_FAKEFAKE", jwt] {
                let shown = redact(&format!("no `{stuck}{secret}.txt`"), &[]).into_owned();
                assert!(
                    shown.starts_with("no `[fp:") && shown.ends_with("]`"),
                    "{shown}"
                );
            }
        }
        let wrapped = format!(
            "'{}\n{}\r\n{}' is no rule",
            &jwt[..24],
            &jwt[24..40],
            &jwt[40..]
        );
        let json = format!("{{\"a\":\"{}\\n{}\"}}", &jwt[..30], &jwt[30..]);
        for text in [wrapped, json] {
            let shown = redact(&text, &[]).into_owned();
            assert!(
                !shown.contains(&jwt[30..38]) && !shown.contains("c2ln"),
                "{shown}"
            );
            assert!(
                shown.contains("is no rule") || shown.contains("\\n[fp:"),
                "{shown}"
            );
        }
        let escaped = r"x\tpk_prod_FAKE\npk_test_FAKE\u0009dk_prod_FAKE C:\token_FAKEFAKE1";
        let hidden = r"x\tpk_prod_***\npk_test_***\u0009dk_prod_*** C:\token_***";
        assert_eq!(redact(escaped, &[]), hidden);
        // Each word is looked at once.
        let many: Vec<String> = (0..200_000).map(|n| format!("pk_{n:09}aB")).collect();
        assert!(!redact(&many.join(" "), &[]).contains("aB"));
        for word in ["pk%5fprod%5FFAKE", "100%pk_prod_FAKE", "%20token_FAKEFAKE1"] {
            let shown = redact(word, &[]).into_owned();
            assert_eq!(shown, format!("[{}]", fingerprint(word)));
        }
        for word in [
            "eyeglasses-and-other-things",
            "www.a-courier-of-old.example.com",
        ] {
            assert_eq!(redact(word, &[]), word);
        }
        let text = format!("(--x={jwt}).");
        assert_eq!(redact(&text, &[]), format!("(--x=[{}]).", fingerprint(jwt)));
    }
}
