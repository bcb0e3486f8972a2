//! `scopes`: shows the table of features and scopes.

use crate::{
    context::Context,
    error::Error,
    exit::Exit,
    output::{json, reference},
};

pub(crate) fn run(context: &mut Context<'_>) -> Result<Exit, Error> {
    if context.json {
        context.output.print_json(&json::Scopes::all())?;
    } else {
        context.output.print(reference::write_scopes)?;
    }
    Ok(Exit::Ok)
}
