//! Removal of what is wrapped around a token: quotes, `Bearer`, URL encoding and the like.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::document;
use crate::{text::is_invisible_or_control, token::search::JWT_START};

/// A wrapping around or within a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrapping {
    /// Whitespace around the token.
    Whitespace,
    /// An invisible character.
    Invisible,
    /// The header name `Authorization:`.
    Authorization,
    /// The scheme `Bearer`, which Courier's SDKs add themselves.
    Bearer,
    /// Single or double quotes, or backticks.
    Quotes,
    /// URL encoding, such as `%20`.
    UrlEncoding,
    /// Line breaks or spaces within the token.
    InnerWhitespace,
}

impl Wrapping {
    /// Returns the name that messages use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Whitespace => "whitespace",
            Self::Invisible => "an invisible character",
            Self::Authorization => "`Authorization:`",
            Self::Bearer => "`Bearer`",
            Self::Quotes => "quotes",
            Self::UrlEncoding => "URL encoding",
            Self::InnerWhitespace => "whitespace inside the token",
        }
    }
}

/// A text without its wrappings.
pub(super) struct Unwrapped<'t> {
    pub text: Cow<'t, str>,
    pub removed: Vec<Wrapping>,
    /// True if it was the value of `NAME=value`.
    pub is_assigned: bool,
}

impl<'t> Unwrapped<'t> {
    pub(super) fn new(line: &'t str) -> Self {
        let mut removed = Vec::new();
        let assignment = document::assignment(line);
        let value = assignment.map_or(line, |(_, value)| value);
        let mut text = Cow::Borrowed(strip(value, &mut removed));
        if let Some(decoded) = url_decoded(&text) {
            removed.push(Wrapping::UrlEncoding);
            text = Cow::Owned(strip(&decoded, &mut removed).to_owned());
        }
        if let Some(joined) = document::joined_token(&text) {
            removed.push(Wrapping::InnerWhitespace);
            text = Cow::Owned(joined);
        }
        Self {
            text,
            removed,
            is_assigned: assignment.is_some(),
        }
    }
}

/// Decodes URL encoding, `None` if there is none or the text does not contain a token.
fn url_decoded(text: &str) -> Option<String> {
    if !text.contains('%') || !text.contains(JWT_START) {
        return None;
    }
    let decoded = percent_decode_str(text).decode_utf8().ok()?;
    (decoded != text).then(|| decoded.into_owned())
}

/// Removes everything around the text that is not URL encoding, and records it.
fn strip<'t>(text: &'t str, removed: &mut Vec<Wrapping>) -> &'t str {
    let mut rest = text;
    while let Some((inner, wrapping)) = strip_one(rest) {
        rest = inner;
        // Whitespace after `Authorization:` or `Bearer` is part of that wrapping.
        let words = [Wrapping::Authorization, Wrapping::Bearer];
        let follows_word = removed.last().is_some_and(|last| words.contains(last));
        if !(wrapping == Wrapping::Whitespace && follows_word) {
            removed.push(wrapping);
        }
    }
    rest
}

/// Removes the outermost wrapping, `None` if there is none. It looks at the ends of the text only, and
/// compares lengths instead of texts, so that many wrappings take linear time.
fn strip_one(text: &str) -> Option<(&str, Wrapping)> {
    let trimmed = text.trim();
    let visible = text.trim_matches(is_invisible_or_control);
    if trimmed.len() < text.len() {
        Some((trimmed, Wrapping::Whitespace))
    } else if visible.len() < text.len() {
        Some((visible, Wrapping::Invisible))
    } else if let Some(rest) = strip_word(text, "authorization:") {
        Some((rest, Wrapping::Authorization))
    } else if let Some(rest) = strip_word(text, "bearer ") {
        Some((rest, Wrapping::Bearer))
    } else {
        strip_quotes(text).map(|rest| (rest, Wrapping::Quotes))
    }
}

fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then_some(rest)
}

fn strip_quotes(text: &str) -> Option<&str> {
    ['"', '\'', '`']
        .into_iter()
        .find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_layer_costs_only_what_it_removes() {
        const LAYERS: usize = 100_000;
        let rows = [
            ("\"", "\"", Wrapping::Quotes),
            ("'", "'", Wrapping::Quotes),
            ("Bearer ", "", Wrapping::Bearer),
            ("authorization:", "", Wrapping::Authorization),
            ("\u{200B}\"", "\"", Wrapping::Quotes),
            (" \"", "\" ", Wrapping::Quotes),
        ];
        for (before, after, innermost) in rows {
            let text = format!("{}a.b.c{}", before.repeat(LAYERS), after.repeat(LAYERS));
            let mut removed = Vec::new();
            assert_eq!(strip(&text, &mut removed), "a.b.c");
            assert_eq!(removed.last(), Some(&innermost));
            // No layer is copied: each is a part of the one around it, and shorter.
            let (mut rest, mut steps, mut bytes) = (&*text, 0, 0);
            while let Some((inner, _)) = strip_one(rest) {
                assert!(text.as_bytes().as_ptr_range().contains(&inner.as_ptr()));
                bytes += rest.len() - inner.len();
                steps += 1;
                rest = inner;
            }
            assert!((LAYERS..=2 * LAYERS).contains(&steps), "{before}: {steps}");
            assert_eq!(bytes, text.len() - "a.b.c".len(), "{before}");
        }
    }
}
