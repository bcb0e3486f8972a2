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
fn strip<'t>(mut text: &'t str, removed: &mut Vec<Wrapping>) -> &'t str {
    loop {
        let trimmed = text.trim();
        let visible = text.trim_matches(is_invisible_or_control);
        // Lengths are compared instead of texts, so that thousands of quotes take linear time.
        let (rest, wrapping) = if trimmed.len() < text.len() {
            (trimmed, Wrapping::Whitespace)
        } else if visible.len() < text.len() {
            (visible, Wrapping::Invisible)
        } else if let Some(rest) = strip_word(text, "authorization:") {
            (rest, Wrapping::Authorization)
        } else if let Some(rest) = strip_word(text, "bearer ") {
            (rest, Wrapping::Bearer)
        } else if let Some(rest) = strip_quotes(text) {
            (rest, Wrapping::Quotes)
        } else {
            return text;
        };
        text = rest;
        // Whitespace after `Authorization:` or `Bearer` is part of that wrapping.
        let words = [Wrapping::Authorization, Wrapping::Bearer];
        let follows_word = removed.last().is_some_and(|last| words.contains(last));
        if !(wrapping == Wrapping::Whitespace && follows_word) {
            removed.push(wrapping);
        }
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
