//! Arguments of `man`.

use std::path::PathBuf;

use clap::Args;

use super::TEMPLATE;

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth man | man -l -
  courier-auth man sandbox start | man -l -
  courier-auth man --dir ~/.local/share/man/man1")]
pub(crate) struct ManArgs {
    /// The command; without it the page of the whole tool
    #[arg(value_name = "COMMAND", conflicts_with = "dir")]
    pub(crate) command: Vec<String>,
    /// Write the page of each command into this folder
    #[arg(long, value_name = "FOLDER")]
    pub(crate) dir: Option<PathBuf>,
}
