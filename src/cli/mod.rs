//! The command line: arguments and their help, without behavior. Values are parsed into domain types.
//!
//! Doc comments of arguments are help texts. A struct of arguments has none, because it would replace
//! the help of its command.

mod alias;
mod api;
mod can;
pub(crate) mod command_line;
mod completions;
mod diff;
mod doctor;
mod exec;
mod explain;
mod format;
pub(crate) mod help;
mod hmac;
mod inspect;
mod issue;
mod listen;
mod man;
mod mark_read;
mod messages;
mod name_parser;
mod profile;
mod program;
mod reference;
mod sandbox;
mod scan;
mod schema;
mod serve;
mod status_filter;
mod suggestion;
mod time_arg;
mod topic;
pub(crate) mod tree;
mod usage_error;
mod values;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

pub(crate) use alias::Alias;
pub(crate) use api::{ApiArgs, InboxArgs, KeyArgs};
pub(crate) use can::CanArgs;
pub(crate) use completions::CompletionsArgs;
pub(crate) use diff::DiffArgs;
pub(crate) use doctor::DoctorArgs;
pub(crate) use exec::ExecArgs;
pub(crate) use explain::ExplainArgs;
use format::TextFormat;
pub(crate) use hmac::{HmacArgs, HmacCheckArgs, HmacCommand, HmacFormat};
pub(crate) use inspect::{InspectArgs, InspectFormat, LevelArgs, RequirementArgs};
pub(crate) use issue::{BulkArgs, IssueArgs, IssueFormat, TokenRequestArgs};
pub(crate) use listen::{Condition, ListenArgs, ListenFormat};
pub(crate) use man::ManArgs;
pub(crate) use mark_read::{Mark, MarkReadArgs, MarkReadFormat};
pub(crate) use messages::{Limit, MessageFilterArgs, MessageFormat, MessagesArgs};
pub(crate) use profile::{AddArgs, ProfileArgs, ProfileCommand, RemoveArgs, ShowArgs, UseArgs};
pub(crate) use program::{CommandsArgs, HelpArgs};
pub(crate) use sandbox::{
    AccessArgs, EnvFormat, LogFormat, SandboxArgs, SandboxClockArgs, SandboxClockCommand,
    SandboxCommand, SandboxEnvArgs, SandboxExecArgs, SandboxFaultArgs, SandboxFaultCommand,
    SandboxLogArgs, SandboxOptionArgs, SandboxPortArgs, SandboxSchemaArgs, SandboxSeedArgs,
    SandboxSendArgs, SandboxStartArgs,
};
pub(crate) use scan::{ScanArgs, ScanFormat};
pub(crate) use schema::SchemaArgs;
pub(crate) use serve::ServeArgs;
pub(crate) use time_arg::TimeArg;
pub(crate) use topic::Topic;
pub(crate) use usage_error::UsageError;

/// The order of every help page: summary, examples, usage, arguments. [`help::page`] moves the global
/// options behind the command's own.
const TEMPLATE: &str =
    "{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}";

