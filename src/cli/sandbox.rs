//! `sandbox`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::TEMPLATE;

/// Run a local Courier for development and tests
///
/// It answers as Courier does: issue-token, send, and the Inbox. It listens on this machine
/// only, keeps everything in memory and forgets it at the end. It is a test double, not a
/// server to deploy.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, arg_required_else_help = true, before_long_help = "\
Examples:
  courier-auth sandbox start
  courier-auth sandbox start --port 0 --json")]
pub(crate) struct SandboxArgs {
    #[command(subcommand)]
    pub(crate) command: SandboxCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SandboxCommand {
    Start(StartArgs),
}

/// Start a local Courier and keep it running until Ctrl-C
///
/// Point the tool at it with the lines it prints. With --json it prints one line with `url`,
/// `api_key`, `client_key`, `inbox_url`, `socket_url` and `pid` once it is ready.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth sandbox start
  courier-auth sandbox start --port 0 --json
  courier-auth sandbox start --seed users.json")]
pub(crate) struct StartArgs {
    /// The port to listen on; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value = "4020")]
    pub(crate) port: u16,
    /// Begin with the users and messages of this file
    ///
    /// JSON of the form {"users": {"alice": {"messages": [{"title": "Hello"}]}}}; every
    /// field of a message may be left out.
    #[arg(long, value_name = "FILE")]
    pub(crate) seed: Option<PathBuf>,
}
