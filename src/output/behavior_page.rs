//! The page of a client behavior (`explain NAME`): symptom, cause and remedy. The list of all behaviors
//! (`explain clients`).

use std::io::{self, Write};

use super::{
    Paint, Palette,
    page::{page_width, sentences, wrapped, write_title},
};
use crate::client_behaviors::ClientBehavior;

/// Writes the name, the clients and the symptom of behaviors for a terminal of this width, `None` if it
/// is not known.
pub(crate) fn write_list(
    out: &mut dyn Write,
    palette: Palette,
    width: Option<usize>,
    behaviors: &[ClientBehavior],
) -> io::Result<()> {
    let width = page_width(width);
    behaviors.iter().try_for_each(|behavior| {
        write_name(out, palette, width, behavior)?;
        writeln!(out, "{}", wrapped("  ", behavior.symptom, width))
    })
}

/// Writes the page of a behavior for a terminal of this width, `None` if it is not known.
pub(crate) fn write(
    out: &mut dyn Write,
    palette: Palette,
    width: Option<usize>,
    behavior: &ClientBehavior,
) -> io::Result<()> {
    let width = page_width(width);
    write_name(out, palette, width, behavior)?;
    writeln!(out, "{}", wrapped("", behavior.symptom, width))?;
    for (title, text) in [
        ("Why it happens", behavior.cause),
        ("What to do", behavior.remedy),
    ] {
        write_title(out, palette, title)?;
        writeln!(out, "{}", wrapped("  ", &sentences(text), width))?;
    }
    Ok(())
}

fn write_name(
    out: &mut dyn Write,
    palette: Palette,
    width: usize,
    behavior: &ClientBehavior,
) -> io::Result<()> {
    let name = palette.paint(Paint::Strong, behavior.name);
    let text = format!("{name} ({})", behavior.clients);
    writeln!(out, "{}", wrapped("", &text, width))
}
