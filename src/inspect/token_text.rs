//! Extraction of tokens from the text around them: quotes, `Bearer`, JSON, log lines and the like.

use std::{borrow::Cow, collections::HashSet};

use super::{
    document,
    json_document::{self, JsonText},
    wrapping::{Unwrapped, Wrapping},
};
use crate::token::{
    ClientKey,
    key::api_key_prefix,
    leftover::leftover,
    looks_like_signature,
    search::{FoundJwt, JWT_START, find_jwts, is_plain_jwt},
};

/// A token, or a text in place of one, without the characters around it.
#[derive(Debug, Clone)]
pub struct TokenText<'t> {
    /// The remaining text, which is not necessarily a token.
    pub text: Cow<'t, str>,
    /// The wrappings that were removed and that Courier would not accept, outermost first.
    pub removed: Vec<Wrapping>,
    /// The place of the text in the input.
    pub place: TokenLocation,
}

/// The place of a token in the input that it was taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenLocation {
    /// It was alone, apart from its wrappings.
    Alone,
    /// It was a value of a JSON document.
    Json {
        /// The path of the value in the notation of `jq`.
        path: String,
        /// True if the document contains no other token.
        is_only: bool,
    },
    /// There was other text around it.
    InText,
    /// It was in the address of the realtime socket, which names the user as well.
    SocketUrl {
        /// The user for whom the socket is opened.
        user: String,
    },
    /// Other tokens precede or follow it without a separator.
    RunTogether {
        /// Its position among them, from 1.
        number: usize,
        /// The number of tokens.
        count: usize,
    },
}

impl<'t> TokenText<'t> {
    /// Extracts the only token of a text. A text without a token, or with several different ones, is
    /// returned whole, apart from its wrappings.
    ///
    /// The JSON body of an issue-token response, the `NAME=` of a dotenv file and one line end are
    /// usual forms of a token, so they are not listed in [`removed`](Self::removed).
    #[must_use]
    pub fn new(input: &'t str) -> Self {
        let mut found = Self::all(input);
        let is_same = |first: &Self| found.iter().all(|other| other.text == first.text);
        if found.first().is_some_and(is_same) {
            return found.swap_remove(0);
        }
        Unwrapped::new(without_line_end(input)).into()
    }

    /// Extracts the tokens of a text, or the text in place of a token, such as `undefined` or an
    /// API key. Equal tokens of a line or of a JSON document are returned once, unless they run
    /// together.
    #[must_use]
    pub fn all(input: &'t str) -> Vec<Self> {
        let line = without_line_end(input);
        if is_plain_jwt(line) {
            return vec![Self::alone(line)];
        }
        if let Some(values) = json_document::token_texts(line) {
            Self::in_json(values)
        } else if line.contains('\n') && document::joined_token(line).is_none() {
            let lines = document::lines(line);
            lines.flat_map(|(_, line)| Self::all(line)).collect()
        } else {
            Self::in_text(line)
        }
    }

    /// Returns true if a line of a document contains a token or a text in place of one.
    #[must_use]
    pub fn is_in(document: &str) -> bool {
        document::lines(document).any(|(_, line)| !TokenText::all(line).is_empty())
    }

    fn in_json(values: Vec<JsonText<'t>>) -> Vec<Self> {
        let tokens = values.into_iter().flat_map(|value| {
            // An `Authorization` header is complete with `Bearer`.
            let is_header = value.path.to_ascii_lowercase().ends_with("authorization");
            let mut tokens: Vec<Self> = match value.text {
                Cow::Borrowed(text) => Self::in_value(text),
                Cow::Owned(text) => {
                    let tokens = TokenText::in_value(&text).into_iter();
                    tokens.map(TokenText::into_owned).collect()
                }
            };
            for token in &mut tokens {
                token.place = TokenLocation::Json {
                    path: value.path.clone(),
                    is_only: true,
                };
                if is_header {
                    token.removed.clear();
                }
            }
            tokens
        });
        let mut tokens: Vec<Self> = tokens.collect();
        if tokens.len() > 1 {
            let mut seen = HashSet::new();
            tokens.retain(|token| seen.insert(token.text.clone()));
        }
        if tokens.len() > 1 {
            for token in &mut tokens {
                if let TokenLocation::Json { is_only, .. } = &mut token.place {
                    *is_only = false;
                }
            }
        }
        tokens
    }

