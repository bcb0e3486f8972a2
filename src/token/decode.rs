//! Decoding: from the text of a token to its header, claims and signature.
//!
//! Accepts exactly the tokens that `jsonwebtoken` would continue to verify. Decoding does not
//! verify anything.

use std::{fmt, sync::LazyLock};

use memchr::memchr_iter;

use super::{
    base64url,
    json::{JsonError, Object, Value},
    secret::{ApiKey, fingerprint},
    sign::Algorithm,
};

/// The maximum length of a token in bytes. No HTTP server accepts a header of this size; the limit
/// bounds the memory that is used for input that is not a token.
pub const MAX_TOKEN_LENGTH: usize = 4 * 1024 * 1024;

/// The header of all tokens that Courier issues.
const USUAL_HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

/// The usual header is parsed once, because a batch has it in almost every token.
static PARSED_USUAL_HEADER: LazyLock<Object<'static>> =
    LazyLock::new(|| Object::parse(USUAL_HEADER).expect("the header is a JSON object"));

/// A token whose parts are base64url-decoded. [`DecodedToken::parse`] parses their JSON.
pub struct DecodedToken<'t> {
    text: &'t str,
    signing_input: &'t str,
    header: String,
    payload: String,
    signature: Vec<u8>,
}

/// The header and claims of a token.
#[derive(Debug, Clone)]
pub struct ParsedToken<'d> {
    /// The header, which names the algorithm of the signature.
    pub header: Object<'d>,
    /// The claims in the payload.
    pub claims: Object<'d>,
}

/// One of the three parts of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The first part: a JSON object that names the algorithm.
    Header,
    /// The second part: a JSON object with the claims.
    Payload,
    /// The third part.
    Signature,
}

/// The reason why a text is not a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The text does not have three parts; this is how many it has.
    #[error("not a token: expected 3 parts separated by dots, found {0}")]
    Parts(usize),
    /// The header or payload is empty.
    #[error("the {0} is empty")]
    Empty(Part),
    /// A part is not base64url that a server accepts.
    #[error("the {part} is not valid base64url: {reason}")]
    Encoding {
        /// The invalid part.
        part: Part,
        /// A description of the fault.
        reason: String,
    },
    /// A part is not a JSON object.
    #[error("the {part} is not a JSON object: {error}")]
    Json {
        /// The invalid part.
        part: Part,
        /// A description of the fault.
        error: JsonError,
    },
    /// The text is longer than [`MAX_TOKEN_LENGTH`].
    #[error("the text is longer than 4 MiB, more than any server accepts")]
    TooLong,
}

impl<'t> DecodedToken<'t> {
    /// Decodes the parts of a token.
    ///
    /// # Errors
    /// Returns an error if the text does not have the form `header.payload.signature` with each
    /// part in base64url. An empty signature is accepted.
    pub fn new(text: &'t str) -> Result<Self, DecodeError> {
        if text.len() > MAX_TOKEN_LENGTH {
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

    /// Parses the header and claims.
    ///
    /// # Errors
    /// Returns an error if either is not a JSON object.
    pub fn parse(&self) -> Result<ParsedToken<'_>, DecodeError> {
        let parse =
            |text, part| Object::parse(text).map_err(|error| DecodeError::Json { part, error });
        Ok(ParsedToken {
            header: match self.header.as_str() {
                USUAL_HEADER => PARSED_USUAL_HEADER.clone(),
                header => parse(header, Part::Header)?,
            },
            claims: parse(&self.payload, Part::Payload)?,
        })
    }

    /// The decoded text of the header, which is not necessarily JSON.
    #[must_use]
    pub fn header_text(&self) -> &str {
        &self.header
    }

    /// The decoded text of the payload, which is not necessarily JSON.
    #[must_use]
    pub fn payload_text(&self) -> &str {
        &self.payload
    }

    /// The bytes of the signature, which may be empty.
    #[must_use]
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }

    /// The [`fingerprint`] of the token.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint(self.text)
    }

    /// Returns true if the signature was created with `key` and an algorithm that Courier accepts.
    #[must_use]
    pub fn is_signed_with(&self, key: &ApiKey) -> bool {
        let algorithm = self.parse().ok().and_then(|token| token.header.get("alg"));
        let Some(Value::String(name)) = algorithm else {
            return false;
        };
        Algorithm::from_name(&name)
            .is_some_and(|algorithm| algorithm.verify(key, self.signing_input, &self.signature))
    }
}

