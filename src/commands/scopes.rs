//! `scopes`: shows the table of features and scopes.

use crate::{
    context::Context,
    error::Error,
    exit::Exit,
    output::{explain, json},
};

pub(crate) fn run(context: &mut Context<'_>) -> Result<Exit, Error> {
    if context.json {
        context.output.print_json(&json::Scopes::all())?;
    } else {
        context.output.print(explain::scopes)?;
    }
    Ok(Exit::Ok)
}
