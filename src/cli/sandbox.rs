//! `sandbox`

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::TEMPLATE;
use crate::sandbox::Fault;

/// Run a local Courier for development and tests
///
/// It answers as Courier does: issue-token, send, the Messages API, the Inbox and its realtime
/// socket. It listens on this machine only, keeps everything in memory and forgets it at the end. It is a test double, not a
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
    #[command(flatten)]
    pub(crate) begin: BeginArgs,
}

/// How a sandbox begins.
#[derive(Debug, Args)]
pub(crate) struct BeginArgs {
    /// Begin with the users and messages of this file
    ///
    /// JSON of the form {"users": {"alice": {"messages": [{"title": "Hello"}]}}}; every
    /// field of a message may be left out.
    #[arg(long, value_name = "FILE")]
    pub(crate) seed: Option<PathBuf>,
    /// Fail on purpose, as `issue-token:429,retry-after=2,times=1`; may be given again
    ///
    /// ROUTE:WHAT, where ROUTE is issue-token, send, messages, q, socket or all, and WHAT a
    /// status from 400 to 599, drop, malformed, latency=MS, or partial with ids=ID+ID.
    #[arg(long = "fault", value_name = "FAULT")]
    pub(crate) faults: Vec<Fault>,
    /// Let each answer wait, in milliseconds
    #[arg(
        long,
        value_name = "MS",
        default_value = "0",
        hide_default_value = true
    )]
    pub(crate) latency: u64,
}
