//! Text from a token, as far as a person may or would want to see it.

use std::borrow::Cow;

/// How many bytes of a text are shown.
const LONGEST: usize = 300;

/// How many of them are its end.
const END: usize = 100;

/// The text, or its start and end where it is longer than anyone would read.
#[must_use]
pub(crate) fn shorten(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST {
        return Cow::Borrowed(text);
    }
    let start = text.floor_char_boundary(LONGEST - END);
    let end = text.ceil_char_boundary(text.len() - END);
    Cow::Owned(format!("{} ... {}", &text[..start], &text[end..]))
}

/// Whether a character acts on a terminal, changes the reading order or cannot be seen: control
/// characters, and Unicode's own for direction, joining and invisible marks.
#[must_use]
pub(crate) fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

/// The name that was probably meant: at most a third of its letters are wrong, without regard to
/// case.
#[must_use]
pub(crate) fn nearest<'n>(text: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let text = text.to_lowercase();
    let distance = |name: &str| strsim::damerau_levenshtein(&text, &name.to_lowercase());
    let near = names.into_iter().map(|name| (distance(name), name)).min()?;
    (near.0 * 3 <= near.1.len()).then_some(near.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_keeps_both_ends() {
        assert_eq!(shorten("short"), "short");
        let long = format!("a{}z", "é".repeat(1_000));
        let short = shorten(&long);
        assert!(short.starts_with("aé") && short.ends_with("éz") && short.len() <= LONGEST + 5);
        assert!(short.contains(" ... "));
    }
}
