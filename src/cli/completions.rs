//! Arguments of `completions`.

use clap::Args;
use clap_complete::Shell;

use super::TEMPLATE;

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  source <(courier-auth completions bash)
  courier-auth completions zsh > _courier-auth
  courier-auth completions fish > ~/.config/fish/completions/courier-auth.fish
  courier-auth completions powershell > courier-auth.ps1")]
pub(crate) struct CompletionsArgs {
    /// Shell: bash, zsh, fish, powershell or elvish
    #[arg(hide_possible_values = true)]
    pub(crate) shell: Shell,
}
