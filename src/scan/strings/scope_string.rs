//! Scope strings: the strings that are certainly scopes of Courier.

use std::ops::Range;

use super::{
    brackets::{matching, open_before},
    expression::{Expression, is_changed, is_trimmed},
    hole::{Interpolation, hole_end},
    list::list_around,
    literal::Literal,
    mapped::{HOLE, Mapped},
    operator::{has_operand_before, skip_space},
    statements::append_statements,
};
use crate::{
    inspect::suggested_scopes,
    scan::{
        file_kind::{FileKind, Language},
        source::{Source, key_before, word_around},
    },
    token::scope::{
        MISPLACED_CLAIMS, USER_PREFIX, canonical_case, documented_replacement, is_known,
    },
};

/// The maximum length of a value without quotes.
const MAX_UNQUOTED: usize = 2_000;

/// The maximum number of lines of a block of YAML.
const MAX_LINES: usize = 20;

/// The maximum distance of an operation that adds text to a variable.
const MAX_DISTANCE: usize = 1_000;

/// The scopes that no other service has.
const UNMISTAKABLE: [&str; 3] = [
    "inbox:read:messages",
    "inbox:write:events",
    "write:user-tokens",
];

/// A scope string.
#[derive(Debug)]
pub(in crate::scan) struct ScopeString {
    pub(in crate::scan) expression: Expression,
    /// True if it is the value of `scope`.
    pub(in crate::scan) is_named_scope: bool,
    /// The place of the name, if it is that of another field, such as `scopes`.
    pub(in crate::scan) other_name: Option<Range<usize>>,
}

/// Reads the scope string that contains a position. If the text is not a
/// scope of Courier, the error is the end of what was read.
pub(in crate::scan) fn read(source: &Source<'_>, at: usize) -> Result<ScopeString, usize> {
    if source.is_prose(at) {
        return Err(at);
    }
    let is_encoded = source.text[at..].find(':') != source.text[at..].find([':', '%']);
    let expression = match Literal::around(source, at) {
        _ if is_encoded => url_encoded(source, at),
        None if source.kind == FileKind::Code(Language::Ruby) => word_list(source, at).ok_or(at)?,
        Some(literal) => put_together(source, literal),
        None if source.kind.has_unquoted_values() => match block_scalar(source, at) {
            Some(scalar) => scalar,
            None => unquoted(source, at)?,
        },
        None => return Err(at),
    };
    let end = expression.range.end;
    let mut expression = expression;
    // A form, as in `--data-urlencode "scope=user_id:…"`.
    let is_in_form = expression.value.remove_start("scope=");
    let key = key_before(source.text, expression.range.start);
    let is_named_scope = is_in_form || key.is_some_and(|key| key.eq_ignore_ascii_case("scope"));
    let is_extended = key.is_some_and(|key| is_extended(source, key, expression.range.end));
    let other_name = key
        .filter(|key| MISPLACED_CLAIMS.contains(key))
        .and_then(|key| {
            let before = &source.text[..expression.range.start];
            let at = before.rfind(key)?;
            Some(at..at + key.len())
        });
    let mut scope = ScopeString {
        expression,
        is_named_scope,
        other_name,
    };
    scope.expression.is_open |= is_extended;
    if scope.is_of_courier(source) {
        Ok(scope)
    } else {
        Err(end)
    }
}

/// Reads the string that begins with a literal, or the list that contains it.
fn put_together(source: &Source<'_>, literal: Literal) -> Expression {
    let first = literal.prefix_start(source.text);
    if let Some(list) = list_around(source, first) {
        return list;
    }
    let mut expression = Expression::starting_with(source, literal);
    expression.is_open |= has_operand_before(source, first);
    let end = skip_space(source.text, expression.range.end);
    expression.is_open |= source.text[end..].starts_with(".concat(");
    expression.is_changed = is_changed(source, &expression.range);
    if is_trimmed(source, &expression.range) {
        expression.value.trim();
    }
    if !expression.is_open && !expression.is_changed {
        append_statements(source, &mut expression);
    }
    expression
}

