//! `completions`

use clap::Args;
use clap_complete::Shell;

use super::TEMPLATE;

/// Print the completion script of a shell
///
/// The script is complete by itself. For one that asks this program, and so knows your profiles
/// too: `source <(COURIER_AUTH_COMPLETE=bash courier-auth)`, or zsh; in fish
/// `COURIER_AUTH_COMPLETE=fish courier-auth | source`.
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
