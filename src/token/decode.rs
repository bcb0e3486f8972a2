//! From the text of a token to its header, claims and signature.
//!
//! What passes here is what `jsonwebtoken` would go on to verify; nothing is verified yet.

use std::fmt;

use memchr::memchr_iter;

use super::{
    base64url,
    json::{JsonError, Object, Value},
    secret::{ApiKey, fingerprint},
    sign::Algorithm,
};

/// The longest text that is read as a token, in bytes. No HTTP server takes a header of this
/// size; the bound keeps a mistaken input from filling the memory.
pub const MAX_LENGTH: usize = 4 * 1024 * 1024;

/// A token taken apart. It holds the decoded JSON texts; [`Decoded::token`] reads them.
pub struct Decoded<'t> {
    text: &'t str,
    signing_input: &'t str,
    header: String,
    payload: String,
    signature: Vec<u8>,
}

/// The two JSON objects of a token.
#[derive(Debug, Clone)]
pub struct Token<'d> {
    /// What says how it is signed.
    pub header: Object<'d>,
    /// What the token says.
    pub claims: Object<'d>,
}

/// One of the three parts of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The first
    Header,
    /// The second, with the claims
    Payload,
    /// The third
    Signature,
}

/// Why a text cannot be read as a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// It has not three parts between dots.
    #[error("a token has three parts between dots, and this has {0}")]
    Parts(usize),
    /// A part that must hold something is empty.
    #[error("its {0} is empty")]
    Empty(Part),
    /// A part is not base64url as a server accepts it.
    #[error("its {part} is not base64url: {reason}")]
    Encoding {
        /// Which part
        part: Part,
        /// What is wrong with it
        reason: String,
    },
    /// A part is not a JSON object.
    #[error("its {part} is not a JSON object: {error}")]
    Json {
        /// Which part
        part: Part,
        /// What is wrong with it
        error: JsonError,
    },
    /// It is longer than [`MAX_LENGTH`].
    #[error("it is longer than 4 MiB, more than any server takes")]
    TooLong,
}

impl<'t> Decoded<'t> {
    /// Takes a token apart.
    ///
    /// # Errors
    /// When the text has not the form `header.payload.signature`, each in base64url. An empty
    /// signature is let through: it is the rules' to judge.
    pub fn new(text: &'t str) -> Result<Self, DecodeError> {
        if text.len() > MAX_LENGTH {
            return Err(DecodeError::TooLong);
        }
        let bytes = text.as_bytes();
        let mut dots = memchr_iter(b'.', bytes);
        let (Some(first), Some(second), None) = (dots.next(), dots.next(), dots.next()) else {
            return Err(DecodeError::Parts(memchr_iter(b'.', bytes).count() + 1));
        };
        let (header, payload) = (&text[..first], &text[first + 1..second]);
        let signature = &text[second + 1..];
        Ok(Self {
            text,
            signing_input: &text[..second],
            header: decode_json(header, Part::Header)?,
            payload: decode_json(payload, Part::Payload)?,
            signature: decode_signature(signature)?,
        })
    }

    /// Reads header and claims.
    ///
    /// # Errors
    /// When one of the two is not a JSON object.
    pub fn token(&self) -> Result<Token<'_>, DecodeError> {
        let read =
            |text, part| Object::parse(text).map_err(|error| DecodeError::Json { part, error });
        Ok(Token {
            header: read(&self.header, Part::Header)?,
            claims: read(&self.payload, Part::Payload)?,
        })
    }

    /// The bytes of the signature, perhaps none.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// The token's name: see [`fingerprint`].
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint(self.text)
    }

    /// Whether this key made the signature, under an algorithm that Courier accepts.
    #[must_use]
    pub fn is_signed_with(&self, key: &ApiKey) -> bool {
        let header = self.token().ok().and_then(|token| token.header.get("alg"));
        let Some(Value::String(name)) = header else {
            return false;
        };
        Algorithm::from_name(&name)
            .is_some_and(|algorithm| algorithm.verify(key, self.signing_input, &self.signature))
    }
}

impl fmt::Debug for Decoded<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Decoded({})", self.fingerprint())
    }
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Header => "header",
            Self::Payload => "payload",
            Self::Signature => "signature",
        })
    }
}

/// The JSON text of a header or payload. Bytes that are no UTF-8 become U+FFFD, as in Node.
fn decode_json(text: &str, part: Part) -> Result<String, DecodeError> {
    if text.is_empty() {
        return Err(DecodeError::Empty(part));
    }
    match base64url::decode_lenient(text) {
        Some(bytes) => Ok(String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())),
        None => Err(DecodeError::Encoding {
            part,
            reason: encoding_fault(text),
        }),
    }
}

