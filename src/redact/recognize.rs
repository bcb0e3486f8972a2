//! Recognition of secrets: which words of a text are API keys or tokens.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use memchr::memmem;

use super::layers::Found;
use crate::token::{
    key::{contains_api_key, looks_like_api_key},
    search::JWT_START,
};

/// The minimum length of base64url text that counts as a token if it begins like a JSON object.
const MIN_TOKEN_LENGTH: usize = 20;

/// The minimum length of a word that counts as one of the lines of a wrapped token.
const MIN_LINE_LENGTH: usize = 8;

/// The base64 of [`JWT_START`] in each position within a group of three bytes, with the number of
/// characters to the next group. The bytes beside it change the characters that are missing.
const JWT_START_IN_BASE64: [(&str, usize); 4] = [("ZXlK", 0), ("V5S", 2), ("leUo", 1), ("leUp", 1)];

/// The kind of a recognized secret.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    ApiKey,
    Token,
}

/// Adds the words of a text that are API keys or tokens.
pub(super) fn find_recognized<'t>(text: &'t [u8], found: &mut Vec<Found<'t>>) {
    // The end of a token that may continue on the next line.
    let mut token_end = None;
    for (start, word) in words(text) {
        let continues = token_end.is_some_and(|end| is_line_break(&text[end..start]))
            && word.len() >= MIN_LINE_LENGTH;
        let kind = if continues {
            Some(Kind::Token)
        } else {
            secret_in(word)
        };
        let end = start + word.len();
        token_end = (kind == Some(Kind::Token)).then_some(end);
        if kind.is_some() {
            found.push(Found {
                range: start..end,
                secret: word,
            });
        }
    }
}

/// Returns true if a text is a token that is recognized in base64 too.
pub(super) fn is_usual_token(text: &str) -> bool {
    text.len() >= MIN_TOKEN_LENGTH && text.starts_with(JWT_START) && text.bytes().all(is_word)
}

/// Returns the kind of secret that a word is or contains.
fn secret_in(word: &str) -> Option<Kind> {
    if looks_like_api_key(word) || contains_api_key(word) {
        Some(Kind::ApiKey)
    } else if word.len() >= MIN_TOKEN_LENGTH
        && (begins_like_json(word) || contains_token(word) || contains_token_in_base64(word))
    {
        Some(Kind::Token)
    } else {
        None
    }
}

/// Returns true if a token follows other text within a word.
fn contains_token(word: &str) -> bool {
    // A later start is followed by less text and by no other dots.
    let token = word.find(JWT_START).map(|start| &word[start..]);
    token.is_some_and(|token| token.len() >= MIN_TOKEN_LENGTH && token.contains('.'))
}

/// Returns true if a word contains the base64 of a token.
fn contains_token_in_base64(word: &str) -> bool {
    const MIN_ENCODED_LENGTH: usize = MIN_TOKEN_LENGTH.div_ceil(3) * 4;
    let is_token_at = |position: usize| {
        let encoded = word.get(position..position + MIN_ENCODED_LENGTH);
        let decoded = encoded.and_then(|encoded| URL_SAFE_NO_PAD.decode(encoded).ok());
        decoded.is_some_and(|token| token.into_iter().all(is_word))
    };
    JWT_START_IN_BASE64.iter().any(|(start, skipped)| {
        let mut starts = memmem::find_iter(word.as_bytes(), start);
        starts.any(|position| is_token_at(position + skipped))
    })
}

/// Returns true if a word is the base64url of the beginning of a JSON object, with or without
/// white space around the brace.
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

/// Returns true if the text between two words is only a line break.
fn is_line_break(gap: &[u8]) -> bool {
    let is_blank = |byte: &u8| matches!(byte, b'\n' | b'\r' | b' ' | b'\t' | b'.');
    gap.iter().all(is_blank) && gap.iter().any(|byte| matches!(byte, b'\n' | b'\r'))
}

/// Returns the words of a text that can be secrets, with their byte offsets.
fn words(text: &[u8]) -> impl Iterator<Item = (usize, &str)> {
    let mut position = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = &text[position..];
            let start = position + rest.iter().position(|byte| is_word(*byte))?;
            let length = text[start..].iter().take_while(|byte| is_word(**byte));
            position = start + length.count();
            // Words are ASCII.
            let word = str::from_utf8(&text[start..position]).unwrap_or_default();
            let trimmed = word.trim_start_matches(['-', '.']);
            let start = start + word.len() - trimmed.len();
            let word = trimmed.trim_end_matches(['-', '.']);
            if !word.is_empty() {
                return Some((start, word));
            }
        }
    })
}

/// Returns true if a byte can be part of an API key or a token.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')
}
