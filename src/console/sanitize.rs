//! Escapes characters that are unsafe to print: text from a token, a server, another program or an
//! argument can contain them. This is the only place that decides how text from outside is shown.
//!
//! | text | unsafe characters |
//! | --- | --- |
//! | text for people, on a terminal, in a pipe or in the log of a CI job | `\u{1b}`, [`sanitize`] |
//! | titles of messages | the same, but emoji remain whole, [`sanitize_title`] |
//! | JSON on a terminal, and JSON lines on standard error | `\u001b`, [`sanitize_json`] |
//! | JSON and single values on standard output for a program | as they are |
//!
//! Emoji lose their joiners and variation selectors where text decides about access, such as in user
//! IDs and scopes: two IDs that differ in an invisible character must look different.

use std::borrow::Cow;

use icu_properties::{
    CodePointSetData,
    props::{Emoji, EmojiModifier, ExtendedPictographic},
};

use crate::text::is_invisible_or_control;

/// Joins two emoji to one: 👩‍💻.
const ZERO_WIDTH_JOINER: char = '\u{200D}';

/// Shows the character before it as an emoji: ⚠️.
const EMOJI_SELECTOR: char = '\u{FE0F}';

/// The last character of a keycap, which follows a digit and [`EMOJI_SELECTOR`]: 1️⃣.
const KEYCAP: char = '\u{20E3}';

/// Escapes characters that control a terminal, change the reading order or are invisible. Line ends
/// are among them, so a text cannot begin a line of its own, such as a command to a CI system.
pub(crate) fn sanitize(text: &str) -> Cow<'_, str> {
    escape(text, |_, c, _| is_invisible_or_control(c), escape_rust)
}

/// Like [`sanitize`], but emoji remain whole.
pub(crate) fn sanitize_title(text: &str) -> Cow<'_, str> {
    let is_unsafe = |previous: Option<char>, c: char, next: Option<char>| {
        is_invisible_or_control(c) && !is_part_of_emoji(previous, c, next)
    };
    escape(text, is_unsafe, escape_rust)
}

/// Escapes the same characters as [`sanitize`] in a JSON text, which remains the same JSON if it has no
/// whitespace but spaces between its parts.
pub(crate) fn sanitize_json(text: &str) -> Cow<'_, str> {
    escape(text, |_, c, _| is_invisible_or_control(c), escape_json)
}

/// Escapes the characters that `is_unsafe` tells by the character before, the character and the one
/// after.
fn escape(
    text: &str,
    is_unsafe: impl Fn(Option<char>, char, Option<char>) -> bool,
    write_escaped: fn(&mut String, char),
) -> Cow<'_, str> {
    if !text.contains(is_invisible_or_control) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    let mut previous = None;
    while let Some(c) = chars.next() {
        if is_unsafe(previous, c, chars.peek().copied()) {
            write_escaped(&mut safe, c);
        } else {
            safe.push(c);
        }
        previous = Some(c);
    }
    Cow::Owned(safe)
}

fn escape_rust(safe: &mut String, c: char) {
    safe.extend(c.escape_unicode());
}

fn escape_json(safe: &mut String, c: char) {
    let mut units = [0; 2];
    let units = c.encode_utf16(&mut units).iter();
    safe.extend(units.map(|unit| format!("\\u{unit:04x}")));
}

/// Returns true for a joiner between two emoji, and for the selector of an emoji or of a keycap.
fn is_part_of_emoji(previous: Option<char>, c: char, next: Option<char>) -> bool {
    let is_pictograph = |c| CodePointSetData::new::<ExtendedPictographic>().contains(c);
    let ends_emoji = |c| {
        is_pictograph(c)
            || c == EMOJI_SELECTOR
            || CodePointSetData::new::<EmojiModifier>().contains(c)
    };
    match c {
        ZERO_WIDTH_JOINER => previous.is_some_and(ends_emoji) && next.is_some_and(is_pictograph),
        EMOJI_SELECTOR => previous.is_some_and(|previous| {
            is_pictograph(previous)
                || next == Some(KEYCAP) && CodePointSetData::new::<Emoji>().contains(previous)
        }),
        _ => false,
    }
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
            ("al\u{AD}ice", "al\\u{ad}ice"),
            ("⚠\u{FE0F}", "⚠\\u{fe0f}"),
            ("x\n::error::y", "x\\u{a}::error::y"),
        ];
        for (text, safe) in rows {
            assert_eq!(sanitize(text), safe);
            assert_eq!(sanitize(safe), safe);
        }
    }

    #[test]
    fn titles_keep_their_emoji_and_nothing_else() {
        for title in [
            "⚠\u{FE0F} down",
            "👩\u{200D}💻",
            "❤\u{FE0F}\u{200D}🔥",
            "👩🏽\u{200D}🚀",
            "1\u{FE0F}\u{20E3}",
        ] {
            assert_eq!(sanitize_title(title), title);
        }
        let rows = [
            ("a\u{200D}b", "a\\u{200d}b"),
            ("😀\u{200D}", "😀\\u{200d}"),
            ("1\u{FE0F}", "1\\u{fe0f}"),
            ("⚠\u{FE0F}\u{FE0F}\u{FE0F}", "⚠\u{FE0F}\\u{fe0f}\\u{fe0f}"),
            ("⚠\u{FE0E}", "⚠\\u{fe0e}"),
            ("😀\u{E0041}\u{1b}\n", "😀\\u{e0041}\\u{1b}\\u{a}"),
        ];
        for (title, safe) in rows {
            assert_eq!(sanitize_title(title), safe);
        }
    }

    #[test]
    fn escaped_json_is_the_same_json() {
        let text = "{\"a\u{9b}\": \"\u{202E}\u{E0001}\u{7f}\\n\"}";
        let safe = sanitize_json(text);
        assert_eq!(safe, r#"{"a\u009b": "\u202e\udb40\udc01\u007f\n"}"#);
        let parse = |text| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(parse(&safe), parse(text));
    }
}
