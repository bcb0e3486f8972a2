//! The layout of the pages of `explain`: titles, and prose under them.

use std::io::{self, Write};

use super::{Paint, Palette};

/// The maximum width of a line of prose.
pub(super) const MAX_WIDTH: usize = 80;

/// Returns the width of a page's prose on a terminal of this width.
pub(super) fn page_width(terminal: Option<usize>) -> usize {
    terminal.map_or(MAX_WIDTH, |width| width.min(MAX_WIDTH))
}

/// Writes the title of a part, after an empty line.
pub(super) fn write_title(out: &mut dyn Write, palette: Palette, title: &str) -> io::Result<()> {
    writeln!(out, "\n{}", palette.paint(Paint::Strong, title))
}

/// Formats the text of a rule as sentences: with a capital letter and a full stop.
pub(super) fn sentences(text: &str) -> String {
    let (first, rest) = text.split_at(text.len().min(1));
    format!("{}{rest}.", first.to_ascii_uppercase())
}

/// Wraps a text and indents every line.
pub(super) fn wrapped(indent: &str, text: &str, width: usize) -> String {
    let options = textwrap::Options::new(width)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .initial_indent(indent)
        .subsequent_indent(indent);
    textwrap::fill(text, options)
}
