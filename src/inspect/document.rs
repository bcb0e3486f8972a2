//! Where tokens stand in a text of several lines.
//!
//! A line is a token, however it is wrapped; blank lines and comments are none. Of the lines
//! `NAME=value` of a dotenv file only those count whose value holds a token or whose name says that
//! it should. A token that was broken into lines is joined only where the whole text is surely that
//! one token.

use std::borrow::Cow;

use memchr::memchr_iter;

use crate::token::{
    Algorithm, Decoded, Value, base64url, json::Object, placeholder::is_placeholder,
};

/// Bytes as text: UTF-16 where its mark stands first, as Windows writes, else UTF-8, whose own
/// mark does not count. What is neither becomes U+FFFD.
#[must_use]
pub fn decode_text(bytes: &[u8]) -> Cow<'_, str> {
    if is_utf16(bytes) {
        let from = if bytes[0] == 0xFF {
            u16::from_le_bytes
        } else {
            u16::from_be_bytes
        };
        let (pairs, _) = bytes[2..].as_chunks::<2>();
        let units = pairs.iter().map(|pair| from(*pair));
        let text = char::decode_utf16(units);
        return text
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

/// Whether the mark of UTF-16 stands first.
#[must_use]
pub fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF])
}

/// The one text of a document that is to hold one token, or how many it holds.
///
/// # Errors
/// When it holds several.
pub fn single_token(text: &str) -> Result<&str, usize> {
    if is_single_token(text) {
        return Ok(text);
    }
    let mut lines = token_lines(text).map(|(_, line)| line);
    match (lines.next(), lines.count()) {
        (Some(line), 0) => Ok(line),
        (None, _) => Ok(text),
        (Some(_), more) => Err(more + 1),
    }
}

/// Whether the whole text is one token, or the JSON that holds one, on however many lines.
#[must_use]
pub fn is_single_token(text: &str) -> bool {
    token_from_json(text).is_some() || joined_token(text).is_some()
}

/// Whether the start of a text may be that of one token on several lines.
#[must_use]
pub fn may_be_split_token(text: &str) -> bool {
    let text = text.trim_start();
    let first = text.lines().next().unwrap_or_default().trim_end();
    match text.as_bytes().first() {
        Some(b'{') => token_from_json(first).is_none(),
        Some(b'e') => {
            text.starts_with("eyJ")
                && !Decoded::new(first).is_ok_and(|token| has_right_length(&token))
        }
        _ => false,
    }
}

/// The lines that are to be read as tokens, each with its number from 1.
pub fn token_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let ends = memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let lines = ends.scan(0, |start, end| {
        let line = &text[*start..end.max(*start)];
        *start = end + 1;
        Some(line.strip_suffix('\r').unwrap_or(line))
    });
    let numbered = lines.enumerate();
    numbered.filter_map(|(at, line)| is_candidate(line).then_some((at + 1, line)))
}

/// Whether a line is to be read as a token.
fn is_candidate(line: &str) -> bool {
    if line.starts_with("eyJ") {
        return true;
    }
    let line = line.trim();
    let of_token = |(name, value): (&str, &str)| {
        let name = name.to_ascii_uppercase();
        let is_gap = name.contains("TOKEN") && is_placeholder(value);
        name.contains("JWT") || value.contains("eyJ") || is_gap
    };
    !line.is_empty() && !line.starts_with('#') && assignment(line).is_none_or(of_token)
}

/// Name and value of a line such as `export NAME="value"`, the value without its quotes.
#[must_use]
pub fn assignment(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().split_once('=')?;
    let name = name.strip_prefix("export ").unwrap_or(name).trim();
    let is_name = name
        .bytes()
        .next()
        .is_some_and(|byte| !byte.is_ascii_digit())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    // A value that is none is the padding of base64, unless the name says otherwise.
    let is_padding = value.is_empty() && !name.to_ascii_uppercase().contains("JWT");
    if !is_name || is_padding || value.starts_with('=') {
        return None;
    }
    let value = value.split(" #").next().unwrap_or_default().trim();
    let unquoted = ['"', '\'']
        .into_iter()
        .find_map(|quote| value.strip_prefix(quote)?.strip_suffix(quote));
    Some((name, unquoted.unwrap_or(value)))
}

/// The `token` of a JSON object, as issue-token answers.
#[must_use]
pub fn token_from_json(text: &str) -> Option<String> {
    if !text.trim_start().starts_with('{') {
        return None;
    }
    match Object::parse(text).ok()?.get("token")? {
        Value::String(token) => Some(token.into_owned()),
        _ => None,
    }
}

