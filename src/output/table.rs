//! Rows of text in columns.

use std::{
    io::{self, Write},
    iter::repeat_n,
};

use textwrap::core::display_width;

/// Writes rows with two spaces between columns, each as wide as its widest cell; the last is
/// not padded.
pub(crate) fn write<const N: usize>(out: &mut dyn Write, rows: &[[String; N]]) -> io::Result<()> {
    let width = |column: usize| {
        rows.iter()
            .map(|row| display_width(&row[column]))
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<usize> = (0..N).map(width).collect();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let padding = width - display_width(cell);
            line.push_str(cell);
            line.extend(repeat_n(' ', padding + 2));
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