/// Issue, inspect and debug user tokens (JWT) for Courier's Inbox
#[derive(Debug, Parser)]
#[command(
    name = "courier-auth",
    bin_name = "courier-auth",
    version,
    term_width = 80,
    help_template = TEMPLATE,
    before_help = "\
Examples:
  courier-auth demo                      # take a tour; no account needed
  courier-auth issue --user alice        # print a token for alice's Inbox
  courier-auth inspect - < token.txt     # find out why a token is rejected",
    after_long_help = reference::exit_codes_and_variables(),
    arg_required_else_help = true,
    subcommand_required = true,
    // These are defined below, as global options and as a command.
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true
)]
pub(crate) struct Cli {
    /// Print the version; -v adds the commit and the target
    #[arg(long, short = 'V', action = ArgAction::Version, help_heading = GLOBAL_OPTIONS)]
    version: Option<bool>,
    #[command(flatten)]
    pub(crate) globals: Globals,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The heading of the options that every command has.
const GLOBAL_OPTIONS: &str = "Global options";

// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = GLOBAL_OPTIONS)]
pub(crate) struct Globals {
    /// Print help: -h is a summary, --help has everything
    #[arg(long, short, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// Print JSON instead of text
    ///
    /// Standard output is one JSON document with a `schema` field. Errors and notes are JSON
    /// objects on standard error, one per line. `--json=v1` pins the version of the documents.
    /// `--json` prints the latest.
    #[arg(long, global = true, value_name = "VERSION", num_args = 0..=1, require_equals = true,
          default_missing_value = JsonVersion::LATEST, hide_possible_values = true)]
    pub(crate) json: Option<JsonVersion>,
    /// Output format: text or json
    #[arg(long, global = true, value_name = "FORMAT", value_parser = format::parser::<TextFormat>(),
          hide_possible_values = true, hide_short_help = true)]
    pub(crate) format: Option<String>,
    /// Print only the result and errors
    #[arg(long, short, global = true, hide_short_help = true)]
    pub(crate) quiet: bool,
    /// Log each request and its outcome; -vv adds headers and bodies
    #[arg(long, short, global = true, conflicts_with = "quiet", action = ArgAction::Count,
          hide_short_help = true)]
    pub(crate) verbose: u8,
    /// When to use color: auto, always or never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        hide_short_help = true
    )]
    pub(crate) color: ColorWhen,
    /// Never prompt; fail with the name of the missing option
    #[arg(long, global = true, hide_short_help = true)]
    pub(crate) no_input: bool,
    /// Fail on unknown entries in config.toml and .courier-auth.toml
    #[arg(long, global = true, hide_short_help = true)]
    pub(crate) strict_config: bool,
}

/// A version of the JSON documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum JsonVersion {
    /// The documents whose `schema` ends in `/v1`
    V1,
}

