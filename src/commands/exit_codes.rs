//! `exit-codes`: shows the table of exit codes.

use crate::{
    context::Context,
    error::Error,
    exit::Exit,
    output::{json, reference},
};

pub(crate) fn run(context: &mut Context<'_>) -> Result<Exit, Error> {
    if context.json {
        context.output.print_json(&json::ExitCodes::all())?;
    } else {
        context.output.print(reference::write_exit_codes)?;
    }
    Ok(Exit::Ok)
}
