//! Severity overrides of the command line.

use crate::{cli::LevelArgs, error::Error, inspect::Levels};

/// Returns the levels that the options set.
///
/// # Errors
/// Returns an error if a rule has two levels.
pub(in crate::commands) fn levels(args: &LevelArgs) -> Result<Levels, Error> {
    args.levels().map_err(|error| Error::Usage {
        message: error.to_string(),
        help: "name it in only one of --allow, --warn and --deny",
    })
}
