//! Arguments of `man`.

use std::path::PathBuf;

use clap::Args;

use super::TEMPLATE;

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth man | man -l -
  courier-auth man sandbox start | man -l -
  courier-auth man --dir ~/.local/share/man/man1")]
pub(crate) struct ManArgs {
    /// Command to document; without it the whole tool
    #[arg(value_name = "COMMAND", conflicts_with = "dir")]
    pub(crate) command: Vec<String>,
    /// Write the pages of all commands to this directory
    #[arg(long, value_name = "PATH")]
    pub(crate) dir: Option<PathBuf>,
}
