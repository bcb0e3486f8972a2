//! What stands under the long help: exit codes and environment variables, from their tables.

use std::fmt::Write as _;

use crate::{environment::VARIABLES, exit::EXITS};

pub(super) fn exits_and_variables() -> String {
    let mut text = "Exit codes:\n".to_owned();
    for (exit, meaning) in EXITS {
        let _ = writeln!(text, "  {}  {meaning}", exit.code());
    }
    text.push_str("\nEnvironment variables:\n");
    for (name, meaning) in VARIABLES {
        let meaning = meaning.replace('`', "");
        let options = textwrap::Options::new(80)
            .initial_indent("      ")
            .subsequent_indent("      ");
        let _ = writeln!(text, "  {name}\n{}", textwrap::fill(&meaning, options));
    }
    text.push_str("\nCourier's documents: https://www.courier.com/docs");
    text
}
