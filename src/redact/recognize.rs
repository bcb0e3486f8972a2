//! Recognition of secrets: which words of a text are API keys or tokens.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use percent_encoding::percent_decode_str;

use crate::token::key::{contains_api_key, looks_like_api_key};

/// The minimum length of base64url text that counts as a token if it begins like a JSON object.
const MIN_TOKEN_LENGTH: usize = 20;

/// The minimum length of a word that counts as one of the lines of a wrapped token.
const MIN_LINE_LENGTH: usize = 8;

/// Returns true if a word contains a secret, URL-encoded or not.
pub(super) fn contains_secret(word: &str) -> bool {
    if !word.contains('%') {
        return looks_secret(word) || has_secret_inside(word);
    }
    let decoded = percent_decode_str(word).decode_utf8_lossy();
    let mut words = decoded.split(|c| !is_word(c));
    words.any(|word| looks_secret(word) || has_secret_inside(word))
}

/// Returns true if a whole word is, or very likely is, a secret.
pub(super) fn looks_secret(word: &str) -> bool {
    looks_like_api_key(word) || (word.len() >= MIN_TOKEN_LENGTH && begins_like_json(word))
}

/// Returns true if a secret follows other text within a word.
fn has_secret_inside(word: &str) -> bool {
    let mut tokens = word.match_indices("eyJ").map(|(at, _)| &word[at..]);
    contains_api_key(word)
        || tokens.any(|token| token.len() >= MIN_TOKEN_LENGTH && token.contains('.'))
}

/// Returns true if a word can be one of the lines of a wrapped token.
pub(super) fn is_token_line(word: &str) -> bool {
    word.len() >= MIN_LINE_LENGTH && word.chars().all(is_word)
}

/// Returns true if a word is the base64url of the beginning of a JSON object, with or without
/// white space around the brace.
pub(super) fn begins_like_json(word: &str) -> bool {
    let group = word.as_bytes().first_chunk::<4>();
    let start = group.and_then(|group| URL_SAFE_NO_PAD.decode(group).ok());
    let is_space = |byte: u8| byte.is_ascii_whitespace();
    match start.as_deref() {
        Some([b'{', next, _]) => *next == b'"' || is_space(*next),
        Some([first, b'{', next]) => is_space(*first) && (*next == b'"' || is_space(*next)),
        _ => false,
    }
}

/// Returns true if a character can be part of an API key or a token.
pub(super) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}
