//! Escapes: the character or byte that a percent sign, a backslash or an entity of HTML spells.

/// Names of HTML entities, with their characters.
const ENTITIES: [(&[u8], u8); 10] = [
    (b"amp;", b'&'),
    (b"lt;", b'<'),
    (b"gt;", b'>'),
    (b"quot;", b'"'),
    (b"apos;", b'\''),
    (b"sol;", b'/'),
    (b"bsol;", b'\\'),
    (b"plus;", b'+'),
    (b"equals;", b'='),
    (b"lowbar;", b'_'),
];

/// Letters after a backslash, with the control characters that they spell.
const CONTROLS: [(u8, u8); 6] = [
    (b'n', b'\n'),
    (b'r', b'\r'),
    (b't', b'\t'),
    (b'b', 8),
    (b'f', 12),
    (b'v', 11),
];

/// An escape at the start of a text.
pub(super) struct Escape {
    /// The length of the escape in bytes.
    pub(super) length: usize,
    decoded: [u8; 4],
    decoded_length: usize,
}

impl Escape {
    /// Returns the bytes that the escape spells: those of one character, or fewer.
    pub(super) fn decoded(&self) -> &[u8] {
        &self.decoded[..self.decoded_length]
    }

    fn byte(length: usize, byte: u8) -> Self {
        Self {
            length,
            decoded: [byte, 0, 0, 0],
            decoded_length: 1,
        }
    }

    fn character(length: usize, code: u32) -> Option<Self> {
        let mut decoded = [0; 4];
        let decoded_length = char::from_u32(code)?.encode_utf8(&mut decoded).len();
        Some(Self {
            length,
            decoded,
            decoded_length,
        })
    }
}

/// Returns the escape at the start of a text. An ANSI color code counts as its first character, which
/// separates words.
pub(super) fn escape_at(text: &[u8]) -> Option<Escape> {
    match text {
        [b'%', high, low, ..] => Some(Escape::byte(3, hex_byte(*high, *low)?)),
        [b'\\', b'u', b'{', rest @ ..] => braced_escape(rest),
        [b'\\', b'u', rest @ ..] => unicode_escape(rest),
        [b'\\', b'x', high, low, ..] => Some(Escape::byte(4, hex_byte(*high, *low)?)),
        [b'\\', c, ..] => backslash_escape(*c),
        [b'&', b'#', b'x' | b'X', rest @ ..] => numeric_entity(rest, 3, 16),
        [b'&', b'#', rest @ ..] => numeric_entity(rest, 2, 10),
        [b'&', rest @ ..] => named_entity(rest),
        [0x1b, b'[', rest @ ..] => color_code(rest),
        _ => None,
    }
}

/// Returns the line break at the start of a text, with the white space after it. It spells nothing.
pub(super) fn line_break_at(text: &[u8]) -> Option<Escape> {
    let is_line_break = matches!(text, [b'\n' | b'\r', ..]);
    is_line_break.then(|| Escape {
        length: text.len() - text.trim_ascii_start().len(),
        decoded: [0; 4],
        decoded_length: 0,
    })
}

fn backslash_escape(c: u8) -> Option<Escape> {
    let control = CONTROLS.iter().find(|(letter, _)| *letter == c);
    let decoded = control.map(|(_, control)| *control);
    let decoded = decoded.or(c.is_ascii_punctuation().then_some(c))?;
    Some(Escape::byte(2, decoded))
}

/// Reads the text after `\u{`: digits and a brace, as Rust writes them.
fn braced_escape(rest: &[u8]) -> Option<Escape> {
    let digits = rest.iter().take(7).position(|byte| *byte == b'}')?;
    Escape::character(4 + digits, number(rest.get(..digits)?, 16)?)
}

