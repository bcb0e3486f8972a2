//! API keys in files.

use std::ops::Range;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    redact::mask,
    scan::{
        finding::SourceFinding,
        source::{Source, contains_ignoring_case, word_around},
    },
    token::key::{SANDBOX_PREFIX, looks_like_api_key},
};

/// The minimum number of characters after the prefix. Courier's keys have 28.
const MIN_LENGTH: usize = 16;

/// The maximum number of characters after the prefix. Keys of other services are longer.
const MAX_LENGTH: usize = 48;

/// The minimum number of different characters of a key.
const MIN_DISTINCT: usize = 6;

/// Parts of texts in place of a key.
const PLACEHOLDERS: [&str; 9] = [
    "your",
    "example",
    "placeholder",
    "xxxx",
    "redacted",
    "dummy",
    "sample",
    "changeme",
    "secret",
];

/// The beginnings of made-up keys.
const SEQUENCES: [&str; 3] = ["123456", "abcdef", "012345"];

/// Checks the word at a position that begins like an API key.
pub(in crate::scan) fn check(source: &Source<'_>, at: usize) -> Option<SourceFinding> {
    let text = source.text;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if text[..at].ends_with(is_part) && !follows_escape(&text[..at]) {
        return None;
    }
    let length = text[at..].find(|c| !is_part(c)).unwrap_or(text.len() - at);
    let word = &text[at..at + length];
    // Something is left out of the key, or the word is a part of a longer text.
    if text[at + length..].starts_with(['.', '*', '…', '$', '{'])
        && !text[at + length..].starts_with(". ")
    {
        return None;
    }
    let range = at..at + length;
    if !is_key(source, word, &range) {
        return None;
    }
    let message = format!("`{}` is an API key of Courier", mask(word));
    Some(SourceFinding::new("committed-key", range, message))
}

/// Checks what follows the word `Basic` of an `Authorization` header: a user name and a password in base64.
/// With Courier, the user name is the API key.
pub(in crate::scan) fn check_basic(
    source: &Source<'_>,
    word: Range<usize>,
) -> Option<SourceFinding> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
    let end = word_around(source.text, &(word.end..word.end), is_part).end;
    let decoded = STANDARD.decode(&source.text[word.end..end]).ok()?;
    // The excerpt hides the text after this word.
    let range = word.start..end;
    let text = String::from_utf8(decoded).ok()?;
    let key = text.split(':').next()?;
    if !is_key(source, key, &range) {
        return None;
    }
    let message = format!(
        "this header contains the API key `{}` of Courier",
        mask(key)
    );
    Some(SourceFinding::new("committed-key", range, message))
}

/// Returns true if a text ends with an escape: `\n`, `\u0020`, `%3D`.
fn follows_escape(before: &str) -> bool {
    let are_digits = |digits: &[u8]| digits.iter().all(u8::is_ascii_hexdigit);
    match before.as_bytes() {
        [.., b'\\', b'n' | b't' | b'r'] => true,
        [.., b'\\', b'u', a, b, c, d] => are_digits(&[*a, *b, *c, *d]),
        [.., b'%', a, b] => are_digits(&[*a, *b]),
        _ => false,
    }
}

fn is_key(source: &Source<'_>, word: &str, range: &Range<usize>) -> bool {
    if word.starts_with(SANDBOX_PREFIX) || !looks_like_api_key(word) {
        return false;
    }
    let Some(body) = body(word) else { return false };
    if is_placeholder(body) {
        return false;
    }
    let is_near = |name: &str| contains_ignoring_case(source.near(range), name);
    let is_upper = body.bytes().all(|byte| !byte.is_ascii_lowercase());
    match &word[..word.len() - body.len()] {
        // Trigger.dev has this prefix too.
        "pk_prod_" => !is_near("trigger"),
        "dk_prod_" | "dk_test_" => true,
        // Test keys of Stripe and Clerk have this prefix too.
        "pk_test_" => !is_near("stripe") && !is_near("clerk") && (is_upper || is_near("courier")),
        _ => source.names_courier && is_near("courier"),
    }
}

/// Returns the part of a key after its prefix.
fn body(word: &str) -> Option<&str> {
    let prefixes = [
        "pk_prod_", "pk_test_", "dk_prod_", "dk_test_", "pk_", "dk_", "token_",
    ];
    prefixes.iter().find_map(|prefix| word.strip_prefix(prefix))
}

/// Returns true if a text only shows the form of a key.
fn is_placeholder(body: &str) -> bool {
    let lower = body.to_ascii_lowercase();
    let mut distinct: Vec<u8> = lower.bytes().collect();
    distinct.sort_unstable();
    distinct.dedup();
    !(MIN_LENGTH..=MAX_LENGTH).contains(&body.len())
        || body.contains('_')
        || distinct.len() < MIN_DISTINCT.min(body.len()) && !lower.contains("fake")
        || PLACEHOLDERS.iter().any(|part| lower.contains(part))
        || SEQUENCES.iter().any(|start| lower.starts_with(start))
}
