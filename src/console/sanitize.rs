//! Escapes characters that are unsafe to print: text from a token or a server can contain them.

use std::borrow::Cow;

use crate::text::is_invisible_or_control;

/// Escapes characters that control a terminal, change the reading order or are invisible.
///
/// JSON output does not need it: JSON escapes control characters, and programs read it.
pub(crate) fn sanitize(text: &str) -> Cow<'_, str> {
    if !text.contains(is_invisible_or_control) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_invisible_or_control(c) {
            safe.extend(c.escape_unicode());
        } else {
            safe.push(c);
        }
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_characters_are_escaped() {
        let rows = [
            ("josé 用户 😀", "josé 用户 😀"),
            ("a\x1b[31mb\r\n", "a\\u{1b}[31mb\\u{d}\\u{a}"),
            ("user\u{202E}txt.exe", "user\\u{202e}txt.exe"),
            ("a\u{9b}b", "a\\u{9b}b"),
        ];
        for (text, safe) in rows {
            assert_eq!(sanitize(text), safe);
        }
    }
}
