//! `man`: writes manual pages, made from the help texts.

use std::{fs, path::Path};

use clap::{Arg, Command, CommandFactory as _};
use clap_mangen::Man;

use crate::{
    cli::{Cli, ManArgs},
    context::Context,
    document::SchemaName,
    error::Error,
    exit::Exit,
    output::json,
    private_file::WriteError,
};

pub(crate) fn run(args: &ManArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let mut tool = Cli::command().disable_help_subcommand(true);
    tool.build();
    if let Some(folder) = &args.dir {
        let count = write_all(&tool, folder)?;
        let folder = folder.to_string_lossy();
        if context.json {
            context.output.print_json(&json::ManPages {
                schema: SchemaName::new(),
                directory: folder.to_string(),
                pages: count,
            })?;
        }
        context
            .output
            .info(&format!("wrote {count} pages to {folder}"));
        return Ok(Exit::Ok);
    }
    let mut command = &tool;
    for name in &args.command {
        let found = command
            .get_subcommands()
            .find(|known| known.get_name() == name);
        command = found.ok_or_else(|| Error::Usage {
            message: format!("unknown command `{}`", args.command.join(" ")),
            help: "list the commands with `courier-auth --help`",
        })?;
    }
    let page = page(command);
    if context.json {
        context.output.print_json(&json::Man {
            schema: SchemaName::new(),
            page: String::from_utf8_lossy(&page).into_owned(),
        })?;
    } else {
        context.output.print_unredacted(&page)?;
    }
    Ok(Exit::Ok)
}

/// Writes the pages of the program and of each command, and returns their number.
fn write_all(command: &Command, folder: &Path) -> Result<usize, Error> {
    let path = folder.join(Man::new(command.clone()).get_filename());
    let failed = |source| WriteError::new(&path, source);
    fs::create_dir_all(folder).map_err(failed)?;
    fs::write(&path, page(command)).map_err(failed)?;
    let mut count = 1;
    for inner in command.get_subcommands() {
        count += write_all(inner, folder)?;
    }
    Ok(count)
}

fn page(command: &Command) -> Vec<u8> {
    let mut page = Vec::new();
    // Writing to a `Vec` never fails.
    let source = concat!("courier-auth ", env!("CARGO_PKG_VERSION"));
    let examples = command.get_before_help().map(ToString::to_string);
    let command = command.clone().mut_args(for_manual);
    let _ = Man::new(command).source(source).render(&mut page);
    if let Some(examples) = examples {
        page.extend(examples_section(&examples).into_bytes());
    }
    page
}

/// Prepares an argument: the generator leaves out what `-h` hides, joins the lines of lists, and mixes
/// the global options with the command's own.
fn for_manual(arg: Arg) -> Arg {
    let help = arg.get_long_help().map(ToString::to_string);
    let order = usize::from(arg.is_global_set() || arg.get_id() == "help");
    let arg = arg.hide_short_help(false).display_order(order);
    match help {
        Some(help) => arg.long_help(help.replace("\n- ", "\n\n- ")),
        None => arg,
    }
}

/// Returns the section with the examples of a help page, whose first line is the heading.
fn examples_section(examples: &str) -> String {
    let lines = examples.lines().skip(1).map(str::trim);
    let lines: Vec<String> = lines
        .map(|line| line.replace('\\', "\\e").replace('-', "\\-"))
        .collect();
    format!(".SH EXAMPLES\n.nf\n{}\n.fi\n", lines.join("\n"))
}
