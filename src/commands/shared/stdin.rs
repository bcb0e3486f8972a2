//! Standard input as the value of an argument.

use std::path::PathBuf;

use crate::{error::Error, private_file};

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