/// The token that white space was put into, where it is surely one: three parts in all, none of
/// the pieces whole by itself, header and payload readable, the signature of a right length.
#[must_use]
pub fn joined_token(text: &str) -> Option<String> {
    let pieces = || text.split_whitespace();
    let is_piece = |piece: &str| {
        let dots = piece.bytes().filter(|byte| *byte == b'.').count();
        dots < 3 && base64url::first_bad_character(&piece.replace('.', "")).is_none()
    };
    let is_whole = |piece: &str| Decoded::new(piece).is_ok_and(|token| has_right_length(&token));
    if pieces().nth(1).is_none() || !text.trim_start().starts_with("eyJ") {
        return None;
    }
    if !pieces().all(is_piece) || pieces().any(is_whole) {
        return None;
    }
    let joined: String = pieces().collect();
    is_whole(&joined).then_some(joined)
}

/// Whether the token is readable and its signature has the length of one.
fn has_right_length(decoded: &Decoded<'_>) -> bool {
    let length = decoded.signature().len();
    let fits = |algorithm: Algorithm| algorithm.signature_length() == length;
    Algorithm::ALL.into_iter().any(fits) && decoded.token().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        inspect::example::{Example, TENANT},
        token::ApiKey,
    };

    fn token() -> String {
        Example::Good.text(&ApiKey::new("pk_prod_FAKE").unwrap(), TENANT)
    }

    #[test]
    fn lines_that_may_be_tokens_are_found() {
        let rows: &[(&str, &[(usize, &str)])] = &[
            ("", &[]),
            (" \n\n", &[]),
            ("a\n\n  b \r\nc", &[(1, "a"), (3, "  b "), (4, "c")]),
            ("# a comment\neyJ", &[(2, "eyJ")]),
            (
                "PORT=80\nTOKEN=eyJ\nexport MY_JWT='x'\nCOURIER_AUTH_TOKEN=pk_prod_FAKE",
                &[(2, "TOKEN=eyJ"), (3, "export MY_JWT='x'")],
            ),
            (
                "TOKEN=\"Bearer eyJ\"\nHOST=a.b",
                &[(1, "TOKEN=\"Bearer eyJ\"")],
            ),
            ("YQ==", &[(1, "YQ==")]),
            ("YWI=", &[(1, "YWI=")]),
            ("a.b.c=\nBearer x", &[(1, "a.b.c="), (2, "Bearer x")]),
        ];
        for (text, expected) in rows {
            assert_eq!(token_lines(text).collect::<Vec<_>>(), *expected, "{text}");
        }
    }

    #[test]
    fn assignments_are_read_as_a_shell_reads_them() {
        let rows = [
            ("A=b", Some(("A", "b"))),
            ("export A_1=\"b c\"", Some(("A_1", "b c"))),
            (" a = 'b' ", Some(("a", "b"))),
            ("A=\"b", Some(("A", "\"b"))),
            ("A=", None),
            ("MY_JWT=", Some(("MY_JWT", ""))),
            ("A=b # c", Some(("A", "b"))),
            ("A=\"b\" # c", Some(("A", "b"))),
            ("A==", None),
            ("1A=b", None),
            ("a.b=c", None),
            ("=b", None),
            ("A", None),
        ];
        for (line, expected) in rows {
            assert_eq!(assignment(line), expected, "{line}");
        }
    }

    #[test]
    fn windows_writes_utf_16() {
        let little: Vec<u8> = "\u{FEFF}a😀\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let big: Vec<u8> = "\u{FEFF}a😀\n"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(decode_text(&little), "a😀\n");
        assert_eq!(decode_text(&big), "a😀\n");
        assert_eq!(decode_text(b"\xFF\xFE\x00\xD8a"), "\u{FFFD}");
        assert_eq!(decode_text(b"a\xFFb"), "a\u{FFFD}b");
        assert_eq!(decode_text(b"\xEF\xBB\xBFa"), "a");
    }

    #[test]
    fn a_broken_token_is_joined_only_when_it_is_surely_one() {
        let token = token();
        let broken = |at: &[usize], with: &str| {
            let mut text = token.clone();
            for at in at.iter().rev() {
                text.insert_str(*at, with);
            }
            text
        };
        let dot = token.find('.').unwrap();
        for text in [
            broken(&[76, 152, 228], "\n"),
            broken(&[76, 152, 228], "\r\n  "),
            broken(&[dot + 1], "\n"),
            broken(&[token.len() - 3], " "),
        ] {
            assert_eq!(
                joined_token(&text).as_deref(),
                Some(token.as_str()),
                "{text}"
            );
            assert!(is_single_token(&text));
        }
        let not_one = [
            token.clone(),
            format!("{token}\n{token}"),
            format!("{token}\nmore"),
            format!("more\n{token}"),
            broken(&[76], "\n").replace("eyJhbGciOi", ""),
            broken(&[76], "\n")
                .trim_end_matches(char::is_alphanumeric)
                .to_owned(),
            format!("{} {}", &token[..50], &token[..50]),
            "eyJ eyJ".to_owned(),
            String::new(),
        ];
        for text in not_one {
            assert_eq!(joined_token(&text), None, "{text}");
        }
    }
}
