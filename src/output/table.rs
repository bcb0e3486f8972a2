//! Tables: rows of text in aligned columns.

use std::{
    borrow::Cow,
    io::{self, Write},
    iter::repeat_n,
};

use textwrap::core::display_width;

/// The number of spaces between columns.
pub(crate) const GAP: usize = 2;

/// Writes rows in columns that are as wide as their widest cell. The last column is not padded.
pub(crate) fn write<const N: usize>(out: &mut dyn Write, rows: &[[String; N]]) -> io::Result<()> {
    let mut widths = [0; N];
    widen(&mut widths, rows);
    write_with_widths(out, rows, &widths)
}

/// Widens columns to their widest cell. A column never becomes narrower.
pub(crate) fn widen<const N: usize>(widths: &mut [usize; N], rows: &[[String; N]]) {
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = display_width(cell).max(*width);
        }
    }
}

/// Writes rows in columns of these widths. A cell that is wider shifts the rest of its row.
pub(crate) fn write_with_widths<const N: usize>(
    out: &mut dyn Write,
    rows: &[[String; N]],
    widths: &[usize; N],
) -> io::Result<()> {
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            let padding = width.saturating_sub(display_width(cell));
            line.push_str(cell);
            line.extend(repeat_n(' ', padding + GAP));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// Returns the text, or its beginning with three dots if it is wider than `width`.
pub(crate) fn truncate(text: &str, width: usize) -> Cow<'_, str> {
    const DOTS: &str = "...";
    if display_width(text) <= width {
        return Cow::Borrowed(text);
    }
    let mut start = String::new();
    for c in text.chars() {
        start.push(c);
        if display_width(&start) + DOTS.len() > width {
            start.pop();
            break;
        }
    }
    Cow::Owned(start + DOTS)
}
