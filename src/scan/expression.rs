//! Strings that are put together from literals: `"a" + id + "b"`, adjacent literals, and lists of
//! literals that are joined.

use std::ops::Range;

use super::{
    brackets::{matching, open_before},
    file_kind::{FileKind, Language},
    literal::Literal,
    mapped::Mapped,
    source::{Source, key_before, word_around},
};
use crate::token::scope::USER_PREFIX;

/// The maximum distance from a list to the call that joins it.
const MAX_JOIN_DISTANCE: usize = 1_000;

/// The maximum distance from a literal to the name of a call that changes it.
const MAX_CHANGE: usize = 100;

/// The maximum number of parts of an expression. The rest is not read.
const MAX_OPERANDS: usize = 100;

/// The maximum length of a part of an expression that is not a literal.
const MAX_OPERAND: usize = 200;

/// A string as the program makes it.
#[derive(Debug, Clone)]
pub(super) struct Expression {
    pub(super) value: Mapped,
    /// The range of the source from the first literal to the last.
    pub(super) range: Range<usize>,
    /// The contents of the literals.
    pub(super) literals: Vec<Range<usize>>,
    /// True if parts may be added that are not known here.
    pub(super) is_open: bool,
    /// The place of the separator of a list that is joined.
    pub(super) separator: Option<Range<usize>>,
    /// True for a list that nothing joins.
    pub(super) is_list: bool,
    /// True if a call changes the text, such as `replace`.
    pub(super) is_changed: bool,
}

impl Expression {
    /// Reads the expression that begins with a literal, and the list that contains it.
    pub(super) fn with_literal(source: &Source<'_>, literal: Literal) -> Self {
        let first = literal.prefix_start(source.text);
        if let Some(list) = list_around(source, first) {
            return list;
        }
        let mut expression = Self::starting_with(source, literal);
        expression.is_open |= has_operand_before(source, first);
        let end = skip_space(source.text, expression.range.end);
        expression.is_open |= source.text[end..].starts_with(".concat(");
        expression.is_changed = is_changed(source, &expression.range);
        expression
    }

    /// Reads a literal and what is appended to it.
    fn starting_with(source: &Source<'_>, literal: Literal) -> Self {
        let mut expression = Self {
            range: literal.prefix_start(source.text)..literal.outer.end,
            literals: vec![literal.content.clone()],
            is_open: !literal.is_terminated,
            separator: None,
            is_list: false,
            is_changed: false,
            value: literal.value,
        };
        let mut operands = 0;
        while expression.append_operand(source) {
            operands += 1;
            if operands == MAX_OPERANDS {
                expression.is_open = true;
                break;
            }
        }
        expression
    }

    /// Appends the next operand. Returns false if there is none.
    fn append_operand(&mut self, source: &Source<'_>) -> bool {
        let text = source.text;
        let end = self.range.end;
        let (operator, next) = match operator_after(source, end) {
            Some(length) => (true, skip_space(text, end + length)),
            None => (false, skip_space(text, end)),
        };
        if let Some(literal) = literal_at(source, next) {
            let is_adjacent = source.kind.joins_adjacent_literals()
                || (source.kind == FileKind::Shell && next == end);
            if !operator && !is_adjacent {
                return false;
            }
            self.value.append(&literal.value);
            self.literals.push(literal.content.clone());
            self.is_open |= !literal.is_terminated;
            self.range.end = literal.outer.end;
            return literal.outer.end > end;
        }
        if !operator {
            return false;
        }
        match operand_end(source, next) {
            Some(operand) if operand > next => {
                self.value.push_hole(next..operand);
                self.range.end = operand;
                true
            }
            _ => {
                self.is_open = true;
                false
            }
        }
    }
}