/// Reads a value of a URL or a form, in which `%3A` is a colon, and `%20` or `+` a space.
fn url_encoded(source: &Source<'_>, at: usize) -> Expression {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "%+-._~*:".contains(c);
    let range = word_around(source.text, &(at..at), is_part);
    let encoded = &source.text[range.clone()];
    let mut value = Mapped::default();
    let mut position = 0;
    while let Some(c) = encoded[position..].chars().next() {
        let code = encoded.get(position + 1..position + 3).filter(|_| c == '%');
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        let (decoded, length) = match byte {
            Some(byte) if byte.is_ascii() => (char::from(byte), 3),
            _ if c == '+' => (' ', 1),
            _ => (c, c.len_utf8()),
        };
        let start = range.start + position;
        value.push(decoded, start..start + length);
        position += length;
    }
    Expression {
        value,
        literals: std::iter::once(range.clone()).collect(),
        range,
        is_open: false,
        separator: None,
        is_list: false,
        is_changed: false,
    }
}

/// Reads a list of words of Ruby: `%w[inbox:read:messages inbox:write:events]`.
fn word_list(source: &Source<'_>, at: usize) -> Option<Expression> {
    let text = source.text;
    let open = open_before(text, at)?;
    let close = matching(text, open)?;
    let is_list = ["%w", "%W", "%i", "%I"]
        .iter()
        .any(|start| text[..open].ends_with(start));
    if !is_list {
        return None;
    }
    let mut value = Mapped::default();
    for (offset, c) in text[open + 1..close].char_indices() {
        let start = open + 1 + offset;
        let c = if c.is_whitespace() { ' ' } else { c };
        value.push(c, start..start + c.len_utf8());
    }
    Some(Expression {
        value,
        range: open..close + 1,
        literals: std::iter::once(open + 1..close).collect(),
        is_open: true,
        separator: None,
        is_list: false,
        is_changed: false,
    })
}

/// Reads a block of YAML: the indented lines after `scope: >-` or `scope: |`.
fn block_scalar(source: &Source<'_>, at: usize) -> Option<Expression> {
    if source.kind != FileKind::Yaml {
        return None;
    }
    let text = source.text;
    let index = source.line_index(at);
    let line = |index: usize| &text[source.line_range(index)];
    let indentation = |index: usize| line(index).len() - line(index).trim_start().len();
    let is_member = |other: &usize| line(*other).trim().is_empty() || indentation(*other) > 0;
    let own = indentation(index);
    let mut before = (index.saturating_sub(MAX_LINES)..index).rev();
    let header =
        before.find(|index| !line(*index).trim().is_empty() && indentation(*index) < own)?;
    let (key, style) = line(header).trim().rsplit_once(": ")?;
    let is_block = matches!(style, ">" | ">-" | ">+" | "|" | "|-" | "|+");
    if !is_block || !key.to_ascii_lowercase().ends_with("scope") {
        return None;
    }
    let separator = if style.starts_with('>') { ' ' } else { '\n' };
    let interpolation = Interpolation::of(source.kind, "", "", || true);
    let mut value = Mapped::default();
    let mut literals = Vec::new();
    let lines = (header + 1..header + MAX_LINES)
        .take_while(|index| is_member(index) && indentation(*index) > indentation(header));
    for index in lines {
        let range = source.line_range(index);
        let start = range.start + indentation(index);
        if !value.text().is_empty() {
            value.push(separator, range.start..start);
        }
        let mut at = start;
        while let Some(c) = text[at..range.end].chars().next() {
            let hole = hole_end(text, at, interpolation).filter(|end| *end <= range.end);
            let end = hole.unwrap_or(at + c.len_utf8());
            value.push(if hole.is_some() { HOLE } else { c }, at..end);
            at = end;
        }
        literals.push(start..range.end);
    }
    let style_end = source.line_range(header).start + line(header).trim_end().len();
    let style = style_end - style.len()..style_end;
    Some(Expression {
        value,
        range: style.start..literals.last()?.end,
        literals,
        is_open: false,
        separator: (separator == '\n').then_some(style),
        is_list: false,
        is_changed: false,
    })
}

