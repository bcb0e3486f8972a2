//! Search for JWTs in running text, such as source code, logs and HTTP messages.

use std::ops::Range;

use memchr::{memchr_iter, memmem};

use super::{Algorithm, Object, base64url};

/// The base64url of `{"`, with which Courier's tokens begin. The header of another token may have white
/// space after its brace.
pub(crate) const JWT_START: &str = "eyJ";

/// The maximum length of a header in running text, in bytes. It bounds the work for hostile text.
const MAX_HEADER_LENGTH: usize = 4 * 1024;

/// A JWT in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FoundJwt {
    /// The byte range in the text.
    pub range: Range<usize>,
    /// True if the next token begins directly after it, without a separator.
    pub touches_next: bool,
}

/// Finds the JWTs of a text. A JWT is three parts of base64url, and the first part is a JSON object.
/// An encrypted token has `enc` in its header, and five parts.
pub(crate) fn find_jwts(text: &str) -> impl Iterator<Item = FoundJwt> {
    let mut search = Search {
        text,
        position: 0,
        word_end: 0,
    };
    std::iter::from_fn(move || search.next_jwt())
}

/// Returns true if the whole text is three parts of base64url, and the first begins like a JSON
/// object. It does not decode anything, so it is fast enough for every line of a batch.
pub(crate) fn is_plain_jwt(text: &str) -> bool {
    // Blocks whose count fits into a byte: the compiler makes vector instructions of that.
    let blocks = text.as_bytes().chunks(u8::MAX.into());
    let others = blocks.map(|block| {
        let others = block.iter().map(|byte| u8::from(!is_base64url(*byte)));
        usize::from(others.sum::<u8>())
    });
    text.starts_with(JWT_START)
        && memchr_iter(b'.', text.as_bytes()).count() == 2
        && others.sum::<usize>() == 2
}

/// Returns true if a text begins with the header of an encrypted token (JWE).
pub(crate) fn is_encrypted_jwt(text: &str) -> bool {
    text.split_once('.')
        .is_some_and(|(header, _)| has_enc(header))
}

struct Search<'t> {
    text: &'t str,
    position: usize,
    /// The end of the base64url text in which `position` is, so that no byte is read twice.
    word_end: usize,
}

impl Search<'_> {
    fn next_jwt(&mut self) -> Option<FoundJwt> {
        loop {
            let rest = &self.text.as_bytes()[self.position..];
            let start = self.position + memmem::find(rest, JWT_START.as_bytes())?;
            self.position = start + JWT_START.len();
            if start >= self.word_end {
                self.word_end = self.end_of_word(start);
            }
            if !self.is_header(start, self.word_end) {
                continue;
            }
            if let Some(found) = self.jwt_at(start) {
                self.position = found.range.end;
                return Some(found);
            }
        }
    }

    /// Returns the JWT whose header is the base64url text from `start` to `word_end`.
    fn jwt_at(&self, start: usize) -> Option<FoundJwt> {
        let payload = self.next_part(self.word_end)?;
        let signature = self.next_part(payload.end)?;
        let is_encrypted = has_enc(&self.text[start..self.word_end]);
        if payload.is_empty() && !is_encrypted {
            return None;
        }
        let next_token = self.header_within(&signature);
        let end = match self.next_part(signature.end) {
            _ if next_token.is_some() => next_token?,
            None => self.end_of_signature(&signature),
            // A full stop ends a sentence. Several dots replace the rest of a token.
            Some(fourth) if fourth.is_empty() && !self.has_dot_at(fourth.end) => signature.end,
            Some(fourth) if is_encrypted => self.next_part(fourth.end)?.end,
            Some(_) => return None,
        };
        Some(FoundJwt {
            range: start..end,
            touches_next: next_token.is_some(),
        })
    }

    /// Returns the base64url text behind a dot at `at`, `None` if there is no dot.
    fn next_part(&self, at: usize) -> Option<Range<usize>> {
        let start = at + 1;
        self.has_dot_at(at).then(|| start..self.end_of_word(start))
    }

    fn has_dot_at(&self, at: usize) -> bool {
        self.text.as_bytes().get(at) == Some(&b'.')
    }

    /// Returns the position of the header of another token within a part.
    fn header_within(&self, part: &Range<usize>) -> Option<usize> {
        let starts = memmem::find_iter(&self.text.as_bytes()[part.clone()], JWT_START);
        let mut positions = starts.map(|offset| part.start + offset);
        positions.find(|position| *position > part.start && self.is_header(*position, part.end))
    }

    /// Returns the end of a signature. Standard base64 continues it with `+`, `/` and `=`.
    fn end_of_signature(&self, signature: &Range<usize>) -> usize {
        let has_usual_length = |end: usize| {
            let length = end - signature.start;
            let mut lengths = Algorithm::ALL.into_iter().map(|algorithm| {
                // Without padding, base64 has 4 characters for 3 bytes.
                (algorithm.signature_length() * 4).div_ceil(3)
            });
            lengths.any(|usual| usual == length)
        };
        if has_usual_length(signature.end) {
            return signature.end;
        }
        let is_standard = |byte: u8| is_base64url(byte) || matches!(byte, b'+' | b'/' | b'=');
        let rest = self.text.as_bytes()[signature.end..].iter();
        signature.end + rest.take_while(|byte| is_standard(**byte)).count()
    }

    /// Returns true if the text from `start` to `end` is a header that a payload follows.
    fn is_header(&self, start: usize, end: usize) -> bool {
        let is_payload = start > 0 && self.has_dot_at(start - 1);
        !is_payload && self.has_dot_at(end) && decode_header(&self.text[start..end]).is_some()
    }

    fn end_of_word(&self, start: usize) -> usize {
        let word = self.text.as_bytes()[start..].iter();
        start + word.take_while(|byte| is_base64url(**byte)).count()
    }
}

