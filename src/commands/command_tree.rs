//! `commands`: prints the tree of all commands.

use crate::{
    cli::tree,
    context::Context,
    error::Error,
    exit::Exit,
    output::{Paint, json, table},
};

/// The indent of a subcommand.
const INDENT: &str = "  ";

pub(crate) fn run(context: &mut Context<'_>) -> Result<Exit, Error> {
    let program = tree::program();
    if context.json {
        // A redacted example could not be run. The tree contains only constants.
        context
            .output
            .print_unredacted_json(&json::Commands::of(&program))?;
        return Ok(Exit::Ok);
    }
    let palette = context.output.stdout_palette();
    let rows = tree::commands(&program).into_iter().map(|(path, command)| {
        let indent = INDENT.repeat(path.len());
        let name = palette.paint(Paint::Strong, command.get_name());
        let summary = command.get_about().map(ToString::to_string);
        [format!("{indent}{name}"), summary.unwrap_or_default()]
    });
    let rows: Vec<[String; 2]> = rows.collect();
    context.output.print(|out, _| table::write(out, &rows))?;
    Ok(Exit::Ok)
}