/// Reads a value without quotes, as in a dotenv file: the scopes and holes around a position.
fn unquoted(source: &Source<'_>, at: usize) -> Result<Expression, usize> {
    let text = source.text;
    let line = source.line_at(at);
    let is_break =
        |c: char| c.is_whitespace() || matches!(c, '=' | '"' | '\'' | '`' | '(' | '[' | '|');
    let start = word_around(&text[..line.end], &(at..at), |c| !is_break(c)).start;
    let mut value = Mapped::default();
    let mut end = start;
    let mut position = start;
    let line_end = text.floor_char_boundary(line.end.min(start + MAX_UNQUOTED));
    let first_word = text[start..line_end].find(' ').unwrap_or(line_end - start);
    for word in text[start..line_end].split(' ') {
        let word_end = position + word.len();
        let is_scope = word.contains(':') && !word.ends_with(':') || word.starts_with('$');
        if !is_scope || word.contains(['"', '\'', '`', '|', '(', ')']) {
            break;
        }
        if position > start {
            value.push(' ', position - 1..position);
        }
        for (offset, c) in word.char_indices() {
            let from = position + offset;
            value.push(c, from..from + c.len_utf8());
        }
        end = word_end;
        position = word_end + 1;
    }
    let before = text[line.start..start].trim_end();
    let is_whole = before.ends_with(['=', ':']) && text[end..line.end].trim().is_empty();
    if end == start {
        // The word is no scope, and need not be read again.
        return Err(position + first_word);
    }
    Ok(Expression {
        value,
        range: start..end,
        literals: std::iter::once(start..end).collect(),
        is_open: !is_whole,
        separator: None,
        is_list: false,
        is_changed: false,
    })
}

/// Returns true if text is added to a variable after a position.
fn is_extended(source: &Source<'_>, name: &str, from: usize) -> bool {
    let end = (from + MAX_DISTANCE).min(source.text.len());
    let after = &source.text[from..source.text.floor_char_boundary(end)];
    let additions = [
        "+=", "<<", ".=", ".append", ".push", ".concat", ".extend", ".join", "+ \"", "+ '",
    ];
    after.match_indices(name).any(|(at, _)| {
        let next = after[at + name.len()..].trim_start();
        let rest = &after[at + name.len()..];
        let before = &after[..at];
        let is_part = before.ends_with('{') && rest.starts_with("} ")
            || before.ends_with('$') && rest.starts_with(' ');
        is_part || additions.iter().any(|addition| next.starts_with(addition))
    })
}

impl ScopeString {
    /// Returns true if the text is certainly a scope of Courier: no other words, and a user or a scope
    /// that other services do not have.
    fn is_of_courier(&self, source: &Source<'_>) -> bool {
        // The text of an object has a space in it.
        let text = self
            .expression
            .value
            .text()
            .replace("[object Object]", "object");
        // Text between two attributes, and not an attribute.
        if text.starts_with('>') || text.contains("</") {
            return false;
        }
        let mut words = text
            .split([' ', ',', ';', '|', '\n', '\t', '\u{a0}'])
            .filter(|word| !word.is_empty());
        let is_scope_like =
            |word: &str| word.contains(':') || word.contains(HOLE) || is_misspelled(word);
        if !words.clone().all(is_scope_like) {
            return false;
        }
        let names_user = words
            .clone()
            .any(|word| word.to_ascii_lowercase().starts_with(USER_PREFIX));
        let mut known = words
            .clone()
            .filter(|word| !word.starts_with(USER_PREFIX) && is_known_or_similar(word));
        if words
            .clone()
            .any(|word| UNMISTAKABLE.iter().any(|scope| word.contains(scope)))
        {
            return true;
        }
        let has_known = known.next().is_some();
        let is_in_context = source.names_courier;
        // A word such as `inbox.read` can also name a function.
        let is_one_misspelled = !text.contains([':', ' ']);
        if is_one_misspelled && !self.is_named_scope {
            return false;
        }
        names_user && (has_known || self.is_named_scope && is_in_context)
            || is_in_context
                && has_known
                && (words.next().is_some_and(|first| first.starts_with("inbox"))
                    || self.is_named_scope)
    }

