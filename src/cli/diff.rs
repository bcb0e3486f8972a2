//! Arguments of `diff`.

use std::path::PathBuf;

use clap::Args;

use super::{KeyArgs, RequirementArgs, TEMPLATE};

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth diff --file staging.txt --file production.txt
  courier-auth issue --user alice | courier-auth diff - --file token.txt
  courier-auth diff --for inbox,preferences - < tokens.txt")]
pub(crate) struct DiffArgs {
    /// Tokens to compare, A before B; `-` reads standard input
    #[arg(value_name = "TOKEN")]
    pub(crate) tokens: Vec<String>,
    /// File with a token; repeatable; read after every TOKEN
    #[arg(long = "file", value_name = "PATH")]
    pub(crate) files: Vec<PathBuf>,
    /// Check both signatures with the API key
    ///
    /// The tokens differ if only one of them is signed with this key.
    #[arg(long)]
    pub(crate) verify: bool,
    #[command(flatten)]
    pub(crate) requirements: RequirementArgs,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
}
