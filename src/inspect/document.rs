//! The input of commands that read tokens: its encoding, its lines, and whether several lines are
//! one text.

use memchr::memchr_iter;

use super::json_document::{begins_like_document, is_json_document};
pub use crate::encoding::{decode_text, is_utf16};
use crate::token::{
    Algorithm, DecodedToken, base64url, leftover::secret_leftover, search::JWT_START,
};

/// Returns true if the whole document is one text: a JSON document or one token, on any number of
/// lines.
#[must_use]
pub fn is_single_text(text: &str) -> bool {
    is_json_document(text) || joined_token(text).is_some()
}

/// Returns true if a document that begins with this text may be one JSON document or one token on
/// several lines.
#[must_use]
pub fn may_be_single_text(text: &str) -> bool {
    let text = text.trim_start();
    let first_line = text.lines().next().unwrap_or_default().trim_end();
    if begins_like_document(text) {
        !is_json_document(first_line)
    } else {
        text.starts_with(JWT_START) && !is_complete_token(first_line)
    }
}

/// Returns the lines that can contain a token, each with its line number, which starts at 1. These
/// are all lines except blank ones, comments and the other variables of a dotenv file.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let ends = memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let lines = ends.scan(0, |start, end| {
        let line = &text[*start..end.max(*start)];
        *start = end + 1;
        Some(line.strip_suffix('\r').unwrap_or(line))
    });
    let numbered = lines.enumerate();
    numbered.filter_map(|(at, line)| can_contain_token(line).then_some((at + 1, line)))
}

fn can_contain_token(line: &str) -> bool {
    if line.starts_with(JWT_START) {
        return true;
    }
    let line = line.trim();
    let assigns_token = |(name, value): (&str, &str)| {
        let name = name.to_ascii_uppercase();
        name.contains("JWT")
            || value.contains(JWT_START)
            || (name.contains("TOKEN") && secret_leftover(value).is_some())
    };
    !line.is_empty() && !line.starts_with('#') && assignment(line).is_none_or(assigns_token)
}

/// Parses a line such as `export NAME="value"` into the name and the value without its quotes.
pub(super) fn assignment(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().split_once('=')?;
    let name = name.strip_prefix("export ").unwrap_or(name).trim();
    let is_name = name
        .bytes()
        .next()
        .is_some_and(|byte| !byte.is_ascii_digit())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    // An `=` without a value is base64 padding, unless the name announces a token.
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

/// Joins a token that whitespace splits into pieces.
///
/// Returns `None` unless the text is evidently one token: no piece is complete on its own, and
/// together they are.
pub(super) fn joined_token(text: &str) -> Option<String> {
    let pieces = || text.split_whitespace();
    let is_piece = |piece: &str| {
        let dots = piece.bytes().filter(|byte| *byte == b'.').count();
        dots < 3 && base64url::first_invalid_character(&piece.replace('.', "")).is_none()
    };
    if pieces().nth(1).is_none() || !text.trim_start().starts_with(JWT_START) {
        return None;
    }
    if !pieces().all(is_piece) || pieces().any(is_complete_token) {
        return None;
    }
    let joined: String = pieces().collect();
    is_complete_token(&joined).then_some(joined)
}

/// Returns true if the text is a readable token whose signature has the length of one of Courier's
/// algorithms.
fn is_complete_token(text: &str) -> bool {
    DecodedToken::new(text).is_ok_and(|decoded| {
        let length = decoded.signature().len();
        let fits = |algorithm: Algorithm| algorithm.signature_length() == length;
        Algorithm::ALL.into_iter().any(fits) && decoded.parse().is_ok()
    })
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
    fn lines_that_can_contain_a_token_are_found() {
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
            assert_eq!(lines(text).collect::<Vec<_>>(), *expected, "{text}");
        }
    }

    #[test]
    fn assignments_are_parsed_like_a_shell_does() {
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
    fn a_split_token_is_joined_only_if_it_is_evidently_one() {
        let token = token();
        let split = |positions: &[usize], separator: &str| {
            let mut text = token.clone();
            for at in positions.iter().rev() {
                text.insert_str(*at, separator);
            }
            text
        };
        let dot = token.find('.').unwrap();
        for text in [
            split(&[76, 152, 228], "\n"),
            split(&[76, 152, 228], "\r\n  "),
            split(&[dot + 1], "\n"),
            split(&[token.len() - 3], " "),
        ] {
            assert_eq!(
                joined_token(&text).as_deref(),
                Some(token.as_str()),
                "{text}"
            );
            assert!(is_single_text(&text));
        }
        let others = [
            token.clone(),
            format!("{token}\n{token}"),
            format!("{token}\nmore"),
            format!("more\n{token}"),
            split(&[76], "\n").replace("eyJhbGciOi", ""),
            split(&[76], "\n")
                .trim_end_matches(char::is_alphanumeric)
                .to_owned(),
            format!("{} {}", &token[..50], &token[..50]),
            "eyJ eyJ".to_owned(),
            String::new(),
        ];
        for text in others {
            assert_eq!(joined_token(&text), None, "{text}");
        }
    }
}
