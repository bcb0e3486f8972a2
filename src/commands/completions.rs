//! `completions`: the completion script of a shell.

use clap::CommandFactory;

use crate::{
    cli::{Cli, CompletionsArgs},
    context::Context,
    error::Error,
    exit::Exit,
    output::json,
};

pub(crate) fn run(args: &CompletionsArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    // The generator panics when it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "courier-auth", &mut script);
    if context.json {
        context.output.json(&json::Completions {
            schema: "courier-auth/completions/v1",
            shell: args.shell.to_string(),
            script: String::from_utf8_lossy(&script).into_owned(),
        })?;
    } else {
        context.output.reveal(&script)?;
    }
    Ok(Exit::Ok)
}