impl JsonVersion {
    /// The version of `--json` without a value.
    const LATEST: &'static str = "v1";
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
    /// Issue a user token (JWT) and print it
    ///
    /// The user ID, scopes and lifetime are checked with the rules of `inspect` before anything is
    /// sent. Courier's response is checked too: the token must have the requested user, scopes and
    /// lifetime. For one user, only the token is printed. For several users, each line is a JSON
    /// object.
    Issue(IssueArgs),
    /// Run a command with a new user token in its environment
    ///
    /// The command gets COURIER_JWT, COURIER_JWT_EXPIRES_AT (RFC 3339) and COURIER_USER_ID, and
    /// with --refresh also COURIER_JWT_FILE. It does not get the API key. Exits with the exit code
    /// of the command. The code is 125 if no token was issued, 126 if the command cannot be run, and
    /// 127 if it was not found.
    Exec(ExecArgs),
    /// Decode user tokens, report problems and suggest a fix
    ///
    /// Works offline. Without TOKEN and --file, reads the token from COURIER_JWT, or from standard
    /// input. Prefer a file or standard input: a token on the command line is visible in the
    /// process list and stays in your shell history.
    ///
    /// Input can have one token per line, also with `Bearer`, quotes or URL encoding. It can also
    /// be the JSON response of issue-token, or a dotenv file.
    Inspect(InspectArgs),
    /// Compare two user tokens
    ///
    /// Works offline. Compares user, scopes, workspace, environment, lifetime, expiry, algorithm and
    /// other claims, and the problems that `inspect` reports. Claims that differ between any two
    /// tokens do not count: iat, exp, nbf, jti, auth_time and nonce. Exits 0 if nothing else
    /// differs, and 1 if something does.
    ///
    /// A is the first token and B the second. Without TOKEN and --file, both are read from standard
    /// input.
    Diff(DiffArgs),
    /// Check whether a token allows an action
    ///
    /// Works offline. Prints yes and exits 0, or prints no with the reason and exits 1. Reasons are
    /// an expired token, no user, or a missing scope. Without TOKEN, reads the token from
    /// COURIER_JWT, or from standard input.
    Can(CanArgs),
    /// Find mistakes in source code, documents, logs and CI files
    ///
    /// Works offline. Searches for tokens and API keys, wrong scopes and lifetimes, the older sign-in,
    /// and wrong addresses, in any language. Each finding names its line and the correction. Skips
    /// binary files and what Git ignores. Writes a file only with --write-baseline.
    ///
    /// To silence a finding, write the comment `courier-auth: allow RULE` on its line or the line before.
    /// Exits 1 if there are errors.
    Scan(ScanArgs),
    /// Explain rules and behaviors of Courier's clients
    Explain(ExplainArgs),
    /// List the scopes and features of Courier user tokens
    Scopes(ScopesArgs),
    /// List the exit codes and what they mean
    ExitCodes(ExitCodesArgs),
    /// Compute or check the legacy HMAC signature of a user ID
    ///
    /// The signature is HMAC-SHA256 of the user ID with the API key, as lowercase hex. Apps send it
    /// in the header `x-courier-user-signature`. Courier has deprecated it. Use user tokens instead,
    /// which expire and have scopes: see `courier-auth issue`.
    Hmac(HmacArgs),
    /// List the messages in a user's Inbox, newest first
    Messages(MessagesArgs),
    /// Print a user's realtime events as they arrive
    ///
    /// Connects again if the connection is lost, and prints each message once. Ends at Ctrl-C, after
    /// --count events, or after --timeout.
    Listen(ListenArgs),
    /// Mark Inbox messages as read, unread, opened or archived
    ///
    /// Courier has no REST endpoint for this. The command uses the Inbox API with a user token.
    /// Prints the ID of each message that Courier confirmed. Exits 1 if a message failed, and lists
    /// every failure with its reason.
    MarkRead(MarkReadArgs),
    /// Find out why a user's Inbox is empty or returns 401
    ///
    /// Checks the configuration, the network, the clock, a new token, the Inbox and its socket. A
    /// check is skipped if it needs one that failed. No message or setting is changed, unless you add
    /// --send. The report contains no secrets, so you can paste it into a ticket. Exits 0 if no check
    /// fails, otherwise 1.
    Doctor(DoctorArgs),
    /// Run a local token endpoint for your app (development only)
    ///
    /// The app sends `GET /api/generate-courier-jwt?user=ID`, or a POST with {"user": "ID"} or the
    /// form user=ID. The response is {"token", "expires_at"}. Tokens are cached for each user and
    /// renewed before they expire. Anyone who can connect to the port can get tokens, so it listens on
    /// loopback only and rejects production keys. Requests are logged on standard error.
    Serve(ServeArgs),
    /// Run a local Courier for development and tests
    ///
    /// The sandbox has the same APIs as Courier: issue-token, send, messages, the Inbox and its
    /// realtime socket. Courier's SDKs work with it. It listens on loopback only and keeps all data
    /// in memory. It is a test double, not a server to deploy.
    Sandbox(SandboxArgs),
    /// Take a tour with a local Courier; no account needed
    Demo(DemoArgs),
    /// Manage profiles: region, API key source and default user
    ///
    /// A profile has the settings of one environment of a workspace. It stores the place of the API
    /// key, but not the key itself. Choose a profile with --profile, COURIER_PROFILE or `profile use`.
    Profile(ProfileArgs),
    /// Print the command tree
    ///
    /// With --json, it has all options, arguments, examples and exit codes of every command, for
    /// programs and agents. The options of every command are listed once, at the top.
    Commands(CommandsArgs),
    /// Print a shell completion script
    ///
    /// To complete profile names and scopes too, load the dynamic script instead. In bash and zsh:
    /// `source <(COURIER_AUTH_COMPLETE=bash courier-auth)`, with the name of your shell. In fish:
    /// `COURIER_AUTH_COMPLETE=fish courier-auth | source`.
    Completions(CompletionsArgs),
    /// Print the manual page of a command, or write all pages
    Man(ManArgs),
    /// Print the JSON Schema of a JSON document
    ///
    /// Every JSON document that a command prints has a schema (JSON Schema 2020-12). Its name and
    /// version are in the field `schema`. Within a version, fields are only added.
    Schema(SchemaArgs),
    /// Print the help of a command
    Help(HelpArgs),
}

impl Command {
    /// Returns true if the command runs another command, and exits with its exit code.
    pub(crate) fn runs_command(&self) -> bool {
        match self {
            Self::Exec(_) => true,
            Self::Sandbox(args) => matches!(args.command, SandboxCommand::Exec(_)),
            _ => false,
        }
    }
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth scopes
  courier-auth scopes --json | jq -r '.scopes[]'")]
pub(crate) struct ScopesArgs;

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, after_long_help = reference::exit_codes(), before_help = "\
Examples:
  courier-auth exit-codes
  courier-auth exit-codes --json | jq -r '.exit_codes[].meaning'")]
pub(crate) struct ExitCodesArgs;

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth demo")]
pub(crate) struct DemoArgs;