    /// Returns true if entries may be added that are not known here.
    pub(in crate::scan) fn is_open(&self) -> bool {
        let entries = self.expression.value.text().split(' ');
        // A part that is appended to a scope can have more scopes.
        let is_appended = |entry: &str| {
            let scope = entry.strip_suffix(HOLE);
            scope.is_some_and(|scope| is_known(scope) && !scope.starts_with(USER_PREFIX))
        };
        self.expression.is_open
            || entries
                .clone()
                .any(|entry| is_only_hole(entry) || is_appended(entry))
    }
}

/// Returns true for a misspelled scope without a colon, such as `inbox.read.messages`.
fn is_misspelled(word: &str) -> bool {
    suggested_scopes(word).iter().any(|scope| is_known(scope))
}

/// Returns true for a scope of Courier, also in the wrong case or with a known other spelling.
fn is_known_or_similar(word: &str) -> bool {
    is_known(word)
        || documented_replacement(word).is_some()
        || canonical_case(word).is_some()
        || suggested_scopes(word).iter().any(|scope| is_known(scope))
}

fn is_only_hole(entry: &str) -> bool {
    entry.starts_with(HOLE) && !entry.contains(':')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the expression whose first literal contains `|`. Returns its text, with `_` for each hole, and
    /// `+` after it if more can be added.
    fn text(path: &str, marked: &str) -> String {
        let at = marked.find('|').unwrap();
        let text = marked.replace('|', "");
        let source = Source::new(path, &text);
        let literal = Literal::around(&source, at).unwrap();
        let expression = put_together(&source, literal);
        let open = if expression.is_open { "+" } else { "" };
        expression.value.text().replace(HOLE, "_") + open
    }

    #[test]
    fn strings_are_put_together() {
        let rows = [
            ("a.ts", "'|a' + b + `c ${d}`;", "a_c _"),
            ("a.ts", "x + '|a'", "a+"),
            ("a.php", "'|a' . $b . 'c'", "a_c"),
            ("a.py", "(f'|a {b} '\n 'c')", "a _ c"),
            ("a.ts", "'|a' 'b'", "a"),
            (
                "a.java",
                "new StringBuilder(\"|a\").append(b).append(\"c\")",
                "a_c",
            ),
            ("a.ts", "['|a', 'b'].join(' ')", "a b"),
            ("a.ts", "['|a', ...b].join(' ')", "a+"),
            ("a.ts", "['|a', 'b'].join()", "a,b"),
            ("a.ts", "const x = ['|a', 'b'];\ny(x.join('-'))", "a-b"),
            ("a.ts", "['|a', 'b']", "a b+"),
            ("a.py", "','.join(['|a', 'b'])", "a,b"),
            ("a.go", "strings.Join([]string{\"|a\", b}, \" \")", "a+"),
            ("a.cs", "string.Join(\" \", new[] { \"|a\", \"b\" })", "a b"),
            ("a.php", "implode(' ', ['|a', 'b'])", "a b"),
            (
                "a.java",
                "String.join(\" \", List.of(\"|a\", \"b\"))",
                "a b",
            ),
            ("a.ts", "f('|a', 'b')", "a"),
            ("a.ts", "'|a'.concat(b)", "a+"),
            ("a.ts", "let x = '|a';\nx += b;\nx += 'c';", "a_c"),
            ("a.ts", "let x = '|a';\nif (b) x += 'c';", "a"),
            ("a.php", "$x = '|a';\n$x .= 'b' . $c;", "ab_"),
            (
                "a.java",
                "x.append(\"|a\");\nx.append(b);\nx.append(\"c\");",
                "a_c",
            ),
        ];
        for (path, marked, expected) in rows {
            assert_eq!(text(path, marked), expected, "{marked}");
        }
    }
}
