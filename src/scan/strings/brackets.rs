//! Search for the brackets around a position, without knowledge of the language.

use std::ops::Range;

/// The maximum distance of a bracket. It bounds the work for hostile files.
const MAX_DISTANCE: usize = 2 * 1024;

/// Returns the range within the innermost brackets around a position, without the brackets. Brackets in
/// strings count too: those of interpolations are balanced.
pub(in crate::scan) fn enclosing(text: &str, at: usize) -> Option<Range<usize>> {
    let open = open_before(text, at)?;
    let close = close_after(text, at)?;
    (is_pair(text.as_bytes()[open], text.as_bytes()[close])).then_some(open + 1..close)
}

/// Returns the position of the bracket that closes the one at `open`.
pub(in crate::scan) fn matching(text: &str, open: usize) -> Option<usize> {
    let close = close_after(text, open + 1)?;
    is_pair(text.as_bytes()[open], text.as_bytes()[close]).then_some(close)
}

/// Returns the position of the bracket that is open at a position.
pub(in crate::scan) fn open_before(text: &str, at: usize) -> Option<usize> {
    let start = at.saturating_sub(MAX_DISTANCE);
    let before = text.as_bytes()[start..at].iter().enumerate().rev();
    unbalanced(before, is_close, is_open).map(|offset| start + offset)
}

/// Returns the position of the bracket that ends the brackets around a position.
fn close_after(text: &str, at: usize) -> Option<usize> {
    let after = text.as_bytes()[at..].iter().take(MAX_DISTANCE).enumerate();
    unbalanced(after, is_open, is_close).map(|offset| at + offset)
}

/// Returns the first bracket that ends a level which did not begin in these bytes.
fn unbalanced<'b>(
    mut bytes: impl Iterator<Item = (usize, &'b u8)>,
    begins: fn(u8) -> bool,
    ends: fn(u8) -> bool,
) -> Option<usize> {
    let mut depth = 0_usize;
    let found = bytes.find(|(_, byte)| {
        if begins(**byte) {
            depth += 1;
        } else if ends(**byte) {
            if depth == 0 {
                return true;
            }
            depth -= 1;
        }
        false
    });
    found.map(|(offset, _)| offset)
}

fn is_open(byte: u8) -> bool {
    matches!(byte, b'(' | b'[' | b'{')
}

fn is_close(byte: u8) -> bool {
    matches!(byte, b')' | b']' | b'}')
}

fn is_pair(open: u8, close: u8) -> bool {
    matches!((open, close), (b'(', b')') | (b'[', b']') | (b'{', b'}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_brackets_are_found() {
        let rows = [
            ("f({ a: [1], b: | })", Some(" a: [1], b:  ")),
            ("f(`${x} |`)", Some("`${x} `")),
            ("f(x) | g(y)", None),
            ("f(| }", None),
        ];
        for (marked, expected) in rows {
            let at = marked.find('|').unwrap();
            let text = marked.replace('|', "");
            let found = enclosing(&text, at).map(|range| &text[range]);
            assert_eq!(found, expected, "{marked}");
        }
        assert_eq!(matching("a(b(c)d)e", 1), Some(7));
    }
}
