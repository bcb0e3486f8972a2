//! Operators between the parts of a string, and the parts that are not literals.

use crate::scan::{
    file_kind::{FileKind, Language},
    source::Source,
};

use super::brackets::matching;

/// The maximum length of a part of an expression that is not a literal.
const MAX_OPERAND: usize = 200;

/// The maximum number of operands between two parts of a literal.
const MAX_REOPENED: usize = 4;

/// Returns the position after white space and escaped line breaks.
pub(in crate::scan) fn skip_space(text: &str, mut at: usize) -> usize {
    loop {
        let rest = &text[at..];
        let trimmed = rest.trim_start();
        let line_break = ["\\\n", "\\\r\n"].into_iter();
        let mut next = line_break.filter_map(|end| trimmed.strip_prefix(end));
        let trimmed = next.next().unwrap_or(trimmed);
        if trimmed.len() == rest.len() {
            return at;
        }
        at += rest.len() - trimmed.len();
    }
}

/// Returns the length from a position to the end of the operator that appends text, with the space
/// before it.
pub(super) fn operator_after(source: &Source<'_>, at: usize) -> Option<usize> {
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
pub(super) fn operand_end(source: &Source<'_>, start: usize) -> Option<usize> {
    let text = source.text;
    let limit = text.floor_char_boundary((start + MAX_OPERAND).min(text.len()));
    let mut at = start;
    while at < limit {
        match text.as_bytes()[at] {
            b'(' | b'[' | b'{' => at = matching(text, at)? + 1,
            b',' | b';' | b')' | b']' | b'}' | b'\n' | b'+' => break,
            b'.' if source.kind == FileKind::Code(Language::Php) => break,
            b'&' if source.kind == FileKind::Code(Language::CSharp) => break,
            b'<' if text[at..].starts_with("<>") => break,
            b' ' if text[at..].starts_with(" .. ") => break,
            _ => at += 1,
        }
    }
    let operand = text.get(start..at)?.trim_end();
    Some(start + operand.len())
}

/// A literal that ended, and continues after an operator.
pub(super) struct Reopened {
    /// The position in the literal that continues.
    pub(super) end: usize,
    /// True if there is more than literals between the two.
    pub(super) has_operand: bool,
}

/// Returns where the literal that a quote ends continues: after `' + id + '`, `" & id & "` or `' . '`.
pub(super) fn reopened_after(source: &Source<'_>, at: usize) -> Option<Reopened> {
    let text = source.text;
    let quote = text[at..].chars().next()?;
    if !matches!(quote, '"' | '\'') {
        return None;
    }
    let mut end = at + 1;
    for operands in 0..MAX_REOPENED {
        let joins = source.kind.joins_adjacent_literals();
        let next = match operator_after(source, end) {
            Some(length) => skip_space(text, end + length),
            None if joins && skip_space(text, end) > at + 1 => skip_space(text, end),
            None => return None,
        };
        let prefix = text[next..].find(|c: char| !matches!(c, '@' | '$'))?;
        if text[next + prefix..].starts_with(quote) {
            return Some(Reopened {
                end: next + prefix + 1,
                has_operand: operands > 0,
            });
        }
        end = operand_end(source, next).filter(|end| *end > next)?;
    }
    None
}

/// Returns true if an expression continues before a literal.
pub(super) fn has_operand_before(source: &Source<'_>, first: usize) -> bool {
    let before = source.text[..first].trim_end();
    match source.kind {
        FileKind::Code(Language::Php) => before.ends_with('.'),
        FileKind::Code(_) => {
            before.ends_with('+') || before.ends_with("..") || before.ends_with("<>")
        }
        _ => false,
    }
}
