//! base64url (RFC 4648 §5) as `jsonwebtoken` reads and writes it.
//!
//! `jsonwebtoken` first matches a token with `[A-Za-z0-9_-]+`, which rejects padding and the `+`
//! and `/` of the standard alphabet. Node's `Buffer` then decodes the header and payload; it drops
//! unused bits and a last character that is alone in its group. The signature is compared as text,
//! so that only its canonical encoding is valid.

use std::sync::LazyLock;

use base64::{
    Engine as _,
    engine::{DecodePaddingMode, GeneralPurposeConfig, general_purpose::NO_PAD},
};

/// The SIMD engine where the processor has one.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
type Engine = base64::engine::Simd;
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
type Engine = base64::engine::GeneralPurpose;

/// Unpadded base64url.
static STRICT: LazyLock<Engine> = LazyLock::new(|| engine(NO_PAD));

/// Unpadded base64url that ignores unused bits in the last character.
static LENIENT: LazyLock<Engine> = LazyLock::new(|| {
    let config = NO_PAD.with_decode_allow_trailing_bits(true);
    engine(config.with_decode_padding_mode(DecodePaddingMode::RequireNone))
});

/// Encodes bytes without padding.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    STRICT.encode(bytes)
}

/// The byte offset of the first character outside the base64url alphabet, `None` if there is none.
#[must_use]
pub fn first_invalid_character(text: &str) -> Option<usize> {
    text.bytes()
        .position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'))
}

/// Decodes a header or payload as Node's `Buffer.from(text, "base64")` does: unused bits and a
/// last character that is alone in its group are dropped.
///
/// Returns `None` if the text contains a character outside the alphabet.
#[must_use]
pub fn decode_lenient(text: &str) -> Option<Vec<u8>> {
    if text.len() % 4 != 1 {
        return decode(&LENIENT, text);
    }
    let (complete, last) = text.split_at_checked(text.len() - 1)?;
    match first_invalid_character(last) {
        None => decode(&LENIENT, complete),
        Some(_) => None,
    }
}

/// Decodes a signature. Returns `None` unless `text` is the canonical encoding of its bytes.
#[must_use]
pub fn decode_strict(text: &str) -> Option<Vec<u8>> {
    decode(&STRICT, text)
}

/// Decodes into uninitialized memory, which takes less than half the time of a zeroed buffer.
fn decode(engine: &Engine, text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len().div_ceil(4) * 3);
    engine.decode_vec(text, &mut bytes).ok()?;
    Some(bytes)
}

fn engine(config: GeneralPurposeConfig) -> Engine {
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    return Engine::url_safe(config);
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    return Engine::new(&base64::alphabet::URL_SAFE, config);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_are_decoded_as_node_does() {
        let rows: &[(&str, Option<&[u8]>)] = &[
            ("", Some(b"")),
            ("YQ", Some(b"a")),
            ("YR", Some(b"a")),
            ("YQA", Some(b"a\0")),
            ("Y", Some(b"")),
            ("YWJjZ", Some(b"abc")),
            ("YWJj!", None),
            ("YWJj=", None),
            ("-_-_", Some(&[0xfb, 0xff, 0xbf])),
            ("YQ==", None),
            ("+/+/", None),
            ("Y Q", None),
            ("Yé", None),
        ];
        for (text, expected) in rows {
            assert_eq!(decode_lenient(text).as_deref(), *expected, "{text}");
        }
    }

    #[test]
    fn signatures_have_one_encoding() {
        assert_eq!(decode_strict("YQ").as_deref(), Some(b"a".as_slice()));
        for text in ["YR", "Y", "YQ==", "YWJjZ", "+/+/"] {
            assert_eq!(decode_strict(text), None, "{text}");
        }
    }

    #[test]
    fn first_invalid_character_is_found() {
        assert_eq!(first_invalid_character("ab-_09"), None);
        assert_eq!(first_invalid_character("ab="), Some(2));
        assert_eq!(first_invalid_character("é"), Some(0));
    }
}