/// Reads the text after `\u`: four digits, or those of a surrogate pair.
fn unicode_escape(rest: &[u8]) -> Option<Escape> {
    let code = number(rest.get(..4)?, 16)?;
    if !(0xD800..0xDC00).contains(&code) {
        return Escape::character(6, code);
    }
    let low = number(rest.get(4..)?.strip_prefix(b"\\u")?.get(..4)?, 16)?;
    let low = low.checked_sub(0xDC00)?;
    Escape::character(12, 0x10000 + ((code - 0xD800) << 10) + low)
}

/// Reads the digits of an entity. HTML does not require the semicolon after them.
fn numeric_entity(rest: &[u8], prefix: usize, radix: u32) -> Option<Escape> {
    let is_digit = |byte: &&u8| char::from(**byte).is_digit(radix);
    let digits = rest.iter().take_while(is_digit).count();
    let semicolon = usize::from(rest.get(digits) == Some(&b';'));
    Escape::character(prefix + digits + semicolon, number(&rest[..digits], radix)?)
}

fn named_entity(rest: &[u8]) -> Option<Escape> {
    let mut entities = ENTITIES.iter();
    let (name, c) = entities.find(|(name, _)| rest.starts_with(name))?;
    Some(Escape::byte(1 + name.len(), *c))
}

/// Reads the text after `ESC [`.
fn color_code(rest: &[u8]) -> Option<Escape> {
    let is_parameter = |byte: &&u8| byte.is_ascii_digit() || **byte == b';';
    let parameters = rest.iter().take_while(is_parameter).count();
    let is_color = rest.get(parameters) == Some(&b'm');
    is_color.then(|| Escape::byte(2 + parameters + 1, 0x1b))
}

fn hex_byte(high: u8, low: u8) -> Option<u8> {
    number(&[high, low], 16)?.try_into().ok()
}

/// Returns the value of digits, `None` without digits or if it is too large.
fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let mut value = None;
    for digit in digits {
        let digit = char::from(*digit).to_digit(radix)?;
        value = Some(
            value
                .unwrap_or(0_u32)
                .checked_mul(radix)?
                .checked_add(digit)?,
        );
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_spell_characters() {
        for (text, length, decoded) in [
            ("%2Fx", 3, "/"),
            ("%2f", 3, "/"),
            ("\\/", 2, "/"),
            ("\\\\n", 2, "\\"),
            ("\\nx", 2, "\n"),
            ("\\u002fx", 6, "/"),
            ("\\u00e9", 6, "é"),
            ("\\ud83d\\ude00", 12, "😀"),
            ("\\u{1f600}", 9, "😀"),
            ("\\x2Fx", 4, "/"),
            ("&#47;", 5, "/"),
            ("&#047x", 5, "/"),
            ("&#x2F;", 6, "/"),
            ("&#XE9;", 6, "é"),
            ("&amp;amp;", 5, "&"),
            ("\u{1b}[1;31mx", 7, "\u{1b}"),
        ] {
            let escape = escape_at(text.as_bytes()).expect(text);
            assert_eq!(escape.length, length, "{text}");
            assert_eq!(str::from_utf8(escape.decoded()), Ok(decoded), "{text}");
        }
        let line_break = line_break_at(b"\r\n  x").unwrap();
        assert_eq!((line_break.length, line_break.decoded()), (4, &b""[..]));
    }

    #[test]
    fn other_text_is_not_an_escape() {
        for text in [
            "",
            "x",
            "%",
            "%2",
            "%2g",
            "%+1",
            "\\",
            "\\c",
            "\\u12",
            "\\u+123",
            "\\u{}",
            "\\u{110000}",
            "\\u{0000000001}",
            "\\ud83d",
            "\\ud83dx",
            "\\ud83d\\u0041",
            "\\xg0",
            "&",
            "&x;",
            "&#;",
            "&#x;",
            "&#xD800;",
            "&#99999999999;",
            "\u{1b}[",
            "\u{1b}[1;",
            "\u{1b}]0",
        ] {
            assert!(escape_at(text.as_bytes()).is_none(), "{text}");
        }
    }
}
