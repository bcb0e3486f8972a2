//! String literals, read around a place in any language: quotes, backticks, triple quotes, and quotes
//! within a literal, such as `\"` and `&quot;`.

use std::ops::Range;

use super::{
    hole::{Interpolation, hole_end},
    mapped::Mapped,
};
use crate::scan::{
    file_kind::{FileKind, Language},
    source::Source,
};

/// The maximum length of a literal.
const MAX_LENGTH: usize = 8 * 1024;

/// The maximum distance from a place to the quote before it.
const MAX_LOOKBEHIND: usize = 400;

/// The maximum number of escaped quotes before a place that are tried.
const MAX_QUOTES: usize = 6;

/// The quotes that a literal can have, longer ones first. HTML writes `&quot;` for a quote.
const QUOTES: [&str; 6] = ["\"\"\"", "'''", "&quot;", "\"", "'", "`"];

/// A string literal.
#[derive(Debug, Clone)]
pub(in crate::scan) struct Literal {
    /// The range with the quotes.
    pub(in crate::scan) outer: Range<usize>,
    /// The range between the quotes.
    pub(in crate::scan) content: Range<usize>,
    /// The value, with escapes decoded and holes marked.
    pub(in crate::scan) value: Mapped,
    /// False if the literal does not end.
    pub(in crate::scan) is_terminated: bool,
}

impl Literal {
    /// Returns the literal around a position.
    pub(in crate::scan) fn around(source: &Source<'_>, at: usize) -> Option<Self> {
        let mut unterminated = None;
        let mut before = at;
        for _ in 0..MAX_QUOTES {
            let Some(quote) = quote_before(source.text, before) else {
                break;
            };
            let literal = Self::read(source, quote)?;
            if literal.content.start <= at && at < literal.content.end {
                if literal.is_terminated {
                    return Some(literal);
                }
                // An escaped quote can be in a literal, or open one.
                unterminated = unterminated.or(Some(literal));
            }
            let is_escaped = source.text[..quote].ends_with('\\');
            if !is_escaped {
                break;
            }
            before = quote;
        }
        unterminated
    }

    /// Returns the literal that begins at a position, after the prefix that some languages have.
    pub(in crate::scan) fn at(source: &Source<'_>, at: usize) -> Option<Self> {
        let rest = source.text.get(at..)?;
        let prefix = rest.find(['"', '\'', '`'])?;
        let is_prefix = |c: char| c.is_ascii_alphabetic() || matches!(c, '$' | '@' | '\\');
        let is_literal = prefix <= 2 && rest[..prefix].chars().all(is_prefix);
        is_literal
            .then(|| Self::read(source, at + prefix))
            .flatten()
    }

    /// Returns the literal that ends at a position.
    pub(in crate::scan) fn ending_at(source: &Source<'_>, end: usize) -> Option<Self> {
        let before = source.text[..end].trim_end();
        let last = before.len().checked_sub(1)?;
        let quote = before[last..]
            .chars()
            .next()
            .filter(|c| matches!(c, '"' | '\'' | '`'))?;
        let from = before.ceil_char_boundary(last.saturating_sub(MAX_LOOKBEHIND));
        let open = from + before[from..last].rfind(quote)?;
        let literal = Self::read(source, open)?;
        (literal.outer.end == before.len()).then_some(literal)
    }

    /// Reads the literal whose quote begins at a position.
    pub(in crate::scan) fn read(source: &Source<'_>, at: usize) -> Option<Self> {
        let text = source.text;
        let quote = QUOTES
            .into_iter()
            .find(|quote| text[at..].starts_with(quote))?;
        // A quote with backslashes before it ends at the next such quote.
        let before = text[..at].bytes().rev();
        let backslashes = before.take_while(|byte| *byte == b'\\').count();
        let quote = &text[at - backslashes..at + quote.len()];
        let start = at - backslashes + quote.len();
        let is_multiline =
            matches!(quote, "`" | "\"\"\"" | "'''") || source.kind.has_multiline_strings();
        let mut interpolation = Interpolation::of(source.kind, quote);
        interpolation.replaces_dollar_braces |= quote != "`" && is_in_template(text, at);
        let before = &text[..at - backslashes];
        let is_formatted = before.ends_with(['f', 'F', '$', '@']);
        interpolation.replaces_braces =
            is_formatted || !source.replaces_braces_only_in_formatted_strings();
        if source.kind == FileKind::Code(Language::Dart) && before.ends_with('r') {
            interpolation.replaces_dollar_braces = false;
            interpolation.replaces_dollar_names = false;
        }
        let reader = Reader {
            text,
            quote,
            is_multiline,
            has_escapes: backslashes == 0 && !(source.kind == FileKind::Shell && quote == "'"),
            interpolation,
        };
        let (value, end, is_terminated) = reader.read(start);
        let outer_end = if is_terminated {
            end + quote.len()
        } else {
            end
        };
        Some(Self {
            outer: at - backslashes..outer_end,
            content: start..end,
            value,
            is_terminated,
        })
    }

    /// Returns the start of the prefix of a literal, such as the `f` of Python and the `$` of C#.
    pub(in crate::scan) fn prefix_start(&self, text: &str) -> usize {
        let before = &text[..self.outer.start];
        let prefix =
            before.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '$' || c == '@');
        let length = before.len() - prefix.len();
        if length <= 2 {
            prefix.len()
        } else {
            before.len()
        }
    }
}

struct Reader<'s> {
    text: &'s str,
    quote: &'s str,
    is_multiline: bool,
    has_escapes: bool,
    interpolation: Interpolation,
}

