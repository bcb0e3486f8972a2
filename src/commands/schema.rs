//! `schema`: prints the JSON Schema of a document, or lists all documents.

use crate::{
    cli::SchemaArgs,
    context::Context,
    document::DOCUMENTS,
    error::Error,
    exit::Exit,
    output::{json, table},
};

pub(crate) fn run(args: &SchemaArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    if let Some(schema) = args.name.and_then(json::schema) {
        // A schema is read by people as often as by programs, so it is always indented.
        context.output.print(|out, _| {
            serde_json::to_writer_pretty(&mut *out, &schema)?;
            writeln!(out)
        })?;
    } else if context.json {
        context.output.print_json(&json::Schemas::all())?;
    } else {
        let rows: Vec<[String; 2]> = DOCUMENTS
            .iter()
            .map(|document| [document.name, document.summary].map(str::to_owned))
            .collect();
        context.output.print(|out, _| table::write(out, &rows))?;
    }
    Ok(Exit::Ok)
}
