//! The tables at the end of the long help: exit codes and environment variables.

use std::fmt::Write as _;

use crate::{env_vars::VARIABLES, exit::EXITS};

/// Returns the table of exit codes.
pub(super) fn exit_codes() -> String {
    let mut text = "Exit codes:\n".to_owned();
    for (exit, meaning) in EXITS {
        let _ = writeln!(text, "  {}  {meaning}", exit.code());
    }
    text
}

/// Returns the tables of exit codes and environment variables.
pub(super) fn exit_codes_and_variables() -> String {
    let mut text = exit_codes();
    text.push_str("\nEnvironment variables:\n");
    for (name, meaning) in VARIABLES {
        // clap wraps the line and keeps its indentation.
        let _ = writeln!(text, "  {name}\n      {}", meaning.replace('`', ""));
    }
    text
}
