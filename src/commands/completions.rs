//! `completions`: prints the completion script of a shell.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::{
    cli::{Cli, CompletionsArgs},
    context::Context,
    error::Error,
    exit::Exit,
    output::json,
};

pub(crate) fn run(args: &CompletionsArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    // The generator panics on a write error, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "courier-auth", &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    if args.shell == Shell::Bash {
        // The generator treats the hyphen in the program's name inconsistently, which disables
        // completion after a subcommand.
        script = script.replace("courier__subcmd__auth", "courier__auth");
    }
    if context.json {
        context.output.print_json(&json::Completions {
            schema: "courier-auth/completions/v1",
            shell: args.shell.to_string(),
            script,
        })?;
    } else {
        context.output.print_unredacted(script.as_bytes())?;
    }
    Ok(Exit::Ok)
}
