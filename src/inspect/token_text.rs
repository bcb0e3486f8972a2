//! Extraction of a token from what is pasted around it: quotes, `Bearer`, URL encoding and the like.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::document;
use crate::text::is_invisible_or_control;

/// A text without the characters around it that evidently do not belong to the token.
#[derive(Debug, Clone)]
pub struct TokenText<'t> {
    /// The remaining text, which is not necessarily a token.
    pub text: Cow<'t, str>,
    /// The wrappings that were removed and that Courier would not accept, outermost first.
    pub removed: Vec<Wrapping>,
}

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

impl<'t> TokenText<'t> {
    /// Removes whitespace, quotes, `Authorization:`, `Bearer`, URL encoding and line breaks.
    ///
    /// The JSON body of an issue-token response, the `NAME=` of a dotenv file and one line end are
    /// usual forms of a token, so they are not listed in [`removed`](Self::removed).
    #[must_use]
    pub fn new(input: &'t str) -> Self {
        let line = input.strip_suffix('\n').unwrap_or(input);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let mut removed = Vec::new();
        // Fast path: nearly every token in a batch has no wrapping.
        if line.starts_with("eyJ") && memchr::memchr3(b' ', b'%', b'\n', line.as_bytes()).is_none()
        {
            let text = Cow::Borrowed(strip(line, &mut removed));
            return Self { text, removed };
        }
        if let Some(token) = document::token_from_json(line) {
            let text = Cow::Owned(strip(&token, &mut removed).to_owned());
            return Self { text, removed };
        }
        let value = document::assignment(line).map_or(line, |(_, value)| value);
        let mut text = Cow::Borrowed(strip(value, &mut removed));
        if let Some(decoded) = url_decoded(&text) {
            removed.push(Wrapping::UrlEncoding);
            text = Cow::Owned(strip(&decoded, &mut removed).to_owned());
        }
        if let Some(joined) = document::joined_token(&text) {
            removed.push(Wrapping::InnerWhitespace);
            text = Cow::Owned(joined);
        }
        Self { text, removed }
    }
}

/// Decodes URL encoding, `None` if there is none or the text does not contain a token.
fn url_decoded(text: &str) -> Option<String> {
    if !text.contains('%') || !text.contains("eyJ") {
        return None;
    }
    let decoded = percent_decode_str(text).decode_utf8().ok()?;
    (decoded != text).then(|| decoded.into_owned())
}

/// Removes everything around the text that is not URL encoding, and records it.
fn strip<'t>(mut text: &'t str, removed: &mut Vec<Wrapping>) -> &'t str {
    loop {
        let (rest, wrapping) = if text.trim() != text {
            (text.trim(), Wrapping::Whitespace)
        } else if text.trim_matches(is_invisible_or_control) != text {
            (
                text.trim_matches(is_invisible_or_control),
                Wrapping::Invisible,
            )
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrappings_are_removed_and_named() {
        let rows: &[(&str, &str, &[&str])] = &[
            ("a.b.c", "a.b.c", &[]),
            ("a.b.c\n", "a.b.c", &[]),
            ("a.b.c\r\n", "a.b.c", &[]),
            ("a.b.c\n\n", "a.b.c", &["whitespace"]),
            (" a.b.c", "a.b.c", &["whitespace"]),
            ("Bearer a.b.c", "a.b.c", &["`Bearer`"]),
            (
                "authorization: bearer  a.b.c",
                "a.b.c",
                &["`Authorization:`", "`Bearer`"],
            ),
            ("\"Bearer a.b.c\"", "a.b.c", &["quotes", "`Bearer`"]),
            ("'a.b.c'", "a.b.c", &["quotes"]),
            (r#"{"token":"a.b.c"}"#, "a.b.c", &[]),
            ("{\n \"token\": \"a.b.c\"\n}\n", "a.b.c", &[]),
            (r#"{"token":"Bearer a.b.c"}"#, "a.b.c", &["`Bearer`"]),
            ("TOKEN='a.b.c'", "a.b.c", &[]),
            (
                "export COURIER_JWT=\"Bearer a.b.c\"\n",
                "a.b.c",
                &["`Bearer`"],
            ),
            (
                "Bearer%20eyJ%2Eb.c",
                "eyJ.b.c",
                &["URL encoding", "`Bearer`"],
            ),
            ("eyJ.b.c%0A", "eyJ.b.c", &["URL encoding", "whitespace"]),
            ("eyJ.b.c%zz", "eyJ.b.c%zz", &[]),
            ("100%25", "100%25", &[]),
            ("a b", "a b", &[]),
            ("\u{FEFF}a.b.c", "a.b.c", &["an invisible character"]),
            (r#"{"token":1}"#, r#"{"token":1}"#, &[]),
            ("{", "{", &[]),
            ("\"", "\"", &[]),
            ("''", "", &["quotes"]),
            ("Bearer", "Bearer", &[]),
            ("", "", &[]),
            (" ", "", &["whitespace"]),
        ];
        for (input, text, names) in rows {
            let token_text = TokenText::new(input);
            let removed: Vec<_> = token_text
                .removed
                .iter()
                .map(|wrapping| wrapping.name())
                .collect();
            assert_eq!(
                (token_text.text.as_ref(), &removed[..]),
                (*text, *names),
                "{input}"
            );
        }
    }
}
