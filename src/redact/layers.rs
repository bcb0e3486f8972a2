//! The layers of a text: the text itself, the text with its escapes decoded, and so on.

use std::{borrow::Cow, iter::Peekable, ops::Range};

use memchr::memchr2_iter;

use super::escapes::{Escape, escape_at, line_break_at};

/// The steps from layer to layer. Escapes are decoded three times: JSON in JSON, and once more.
const STEPS: [Step; 4] = [
    Step::Unescape,
    Step::Unescape,
    Step::Unescape,
    Step::JoinLines,
];

/// One of the layers of a text.
pub(super) struct Layer<'t> {
    pub(super) text: Cow<'t, [u8]>,
    /// The step that decoded it from the layer below, `None` for the text itself.
    pub(super) step: Option<Step>,
}

/// A secret that was found in a text.
pub(super) struct Found<'s> {
    /// The byte range in the text.
    pub(super) range: Range<usize>,
    /// The secret, without escapes.
    pub(super) secret: &'s str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Unescape,
    JoinLines,
}

impl Step {
    fn escape_at(self, text: &[u8]) -> Option<Escape> {
        match self {
            Self::Unescape => escape_at(text),
            Self::JoinLines => line_break_at(text),
        }
    }

    /// Returns the positions at which an escape can begin, in order.
    fn candidates(self, text: &[u8]) -> impl Iterator<Item = usize> {
        // There is no search for four bytes.
        let (left, right) = match self {
            Self::Unescape => (
                memchr2_iter(b'%', b'\\', text),
                memchr2_iter(b'&', 0x1b, text),
            ),
            Self::JoinLines => (
                memchr2_iter(b'\n', b'\r', text),
                memchr2_iter(b'\n', b'\r', &[]),
            ),
        };
        let (mut left, mut right) = (left.peekable(), right.peekable());
        std::iter::from_fn(move || match (left.peek(), right.peek()) {
            (Some(position), Some(other)) if position < other => left.next(),
            (Some(_), None) => left.next(),
            _ => right.next(),
        })
    }

    /// Returns the escapes of a text with their positions.
    fn escapes(self, text: &[u8]) -> impl Iterator<Item = (usize, Escape)> {
        let mut end = 0;
        self.candidates(text).filter_map(move |start| {
            if start < end {
                return None;
            }
            let escape = self.escape_at(&text[start..])?;
            end = start + escape.length;
            Some((start, escape))
        })
    }

    /// Returns the text without its escapes, `None` if there are none.
    fn decode(self, text: &[u8]) -> Option<Vec<u8>> {
        let (mut decoded, mut copied) = (Vec::new(), 0);
        for (start, escape) in self.escapes(text) {
            decoded.extend_from_slice(&text[copied..start]);
            decoded.extend_from_slice(escape.decoded());
            copied = start + escape.length;
        }
        (copied > 0).then(|| {
            decoded.extend_from_slice(&text[copied..]);
            decoded
        })
    }
}

/// Returns the layers of a text, the text itself first. Steps that change nothing have no layer.
pub(super) fn layers(text: &[u8]) -> Vec<Layer<'_>> {
    let mut layers = vec![Layer {
        text: Cow::Borrowed(text),
        step: None,
    }];
    let mut ineffective = None;
    for step in STEPS {
        if ineffective == Some(step) {
            continue;
        }
        match layers.last().and_then(|last| step.decode(&last.text)) {
            Some(text) => layers.push(Layer {
                text: Cow::Owned(text),
                step: Some(step),
            }),
            None => ineffective = Some(step),
        }
    }
    layers
}

/// Searches all layers. Returns what is found as sorted and separate ranges of the text itself.
pub(super) fn search_layers<'l, 't>(
    layers: &'l [Layer<'t>],
    mut search: impl FnMut(&'l Layer<'t>, &mut Vec<Found<'l>>),
) -> Vec<Found<'l>> {
    let mut found = Vec::new();
    let mut step = None;
    for layer in layers.iter().rev() {
        if let Some(step) = step {
            translate(&mut found, &layer.text, step);
        }
        search(layer, &mut found);
        merge(&mut found);
        step = layer.step;
    }
    found
}

/// Sorts what was found, and joins what overlaps.
fn merge(found: &mut Vec<Found<'_>>) {
    found.sort_by_key(|found| (found.range.start, std::cmp::Reverse(found.range.end)));
    found.dedup_by(|next, last| {
        let overlaps = next.range.start < last.range.end;
        if overlaps {
            last.range.end = last.range.end.max(next.range.end);
        }
        overlaps
    });
}

/// Translates ranges of the decoded text to ranges of the text that it was decoded from. An escape is
/// in the range if one of its bytes is.
fn translate(found: &mut [Found<'_>], text: &[u8], step: Step) {
    let mut source = Source {
        escapes: step.escapes(text).peekable(),
        position: 0,
        decoded: 0,
    };
    for Found { range, .. } in found {
        let first = source.of_byte(range.start);
        let last = source.of_byte(range.end - 1);
        *range = first.start..last.end;
    }
}

/// The source of the bytes of a decoded text, which are requested from first to last.
struct Source<I: Iterator<Item = (usize, Escape)>> {
    escapes: Peekable<I>,
    /// The end of the last escape that was passed.
    position: usize,
    /// The same position in the decoded text.
    decoded: usize,
}

impl<I: Iterator<Item = (usize, Escape)>> Source<I> {
    /// Returns the range that a decoded byte comes from: a whole escape or one byte.
    fn of_byte(&mut self, byte: usize) -> Range<usize> {
        while let Some((start, escape)) = self.escapes.peek() {
            let decoded_start = self.decoded + (start - self.position);
            let decoded_end = decoded_start + escape.decoded().len();
            let end = start + escape.length;
            if byte < decoded_start {
                break;
            }
            if byte < decoded_end {
                return *start..end;
            }
            (self.position, self.decoded) = (end, decoded_end);
            self.escapes.next();
        }
        let position = self.position + (byte - self.decoded);
        position..position + 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_found_in_every_layer() {
        for (text, expected) in [
            ("a secret b", &["secret"][..]),
            (r"<se\u0063ret>", &[r"se\u0063ret"]),
            ("%73%65%63%72%65%74%20", &["%73%65%63%72%65%74"]),
            ("%2573ecret%25", &["%2573ecret"]),
            ("sec\r\n  ret\n", &["sec\r\n  ret"]),
            (r#""sec\nret\n""#, &[r"sec\nret"]),
            ("secret&#115;ecret", &["secret", "&#115;ecret"]),
            (r"\\\\u0073ecret", &[r"\\\\u0073ecret"]),
        ] {
            let layers = layers(text.as_bytes());
            let found = search_layers(&layers, |layer, found| {
                let starts = memchr::memmem::find_iter(&layer.text, "secret");
                found.extend(starts.map(|start| Found {
                    range: start..start + 6,
                    secret: "secret",
                }));
            });
            let found: Vec<&str> = found.iter().map(|f| &text[f.range.clone()]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