impl Reader<'_> {
    /// Reads up to the closing quote. Returns the value, the end, and whether there was a quote.
    fn read(&self, start: usize) -> (Mapped, usize, bool) {
        let mut value = Mapped::default();
        let mut at = start;
        let limit = self
            .text
            .floor_char_boundary((start + MAX_LENGTH).min(self.text.len()));
        while at < limit {
            let rest = &self.text[at..];
            if rest.starts_with(self.quote) {
                return (value, at, true);
            }
            if let Some(end) = hole_end(self.text, at, self.interpolation) {
                value.push_hole(at..end);
                at = end;
                continue;
            }
            let Some(c) = rest.chars().next() else { break };
            let end = at + c.len_utf8();
            match c {
                '\n' if !self.is_multiline => return (value, at, false),
                '\\' if self.has_escapes => {
                    let (c, length) = escape(rest);
                    if let Some(c) = c {
                        value.push(c, at..at + length);
                    }
                    at += length;
                    continue;
                }
                '\r' => {}
                _ => value.push(c, at..end),
            }
            at = end;
        }
        (value, at, false)
    }
}

/// Returns the character of an escape and the length of the escape. A line break that is escaped has no
/// character.
fn escape(rest: &str) -> (Option<char>, usize) {
    let Some(next) = rest[1..].chars().next() else {
        return (Some('\\'), 1);
    };
    let length = 1 + next.len_utf8();
    let hex = |range: Range<usize>| {
        let digits = rest.get(range)?;
        char::from_u32(u32::from_str_radix(digits, 16).ok()?)
    };
    match next {
        'n' => (Some('\n'), length),
        't' => (Some('\t'), length),
        'r' => (Some('\r'), length),
        '\n' => (None, length),
        'u' => hex(2..6).map_or((Some('u'), length), |c| (Some(c), 6)),
        'x' => hex(2..4).map_or((Some('x'), length), |c| (Some(c), 4)),
        c => (Some(c), length),
    }
}

/// Returns true if a position is within a template literal of JavaScript, so that other quotes there are
/// part of its text.
fn is_in_template(text: &str, at: usize) -> bool {
    let start = text.floor_char_boundary(at.saturating_sub(MAX_LENGTH / 2));
    text[start..at].matches('`').count() % 2 == 1
}

/// Returns the position of the quote that probably opens the literal around a position: the last one
/// before it in its line that is not part of a hole.
fn quote_before(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let limit = at.saturating_sub(MAX_LOOKBEHIND);
    let mut position = at;
    while position > limit {
        position -= 1;
        match bytes[position] {
            b'"' | b'\'' | b'`' => return Some(first_of_triple(bytes, position)),
            b';' if text[..=position].ends_with("&quot;") => {
                return Some(position + 1 - "&quot;".len());
            }
            b'\n' if text[position..at].trim().is_empty() => {
                let before = text[..position].trim_end();
                let is_open = before.ends_with(['`', '"']) || before.ends_with("'''");
                let quote = before.len().checked_sub(1).filter(|_| is_open)?;
                return Some(first_of_triple(bytes, quote));
            }
            b'\n' => return None,
            b'}' => position = hole_start(text, position, limit).unwrap_or(position),
            _ => {}
        }
    }
    None
}

/// Returns the start of three equal quotes that end at a position.
fn first_of_triple(bytes: &[u8], at: usize) -> usize {
    let quote = bytes[at];
    let is_triple = at >= 2 && bytes[at - 1] == quote && bytes[at - 2] == quote;
    if is_triple && quote != b'`' {
        at - 2
    } else {
        at
    }
}

/// Returns the start of the interpolation that ends at a brace.
fn hole_start(text: &str, brace: usize, limit: usize) -> Option<usize> {
    let open = super::brackets::open_before(text, brace)?;
    (open > limit && !text[open..brace].contains('\n')).then_some(open)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::strings::mapped::HOLE;

    /// Returns the value of the literal around `|`, with `_` for each hole.
    fn value(path: &str, marked: &str) -> Option<String> {
        let at = marked.find('|').unwrap();
        let text = marked.replace('|', "");
        let literal = Literal::around(&Source::new(path, &text), at)?;
        Some(literal.value.text().replace(HOLE, "_"))
    }

    #[test]
    fn the_literal_around_a_place_is_read() {
        let rows = [
            ("a.ts", "x = `a ${b} |c`", Some("a _ c")),
            (
                "a.ts",
                r#"x = "a \"b\" |c\u0041\x42\n""#,
                Some("a \"b\" cAB\n"),
            ),
            ("a.py", "x = f'''\n|b''' + 'c'", Some("\nb")),
            ("a.json", r#"{"a": "{\"b\": \"|c\"}"}"#, Some("c")),
            ("a.html", "a=&quot;|b c&quot; d", Some("b c")),
            ("a.sh", r#"-d '{"a": "|b '"$C"' d"}'"#, Some("b _ d")),
            ("a.ts", "x = '|a\n'", Some("a")),
            ("a.ts", "|a", None),
        ];
        for (path, marked, expected) in rows {
            assert_eq!(value(path, marked).as_deref(), expected, "{marked}");
        }
    }

    #[test]
    fn each_part_of_a_value_has_its_place() {
        let text = r#"x = "a\u0041 ${b} é!""#;
        let literal = Literal::around(&Source::new("a.py", text), 6).unwrap();
        let value = literal.value.text();
        let place = |part: &str| {
            let at = value.find(part).unwrap();
            let range = literal.value.source_range(&(at..at + part.len())).unwrap();
            &text[range]
        };
        assert_eq!(place("A"), r"\u0041");
        assert_eq!(place("é!"), "é!");
        assert_eq!(place(&HOLE.to_string()), "${b}");
    }
}