/// Reads the list of literals around a position.
fn list_around(source: &Source<'_>, at: usize) -> Option<Expression> {
    let text = source.text;
    let open = open_before(text, at)?;
    let close = matching(text, open)?;
    let is_element = text[open..at].trim_end().ends_with(['[', '(', '{', ',']);
    if !is_element || !is_list(text, open) {
        return None;
    }
    let separator = separator_before(source, open)
        .or_else(|| separator_after(source, open, close))
        .or_else(|| separator_elsewhere(source, open, close));
    let mut list = Expression {
        value: Mapped::default(),
        range: open..close + 1,
        literals: Vec::new(),
        is_open: separator.is_none(),
        separator: separator.as_ref().map(|separator| separator.range.clone()),
        is_list: separator.is_none(),
        is_changed: false,
    };
    let separator = separator.map_or_else(|| " ".to_owned(), |separator| separator.text);
    let mut users = 0;
    let mut position = open + 1;
    loop {
        position = skip_space(text, position);
        if position >= close {
            break;
        }
        let end = if let Some(literal) = literal_at(source, position) {
            if !list.value.text().is_empty() {
                list.value.push_virtual(&separator, position);
            }
            let element = Expression::starting_with(source, literal);
            users += usize::from(element.value.text().starts_with(USER_PREFIX));
            list.value.append(&element.value);
            list.literals.extend(element.literals);
            element.range.end
        } else {
            list.is_open = true;
            operand_end(source, position)?.max(position + 1)
        };
        let next = skip_space(text, end);
        // A trailing condition or call belongs to no element that is known.
        if next < close && text.as_bytes()[next] != b',' {
            list.is_open = true;
        }
        position = text[next..close]
            .find(',')
            .map_or(close, |comma| next + comma + 1);
    }
    // A list of several users is a list of whole scopes.
    (!list.literals.is_empty() && users < 2).then_some(list)
}

/// Returns true if a bracket opens a list: `[`, and the calls and types that make one.
fn is_list(text: &str, open: usize) -> bool {
    const CALLS: [&str; 11] = [
        "listOf",
        "arrayOf",
        "List.of",
        "asList",
        "array",
        "Array.of",
        "Set.of",
        "setOf",
        "tuple",
        "list",
        "Stream.of",
    ];
    let before = text[..open].trim_end();
    match text.as_bytes()[open] {
        // `x[` is an index.
        b'[' => {
            !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ')' | ']'))
                || before.ends_with("return")
        }
        b'{' => {
            before.ends_with("string[]")
                || before.ends_with("new[]")
                || before.ends_with("[]string")
                || before.ends_with("String[]")
                || before.ends_with("<string>")
        }
        b'(' => CALLS.iter().any(|call| before.ends_with(call)),
        _ => false,
    }
}

/// The text between the elements of a list.
struct Separator {
    text: String,
    range: Range<usize>,
}

impl From<Literal> for Separator {
    fn from(literal: Literal) -> Self {
        let text = literal.value.text().to_owned();
        // An empty separator has no place of its own.
        let range = if text.is_empty() {
            literal.outer
        } else {
            literal.content
        };
        Self { text, range }
    }
}

/// Returns the separator of a list that is joined before it: `" ".join([`, `implode(' ', [`,
/// `String.join(" ", List.of(`.
fn separator_before(source: &Source<'_>, open: usize) -> Option<Separator> {
    let text = source.text;
    let before = text[..open].trim_end();
    if let Some(rest) = before.strip_suffix(".join(") {
        return literal_before(source, rest.len()).map(Separator::from);
    }
    // The name of the type, as in `new string[] {`.
    let is_type =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '[' | ']' | '<' | '>' | ' ');
    let end = before.len();
    let type_start = word_around(before, &(end..end), is_type).start;
    let rest = before[..type_start].strip_suffix(',')?;
    let call = open_before(text, rest.len())?;
    let name = text[..call].trim_end();
    let calls = ["implode", "join", "Join"];
    let is_join = calls.iter().any(|join| name.ends_with(join));
    let literal = is_join.then(|| literal_before(source, rest.len()));
    literal.flatten().map(Separator::from)
}