impl fmt::Debug for DecodedToken<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "DecodedToken({})", self.fingerprint())
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

/// Decodes a header or payload to JSON text. Invalid UTF-8 becomes U+FFFD, as in Node.
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
    let Some(at) = base64url::first_invalid_character(text) else {
        return "it is cut off or was changed".to_owned();
    };
    match text[at..].chars().next() {
        Some('=') => "it contains `=` padding".to_owned(),
        Some('+' | '/') => "it contains `+` or `/`, as standard base64 does".to_owned(),
        _ => format!("invalid character at byte {at}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::sign_token;

    fn token(header: &[u8], payload: &[u8], signature: &str) -> String {
        format!(
            "{}.{}.{signature}",
            base64url::encode(header),
            base64url::encode(payload)
        )
    }

    #[test]
    fn tokens_round_trip_with_every_algorithm() {
        let key = ApiKey::new("pk_prod_FAKE").unwrap();
        for algorithm in Algorithm::ALL {
            let jwt = sign_token(
                r#"{"scope":"user_id:é","exp":1e21,"x":{"y":[1]}}"#,
                &key,
                algorithm,
            );
            let decoded = DecodedToken::new(jwt.expose()).unwrap();
            let token = decoded.parse().unwrap();
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
    fn invalid_tokens_are_described() {
        let valid = base64url::encode(b"{}");
        let rows = [
            (
                String::new(),
                "not a token: expected 3 parts separated by dots, found 1",
            ),
            (
                "a.b".to_owned(),
                "not a token: expected 3 parts separated by dots, found 2",
            ),
            (
                "a.b.c.d.e".to_owned(),
                "not a token: expected 3 parts separated by dots, found 5",
            ),
            (format!(".{valid}.c2ln"), "the header is empty"),
            (format!("{valid}..c2ln"), "the payload is empty"),
            (
                format!("{valid}=.{valid}.c2ln"),
                "the header is not valid base64url: it contains `=` padding",
            ),
            (
                format!("{valid}.a+b.c2ln"),
                "the payload is not valid base64url: it contains `+` or `/`, as standard base64 does",
            ),
            (
                format!("{valid}.é.c2ln"),
                "the payload is not valid base64url: invalid character at byte 0",
            ),
            (
                format!("{valid}.{valid}.c2lnx"),
                "the signature is not valid base64url: it is cut off or was changed",
            ),
            (
                format!("{valid}.{valid}.YR"),
                "the signature is not valid base64url: it is cut off or was changed",
            ),
            (
                token(b"[]", b"{}", ""),
                "the header is not a JSON object: it is an array",
            ),
            (
                token(b"{}", b"\"pk_prod_FAKE\"", ""),
                "the payload is not a JSON object: it is a string",
            ),
            (
                token(b"{}", b"{\"a\":", ""),
                "the payload is not a JSON object: EOF while parsing a value at line 1 column 5",
            ),
            (
                "x".repeat(MAX_TOKEN_LENGTH + 1),
                "the text is longer than 4 MiB, more than any server accepts",
            ),
        ];
        for (text, message) in rows {
            let start: String = text.chars().take(40).collect();
            let error = DecodedToken::new(&text)
                .and_then(|decoded| decoded.parse().map(|_| ()))
                .unwrap_err();
            assert_eq!(error.to_string(), message, "{start}");
        }
    }

    #[test]
    fn unusual_tokens_that_servers_accept_are_decoded() {
        for text in [
            token(b"{}", b"{\"a\":\"\xff\"}", ""),
            token(b" {} ", b"\n{}\t", "c2ln"),
            token(b"{}", "{\"a\":1e999}".as_bytes(), "c2ln"),
        ] {
            assert!(DecodedToken::new(&text).unwrap().parse().is_ok(), "{text}");
        }
        let decoded_text = token(b"{}", b"{\"a\":\"\xff\"}", "");
        let decoded = DecodedToken::new(&decoded_text).unwrap();
        assert_eq!(
            decoded.parse().unwrap().claims.get("a"),
            Some(Value::String("\u{FFFD}".into()))
        );
        assert!(!decoded.is_signed_with(&ApiKey::new("k").unwrap()));
    }
}
