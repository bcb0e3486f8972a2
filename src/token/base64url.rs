//! base64url (RFC 4648 §5) as `jsonwebtoken` reads and writes it.
//!
//! A token is checked against `[A-Za-z0-9_-]+` first, so padding and the standard alphabet's
//! `+` and `/` are refused. What passes is decoded by Node's `Buffer`, which drops a lone last
//! character and unused bits; the signature alone is compared as text, hence strictly.

use std::sync::LazyLock;

use base64::{
    Engine as _,
    engine::{DecodePaddingMode, GeneralPurposeConfig, general_purpose::NO_PAD},
};

/// Where the processor has wide registers, they are used.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
type Engine = base64::engine::Simd;
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
type Engine = base64::engine::GeneralPurpose;

/// Unpadded base64url.
static STRICT: LazyLock<Engine> = LazyLock::new(|| engine(NO_PAD));

/// Unpadded base64url that ignores unused bits in the last character, as `Buffer` does.
static LENIENT: LazyLock<Engine> = LazyLock::new(|| {
    let config = NO_PAD.with_decode_allow_trailing_bits(true);
    engine(config.with_decode_padding_mode(DecodePaddingMode::RequireNone))
});

fn engine(config: GeneralPurposeConfig) -> Engine {
    #[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
    return Engine::url_safe(config);
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    return Engine::new(&base64::alphabet::URL_SAFE, config);
}

/// Encodes without padding.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    STRICT.encode(bytes)
}

/// The byte offset of the first character outside the base64url alphabet.
#[must_use]
pub fn first_bad_character(text: &str) -> Option<usize> {
    text.bytes()
        .position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'))
}

/// Decodes a header or payload the way `Buffer.from(text, "base64")` does.
///
/// `None` when the alphabet is wrong; unused bits and a lone last character are dropped.
#[must_use]
pub fn decode_lenient(text: &str) -> Option<Vec<u8>> {
    let whole = if text.len() % 4 == 1 {
        text.get(..text.len() - 1)?
    } else {
        text
    };
    decode(&LENIENT, whole)
}

/// Decodes into memory that was not wiped before, which comes at less than half the price.
fn decode(engine: &Engine, text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len().div_ceil(4) * 3);
    engine.decode_vec(text, &mut bytes).ok()?;
    Some(bytes)
}

/// Decodes a signature, which a server compares as text: `None` unless `text` is the one
/// canonical spelling of its bytes.
#[must_use]
pub fn decode_strict(text: &str) -> Option<Vec<u8>> {
    decode(&STRICT, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_is_read_as_node_reads_it() {
        let rows: &[(&str, Option<&[u8]>)] = &[
            ("", Some(b"")),
            ("YQ", Some(b"a")),
            ("YR", Some(b"a")),
            ("YQA", Some(b"a\0")),
            ("Y", Some(b"")),
            ("YWJjZ", Some(b"abc")),
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
    fn a_signature_has_one_spelling() {
        assert_eq!(decode_strict("YQ").as_deref(), Some(b"a".as_slice()));
        for text in ["YR", "Y", "YQ==", "YWJjZ", "+/+/"] {
            assert_eq!(decode_strict(text), None, "{text}");
        }
    }

    #[test]
    fn the_first_bad_character_is_found() {
        assert_eq!(first_bad_character("ab-_09"), None);
        assert_eq!(first_bad_character("ab="), Some(2));
        assert_eq!(first_bad_character("é"), Some(0));
    }
}