    /// Extracts the tokens of a JSON string, or returns the whole string if it contains none.
    fn in_value(value: &'t str) -> Vec<Self> {
        if is_plain_jwt(value) {
            return vec![Self::alone(value)];
        }
        let found = Self::in_text(value);
        if found.is_empty() {
            vec![Unwrapped::new(value).into()]
        } else {
            found
        }
    }

    /// Extracts the tokens of a text that is not JSON.
    fn in_text(line: &'t str) -> Vec<Self> {
        let unwrapped = Unwrapped::new(line);
        let text = &unwrapped.text;
        let found: Vec<FoundJwt> = find_jwts(text).collect();
        // A damaged token has other characters at its end.
        let is_whole = |only: &FoundJwt| {
            only.range.start == 0 && (only.range.end == text.len() || !text.contains(is_delimiter))
        };
        match found.as_slice() {
            [] if !replaces_token(text, unwrapped.is_assigned) => Vec::new(),
            [only] if !is_whole(only) => vec![Self::part(text, only, location_of_only(text))],
            [] | [_] => vec![unwrapped.into()],
            several => {
                let place = |index: usize| {
                    let touches = index > 0 && several[index - 1].touches_next;
                    if touches || several[index].touches_next {
                        TokenLocation::RunTogether {
                            number: index + 1,
                            count: several.len(),
                        }
                    } else {
                        TokenLocation::InText
                    }
                };
                let mut seen = HashSet::new();
                let tokens = several.iter().enumerate();
                tokens
                    .map(|(index, jwt)| Self::part(text, jwt, place(index)))
                    .filter(|token| {
                        token.place != TokenLocation::InText || seen.insert(token.text.clone())
                    })
                    .collect()
            }
        }
    }

    fn alone(text: &'t str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            removed: Vec::new(),
            place: TokenLocation::Alone,
        }
    }

    fn part(text: &Cow<'t, str>, jwt: &FoundJwt, place: TokenLocation) -> Self {
        Self {
            text: match text {
                Cow::Borrowed(text) => Cow::Borrowed(&text[jwt.range.clone()]),
                Cow::Owned(text) => Cow::Owned(text[jwt.range.clone()].to_owned()),
            },
            removed: Vec::new(),
            place,
        }
    }

    fn into_owned(self) -> TokenText<'static> {
        TokenText {
            text: Cow::Owned(self.text.into_owned()),
            removed: self.removed,
            place: self.place,
        }
    }
}

impl<'t> From<Unwrapped<'t>> for TokenText<'t> {
    fn from(unwrapped: Unwrapped<'t>) -> Self {
        Self {
            text: unwrapped.text,
            removed: unwrapped.removed,
            place: TokenLocation::Alone,
        }
    }
}

/// Returns the place of the only token of a text. The query of a socket's address is not URL-encoded.
fn location_of_only(text: &str) -> TokenLocation {
    let is_url = |word: &&str| word.contains("ws://") || word.contains("wss://");
    let url = text.split_whitespace().find(is_url);
    let query = url.and_then(|url| url.split_once('?'));
    let mut parameters = query.into_iter().flat_map(|(_, query)| query.split('&'));
    let user = parameters.find_map(|parameter| parameter.strip_prefix("userId="));
    match user.map(|user| user.trim_end_matches(is_delimiter)) {
        Some(user) if !user.is_empty() => TokenLocation::SocketUrl {
            user: user.to_owned(),
        },
        _ => TokenLocation::InText,
    }
}

/// Returns true for the characters that separate a token from the text around it.
fn is_delimiter(c: char) -> bool {
    c.is_whitespace() || "\"'`,;:&?<>(){}[]|\\".contains(c)
}

/// Returns true if a text is evidently in place of a token: a damaged token, a placeholder, or
/// another secret. Other secrets are usual in an assignment of a dotenv file.
fn replaces_token(text: &str, is_assigned: bool) -> bool {
    let is_word = !text.contains(char::is_whitespace);
    let is_damaged = || {
        let mut parts = text.split('.');
        let begins_like_token = parts
            .by_ref()
            .take(2)
            .any(|part| part.starts_with(JWT_START));
        is_word && (text.starts_with(JWT_START) || (begins_like_token && parts.count() == 1))
    };
    let is_other_secret = || {
        api_key_prefix(text).is_some()
            || text.parse::<ClientKey>().is_ok()
            || looks_like_signature(text)
    };
    // `<html>` looks like a placeholder, too.
    let is_tag = text.starts_with('<') && !text.contains("oken") && !text.contains("jwt");
    (leftover(text).is_some() && !is_tag) || is_damaged() || (!is_assigned && is_other_secret())
}

