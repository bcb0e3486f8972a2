//! Files of IDs, one per line.

use std::{fs, path::Path};

use crate::{context::Context, error::Error, private_file};

/// Returns the lines of a file that are not blank; `-` is standard input. `what` names the contents
/// in the error message.
///
/// # Errors
/// Returns an error if the file cannot be read.
pub(in crate::commands) fn read(
    path: &Path,
    what: &str,
    context: &mut Context<'_>,
) -> Result<Vec<String>, Error> {
    let mut bytes = Vec::new();
    let read = if private_file::is_stdin(path) {
        context.stdin.reader.read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    let bytes = read.map_err(|source| Error::Read {
        what: format!("{what} in {}", private_file::display_name(path)),
        source,
    })?;
    let text = String::from_utf8_lossy(&bytes);
    // Windows tools put a byte order mark first.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    Ok(lines.map(str::to_owned).collect())
}
