//! Text that came from a token or a server, made safe to show.

use std::borrow::Cow;

use crate::text::is_hostile;

/// Spells out characters that would act on a terminal or change the reading order.
///
/// JSON output needs none of this: it escapes control characters itself and is for programs.
pub(crate) fn sanitize(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hostile) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_hostile(c) {
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
    fn hostile_characters_are_spelt_out() {
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
