//! `man`: writes manual pages, made from the help texts.

use std::{fs, path::Path};

use clap::{Arg, Command};
use clap_mangen::Man;

use crate::{
    cli::{ManArgs, UsageError, help, tree},
    context::Context,
    document::SchemaName,
    error::Error,
    exit::Exit,
    output::json,
    private_file::WriteError,
};

pub(crate) fn run(args: &ManArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    let program = tree::program();
    if let Some(folder) = &args.dir {
        let count = write_all(&program, folder)?;
        let folder = folder.to_string_lossy();
        if context.json {
            context.output.print_json(&json::ManPages {
                schema: SchemaName::new(),
                directory: folder.to_string(),
                pages: count,
            })?;
        } else {
            let done = format!("wrote {count} pages to {folder}");
            context.output.info(&done);
        }
        return Ok(Exit::Ok);
    }
    let command = tree::find(&program, &args.command)
        .map_err(|depth| UsageError::unknown_path("man", &args.command, depth))?;
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
fn write_all(program: &Command, folder: &Path) -> Result<usize, Error> {
    fs::create_dir_all(folder).map_err(|source| WriteError::new(folder, source))?;
    let commands = tree::commands(program);
    for (_, command) in &commands {
        let path = folder.join(Man::new((*command).clone()).get_filename());
        fs::write(&path, page(command)).map_err(|source| WriteError::new(&path, source))?;
    }
    Ok(commands.len())
}

fn page(command: &Command) -> Vec<u8> {
    let mut page = Vec::new();
    // Writing to a `Vec` never fails.
    let source = concat!("courier-auth ", env!("CARGO_PKG_VERSION"));
    let manual = command.clone().mut_args(for_manual);
    let _ = Man::new(manual).source(source).render(&mut page);
    page.extend(examples_section(&help::examples(command)).into_bytes());
    page
}

/// Prepares an argument: the generator leaves out what `-h` hides, joins the lines of lists, and mixes
/// the global options with the command's own.
fn for_manual(arg: Arg) -> Arg {
    let help = arg.get_long_help().map(ToString::to_string);
    let order = usize::from(arg.is_global_set());
    let arg = arg.hide_short_help(false).display_order(order);
    match help {
        Some(help) => arg.long_help(help.replace("\n- ", "\n\n- ")),
        None => arg,
    }
}

/// Returns the section with the examples of a help page.
fn examples_section(examples: &[String]) -> String {
    let lines = examples.iter();
    let lines = lines.map(|line| line.replace('\\', "\\e").replace('-', "\\-"));
    let lines: Vec<String> = lines.collect();
    format!(".SH EXAMPLES\n.nf\n{}\n.fi\n", lines.join("\n"))
}
