//! Rows of text in columns.

use std::{
    borrow::Cow,
    io::{self, Write},
    iter::repeat_n,
};

use textwrap::core::display_width;

/// How many spaces stand between columns.
pub(crate) const GAP: usize = 2;

/// Writes rows with two spaces between columns, each as wide as its widest cell; the last is
/// not padded.
pub(crate) fn write<const N: usize>(out: &mut dyn Write, rows: &[[String; N]]) -> io::Result<()> {
    let mut widths = [0; N];
    widen(&mut widths, rows);
    write_in(out, rows, &widths)
}

/// Makes columns as wide as their widest cell, if they are not wider.
pub(crate) fn widen<const N: usize>(widths: &mut [usize; N], rows: &[[String; N]]) {
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = display_width(cell).max(*width);
        }
    }
}

/// Writes rows in columns of these widths at least.
pub(crate) fn write_in<const N: usize>(
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

/// The text, or as much of it as fits, with dots behind.
pub(crate) fn cut(text: &str, width: usize) -> Cow<'_, str> {
    const DOTS: &str = "...";
    if display_width(text) <= width {
        return Cow::Borrowed(text);
    }
    let mut cut = String::new();
    for c in text.chars() {
        cut.push(c);
        if display_width(&cut) + DOTS.len() > width {
            cut.pop();
            break;
        }
    }
    Cow::Owned(cut + DOTS)
}
