//! Arguments of the commands that use a running sandbox.

use std::{num::NonZeroU32, path::PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use crate::{
    cli::{TEMPLATE, format::FormatArgs, status_filter::StatusFilter, time_arg::TimeArg, values},
    sandbox::Fault,
    token::UserId,
};

// The port of a running sandbox.
#[derive(Debug, Args)]
pub(crate) struct SandboxPortArgs {
    /// Port of the sandbox
    #[arg(long, value_name = "PORT", default_value = "4020")]
    pub(crate) port: u16,
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox send --user alice --title 'Your order has shipped'
  courier-auth sandbox send --user alice --title Hi --tenant acme --tag orders
  courier-auth sandbox send --user alice --title Hello --count 1000")]
pub(crate) struct SandboxSendArgs {
    /// User ID of the recipient
    #[arg(long, value_name = "USER_ID")]
    pub(crate) user: UserId,
    /// Title of the message
    #[arg(long, value_name = "TEXT", required_unless_present = "body")]
    pub(crate) title: Option<String>,
    /// Text of the message
    #[arg(long, value_name = "TEXT")]
    pub(crate) body: Option<String>,
    /// Tenant of the message
    #[arg(long, value_name = "TENANT_ID", value_parser = values::non_empty_text)]
    pub(crate) tenant: Option<String>,
    /// Tag of the message; repeatable
    #[arg(long = "tag", value_name = "TAG", value_parser = values::non_empty_text)]
    pub(crate) tags: Vec<String>,
    /// JSON file with message data; - for standard input
    #[arg(long, value_name = "PATH")]
    pub(crate) data: Option<PathBuf>,
    /// Number of messages to send
    #[arg(long, value_name = "N", default_value = "1")]
    pub(crate) count: NonZeroU32,
    #[command(flatten)]
    pub(crate) sandbox: SandboxPortArgs,
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, arg_required_else_help = true, before_help = "\
Examples:
  courier-auth sandbox fault add q:503,times=2
  courier-auth sandbox fault list
  courier-auth sandbox fault clear")]
pub(crate) struct SandboxFaultArgs {
    #[command(subcommand)]
    pub(crate) command: SandboxFaultCommand,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum SandboxFaultCommand {
    /// Simulate a failure
    Add(SandboxFaultAddArgs),
    /// List the simulated failures
    #[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox fault list
  courier-auth sandbox fault list --json")]
    List(SandboxPortArgs),
    /// Remove all simulated failures
    #[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox fault clear")]
    Clear(SandboxPortArgs),
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox fault add q:503,times=2
  courier-auth sandbox fault add issue-token:429,retry-after=1s all:latency=2s
  courier-auth sandbox fault add send:drop")]
pub(crate) struct SandboxFaultAddArgs {
    /// Failures to add, for example q:503,times=2
    #[arg(required = true, value_name = "FAULT",
          long_help = super::fault_help("Failures to add, for example q:503,times=2"))]
    pub(crate) faults: Vec<Fault>,
    #[command(flatten)]
    pub(crate) sandbox: SandboxPortArgs,
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, arg_required_else_help = true, before_help = "\
Examples:
  courier-auth sandbox clock advance 2h
  courier-auth sandbox clock set 2027-01-31T12:00:00Z
  courier-auth sandbox clock reset")]
pub(crate) struct SandboxClockArgs {
    #[command(subcommand)]
    pub(crate) command: SandboxClockCommand,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum SandboxClockCommand {
    /// Show the time of the sandbox
    #[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox clock show")]
    Show(SandboxPortArgs),
    /// Advance the clock, so that tokens expire
    Advance(SandboxAdvanceArgs),
    /// Set the clock to a time
    Set(SandboxSetClockArgs),
    /// Stop the clock at its time
    #[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox clock freeze")]
    Freeze(SandboxPortArgs),
    /// Let a frozen clock run again, from its time
    #[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox clock unfreeze")]
    Unfreeze(SandboxPortArgs),
    /// Follow the clock of this machine again
    #[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox clock reset")]
    Reset(SandboxPortArgs),
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox clock advance 2h
  courier-auth sandbox clock advance '1 day'")]
pub(crate) struct SandboxAdvanceArgs {
    /// Duration, for example 2h or '1 day'; negative to go back
    #[arg(value_name = "DURATION", value_parser = values::signed_seconds, allow_hyphen_values = true)]
    pub(crate) seconds: f64,
    #[command(flatten)]
    pub(crate) sandbox: SandboxPortArgs,
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox clock set 2027-01-31T12:00:00Z
  courier-auth sandbox clock set 2027-01-31")]
pub(crate) struct SandboxSetClockArgs {
    /// Time: RFC 3339, a date, seconds since 1970, or +2h from now
    #[arg(value_name = "TIME", value_parser = TimeArg::parse, allow_hyphen_values = true)]
    pub(crate) time: TimeArg,
    #[command(flatten)]
    pub(crate) sandbox: SandboxPortArgs,
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox seed users.json
  courier-auth sandbox export > users.json
  jq -n '{users: {alice: {}}}' | courier-auth sandbox seed -")]
pub(crate) struct SandboxSeedArgs {
    /// JSON file with users and messages; - for standard input
    #[arg(value_name = "PATH")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) sandbox: SandboxPortArgs,
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox log
  courier-auth sandbox log --follow --status failed
  courier-auth sandbox log --user alice --path /q
  courier-auth sandbox log --format jsonl | jq -r .operation")]
pub(crate) struct SandboxLogArgs {
    /// Print further requests as they come, until Ctrl-C
    #[arg(long, short = 'f')]
    pub(crate) follow: bool,
    /// Only requests of this user
    #[arg(long, value_name = "USER_ID")]
    pub(crate) user: Option<String>,
    /// Only this status: 401, 4xx or failed
    ///
    /// `failed` is every status from 400, and no response.
    #[arg(long, value_name = "STATUS")]
    pub(crate) status: Option<StatusFilter>,
    /// Only requests whose path starts with this
    #[arg(long, value_name = "PATH")]
    pub(crate) path: Option<String>,
    #[command(flatten)]
    pub(crate) format: FormatArgs<LogFormat>,
    #[command(flatten)]
    pub(crate) sandbox: SandboxPortArgs,
}

/// An output format of `sandbox log`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// A line for each request
    Text,
    /// One JSON document; same as --json
    Json,
    /// One JSON document per line, one line per request
    Jsonl,
}
