//! Text utilities: plurals, shortening, unsafe characters, spelling suggestions and shell commands.

use std::{borrow::Cow, fmt::Display};

use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{DefaultIgnorableCodePoint, GeneralCategory},
};

/// The maximum length in bytes of a shortened text.
const MAX_LENGTH: usize = 300;

/// The part of this length that shows the end of the text.
const END_LENGTH: usize = 100;

/// Returns a whole number with a comma before every three digits: `20,000`.
#[must_use]
pub(crate) fn thousands(number: impl Display) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns a count with its noun, which gets an `s` unless the count is 1: `0 errors`, `1 error`.
#[must_use]
pub(crate) fn plural<N: Copy + Display + PartialEq + From<u8>>(count: N, noun: &str) -> String {
    let ending = if count == N::from(1) { "" } else { "s" };
    format!("{} {noun}{ending}", thousands(count))
}

/// Joins items as in a sentence: `a`, `a and b`, `a, b and c`.
#[must_use]
pub(crate) fn join_with_and(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [item] => item.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Shortens a long text to its beginning and end.
#[must_use]
pub(crate) fn shorten(text: &str) -> Cow<'_, str> {
    if text.len() <= MAX_LENGTH {
        return Cow::Borrowed(text);
    }
    let start = text.floor_char_boundary(MAX_LENGTH - END_LENGTH);
    let end = text.ceil_char_boundary(text.len() - END_LENGTH);
    Cow::Owned(format!("{} ... {}", &text[..start], &text[end..]))
}

/// BRAILLE PATTERN BLANK, a symbol without dots: to Unicode it is as visible as any other.
const BLANK_SYMBOL: char = '\u{2800}';

/// Returns true if a character controls a terminal, starts a line, changes the reading order or is
/// invisible, so that a text with it is not what it looks like. Spaces are visible: they part words.
///
/// Unicode names these characters: the categories Cc, Cf, Zl and Zp, and `Default_Ignorable_Code_Point`
/// (<https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point>), which has the fillers, the
/// variation selectors and the tags, assigned or not.
#[must_use]
pub(crate) fn is_invisible_or_control(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    let is_control = matches!(
        category,
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
    );
    is_control
        || c == BLANK_SYMBOL
        || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// The name that is closest to a misspelled one, regardless of case. `None` if more than a third
/// of its letters differ. Texts that are much longer than a name are not compared with it, since that
/// takes time and memory in proportion to both lengths.
#[must_use]
pub(crate) fn closest_match<'n>(
    text: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    let text = text.to_lowercase();
    let letters = text.chars().count();
    let is_close = |distance: usize, name: &str| distance * 3 <= name.len();
    let names = names.into_iter();
    let candidates = names.filter(|name| is_close(letters.abs_diff(name.chars().count()), name));
    let distance = |name: &str| strsim::damerau_levenshtein(&text, &name.to_lowercase());
    let (distance, name) = candidates.map(|name| (distance(name), name)).min()?;
    is_close(distance, name).then_some(name)
}

/// Returns a command line for a POSIX shell, `None` if a word contains a null byte.
#[must_use]
pub(crate) fn shell_command<'w>(words: impl IntoIterator<Item = &'w str>) -> Option<String> {
    let words: Option<Vec<_>> = words.into_iter().map(quote).collect();
    Some(words?.join(" "))
}

/// Quotes a word for a POSIX shell if it needs quotes. `shlex` also quotes words that need none,
/// such as `inbox,preferences`.
fn quote(word: &str) -> Option<Cow<'_, str>> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:,=@%+".contains(&byte);
    if !word.is_empty() && word.bytes().all(is_plain) {
        return Some(Cow::Borrowed(word));
    }
    shlex::try_quote(word).ok()
}

#[cfg(test)]
mod tests {
    use std::ops::RangeInclusive;

    use super::*;

    #[test]
    fn only_one_is_singular() {
        assert_eq!(plural(0_usize, "error"), "0 errors");
        assert_eq!(plural(1_u64, "message"), "1 message");
        assert_eq!(plural(2_u64, "message"), "2 messages");
        assert_eq!(plural(5_000_u64, "message"), "5,000 messages");
    }

    #[test]
    fn large_numbers_have_separators() {
        for (number, text) in [
            (0_u64, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (123_456, "123,456"),
            (1_000_000, "1,000,000"),
        ] {
            assert_eq!(thousands(number), text);
        }
    }

    #[test]
    fn items_are_joined_as_in_a_sentence() {
        let join = |items: &[&str]| {
            let items: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
            join_with_and(&items)
        };
        assert_eq!(join(&[]), "");
        assert_eq!(join(&["a"]), "a");
        assert_eq!(join(&["a", "b"]), "a and b");
        assert_eq!(join(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn long_text_keeps_both_ends() {
        assert_eq!(shorten("short"), "short");
        let long = format!("a{}z", "é".repeat(1_000));
        let short = shorten(&long);
        assert!(short.starts_with("aé") && short.ends_with("éz") && short.len() <= MAX_LENGTH + 5);
        assert!(short.contains(" ... "));
    }

    #[test]
    fn characters_that_do_not_show_are_told_from_those_that_do() {
        let hidden: &[RangeInclusive<u32>] = &[
            0x00..=0x1F,       // C0
            0x7F..=0x9F,       // DEL and C1
            0xAD..=0xAD,       // soft hyphen
            0x34F..=0x34F,     // grapheme joiner
            0x61C..=0x61C,     // Arabic letter mark
            0x115F..=0x1160,   // Hangul fillers
            0x17B4..=0x17B5,   // Khmer inherent vowels
            0x180B..=0x180F,   // Mongolian selectors
            0x200B..=0x200F,   // zero width, direction
            0x2028..=0x202E,   // line ends, direction
            0x2060..=0x206F,   // joiners, isolates, U+2065 unassigned
            0x2800..=0x2800,   // blank Braille
            0x3164..=0x3164,   // Hangul filler
            0xFE00..=0xFE0F,   // variation selectors
            0xFEFF..=0xFEFF,   // byte order mark
            0xFFA0..=0xFFA0,   // half width filler
            0xFFF0..=0xFFFB,   // unassigned, interlinear annotations
            0x13430..=0x1343F, // hieroglyph controls
            0x1BCA0..=0x1BCA3, // shorthand controls
            0x1D173..=0x1D17A, // musical controls
            0xE0000..=0xE0FFF, // tags, variation selectors, unassigned
        ];
        for c in hidden.iter().cloned().flatten().filter_map(char::from_u32) {
            assert!(is_invisible_or_control(c), "U+{:04X}", u32::from(c));
        }
        let shown = "aZ09 ~\u{A0}\u{3000}é用户אב\u{301}क्ष한글ᄀ😀👍🏽🇫🇷\u{FFFD}⠁";
        for c in shown.chars() {
            assert!(!is_invisible_or_control(c), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn words_of_a_command_are_quoted_if_they_need_it() {
        for (words, expected) in [
            (
                &["issue", "--for", "inbox,preferences"][..],
                Some("issue --for inbox,preferences"),
            ),
            (&["a b", ""], Some("'a b' ''")),
            (&["$USER"], Some("'$USER'")),
            (&["a\0b"], None),
        ] {
            assert_eq!(shell_command(words.iter().copied()).as_deref(), expected);
        }
    }
}
