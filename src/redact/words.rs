//! Splits text into the words that can be secrets.

use super::recognize::{contains_secret, is_word};

/// Yields the words of a text with their byte offsets. ANSI color codes and JSON escapes directly
/// before a word are not part of it.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_word_or_percent = |c: char| is_word(c) || c == '%';
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(is_word_or_percent)?;
            let rest = &text[start..];
            // An escaped character such as `\u{a}`, as `sanitize` and Rust's `Debug` write it.
            let head = &rest[..rest.floor_char_boundary("u{10ffff}".len())];
            let hex = head.strip_prefix("u{").and_then(|hex| hex.split_once('}'));
            if let Some((hex, _)) = hex
                && text[..start].ends_with('\\')
            {
                at = start + "u{}".len() + hex.len();
                continue;
            }
            let end = rest.find(|c| !is_word_or_percent(c)).unwrap_or(rest.len());
            let word = &rest[..end];
            at = start + word.len();
            let escape = escape_length(&text[..start], word);
            let word = &word[escape..];
            let trimmed = word.trim_start_matches(['-', '.']);
            let start = start + escape + word.len() - trimmed.len();
            let word = trimmed.trim_end_matches(['-', '.']);
            if !word.is_empty() {
                return Some((start, word));
            }
        }
    })
}

/// The number of bytes at the beginning of a word that end an escape sequence in the text before
/// it.
fn escape_length(before: &str, word: &str) -> usize {
    let is_color_parameter = |c: char| c.is_ascii_digit() || matches!(c, '[' | ';');
    let code = before.trim_end_matches(is_color_parameter);
    if code.len() < before.len() && code.ends_with('\u{1b}') {
        let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        return digits + usize::from(word[digits..].starts_with('m'));
    }
    let follows_backslash = before.ends_with('\\');
    match word.as_bytes() {
        // The backslash may also be the separator of a Windows path.
        _ if !follows_backslash || contains_secret(word) => 0,
        [b'u', hex @ ..] if hex.len() >= 4 && hex[..4].iter().all(u8::is_ascii_hexdigit) => 5,
        [b'n' | b't' | b'r' | b'b' | b'f', ..] => 1,
        _ => 0,
    }
}

/// Returns true if the text between two words is only a line break, verbatim or escaped.
pub(super) fn is_line_break(gap: &str) -> bool {
    let escapes = ["\\n", "\\r", "\\u{a}", "\\u{d}", "\\u000a", "\\u000d"];
    let plain = escapes
        .iter()
        .fold(gap.to_owned(), |gap, escape| gap.replace(escape, "\n"));
    let rest = plain.trim_matches(['\n', '\r', ' ', '\t', '.']);
    rest.is_empty() && plain.contains(['\n', '\r'])
}
