//! `completions`: prints the completion script of a shell.

pub(crate) mod bash;

use clap::{Arg, Command, builder::PossibleValuesParser};
use clap_complete::Shell;

use crate::{
    cli::{CompletionsArgs, tree},
    context::Context,
    document::SchemaName,
    error::Error,
    exit::Exit,
    output::json,
    token::SCOPES,
};

pub(crate) fn run(args: &CompletionsArgs, context: &mut Context<'_>) -> Result<Exit, Error> {
    // The generator panics on a write error, so it writes to memory.
    let mut script = Vec::new();
    let mut command = tree::program_for_completion();
    if args.shell == Shell::Bash {
        command = with_suggested_values(command);
    }
    clap_complete::generate(args.shell, &mut command, "courier-auth", &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    if args.shell == Shell::Bash {
        // The generator treats the hyphen in the program's name inconsistently, which disables
        // completion after a subcommand.
        script = script.replace("courier__subcmd__auth", "courier__auth");
        script = bash::with_whole_words(&script, "_courier__auth", false);
    }
    if context.json {
        context.output.print_json(&json::Completions {
            schema: SchemaName::new(),
            shell: args.shell.to_string(),
            script,
        })?;
    } else {
        context.output.print_unredacted(script.as_bytes())?;
    }
    Ok(Exit::Ok)
}

/// Returns the values to suggest for an argument that accepts others too, each with its help: the
/// scopes that contain no ID, and the environments of every workspace.
pub(crate) fn suggested_values(arg: &Arg) -> Vec<(&'static str, Option<&'static str>)> {
    match arg.get_long() {
        Some("scope") => {
            let without_id = SCOPES.iter().filter(|scope| !scope.pattern.contains('<'));
            without_id
                .map(|scope| (scope.pattern, Some(scope.permits)))
                .collect()
        }
        Some("env") => vec![("production", None), ("test", None)],
        _ => Vec::new(),
    }
}

/// Makes the suggested values the possible ones, which the generator writes to its script.
fn with_suggested_values(command: Command) -> Command {
    let command = command.mut_args(|arg| {
        let values = suggested_values(&arg);
        if values.is_empty() {
            return arg;
        }
        let names = values.into_iter().map(|(name, _)| name);
        arg.value_parser(PossibleValuesParser::new(names))
    });
    command.mut_subcommands(with_suggested_values)
}