/// Returns the separator of a list that is joined after it: `].join(' ')`, `], " ")`.
fn separator_after(source: &Source<'_>, open: usize, close: usize) -> Option<Separator> {
    let text = source.text;
    let after = skip_space(text, close + 1);
    if let Some(separator) = joined_at(source, after) {
        return Some(separator);
    }
    // `strings.Join([]string{…}, " ")` and `Enum.join([…], " ")`.
    let is_type = |c: char| c.is_ascii_alphanumeric() || matches!(c, '[' | ']' | ' ');
    let before = &text[..word_around(text, &(open..open), is_type).start];
    let is_join = before.ends_with("oin(") && text[after..].starts_with(',');
    let literal = is_join.then(|| literal_at(source, skip_space(text, after + 1)));
    literal.flatten().map(Separator::from)
}

/// Returns the separator of a list that has a name and is joined later: `parts.join(' ')`.
fn separator_elsewhere(source: &Source<'_>, open: usize, close: usize) -> Option<Separator> {
    let text = source.text;
    let name = key_before(text, open)?;
    let end = text.floor_char_boundary((close + MAX_JOIN_DISTANCE).min(text.len()));
    let mut places = text[close..end].match_indices(name);
    places.find_map(|(at, _)| joined_at(source, close + at + name.len()))
}

/// Returns the separator of the call at a position that joins a list.
fn joined_at(source: &Source<'_>, at: usize) -> Option<Separator> {
    const CALLS: [&str; 5] = [
        ".join(",
        ".joinToString(",
        ".joined(separator:",
        ".Join(",
        "* ",
    ];
    let rest = &source.text[at..];
    if rest.starts_with(".join()") {
        let (text, range) = match source.kind {
            FileKind::Code(Language::JavaScript) => (",", at + 1..at + ".join()".len()),
            _ => ("", at + 1..at + ".join()".len()),
        };
        return Some(Separator {
            text: text.to_owned(),
            range,
        });
    }
    let call = CALLS.iter().find(|call| rest.starts_with(**call))?;
    literal_at(source, skip_space(source.text, at + call.len())).map(Separator::from)
}

/// Returns true if a call changes a literal: a method after it, or a function around it.
fn is_changed(source: &Source<'_>, range: &Range<usize>) -> bool {
    const METHODS: [&str; 6] = ["replace", "split", "lines", "squish", "gsub", "Replace"];
    const FUNCTIONS: [&str; 4] = ["replace(", "strtr(", "gsub(", "Replace("];
    let text = source.text;
    let end = text.floor_char_boundary((range.end + MAX_CHANGE).min(text.len()));
    let start = text.ceil_char_boundary(range.start.saturating_sub(MAX_CHANGE));
    let after = text[range.end..end]
        .split([';', '\n'])
        .next()
        .unwrap_or_default();
    let before = text[start..range.start]
        .rsplit('\n')
        .next()
        .unwrap_or_default();
    after.starts_with('.') && METHODS.iter().any(|method| after.contains(method))
        || FUNCTIONS.iter().any(|function| before.contains(function))
}

/// Returns the literal that ends at a position.
fn literal_before(source: &Source<'_>, end: usize) -> Option<Literal> {
    let before = source.text[..end].trim_end();
    let last = before.len().checked_sub(1)?;
    let quote = before[last..]
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let from = before.ceil_char_boundary(last.saturating_sub(MAX_OPERAND));
    let open = from + before[from..last].rfind(quote)?;
    let literal = Literal::read(source, open)?;
    (literal.outer.end == before.len()).then_some(literal)
}