fn decode_signature(text: &str) -> Result<Vec<u8>, DecodeError> {
    base64url::decode_strict(text).ok_or_else(|| DecodeError::Encoding {
        part: Part::Signature,
        reason: encoding_fault(text),
    })
}

fn encoding_fault(text: &str) -> String {
    let Some(at) = base64url::first_bad_character(text) else {
        return "its length or last character is impossible".to_owned();
    };
    match text[at..].chars().next() {
        Some('=') => "it is padded with `=`".to_owned(),
        Some('+' | '/') => "it uses `+` and `/` of plain base64".to_owned(),
        _ => format!("its byte {at} is outside the alphabet"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::sign::sign_token;

    fn token(header: &[u8], payload: &[u8], signature: &str) -> String {
        format!(
            "{}.{}.{signature}",
            base64url::encode(header),
            base64url::encode(payload)
        )
    }

    #[test]
    fn a_token_round_trips_under_every_algorithm() {
        let key = ApiKey::new("pk_prod_FAKE").unwrap();
        for algorithm in Algorithm::ALL {
            let jwt = sign_token(
                r#"{"scope":"user_id:é","exp":1e21,"x":{"y":[1]}}"#,
                &key,
                algorithm,
            );
            let decoded = Decoded::new(jwt.expose()).unwrap();
            let token = decoded.token().unwrap();
            assert_eq!(
                token.header.get("alg"),
                Some(Value::String(algorithm.name().into()))
            );
            assert_eq!(
                token.claims.get("scope"),
                Some(Value::String("user_id:é".into()))
            );
            assert_eq!(token.claims.get("exp"), Some(Value::Number(1e21)));
            assert_eq!(token.claims.raw("x"), Some(r#"{"y":[1]}"#));
            assert!(decoded.is_signed_with(&key));
            assert!(!decoded.is_signed_with(&ApiKey::new("pk_prod_OTHER").unwrap()));
        }
    }

    #[test]
    fn what_is_no_token_says_why() {
        let good = base64url::encode(b"{}");
        let rows = [
            (
                String::new(),
                "a token has three parts between dots, and this has 1",
            ),
            (
                "a.b".to_owned(),
                "a token has three parts between dots, and this has 2",
            ),
            (
                "a.b.c.d.e".to_owned(),
                "a token has three parts between dots, and this has 5",
            ),
            (format!(".{good}.c2ln"), "its header is empty"),
            (format!("{good}..c2ln"), "its payload is empty"),
            (
                format!("{good}=.{good}.c2ln"),
                "its header is not base64url: it is padded with `=`",
            ),
            (
                format!("{good}.a+b.c2ln"),
                "its payload is not base64url: it uses `+` and `/` of plain base64",
            ),
            (
                format!("{good}.é.c2ln"),
                "its payload is not base64url: its byte 0 is outside the alphabet",
            ),
            (
                format!("{good}.{good}.c2lnx"),
                "its signature is not base64url: its length or last character is impossible",
            ),
            (
                format!("{good}.{good}.YR"),
                "its signature is not base64url: its length or last character is impossible",
            ),
            (
                token(b"[]", b"{}", ""),
                "its header is not a JSON object: it is an array, not an object",
            ),
            (
                token(b"{}", b"\"pk_prod_FAKE\"", ""),
                "its payload is not a JSON object: it is a string, not an object",
            ),
            (
                token(b"{}", b"{\"a\":", ""),
                "its payload is not a JSON object: EOF while parsing a value at line 1 column 5",
            ),
            (
                "x".repeat(MAX_LENGTH + 1),
                "it is longer than 4 MiB, more than any server takes",
            ),
        ];
        for (text, message) in rows {
            let shown: String = text.chars().take(40).collect();
            let error = Decoded::new(&text)
                .and_then(|decoded| decoded.token().map(|_| ()))
                .unwrap_err();
            assert_eq!(error.to_string(), message, "{shown}");
        }
    }

    #[test]
    fn odd_tokens_that_a_server_reads_are_read() {
        for text in [
            token(b"{}", b"{\"a\":\"\xff\"}", ""),
            token(b" {} ", b"\n{}\t", "c2ln"),
            token(b"{}", "{\"a\":1e999}".as_bytes(), "c2ln"),
        ] {
            assert!(Decoded::new(&text).unwrap().token().is_ok(), "{text}");
        }
        let decoded_text = token(b"{}", b"{\"a\":\"\xff\"}", "");
        let decoded = Decoded::new(&decoded_text).unwrap();
        assert_eq!(
            decoded.token().unwrap().claims.get("a"),
            Some(Value::String("\u{FFFD}".into()))
        );
        assert!(!decoded.is_signed_with(&ApiKey::new("k").unwrap()));
    }
}
