//! Text encodings of inputs: UTF-8 with or without a byte order mark, and UTF-16 with one, as Windows
//! tools write it.

use std::{borrow::Cow, io};

/// The character that marks the encoding of a text at its start.
pub(crate) const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// The byte order mark in UTF-8.
const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The reason why bytes are not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum EncodingError {
    /// A line, counted from 1, is not UTF-8.
    #[error("line {0} is not valid UTF-8")]
    InvalidUtf8(usize),
    #[error("it is not valid UTF-16")]
    InvalidUtf16,
    #[error("it contains NUL bytes: it is UTF-16 without a byte order mark, or not text")]
    Nul,
}

impl From<EncodingError> for io::Error {
    fn from(error: EncodingError) -> Self {
        Self::new(io::ErrorKind::InvalidData, error)
    }
}

/// Decodes bytes as text: as UTF-16 if they begin with its byte order mark, otherwise as UTF-8. The
/// text has no byte order mark.
///
/// # Errors
/// Returns an error if the bytes are invalid in that encoding or contain a NUL character.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, EncodingError> {
    let text = if is_utf16(bytes) {
        if !bytes.len().is_multiple_of(2) {
            return Err(EncodingError::InvalidUtf16);
        }
        // Reserved, so that a secret is not left in memory when the text grows.
        let mut text = String::with_capacity(bytes.len() / 2 * 3);
        for c in utf16_chars(bytes) {
            text.push(c.map_err(|_| EncodingError::InvalidUtf16)?);
        }
        Cow::Owned(text)
    } else {
        let bytes = without_utf8_mark(bytes);
        Cow::Borrowed(str::from_utf8(bytes).map_err(|error| {
            let valid = &bytes[..error.valid_up_to()];
            EncodingError::InvalidUtf8(1 + memchr::memchr_iter(b'\n', valid).count())
        })?)
    };
    if memchr::memchr(0, text.as_bytes()).is_some() {
        return Err(EncodingError::Nul);
    }
    Ok(text)
}

/// Decodes the bytes of a first line, which end with the first LF byte if there is one. In UTF-16 LE
/// this cuts the line end in half.
///
/// # Errors
/// Returns an error in the same cases as [`decode`].
pub(crate) fn decode_first_line(bytes: &[u8]) -> Result<Cow<'_, str>, EncodingError> {
    match bytes.split_last() {
        Some((b'\n', line)) if is_utf16(bytes) && line.len().is_multiple_of(2) => decode(line),
        _ => decode(bytes),
    }
}

/// Decodes bytes as text: as UTF-16 if they begin with its byte order mark, as Windows tools
/// write it, and as UTF-8 otherwise, without its byte order mark. Invalid sequences become U+FFFD.
#[must_use]
pub fn decode_text(bytes: &[u8]) -> Cow<'_, str> {
    if is_utf16(bytes) {
        return utf16_chars(bytes)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
    }
    let bytes = without_utf8_mark(bytes);
    match str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(bytes),
    }
}

/// Returns true if the bytes begin with the byte order mark of UTF-16.
#[must_use]
pub fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF])
}

/// Returns true if the bytes begin with the byte order mark of UTF-8 or UTF-16.
pub(crate) fn has_byte_order_mark(bytes: &[u8]) -> bool {
    bytes.starts_with(UTF8_MARK) || is_utf16(bytes)
}

/// Returns the bytes after the byte order mark of UTF-8, if they begin with it.
pub(crate) fn without_utf8_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes)
}

/// The characters after the byte order mark of UTF-16. An odd last byte is left out.
fn utf16_chars(bytes: &[u8]) -> impl Iterator<Item = Result<char, std::char::DecodeUtf16Error>> {
    let from = if bytes[0] == 0xFF {
        u16::from_le_bytes
    } else {
        u16::from_be_bytes
    };
    let (pairs, _) = bytes[2..].as_chunks::<2>();
    char::decode_utf16(pairs.iter().map(move |pair| from(*pair)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn little(text: &str) -> Vec<u8> {
        let units = text.encode_utf16();
        units.flat_map(u16::to_le_bytes).collect()
    }

    fn big(text: &str) -> Vec<u8> {
        let units = text.encode_utf16();
        units.flat_map(u16::to_be_bytes).collect()
    }

    #[test]
    fn every_encoding_with_a_mark_and_utf_8_are_decoded() {
        let text = "a😀é\r\n";
        let marked = format!("{BYTE_ORDER_MARK}{text}");
        for bytes in [
            text.as_bytes().to_vec(),
            marked.as_bytes().to_vec(),
            little(&marked),
            big(&marked),
        ] {
            assert_eq!(decode(&bytes).unwrap(), text);
            assert_eq!(decode_text(&bytes), text);
        }
        assert_eq!(decode(b"").unwrap(), "");
        assert_eq!(decode(b"\xFF\xFE").unwrap(), "");
    }

    #[test]
    fn bytes_that_are_no_text_are_refused_or_replaced() {
        let rows: [(&[u8], _, _); 6] = [
            (b"a\nb\xFF", EncodingError::InvalidUtf8(2), "a\nb\u{FFFD}"),
            (b"caf\xE9", EncodingError::InvalidUtf8(1), "caf\u{FFFD}"),
            (b"\xFF\xFE\x00\xD8", EncodingError::InvalidUtf16, "\u{FFFD}"),
            (b"\xFF\xFEa\x00b", EncodingError::InvalidUtf16, "a"),
            (b"a\x00b\x00", EncodingError::Nul, "a\0b\0"),
            (b"\xFF\xFE\x00\x00", EncodingError::Nul, "\0"),
        ];
        for (bytes, error, lossy) in rows {
            assert_eq!(decode(bytes), Err(error), "{bytes:?}");
            assert_eq!(decode_text(bytes), lossy);
        }
    }

    #[test]
    fn a_first_line_is_decoded_without_the_second_half_of_its_line_end() {
        let marked = format!("{BYTE_ORDER_MARK}key\r\n");
        let mut cut = little(&marked);
        cut.pop();
        for bytes in [cut, big(&marked), marked.into_bytes(), b"key".to_vec()] {
            assert_eq!(decode_first_line(&bytes).unwrap().trim_end(), "key");
        }
    }

    proptest! {
        #[test]
        fn strict_and_lossy_decoding_agree_on_text(text in "[^\u{0}\u{FEFF}]*") {
            let marked = format!("{BYTE_ORDER_MARK}{text}");
            for bytes in [marked.clone().into_bytes(), little(&marked), big(&marked)] {
                prop_assert_eq!(decode(&bytes).unwrap(), text.as_str());
                prop_assert_eq!(decode_text(&bytes), text.as_str());
            }
        }
    }
}
