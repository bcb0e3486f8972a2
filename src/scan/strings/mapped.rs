//! Text with the position of each byte in the file that it was read from.

use std::ops::Range;

/// The character in place of a value that is known only when the program runs. It is in a private
/// area of Unicode, which source code does not use.
pub(in crate::scan) const HOLE: char = '\u{E000}';

/// A decoded text, such as the value of a string literal, with its positions in the source.
#[derive(Debug, Clone, Default)]
pub(in crate::scan) struct Mapped {
    text: String,
    /// The range in the source of each byte of the text.
    ranges: Vec<(usize, usize)>,
}

impl Mapped {
    pub(in crate::scan) fn text(&self) -> &str {
        &self.text
    }

    /// Adds a character that is written at this range of the source.
    pub(in crate::scan) fn push(&mut self, c: char, range: Range<usize>) {
        self.text.push(c);
        let range = (range.start, range.end);
        self.ranges.extend(std::iter::repeat_n(range, c.len_utf8()));
    }

    /// Adds a value that is known only when the program runs.
    pub(in crate::scan) fn push_hole(&mut self, range: Range<usize>) {
        self.push(HOLE, range);
    }

    /// Adds a text that the source does not contain, such as the separator of a joined list.
    pub(in crate::scan) fn push_virtual(&mut self, text: &str, at: usize) {
        for c in text.chars() {
            self.push(c, at..at);
        }
    }

    /// Removes white space at the start and at the end.
    pub(in crate::scan) fn trim(&mut self) {
        let end = self.text.trim_end().len();
        self.text.truncate(end);
        self.ranges.truncate(end);
        let start = end - self.text.trim_start().len();
        self.text.drain(..start);
        self.ranges.drain(..start);
    }

    /// Returns the value of a field of a form, decoded: of `scope` in `scope=a+b%20c&expires_in=1h`. `None`
    /// if the text has no such field.
    pub(in crate::scan) fn form_field(&self, name: &str) -> Option<Self> {
        let is_start = |at: usize| at == 0 || self.text[..at].ends_with(['&', '?']);
        let (at, _) = self
            .text
            .match_indices(name)
            .find(|(at, _)| is_start(*at) && self.text[at + name.len()..].starts_with('='))?;
        let start = at + name.len() + 1;
        let end = self.text[start..]
            .find('&')
            .map_or(self.text.len(), |end| start + end);
        let mut field = Self::default();
        let mut offset = start;
        while let Some((decoded, length)) = url_decoded(&self.text[offset..end]) {
            let range = self.source_range(&(offset..offset + length))?;
            field.push(decoded, range);
            offset += length;
        }
        Some(field)
    }

    pub(in crate::scan) fn append(&mut self, other: &Self) {
        self.text.push_str(&other.text);
        self.ranges.extend_from_slice(&other.ranges);
    }

    /// Returns the range in the source of a range of the text. An empty text has none.
    pub(in crate::scan) fn source_range(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let ranges = self.ranges.get(range.clone())?;
        let start = ranges.first()?.0;
        let end = ranges.iter().map(|(_, end)| *end).max()?;
        Some(start..end.max(start))
    }
}

/// Returns the first character of a value of a URL or a form, and its length there: `%3A` is a colon, and
/// `%20` or `+` a space. `None` if the text is empty.
pub(super) fn url_decoded(text: &str) -> Option<(char, usize)> {
    let digit = |at: usize| char::from(*text.as_bytes().get(at)?).to_digit(16);
    let code = || u8::try_from(digit(1)? * 16 + digit(2)?).ok();
    Some(match text.chars().next()? {
        '%' => match code().filter(u8::is_ascii) {
            Some(byte) => (char::from(byte), 3),
            None => ('%', 1),
        },
        '+' => (' ', 1),
        c => (c, c.len_utf8()),
    })
}
