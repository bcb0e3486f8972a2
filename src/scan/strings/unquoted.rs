//! Values without quotes: in dotenv files, URLs, blocks of YAML, and word lists of Ruby.

use super::{
    brackets::{matching, open_before},
    expression::Expression,
    hole::{Interpolation, hole_end},
    mapped::{HOLE, Mapped, url_decoded},
};
use crate::scan::{
    file_kind::FileKind,
    source::{Source, word_around},
};

/// The maximum length of a value without quotes.
const MAX_UNQUOTED: usize = 2_000;

/// The maximum number of lines of a block of YAML.
const MAX_LINES: usize = 20;

/// Reads a value of a URL or a form, in which `%3A` is a colon, and `%20` or `+` a space.
pub(super) fn url_encoded(source: &Source<'_>, at: usize) -> Expression {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "%+-._~*:".contains(c);
    let range = word_around(source.text, &(at..at), is_part);
    let mut value = Mapped::default();
    let mut at = range.start;
    while let Some((decoded, length)) = url_decoded(&source.text[at..range.end]) {
        value.push(decoded, at..at + length);
        at += length;
    }
    Expression::new(value, range.clone(), vec![range])
}

/// Reads a list of words of Ruby: `%w[inbox:read:messages inbox:write:events]`.
pub(super) fn word_list(source: &Source<'_>, at: usize) -> Option<Expression> {
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
    let content = open + 1..close;
    let mut list = Expression::new(value, open..close + 1, vec![content]);
    list.is_open = true;
    Some(list)
}

/// Reads a block of YAML: the indented lines after `scope: >-` or `scope: |`.
pub(super) fn block_scalar(source: &Source<'_>, at: usize) -> Option<Expression> {
    if source.kind != FileKind::Yaml {
        return None;
    }
    let text = source.text;
    let index = source.line_index(at);
    let line = |index: usize| &text[source.line_range(index)];
    let indentation = |index: usize| line(index).len() - line(index).trim_start().len();
    let is_blank = |index: usize| line(index).trim().is_empty();
    let own = indentation(index);
    let mut before = (index.saturating_sub(MAX_LINES)..index).rev();
    let header = before.find(|index| !is_blank(*index) && indentation(*index) < own)?;
    let (key, style) = line(header).trim().rsplit_once(": ")?;
    let is_block = matches!(style, ">" | ">-" | ">+" | "|" | "|-" | "|+");
    if !is_block || !key.to_ascii_lowercase().ends_with("scope") {
        return None;
    }
    let separator = if style.starts_with('>') { ' ' } else { '\n' };
    let interpolation = Interpolation::of(source.kind, "", "", || true);
    let mut value = Mapped::default();
    let mut literals = Vec::new();
    let is_member = |index: usize| is_blank(index) || indentation(index) > indentation(header);
    let last = header + MAX_LINES;
    for index in (header + 1..last).take_while(|index| is_member(*index)) {
        if is_blank(index) {
            continue;
        }
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
    let range = style.start..literals.last()?.end;
    let mut block = Expression::new(value, range, literals);
    block.separator = (separator == '\n').then_some(style);
    block.is_open = is_member(last) && !is_blank(last);
    Some(block)
}

/// Reads a value without quotes, as in a dotenv file: the scopes and holes around a position.
pub(super) fn unquoted(source: &Source<'_>, at: usize) -> Result<Expression, usize> {
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
    let range = start..end;
    let mut unquoted = Expression::new(value, range.clone(), vec![range]);
    unquoted.is_open = !is_whole;
    Ok(unquoted)
}
