//! What stands under the long help: exit codes and environment variables, from their tables.

use std::fmt::Write as _;

use crate::{env_vars::VARIABLES, exit::EXITS};

pub(super) fn exits() -> String {
    let mut text = "Exit codes:\n".to_owned();
    for (exit, meaning) in EXITS {
        let _ = writeln!(text, "  {}  {meaning}", exit.code());
    }
    text
}

pub(super) fn exits_and_variables() -> String {
    let mut text = exits();
    text.push_str("\nEnvironment variables:\n");
    for (name, meaning) in VARIABLES {
        // Wrapped, with its indentation, where it is shown.
        let _ = writeln!(text, "  {name}\n      {}", meaning.replace('`', ""));
    }
    text.push_str("\nCourier's documents: https://www.courier.com/docs");
    text
}
