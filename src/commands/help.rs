//! `help`, `-h` and `--help`: the help of a command, as a page or as data.

use crate::{
    cli::{
        HelpArgs, UsageError,
        help::{self, Detail},
        tree,
    },
    context::Context,
    error::Error,
    exit::Exit,
    output::json,
};

pub(crate) fn run(args: &HelpArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    print(&args.command, Detail::Long, context)
}

/// Prints the help of the command with this path on standard output.
pub(crate) fn print(
    path: &[String],
    detail: Detail,
    context: &mut Context<'_>,
) -> Result<Exit, Error> {
    let program = tree::program();
    let command = tree::find(&program, path)
        .map_err(|depth| UsageError::unknown_path("help", path, depth))?;
    // Help contains only constants, and some of them look like tokens.
    if context.json {
        let command = json::Command::of(command, path);
        context.output.print_unredacted_json(&command)?;
    } else {
        let has_color = context.output.stdout_palette().has_color();
        let page = help::page(command, path, detail, has_color);
        context.output.print_unredacted(page.as_bytes())?;
    }
    Ok(Exit::Ok)
}

/// Prints the short help of a command that lacks its subcommand, on standard error.
pub(crate) fn print_as_error(path: &[String], context: &mut Context<'_>) {
    let program = tree::program();
    if let Ok(command) = tree::find(&program, path) {
        let has_color = context.output.stderr_palette().has_color();
        let page = help::page(command, path, Detail::Short, has_color);
        context.output.print_error(page.trim_end());
    }
}
