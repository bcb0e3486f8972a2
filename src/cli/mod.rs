//! The command line: arguments and their help, no behaviour. Values are parsed straight into
//! domain types.

mod api;
mod at;
mod can;
mod completions;
mod doctor;
mod exec;
mod explain;
mod hmac;
mod inspect;
mod issue;
mod man;
mod mark_read;
mod messages;
mod named;
mod profile;
mod reference;
mod sandbox;
mod serve;
pub(crate) mod values;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

pub(crate) use api::{ApiArgs, InboxArgs, KeyArgs, Region};
pub(crate) use can::CanArgs;
pub(crate) use completions::CompletionsArgs;
pub(crate) use doctor::DoctorArgs;
pub(crate) use exec::ExecArgs;
pub(crate) use explain::ExplainArgs;
pub(crate) use hmac::{HmacArgs, HmacCheckArgs, HmacCommand};
pub(crate) use inspect::{FailOn, Format, InspectArgs, JudgeArgs, LevelArgs};
pub(crate) use issue::{AskArgs, IssueArgs, IssueFormat, ManyArgs};
pub(crate) use man::ManArgs;
pub(crate) use mark_read::{Mark, MarkReadArgs};
pub(crate) use messages::{Limit, ListForm, MessagesArgs, PlaceArgs};
pub(crate) use profile::{
    AddArgs, KeyFrom, ProfileArgs, ProfileCommand, RemoveArgs, ShowArgs, UseArgs, profile_name,
};
pub(crate) use sandbox::{
    Alias, BeginArgs, EnvArgs, EnvFormat, PlaceOfSandbox, SandboxArgs, SandboxCommand,
    SandboxExecArgs, StartArgs,
};
pub(crate) use serve::ServeArgs;

/// The order of every help page: what it does, examples, usage, arguments.
const TEMPLATE: &str =
    "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

/// Issue, inspect and debug Courier user tokens
#[derive(Debug, Parser)]
#[command(
    name = "courier-auth",
    version,
    term_width = 80,
    help_template = TEMPLATE,
    before_help = "\
Examples:
  courier-auth demo                     see it all work, without an account
  courier-auth issue --user alice       a token for alice's Inbox
  courier-auth exec --user alice -- npm test
  courier-auth inspect - < token.txt    why does it not work?
  courier-auth can mark-read < t.txt    may it do that?
  courier-auth hmac --user alice        the legacy signature
  courier-auth mark-read MESSAGE_ID     mark a message read
  courier-auth doctor --user alice      which link of the chain is broken?
  courier-auth serve --user alice       the endpoint that gives your app tokens
  courier-auth sandbox start            a local Courier",
    after_help = "Courier's documents: https://www.courier.com/docs",
    after_long_help = reference::exits_and_variables(),
    arg_required_else_help = true,
    subcommand_required = true,
    propagate_version = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) globals: Globals,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Globals {
    /// Answer in JSON, one document; errors and notes too, a line each
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Say nothing but the answer and errors
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Say what was sent and what came of it; -vv with headers and bodies
    #[arg(long, short, global = true, conflicts_with = "quiet", action = ArgAction::Count)]
    pub(crate) verbose: u8,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
    /// Never ask; fail and say what is missing
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
}

/// When to do what a terminal is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Issue(IssueArgs),
    Exec(ExecArgs),
    Inspect(InspectArgs),
    Can(CanArgs),
    Explain(ExplainArgs),
    Scopes(ScopesArgs),
    Hmac(HmacArgs),
    Messages(MessagesArgs),
    MarkRead(MarkReadArgs),
    Doctor(DoctorArgs),
    Serve(ServeArgs),
    Sandbox(SandboxArgs),
    Demo(DemoArgs),
    Profile(ProfileArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// List the scopes and features of Courier user tokens
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth scopes
  courier-auth scopes --json | jq -r '.scopes[].scope'")]
pub(crate) struct ScopesArgs;

/// See it all work against a local Courier, without an account
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth demo")]
pub(crate) struct DemoArgs;
