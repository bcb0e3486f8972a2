//! Tables: rows in aligned columns. On a terminal they have a header and fit its width; in a file or a
//! pipe each row is one whole line.

#[cfg(test)]
mod tests;

use std::{
    borrow::Cow,
    io::{self, Write},
    iter::repeat_n,
};

use unicode_width::UnicodeWidthStr as _;

use super::{Paint, Palette};

/// The number of spaces between columns.
pub(super) const GAP: usize = 2;

/// The width to which a cut column can shrink, in columns of the terminal.
const MIN_CUT: usize = 10;

/// The width to which a wrapped column can shrink.
const MIN_WRAPPED: usize = 20;

/// The indent of cells that have no room beside the first ones.
const INDENT: &str = "    ";

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    title: &'static str,
    overflow: Overflow,
}

/// The treatment of a cell that is wider than its column can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Overflow {
    /// The column is never narrower than its widest cell.
    Keep,
    /// The cell ends with an ellipsis.
    Cut,
    /// The cell continues on the next line.
    Wrap,
}

/// A text with its color.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    text: String,
    paint: Option<Paint>,
}

/// A table that is written at once, or page by page.
pub(crate) struct Table {
    columns: Vec<Column>,
    /// The width of the widest cell of each column so far. Columns never become narrower.
    widths: Vec<usize>,
    has_started: bool,
}

/// The arrangement of a table's cells: the first ones side by side in columns of these widths, the
/// others below them.
struct Layout {
    widths: Vec<usize>,
    line_width: usize,
}

impl Column {
    /// A column that is as wide as its widest cell.
    pub(crate) const fn new(title: &'static str) -> Self {
        let overflow = Overflow::Keep;
        Self { title, overflow }
    }

    /// A column whose cells are cut if the terminal is narrow.
    pub(crate) const fn cut(title: &'static str) -> Self {
        let overflow = Overflow::Cut;
        Self { title, overflow }
    }

    /// A column whose cells are wrapped if the terminal is narrow.
    pub(crate) const fn wrapped(title: &'static str) -> Self {
        let overflow = Overflow::Wrap;
        Self { title, overflow }
    }

    /// Returns the width to which the column can shrink.
    fn min_width(self) -> usize {
        match self.overflow {
            Overflow::Keep => usize::MAX,
            Overflow::Cut => MIN_CUT,
            Overflow::Wrap => MIN_WRAPPED,
        }
    }

    /// Returns the lines of a cell in a column of this width.
    fn lines(self, text: &str, width: usize, palette: Palette) -> Vec<Cow<'_, str>> {
        match self.overflow {
            Overflow::Cut => vec![truncate(text, width, palette)],
            Overflow::Wrap if text.width() > width => {
                let options = textwrap::Options::new(width)
                    .word_splitter(textwrap::WordSplitter::NoHyphenation);
                textwrap::wrap(text, options)
            }
            Overflow::Keep | Overflow::Wrap => vec![text.into()],
        }
    }
}