fn without_line_end(text: &str) -> &str {
    let line = text.strip_suffix('\n').unwrap_or(text);
    line.strip_suffix('\r').unwrap_or(line)
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

    const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6InVzZXJfaWQ6YSJ9.\
                         AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    const OTHER: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzY29wZSI6InVzZXJfaWQ6YiJ9.\
                         AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    #[test]
    fn the_place_of_each_token_is_known() {
        let json = |path: &str| TokenLocation::Json {
            path: path.to_owned(),
            is_only: true,
        };
        let json_item = |path: &str| TokenLocation::Json {
            path: path.to_owned(),
            is_only: false,
        };
        let run_together = |number| TokenLocation::RunTogether { number, count: 2 };
        let rows = [
            ("{T}", vec![TokenLocation::Alone]),
            ("Bearer {T}", vec![TokenLocation::Alone]),
            ("Response{token={T}, more={}}", vec![TokenLocation::InText]),
            ("wss://host/?auth={T}&cid=1", vec![TokenLocation::InText]),
            (
                "wss://host/?auth={T}&cid=1&userId=bob",
                vec![TokenLocation::SocketUrl {
                    user: "bob".to_owned(),
                }],
            ),
            ("{T} {T}", vec![TokenLocation::InText]),
            (
                "{T} {O}",
                vec![TokenLocation::InText, TokenLocation::InText],
            ),
            ("{T}{T}", vec![run_together(1), run_together(2)]),
            ("{T}{O}", vec![run_together(1), run_together(2)]),
            (r#"{"jwt":"{T}"}"#, vec![json(".jwt")]),
            (r#"{"a":"{T}","b":"{T}"}"#, vec![json(".a")]),
            (
                r#"["{T}", "Bearer {O}"]"#,
                vec![json_item(".[0]"), json_item(".[1]")],
            ),
            (r#"{"a":"undefined","token":null}"#, vec![json(".token")]),
            ("undefined", vec![TokenLocation::Alone]),
            ("200", vec![]),
            ("", vec![]),
        ];
        for (row, expected) in rows {
            let text = row.replace("{T}", TOKEN).replace("{O}", OTHER);
            let found = TokenText::all(&text);
            let places: Vec<TokenLocation> =
                found.iter().map(|token| token.place.clone()).collect();
            assert_eq!(places, expected, "{row}");
            let mut texts = found.iter().map(|token| token.text.as_ref());
            if row.contains("{T}") {
                assert!(texts.all(|text| text == TOKEN || text == OTHER), "{row}");
            }
        }
    }

    #[test]
    fn only_one_token_is_taken_out_of_a_text() {
        let text = |row: &str| row.replace("{T}", TOKEN).replace("{O}", OTHER);
        for row in ["{T}{T}", "a {T}, b {T}", r#"{"a":["{T}"],"b":"{T}"}"#] {
            assert_eq!(TokenText::new(&text(row)).text, TOKEN, "{row}");
        }
        for row in ["{T} {O}", r#"["{T}","{O}"]"#] {
            assert_eq!(TokenText::new(&text(row)).text, text(row), "{row}");
        }
    }

    #[test]
    fn a_token_or_a_text_in_place_of_one_is_recognized() {
        let token = TOKEN;
        let hmac = "0".repeat(64);
        for text in [
            &format!("HTTP/1.1 200 OK\n\n{{\"token\":\"{token}\"}}"),
            "COURIER_JWT=undefined",
            "Bearer null",
            "eyJhbGciOiJIUzI1NiJ9.eyJz",
            "xyJh.eyJz.c2ln",
            "pk_prod_FAKEFAKE",
            &hmac,
            r#"{"token":null}"#,
        ] {
            assert!(TokenText::is_in(text), "{text}");
        }
        for text in [
            "",
            "200",
            "HTTP/1.1 200 OK\ncontent-type: text/html\n\n<html>",
            "COURIER_API_KEY=pk_prod_FAKEFAKE",
            r#"{"message":"Unauthorized"}"#,
            "api.courier.com",
        ] {
            assert!(!TokenText::is_in(text), "{text}");
        }
    }
}
