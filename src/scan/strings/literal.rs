//! String literals, read around a place in any language: quotes, backticks, triple quotes, and quotes
//! within a literal, such as `\"` and `&quot;`.

use std::ops::Range;

use super::{
    hole::Interpolation,
    mapped::Mapped,
    reader::{MAX_LENGTH, Reader},
};
use crate::scan::{
    file_kind::{FileKind, Language},
    marks::Mark,
    source::Source,
};

/// The maximum distance from a place to the quote before it.
const MAX_LOOKBEHIND: usize = 400;

/// The maximum number of escaped quotes before a place that are tried.
const MAX_QUOTES: usize = 6;

/// The maximum length of what some languages write before a quote.
const MAX_PREFIX: usize = 2;

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
            // Backticks in a comment or a documentation text are no quotes.
            let has_backticks =
                source.kind.has_backtick_strings() && source.escape_character() != b'`';
            if source.text[quote..].starts_with('`') && !has_backticks {
                return None;
            }
            let literal = Self::read(source, quote)?;
            if literal.content.start <= at && at < literal.content.end {
                if literal.is_terminated {
                    return Some(literal);
                }
                // An escaped quote can be in a literal, or open one.
                unterminated = unterminated.or(Some(literal));
            }
            let is_escaped = source.text[..quote].ends_with(char::from(source.escape_character()));
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
        let mut start = rest.bytes().take(MAX_PREFIX + 1);
        let prefix = start.position(|byte| matches!(byte, b'"' | b'\'' | b'`'))?;
        let is_prefix = |c: char| c.is_ascii_alphabetic() || matches!(c, '$' | '@' | '\\');
        let is_literal = rest[..prefix].chars().all(is_prefix);
        // The first of two quotes that are one in a text.
        let is_doubled = is_doubled(source.kind, source.text, at + prefix + 1, "\"")
            && rest[prefix + 1..].starts_with('"')
            && rest[prefix + 2..].starts_with(|c: char| c.is_alphanumeric() || c == '{');
        is_literal
            .then(|| Self::read(source, at + prefix + usize::from(is_doubled)))
            .flatten()
    }

    /// Returns the literal that ends at a position.
    pub(in crate::scan) fn ending_at(source: &Source<'_>, end: usize) -> Option<Self> {
        let before = source.text[..end].trim_end();
        let quote = before.chars().next_back();
        let quote = quote.filter(|c| matches!(c, '"' | '\'' | '`'))?;
        let last = before.len() - quote.len_utf8();
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
        let escape = source.escape_character();
        let before = text[..at].bytes().rev();
        let backslashes = before.take_while(|byte| *byte == escape).count();
        let added = if is_doubled(source.kind, text, at, quote) {
            1
        } else {
            backslashes
        };
        let quote = &text[at - added..at + quote.len()];
        let start = at + quote.len() - added;
        let is_multiline =
            matches!(quote, "`" | "\"\"\"" | "'''") || source.kind.has_multiline_strings();
        let prefix = &text[prefix_start(text, at - added)..at - added];
        let mut interpolation =
            Interpolation::of(source.kind, quote, prefix, || source.has(Mark::Templates));
        interpolation.replaces_dollar_braces |= quote != "`" && is_in_template(text, at);
        interpolation.replaces_braces |= is_in_formatted(source, at - added);
        let reader = Reader {
            source,
            quote,
            is_multiline,
            has_escapes: added == 0 && !(source.kind == FileKind::Shell && quote == "'"),
            interpolation,
        };
        let (mut value, end, is_terminated) = reader.read(start);
        // The line breaks beside the quotes are not part of the text.
        let has_own_lines = matches!(
            source.kind,
            FileKind::Code(Language::Swift | Language::CSharp)
        );
        if has_own_lines && quote == "\"\"\"" {
            value.trim();
        }
        let outer_end = if is_terminated {
            end + quote.len()
        } else {
            end
        };
        Some(Self {
            outer: at - added..outer_end,
            content: start..end,
            value,
            is_terminated,
        })
    }

    /// Returns the start of the prefix of a literal, such as the `f` of Python and the `$` of C#.
    pub(in crate::scan) fn prefix_start(&self, text: &str) -> usize {
        prefix_start(text, self.outer.start)
    }
}

/// Returns the start of the letters and signs that some languages write before a quote.
fn prefix_start(text: &str, quote: usize) -> usize {
    let before = &text[..quote];
    let rest = before.trim_end_matches(|c: char| c.is_ascii_alphabetic() || matches!(c, '$' | '@'));
    if before.len() - rest.len() <= MAX_PREFIX {
        rest.len()
    } else {
        before.len()
    }
}

/// Returns true if a quote is the second of two with which C#, Visual Basic and CSV write a quote in a
/// text.
fn is_doubled(kind: FileKind, text: &str, at: usize, quote: &str) -> bool {
    let doubles = matches!(kind, FileKind::Code(Language::CSharp) | FileKind::Other);
    doubles && quote == "\"" && text[..at].ends_with('"')
}

/// Returns true if a position is within a template literal of JavaScript, so that other quotes there are
/// part of its text.
fn is_in_template(text: &str, at: usize) -> bool {
    let start = text.floor_char_boundary(at.saturating_sub(MAX_LENGTH / 2));
    text[start..at].matches('`').count() % 2 == 1
}

/// Returns true if a position is probably within a literal whose prefix formats it, so that other quotes
/// there are part of its text: `f'{{"scope": "user_id:{id}"}}'`.
fn is_in_formatted(source: &Source<'_>, at: usize) -> bool {
    const STARTS: [&str; 6] = ["f\"", "f'", "F\"", "F'", "$\"", "$@\""];
    const MULTILINE: [&str; 4] = ["f\"\"\"", "f'''", "$\"\"\"", "$@\""];
    let text = source.text;
    let start = text.ceil_char_boundary(at.saturating_sub(MAX_LOOKBEHIND));
    let is_one = |text: &str, starts: &[&str]| starts.iter().any(|start| text.contains(start));
    let before = &text[start..at];
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    is_one(&before[line..], &STARTS) || is_one(before, &MULTILINE)
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
            ("a.cs", r#"@"{""a"": ""|b"" }""#, Some("b")),
            ("a.js", r#"'{"a": "|b' + c.d + e(f) + 'g"}'"#, Some("b_g")),
            ("a.php", r#"'{"a": "|b' . $c . '"}'"#, Some("b_")),
            ("a.py", r#"f'{{"a": "|b {c}"}}'"#, Some("b _")),
            ("a.py", "'|b {c}'", Some("b {c}")),
            ("a.js", "'|a \\\n   b'", Some("a b")),
            ("a.swift", "\"\"\"\n  |a \\\n  b\n  \"\"\"", Some("a b")),
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
        let literal = Literal::around(&Source::new("a.dart", text), 6).unwrap();
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