impl Cell {
    pub(crate) fn painted(paint: Paint, text: impl Into<String>) -> Self {
        let paint = Some(paint);
        Self {
            paint,
            ..text.into().into()
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self { text, paint: None }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Table {
    pub(crate) fn new(columns: Vec<Column>) -> Self {
        Self {
            widths: vec![0; columns.len()],
            columns,
            has_started: false,
        }
    }

    /// Writes rows, each with a cell for every column. On a terminal, the first call writes the header.
    pub(crate) fn write(
        &mut self,
        out: &mut dyn Write,
        palette: Palette,
        rows: &[Vec<Cell>],
    ) -> io::Result<()> {
        let terminal_width = palette.terminal_width();
        let header = self
            .columns
            .iter()
            .map(|column| Cell::painted(Paint::Faint, column.title));
        let header: Option<Vec<Cell>> = terminal_width
            .filter(|_| !self.has_started && !rows.is_empty())
            .map(|_| header.collect());
        self.has_started |= header.is_some();
        for row in header.iter().chain(rows) {
            for (width, cell) in self.widths.iter_mut().zip(row) {
                *width = cell.text.width().max(*width);
            }
        }
        let layout = self.layout(terminal_width.unwrap_or(usize::MAX));
        header
            .iter()
            .chain(rows)
            .try_for_each(|row| self.write_row(out, palette, row, &layout))
    }

    /// Returns how many columns fit beside each other, and how wide they are. The last ones shrink
    /// first.
    fn layout(&self, line_width: usize) -> Layout {
        let mut count = self.columns.len();
        loop {
            let mut widths = self.widths[..count].to_vec();
            let gaps = GAP * count.saturating_sub(1);
            let mut excess = (widths.iter().sum::<usize>() + gaps).saturating_sub(line_width);
            for (width, column) in widths.iter_mut().zip(&self.columns).rev() {
                let shrinks_by = width.saturating_sub(column.min_width()).min(excess);
                *width -= shrinks_by;
                excess -= shrinks_by;
            }
            if excess == 0 || count == 1 {
                return Layout { widths, line_width };
            }
            count -= 1;
        }
    }

    fn write_row(
        &self,
        out: &mut dyn Write,
        palette: Palette,
        row: &[Cell],
        layout: &Layout,
    ) -> io::Result<()> {
        let (beside, below) = row.split_at(layout.widths.len());
        let columns = self.columns.iter().zip(&layout.widths);
        let cells: Vec<Vec<Cow<'_, str>>> = columns
            .zip(beside)
            .map(|((column, width), cell)| column.lines(&cell.text, *width, palette))
            .collect();
        for line in 0..cells.iter().map(Vec::len).max().unwrap_or_default() {
            let mut text = String::new();
            let mut padding = 0;
            for ((lines, width), cell) in cells.iter().zip(&layout.widths).zip(beside) {
                let part = lines.get(line).map_or("", |part| part.trim_end());
                if !part.is_empty() {
                    text.extend(repeat_n(' ', padding));
                    text.push_str(&match cell.paint {
                        Some(paint) => palette.paint(paint, part),
                        None => part.to_owned(),
                    });
                    padding = 0;
                }
                padding += width.saturating_sub(part.width()) + GAP;
            }
            // A row may have nothing but cells that are below.
            if !text.is_empty() || below.is_empty() {
                writeln!(out, "{text}")?;
            }
        }
        self.write_below(out, palette, below, layout)
    }

    /// Writes the cells that have no room beside the first ones, as an indented paragraph.
    fn write_below(
        &self,
        out: &mut dyn Write,
        palette: Palette,
        cells: &[Cell],
        layout: &Layout,
    ) -> io::Result<()> {
        let Some(last) = self.columns.last().filter(|_| !cells.is_empty()) else {
            return Ok(());
        };
        let texts = cells.iter().map(|cell| cell.text.as_str());
        let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
        let text = texts.join("  ");
        let width = layout.line_width.saturating_sub(INDENT.len());
        let lines = last.lines(&text, width, palette);
        let mut lines = lines.iter().filter(|line| !line.is_empty());
        lines.try_for_each(|line| writeln!(out, "{INDENT}{line}"))
    }
}

/// Writes rows without a header in columns that are as wide as their widest cell.
pub(crate) fn write<const N: usize>(out: &mut dyn Write, rows: &[[String; N]]) -> io::Result<()> {
    let columns = vec![Column::new(""); N];
    let rows = rows.iter().map(|row| row.clone().map(Cell::from).to_vec());
    let rows: Vec<Vec<Cell>> = rows.collect();
    Table::new(columns).write(out, Palette::PLAIN, &rows)
}

/// Returns the text, or its beginning with an ellipsis if it is wider than `width`.
fn truncate(text: &str, width: usize, palette: Palette) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let ellipsis = palette.sign("…", "...");
    let room = width.saturating_sub(ellipsis.width());
    // A character can change the width of the one before it: emoji are followed by modifiers.
    let (mut used, mut before) = (0, "");
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let (start, next) = (at - before.len(), at + c.len_utf8());
        used = (used + text[start..next].width()).saturating_sub(before.width());
        if used > room {
            break;
        }
        (before, end) = (&text[at..next], next);
    }
    Cow::Owned(format!("{}{ellipsis}", &text[..end]))
}