/// Decodes a header, `None` if it is not a JSON object.
fn decode_header(text: &str) -> Option<String> {
    // An object ends in `}`, so that the last two groups of base64 decide most cases.
    let last_groups = (text.len().saturating_sub(1) / 4 * 4).saturating_sub(4);
    let end = base64url::decode_lenient(text.get(last_groups..)?)?;
    if text.len() > MAX_HEADER_LENGTH || !end.trim_ascii_end().ends_with(b"}") {
        return None;
    }
    let json = String::from_utf8(base64url::decode_lenient(text)?).ok()?;
    Object::parse(&json).is_ok().then_some(json)
}

/// Returns true if a header names the encryption of the token.
fn has_enc(header: &str) -> bool {
    let json = decode_header(header).unwrap_or_default();
    Object::parse(&json).is_ok_and(|header| header.get("enc").is_some())
}

fn is_base64url(byte: u8) -> bool {
    // `|` evaluates both sides, without a branch.
    byte.is_ascii_alphanumeric() | matches!(byte, b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::token::{ApiKey, sign_token};

    fn token(algorithm: Algorithm) -> String {
        let key = ApiKey::new("pk_prod_FAKE").unwrap();
        sign_token(r#"{"scope":"user_id:alice"}"#, &key, algorithm)
            .expose()
            .to_owned()
    }

    fn found(text: &str) -> Vec<&str> {
        find_jwts(text).map(|found| &text[found.range]).collect()
    }

    #[test]
    fn tokens_are_found_in_running_text() {
        let token = token(Algorithm::Hs256);
        let rows = [
            "{}",
            "Bearer {}",
            "token={}, more={}",
            "wss://host/?auth={}&cid=1",
            r#"{"text":"{\"token\":\"{}\"}"}"#,
            r"log:\n{}\n",
            "It is {}. Then",
            "It is {}.",
            "%20{}%0A",
            "x{}",
        ];
        for row in rows {
            let text = row.replace("{}", &token);
            let count = row.matches("{}").count();
            assert_eq!(found(&text), vec![token.as_str(); count], "{row}");
        }
    }

    #[test]
    fn text_that_is_no_whole_token_is_not_found() {
        let token = token(Algorithm::Hs256);
        let (unsigned, _) = token.rsplit_once('.').unwrap();
        for text in [
            "",
            "eyJ",
            "eyJ.eyJ.x",
            unsigned,
            &format!("{unsigned}..."),
            &format!("{token}.x"),
            &format!("{token}.x.y"),
            &format!("{token}..."),
            &token[3..],
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn tokens_that_touch_are_separated() {
        let (first, second) = (token(Algorithm::Hs256), token(Algorithm::Hs512));
        let text = format!("{first}{second}{first}");
        assert_eq!(found(&text), [&first, &second, &first]);
        let touches: Vec<bool> = find_jwts(&text).map(|found| found.touches_next).collect();
        assert_eq!(touches, [true, true, false]);
    }

    #[test]
    fn encrypted_tokens_and_standard_base64_are_found_whole() {
        // {"alg":"dir","enc":"A256GCM"}
        let encrypted = "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA";
        assert_eq!(found(&format!("jwe={encrypted};")), [encrypted]);
        let token = token(Algorithm::Hs256);
        let (unsigned, _) = token.rsplit_once('.').unwrap();
        let standard = format!("{unsigned}.ab+/cd==");
        assert_eq!(found(&format!("'{standard}'")), [&standard]);
        assert_eq!(found(&format!("{token}+x")), [&token]);
    }

    proptest! {
        #[test]
        fn a_token_is_found_between_any_words(before in r"[^A-Za-z0-9_.-]{0,9}", after in r"[^A-Za-z0-9_.+/=-]{0,9}") {
            let token = token(Algorithm::Hs256);
            let text = format!("{before}{token}{after}");
            prop_assert_eq!(found(&text), [&token]);
        }

        #[test]
        fn found_ranges_are_in_the_text(text in r"(eyJ|e30|fQ|\.|[a-z0-9+/=é ]){0,40}") {
            let ranges: Vec<_> = find_jwts(&text).map(|found| found.range).collect();
            prop_assert!(ranges.iter().all(|range| text.get(range.clone()).is_some()));
        }
    }
}
