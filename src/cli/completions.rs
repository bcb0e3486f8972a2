//! Arguments of `completions`.

use clap::Args;
use clap_complete::Shell;

use super::TEMPLATE;

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth completions bash > ~/.local/share/bash-completion/completions/courier-auth
  courier-auth completions zsh > \"${fpath[1]}/_courier-auth\"
  courier-auth completions fish > ~/.config/fish/completions/courier-auth.fish")]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: Shell,
}
