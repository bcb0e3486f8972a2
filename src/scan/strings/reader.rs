//! The content of a literal: its characters, escapes and holes.

use std::ops::Range;

use super::{
    hole::{Interpolation, hole_end},
    mapped::Mapped,
    operator::reopened_after,
};
use crate::scan::source::Source;

/// The maximum length of a literal.
pub(super) const MAX_LENGTH: usize = 8 * 1024;

/// Reads the content of a literal.
pub(super) struct Reader<'s> {
    pub(super) source: &'s Source<'s>,
    pub(super) quote: &'s str,
    pub(super) is_multiline: bool,
    pub(super) has_escapes: bool,
    pub(super) interpolation: Interpolation,
}

impl Reader<'_> {
    /// Reads up to the closing quote. Returns the value, the end, and whether there was a quote.
    pub(super) fn read(&self, start: usize) -> (Mapped, usize, bool) {
        let mut value = Mapped::default();
        let mut at = start;
        let text = self.source.text;
        let limit = text.floor_char_boundary((start + MAX_LENGTH).min(text.len()));
        while at < limit {
            let rest = &text[at..];
            if rest.starts_with(self.quote) {
                return (value, at, true);
            }
            // The literal around this one ends and continues: `'{"scope": "user_id:' + id + '"}'`.
            if let Some(reopened) = reopened_after(self.source, at) {
                if reopened.has_operand {
                    value.push_hole(at..reopened.end);
                }
                at = reopened.end;
                continue;
            }
            if let Some(end) = hole_end(text, at, self.interpolation) {
                value.push_hole(at..end);
                at = end;
                continue;
            }
            let Some(c) = rest.chars().next() else { break };
            let end = at + c.len_utf8();
            match c {
                '\n' if !self.is_multiline => return (value, at, false),
                '\\' if self.has_escapes => {
                    if let Some(length) = escaped_line_break(rest) {
                        // The indentation of the next line belongs to the text in some languages only.
                        if !value.text().ends_with(' ') {
                            value.push(' ', at..at + length);
                        }
                        at += length;
                        continue;
                    }
                    let (c, length) = escape(rest);
                    value.push(c, at..at + length);
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

/// Returns the length of a line break that is escaped, with the indentation of the next line.
fn escaped_line_break(rest: &str) -> Option<usize> {
    let next = rest[1..].trim_start_matches([' ', '\t', '\r']);
    let next = next.strip_prefix('\n')?.trim_start_matches([' ', '\t']);
    Some(rest.len() - next.len())
}

/// Returns the character of an escape and the length of the escape.
fn escape(rest: &str) -> (char, usize) {
    let Some(next) = rest[1..].chars().next() else {
        return ('\\', 1);
    };
    let length = 1 + next.len_utf8();
    let hex = |range: Range<usize>| {
        let digits = rest.get(range)?;
        char::from_u32(u32::from_str_radix(digits, 16).ok()?)
    };
    match next {
        'n' => ('\n', length),
        't' => ('\t', length),
        'r' => ('\r', length),
        'u' => hex(2..6).map_or(('u', length), |c| (c, 6)),
        'x' => hex(2..4).map_or(('x', length), |c| (c, 4)),
        c => (c, length),
    }
}
