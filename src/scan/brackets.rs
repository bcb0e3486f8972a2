//! Search for the brackets around a position, without knowledge of the language.

use std::ops::Range;

/// The maximum distance of a bracket. It bounds the work for hostile files.
const MAX_DISTANCE: usize = 2 * 1024;

/// Returns the range within the innermost brackets around a position, without the brackets. Brackets in
/// strings count too: those of interpolations are balanced.
pub(super) fn enclosing(text: &str, at: usize) -> Option<Range<usize>> {
    let open = open_before(text, at)?;
    let close = close_after(text, at)?;
    (is_pair(text.as_bytes()[open], text.as_bytes()[close])).then_some(open + 1..close)
}

/// Returns the position of the bracket that closes the one at `open`.
pub(super) fn matching(text: &str, open: usize) -> Option<usize> {
    let close = close_after(text, open + 1)?;
    is_pair(text.as_bytes()[open], text.as_bytes()[close]).then_some(close)
}

/// Returns the position of the bracket that is open at a position.
pub(super) fn open_before(text: &str, at: usize) -> Option<usize> {
    let start = at.saturating_sub(MAX_DISTANCE);
    let mut depth = 0_usize;
    let mut before = text.as_bytes()[start..at].iter().enumerate().rev();
    let found = before.find(|(_, byte)| match byte {
        b')' | b']' | b'}' => {
            depth += 1;
            false
        }
        b'(' | b'[' | b'{' if depth == 0 => true,
        b'(' | b'[' | b'{' => {
            depth -= 1;
            false
        }
        _ => false,
    });
    found.map(|(offset, _)| start + offset)
}

/// Returns the position of the bracket that ends the brackets around a position.
fn close_after(text: &str, at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    let mut after = text.as_bytes()[at..].iter().take(MAX_DISTANCE).enumerate();
    let found = after.find(|(_, byte)| match byte {
        b'(' | b'[' | b'{' => {
            depth += 1;
            false
        }
        b')' | b']' | b'}' if depth == 0 => true,
        b')' | b']' | b'}' => {
            depth -= 1;
            false
        }
        _ => false,
    });
    found.map(|(offset, _)| at + offset)
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
