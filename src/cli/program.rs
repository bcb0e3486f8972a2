//! Arguments of the commands that describe the program: `commands` and `help`.

use clap::Args;

use super::TEMPLATE;

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth commands
  courier-auth commands --json | jq -r '.subcommands[].summary'")]
pub(crate) struct CommandsArgs;

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth help issue
  courier-auth help sandbox start
  courier-auth help issue --json")]
pub(crate) struct HelpArgs {
    /// Command to explain; without it the whole tool
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Vec<String>,
}
