//! The command line: arguments and their help, without behavior. Values are parsed into domain types.
//!
//! Doc comments of arguments are help texts. A struct of arguments has none, because it would replace
//! the help of its command.

mod api;
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
mod name_parser;
mod profile;
mod reference;
mod sandbox;
mod serve;
mod time_arg;
mod values;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

pub(crate) use api::{ApiArgs, InboxArgs, KeyArgs};
pub(crate) use can::CanArgs;
pub(crate) use completions::CompletionsArgs;
pub(crate) use doctor::DoctorArgs;
pub(crate) use exec::ExecArgs;
pub(crate) use explain::ExplainArgs;
pub(crate) use hmac::{HmacArgs, HmacCheckArgs, HmacCommand};
pub(crate) use inspect::{FailOn, InspectArgs, InspectFormat, LevelArgs, RequirementArgs};
pub(crate) use issue::{BulkArgs, IssueArgs, IssueFormat, TokenRequestArgs};
pub(crate) use man::ManArgs;
pub(crate) use mark_read::{Mark, MarkReadArgs};
pub(crate) use messages::{Limit, MessageFilterArgs, MessageFormat, MessagesArgs};
pub(crate) use profile::{AddArgs, ProfileArgs, ProfileCommand, RemoveArgs, ShowArgs, UseArgs};
pub(crate) use sandbox::{
    Alias, EnvFormat, SandboxArgs, SandboxCommand, SandboxEnvArgs, SandboxExecArgs,
    SandboxOptionArgs, SandboxPortArgs, SandboxStartArgs,
};
pub(crate) use serve::ServeArgs;

/// The order of every help page: summary, examples, usage, arguments.
const TEMPLATE: &str =
    "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

/// Issue, inspect and debug Courier user tokens
#[derive(Debug, Parser)]
#[command(
    name = "courier-auth",
    bin_name = "courier-auth",
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
    after_long_help = reference::exit_codes_and_variables(),
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

// Options of every command.
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
    pub(crate) color: ColorWhen,
    /// Never ask; fail and say what is missing
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
}

/// The streams whose output is colored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorWhen {
    /// On a terminal
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

impl ColorWhen {
    /// Returns the forced choice, `None` if environment and terminal decide.
    pub(crate) fn forced(self) -> Option<bool> {
        match self {
            Self::Auto => None,
            Self::Always => Some(true),
            Self::Never => Some(false),
        }
    }
}

/// A command. `defer` builds only the one that runs, because building all of them would dominate the
/// start-up time.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum Command {
    /// Issue a user token (JWT) at Courier and print it
    ///
    /// What is asked for is checked by the rules of `inspect` before anything is sent. The answer
    /// is checked too: that it is a token, for that user, with those scopes and that lifetime. The
    /// token alone goes to standard output; of several users, each has its line of JSON.
    Issue(IssueArgs),
    /// Run a command with a fresh user token in its environment
    ///
    /// The command gets COURIER_JWT, COURIER_JWT_EXPIRES_AT (RFC 3339) and COURIER_USER_ID, with
    /// --refresh also COURIER_JWT_FILE, and not the API key. It ends with the command's own exit
    /// code; 125 if there was no token, 126 if the command cannot be run, 127 if it is not there.
    Exec(ExecArgs),
    /// Decode user tokens, and say what is wrong with them and how to mend that
    ///
    /// Nothing is sent anywhere. Without TOKEN and --file the token is read from COURIER_JWT, else
    /// from standard input. On the command line a token is seen by whoever lists the processes of
    /// this machine and stays in the shell's history.
    ///
    /// A text may hold one token a line, with `Bearer`, quotes or URL-encoding around it; the JSON
    /// answer of issue-token; or the lines of a dotenv file.
    Inspect(InspectArgs),
    /// Say whether a token may do something, and why not
    ///
    /// Nothing is sent anywhere. The answer is no for any error: an expired token, no user, a
    /// missing scope. Without TOKEN it is read from COURIER_JWT, else from standard input.
    Can(CanArgs),
    /// Explain a rule of `inspect`, or list them all
    Explain(ExplainArgs),
    /// List the scopes and features of Courier user tokens
    Scopes(ScopesArgs),
    /// List the exit codes and what they mean
    ExitCodes(ExitCodesArgs),
    /// Compute the legacy HMAC signature of a user id, or check one
    ///
    /// It is what the header `x-courier-user-signature` takes: lower-case hex of HMAC-SHA256 of the
    /// user id under the API key. Courier has deprecated it in favour of user tokens, which expire
    /// and carry scopes: see `courier-auth issue`.
    Hmac(HmacArgs),
    /// List the messages in a user's Inbox, newest first
    ///
    /// The user is the one of --user, else of the given token, else of the profile.
    Messages(MessagesArgs),
    /// Mark Inbox messages read, or unread, opened or archived
    ///
    /// Courier has no REST route for this: it takes a user token at the Inbox API. The ids of the
    /// messages that were marked go to standard output; a message counts only when Courier said so
    /// for that very message. What failed is named, and the exit code is 1.
    MarkRead(MarkReadArgs),
    /// Walk the whole way to a user's Inbox, and say which link of it is broken
    ///
    /// Configuration, network, clock, a token of a few minutes, the Inbox and its socket: each is
    /// checked as far as what it builds on holds. Nothing is changed at Courier. The report holds no
    /// secret and can be pasted into a ticket. Exits 0 where all is well, 1 where a link is broken.
    Doctor(DoctorArgs),
    /// Be the backend that gives your app its user tokens, for development
    ///
    /// The app asks `GET` or `POST /api/generate-courier-jwt` with `?user=ID`, or {"user": "ID"} as
    /// the body, and gets {"token", "expires_at"}. A token is asked for at Courier once, kept for its
    /// user, and renewed before it expires. Whoever can reach the port gets tokens: it is for this
    /// machine, and for a key of a test environment. A line of each request goes to standard error.
    Serve(ServeArgs),
    /// Run a local Courier for development and tests
    ///
    /// It answers as Courier does: issue-token, send, the Messages API, the Inbox and its realtime
    /// socket. It listens on this machine only, keeps everything in memory and forgets it at the
    /// end. It is a test double, not a server to deploy.
    Sandbox(SandboxArgs),
    /// See it all work against a local Courier, without an account
    Demo(DemoArgs),
    /// Keep workspaces under names: where they are, and where their API key is
    ///
    /// A profile holds a region, a user, and where the key is kept, but not the key itself. It is
    /// used by --profile, by COURIER_PROFILE, or by every command after `profile use`.
    Profile(ProfileArgs),
    /// Print the completion script of a shell
    ///
    /// The script is complete by itself. For one that asks this program, and so knows your profiles
    /// too: `source <(COURIER_AUTH_COMPLETE=bash courier-auth)`, or zsh; in fish
    /// `COURIER_AUTH_COMPLETE=fish courier-auth | source`.
    Completions(CompletionsArgs),
    /// Print the manual page of a command, or write all of them
    Man(ManArgs),
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth scopes
  courier-auth scopes --json | jq -r '.scopes[].scope'")]
pub(crate) struct ScopesArgs;

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, after_long_help = reference::exit_codes(), before_long_help = "\
Examples:
  courier-auth exit-codes
  courier-auth exit-codes --json | jq -r '.exit_codes[].meaning'")]
pub(crate) struct ExitCodesArgs;

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth demo")]
pub(crate) struct DemoArgs;
