//! `exit-codes`: shows the table of exit codes.

use crate::{
    context::Context,
    error::Error,
    exit::{EXITS, Exit},
    output::{json, table},
};

pub(crate) fn run(context: &mut Context<'_>) -> Result<Exit, Error> {
    if context.json {
        context.output.print_json(&json::ExitCodes::all())?;
        return Ok(Exit::Ok);
    }
    let rows = EXITS
        .iter()
        .map(|(exit, meaning)| [exit.code().to_string(), (*meaning).to_owned()]);
    let rows: Vec<[String; 2]> = rows.collect();
    context.output.print(|out, _| table::write(out, &rows))?;
    Ok(Exit::Ok)
}