/// Returns the literal that begins at a position, after the prefix that some languages have.
pub(super) fn literal_at(source: &Source<'_>, at: usize) -> Option<Literal> {
    let rest = source.text.get(at..)?;
    let prefix = rest.find(['"', '\'', '`'])?;
    let is_prefix = |c: char| c.is_ascii_alphabetic() || matches!(c, '$' | '@' | '\\');
    let is_literal = prefix <= 2 && rest[..prefix].chars().all(is_prefix);
    is_literal
        .then(|| Literal::read(source, at + prefix))
        .flatten()
}

/// Returns the position after white space and escaped line breaks.
pub(super) fn skip_space(text: &str, mut at: usize) -> usize {
    loop {
        let rest = &text[at..];
        let trimmed = rest.trim_start();
        let trimmed = trimmed.strip_prefix("\\\n").unwrap_or(trimmed);
        if trimmed.len() == rest.len() {
            return at;
        }
        at += rest.len() - trimmed.len();
    }
}

/// Returns the length from a position to the end of the operator that appends text, with the space
/// before it.
fn operator_after(source: &Source<'_>, at: usize) -> Option<usize> {
    let text = source.text;
    let start = skip_space(text, at);
    let rest = &text[start..];
    if let Some(length) = append_call(rest) {
        return Some(start - at + length);
    }
    let operators: &[&str] = match source.kind {
        FileKind::Code(Language::Php) => &["."],
        FileKind::Code(Language::CSharp) => &["+", "&"],
        FileKind::Code(Language::Other) => &["+", "..", "<>", "||", "++", "~"],
        FileKind::Code(_) | FileKind::Document | FileKind::Other => &["+"],
        _ => return None,
    };
    let operator = operators
        .iter()
        .find(|operator| rest.starts_with(**operator))?;
    let after = &rest[operator.len()..];
    // `+=` and `++` are other operators.
    let is_other = *operator == "+" && after.starts_with(['=', '+']);
    (!is_other).then_some(start - at + operator.len())
}

/// Returns the length of `).append(`, with which a builder continues.
fn append_call(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix(')')?.trim_start();
    let calls = [".append(", ".Append(", ".concat("];
    let call = calls.iter().find(|call| after.starts_with(**call))?;
    Some(rest.len() - after.len() + call.len())
}

/// Returns the end of an operand that is not a literal: a name, a call or an index.
fn operand_end(source: &Source<'_>, start: usize) -> Option<usize> {
    let text = source.text;
    let limit = text.floor_char_boundary((start + MAX_OPERAND).min(text.len()));
    let mut at = start;
    while at < limit {
        match text.as_bytes()[at] {
            b'(' | b'[' | b'{' => at = matching(text, at)? + 1,
            b',' | b';' | b')' | b']' | b'}' | b'\n' | b'+' => break,
            b'.' if source.kind == FileKind::Code(Language::Php) => break,
            b'<' if text[at..].starts_with("<>") => break,
            b' ' if text[at..].starts_with(" .. ") => break,
            _ => at += 1,
        }
    }
    let operand = text.get(start..at)?.trim_end();
    Some(start + operand.len())
}

/// Returns true if an expression continues before a literal.
fn has_operand_before(source: &Source<'_>, first: usize) -> bool {
    let before = source.text[..first].trim_end();
    match source.kind {
        FileKind::Code(Language::Php) => before.ends_with('.'),
        FileKind::Code(_) => {
            before.ends_with('+') || before.ends_with("..") || before.ends_with("<>")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::mapped::HOLE;

    /// Reads the expression whose first literal contains `|`. Returns its text, with `_` for each hole, and
    /// `+` after it if more can be added.
    fn text(path: &str, marked: &str) -> String {
        let at = marked.find('|').unwrap();
        let text = marked.replace('|', "");
        let source = Source::new(path, &text);
        let literal = Literal::around(&source, at).unwrap();
        let expression = Expression::with_literal(&source, literal);
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
        ];
        for (path, marked, expected) in rows {
            assert_eq!(text(path, marked), expected, "{marked}");
        }
    }
}
