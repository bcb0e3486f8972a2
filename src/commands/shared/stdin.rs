//! Standard input as the value of an argument, and files in whose place it can be.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use crate::{context::Context, error::Error, input_limits, private_file};

/// Checks that at most one argument reads standard input. Values and paths that are `-` read it.
///
/// # Errors
/// Returns a usage error with this help if several arguments read it.
pub(in crate::commands) fn require_single_reader<'a>(
    values: impl IntoIterator<Item = &'a str>,
    paths: impl IntoIterator<Item = &'a PathBuf>,
    help: &'static str,
) -> Result<(), Error> {
    let values = values.into_iter().filter(|value| *value == "-");
    let paths = paths
        .into_iter()
        .filter(|path| private_file::is_stdin(path));
    if values.count() + paths.count() > 1 {
        return Err(Error::Usage {
            message: "only one option can read standard input".to_owned(),
            help,
        });
    }
    Ok(())
}

/// Reads a file of at most `limit` bytes. `-` is standard input.
///
/// # Errors
/// Returns an error if the file cannot be read or is too large.
pub(in crate::commands) fn read_file(
    path: &Path,
    limit: usize,
    context: &mut Context<'_>,
) -> Result<Vec<u8>, Error> {
    let read = if private_file::is_stdin(path) {
        input_limits::read(&mut context.stdin.reader, limit)
    } else {
        File::open(path).and_then(|file| input_limits::read(file, limit))
    };
    read.map_err(|source| Error::Read {
        what: private_file::display_name(path),
        source,
    })
}
