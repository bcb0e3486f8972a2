//! JSON text with indentation and colors. Values keep the spelling that they have in the text.

use std::io::{self, Write};

use super::{Paint, Palette, sanitize_json};

/// The number of spaces for each level.
const INDENT: usize = 2;

/// The maximum number of levels that are indented. A token can nest so deeply that more spaces than
/// text would be printed.
const MAX_INDENTED: usize = 32;

/// The characters that end a number or a literal.
const DELIMITERS: &[char] = &[' ', '\t', '\n', '\r', '{', '}', '[', ']', ',', ':', '"'];

/// A part of a JSON text. Invalid JSON consists of the same parts in another order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part<'t> {
    Open(&'t str),
    Close(&'t str),
    Comma,
    Colon,
    String(&'t str),
    /// A number, `true`, `false`, `null` or anything else.
    Other(&'t str),
}

/// Writes a JSON text on several lines, each after `margin` spaces. Text that is not JSON is written
/// too. Control characters and invisible ones are escaped as in JSON.
pub(super) fn write(
    out: &mut dyn Write,
    palette: Palette,
    text: &str,
    margin: usize,
) -> io::Result<()> {
    let mut parts = parts(text).peekable();
    let mut depth = 0_usize;
    let mut previous = None;
    write!(out, "{:margin$}", "")?;
    while let Some(part) = parts.next() {
        let is_close = matches!(part, Part::Close(_));
        if is_close {
            depth = depth.saturating_sub(1);
        }
        let starts_line = match previous {
            Some(Part::Open(_)) => !is_close,
            Some(Part::Comma) => true,
            _ => is_close,
        };
        if starts_line {
            let width = margin + INDENT * depth.min(MAX_INDENTED);
            write!(out, "\n{:width$}", "")?;
        }
        match part {
            Part::Open(bracket) => {
                depth += 1;
                write!(out, "{bracket}")?;
            }
            Part::Close(bracket) => write!(out, "{bracket}")?,
            Part::Comma => write!(out, ",")?,
            Part::Colon => write!(out, ": ")?,
            Part::String(text) => {
                let is_name = parts.peek() == Some(&Part::Colon);
                let paint = if is_name { Paint::Strong } else { Paint::Good };
                write!(out, "{}", palette.paint(paint, &sanitize_json(text)))?;
            }
            Part::Other(text) => {
                write!(out, "{}", palette.paint(Paint::Note, &sanitize_json(text)))?;
            }
        }
        previous = Some(part);
    }
    writeln!(out)
}

/// Splits a text into its parts, without the whitespace between them.
fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches([' ', '\t', '\n', '\r']);
        let length = match rest.chars().next()? {
            '{' | '}' | '[' | ']' | ',' | ':' => 1,
            '"' => string_length(rest),
            _ => rest.find(DELIMITERS).unwrap_or(rest.len()),
        };
        let (part, after) = rest.split_at(length);
        rest = after;
        Some(match part {
            "{" | "[" => Part::Open(part),
            "}" | "]" => Part::Close(part),
            "," => Part::Comma,
            ":" => Part::Colon,
            _ if part.starts_with('"') => Part::String(part),
            _ => Part::Other(part),
        })
    })
}

/// Returns the length of the string at the start of a text, with its quotes. A string without an end
/// is the whole text.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(text: &str) -> String {
        let mut out = Vec::new();
        write(&mut out, Palette::PLAIN, text, 0).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn json_is_indented_and_its_values_are_unchanged() {
        let rows = [
            ("{}", "{}\n"),
            ("{ \n}", "{}\n"),
            (
                r#"{"a":1e400,"a":[],"b":[1.50, -0,{"c":null}]}"#,
                "{\n  \"a\": 1e400,\n  \"a\": [],\n  \"b\": [\n    1.50,\n    -0,\n    {\n      \
                 \"c\": null\n    }\n  ]\n}\n",
            ),
            (
                r#"{"q\"{,:":"\\","u":"\ud800é"}"#,
                "{\n  \"q\\\"{,:\": \"\\\\\",\n  \"u\": \"\\ud800é\"\n}\n",
            ),
            (
                "[\"\u{202E}\u{E0001}\u{7f}\"]",
                "[\n  \"\\u202e\\udb40\\udc01\\u007f\"\n]\n",
            ),
            // Not JSON.
            ("hello", "hello\n"),
            ("\"open\\\"", "\"open\\\"\n"),
            ("]}", "\n]\n}\n"),
            ("", "\n"),
        ];
        for (text, expected) in rows {
            assert_eq!(rendered(text), expected, "{text}");
        }
    }

    #[test]
    fn deep_nesting_does_not_multiply_the_output() {
        let deep = "[".repeat(10_000) + &"]".repeat(10_000);
        let widest = INDENT * MAX_INDENTED + 2;
        assert!(rendered(&deep).len() < 20_000 * widest);
    }

    #[test]
    fn names_and_values_have_colors() {
        let palette = Palette::decide(Some(true), &crate::env_vars::EnvVars::default(), false);
        let mut out = Vec::new();
        write(&mut out, palette, r#"{"a":"b"}"#, 2).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert_eq!(
            text,
            "  {\n    \u{1b}[1m\"a\"\u{1b}[0m: \u{1b}[32m\"b\"\u{1b}[0m\n  }\n"
        );
    }
}
