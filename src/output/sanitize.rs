//! Text that came from a token or a server, made safe to show.

use std::borrow::Cow;

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

/// Control characters, and Unicode's own for direction, joining and invisible marks.
fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
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
