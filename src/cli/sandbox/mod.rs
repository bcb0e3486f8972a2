//! Arguments of `sandbox`.

mod running;

use std::{ffi::OsString, net::IpAddr, path::PathBuf, time::Duration};

use clap::{Args, Subcommand, ValueEnum};

pub(crate) use self::running::{
    LogFormat, SandboxClockArgs, SandboxClockCommand, SandboxFaultArgs, SandboxFaultCommand,
    SandboxLogArgs, SandboxPortArgs, SandboxSeedArgs, SandboxSendArgs,
};
use super::{Alias, TEMPLATE, format::FormatArgs, values};
use crate::{
    env_vars,
    listener::HostName,
    sandbox::{Api, Domain, Fault, fault_route_list},
};

/// The environment variables that `sandbox env` prints.
const VARIABLES: [&str; 5] = [
    env_vars::BASE_URL,
    env_vars::API_KEY,
    env_vars::INBOX_URL,
    env_vars::SOCKET_URL,
    env_vars::CLIENT_KEY,
];

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, arg_required_else_help = true, before_help = "\
Examples:
  courier-auth sandbox start
  courier-auth sandbox exec -- npm test
  eval \"$(courier-auth sandbox env)\"
  courier-auth sandbox send --user alice --title Hello")]
pub(crate) struct SandboxArgs {
    #[command(subcommand)]
    pub(crate) command: SandboxCommand,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum SandboxCommand {
    /// Start a local Courier that runs until Ctrl-C
    ///
    /// When ready, prints the environment variables to export. With --json, prints one line with `url`, `api_key`, `client_key`, `inbox_url`, `socket_url` and `pid`. If a sandbox is
    /// already running on the port, prints where it is and changes nothing.
    Start(SandboxStartArgs),
    /// Run a command with its own local Courier
    ///
    /// The command gets COURIER_BASE_URL, COURIER_API_KEY, COURIER_INBOX_URL, COURIER_SOCKET_URL
    /// and COURIER_CLIENT_KEY, which point to the sandbox. The sandbox stops when the command
    /// ends. Exits with the exit code of the command. The code is 125 if the sandbox did not start, 126
    /// if the command cannot be run, and 127 if it was not found.
    Exec(SandboxExecArgs),
    /// Print the environment variables of a running sandbox
    Env(SandboxEnvArgs),
    /// Show whether a sandbox is running; exits 1 if not
    #[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox status
  courier-auth sandbox status --port 4021 --json")]
    Status(SandboxPortArgs),
    /// Stop the sandbox, if one is running
    #[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox stop
  courier-auth sandbox stop --port 4021")]
    Stop(SandboxPortArgs),
    /// Send a message to a user
    ///
    /// Prints the message IDs, one per line.
    Send(SandboxSendArgs),
    /// Simulate failures
    Fault(SandboxFaultArgs),
    /// Show or change the time of the sandbox
    ///
    /// The time decides whether a token has expired.
    Clock(SandboxClockArgs),
    /// Add users and messages from a file
    Seed(SandboxSeedArgs),
    /// Print all users and messages as a seed
    #[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox export > users.json")]
    Export(SandboxPortArgs),
    /// Print the requests that the sandbox received
    Log(SandboxLogArgs),
    /// Restore the initial state
    ///
    /// Users, messages, failures, the clock, the workspace and the log become what they were.
    #[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox reset")]
    Reset(SandboxPortArgs),
    /// Print the GraphQL schemas of the sandbox
    ///
    /// Courier publishes none. These are inferred from the requests of its clients.
    Schema(SandboxSchemaArgs),
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox start
  courier-auth sandbox start --port 0 --json
  courier-auth sandbox start --seed users.json
  courier-auth sandbox start --host 0.0.0.0 --allow-host my-mac.local")]
pub(crate) struct SandboxStartArgs {
    /// Port; 0 chooses a free one
    #[arg(long, value_name = "PORT", default_value = "4020")]
    pub(crate) port: u16,
    /// Write the JSON ready line here; deleted on exit
    #[arg(long, value_name = "PATH")]
    pub(crate) ready_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) options: SandboxOptionArgs,
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox exec -- npm test
  courier-auth sandbox exec --seed users.json -- npm test
  courier-auth sandbox exec --fault q:503,times=1 -- npm test
  courier-auth sandbox exec --name COURIER_BASE_URL=VITE_URL -- npm run dev")]
pub(crate) struct SandboxExecArgs {
    /// Port; 0 chooses a free one
    #[arg(long, value_name = "PORT", default_value = "0")]
    pub(crate) port: u16,
    /// Command to run, with its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,
    /// Another name for a variable; repeatable
    ///
    /// For example COURIER_BASE_URL=VITE_COURIER_URL.
    #[arg(long = "name", value_name = "VARIABLE=NAME", value_parser = Alias::parser(&VARIABLES))]
    pub(crate) names: Vec<Alias>,
    #[command(flatten)]
    pub(crate) options: SandboxOptionArgs,
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  eval \"$(courier-auth sandbox env)\"
  courier-auth sandbox env --format dotenv > .env.test
  courier-auth sandbox env --name COURIER_BASE_URL=VITE_URL --format dotenv")]
pub(crate) struct SandboxEnvArgs {
    #[command(flatten)]
    pub(crate) format: FormatArgs<EnvFormat>,
    /// Print a variable under another name; repeatable
    ///
    /// For example COURIER_BASE_URL=VITE_COURIER_URL.
    #[arg(long = "name", value_name = "VARIABLE=NAME", value_parser = Alias::parser(&VARIABLES))]
    pub(crate) names: Vec<Alias>,
    #[command(flatten)]
    pub(crate) sandbox: SandboxPortArgs,
}

/// An output format of `sandbox env`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EnvFormat {
    /// `export NAME='value'`
    Sh,
    /// `set -gx NAME 'value'`
    Fish,
    /// `$env:NAME = 'value'`
    Pwsh,
    /// `NAME=value`
    Dotenv,
    /// A JSON object
    Json,
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth sandbox schema
  courier-auth sandbox schema inbox > inbox.graphql")]
pub(crate) struct SandboxSchemaArgs {
    /// API [default: both]
    #[arg(value_parser = values::graphql_api())]
    pub(crate) api: Option<Api>,
}

// The initial state of a sandbox, and its behavior.
#[derive(Debug, Args)]
pub(crate) struct SandboxOptionArgs {
    /// JSON file with users and messages to start with
    ///
    /// For example {"users": {"alice": {"messages": [{"title": "Hello"}]}}}. Every field of a
    /// message is optional.
    #[arg(long, value_name = "PATH")]
    pub(crate) seed: Option<PathBuf>,
    /// Simulate a failure, for example q:503,times=1
    #[arg(long = "fault", value_name = "FAULT", long_help = fault_help("Simulate a failure; repeatable"))]
    pub(crate) faults: Vec<Fault>,
    /// Delay every response, for example 200ms or 2s
    ///
    /// A number without a unit is in milliseconds.
    #[arg(
        long,
        value_name = "DURATION",
        default_value = "0",
        hide_default_value = true,
        value_parser = values::latency
    )]
    pub(crate) latency: Duration,
    #[command(flatten)]
    pub(crate) workspace: WorkspaceArgs,
    #[command(flatten)]
    pub(crate) access: AccessArgs,
}

impl SandboxOptionArgs {
    /// Returns true if any of these options is set.
    pub(crate) fn is_set(&self) -> bool {
        self.seed.is_some()
            || !self.faults.is_empty()
            || !self.latency.is_zero()
            || self.workspace.is_set()
            || self.access.is_set()
    }
}

/// Returns the long help of an argument that takes failures, with the names of the routes.
fn fault_help(summary: &str) -> String {
    let failure = "a status from 400 to 599; drop (closes the connection); malformed (invalid JSON); \
                   latency=DURATION; or partial,ids=ID+ID (these messages fail)";
    values::list_help(
        &format!("{summary}\n\nROUTE:FAILURE, for example issue-token:429,retry-after=2,times=1"),
        [
            ("ROUTE", fault_route_list()),
            ("FAILURE", failure.to_owned()),
            ("times=N", "only the first N requests".to_owned()),
            (
                "retry-after=DURATION",
                "sets the Retry-After header, in whole seconds".to_owned(),
            ),
        ],
    )
}

// Access to the sandbox without a user token.
#[derive(Debug, Args)]
#[command(next_help_heading = "Client key access")]
pub(crate) struct WorkspaceArgs {
    /// Reject client keys; only tokens are accepted
    #[arg(long)]
    pub(crate) jwt_required: bool,
    /// Require an HMAC signature with client keys
    #[arg(long)]
    pub(crate) hmac_required: bool,
    /// Accept client keys from matching origins only
    ///
    /// A regular expression. Can be passed more than once.
    #[arg(long = "domain", value_name = "REGEX")]
    pub(crate) domains: Vec<Domain>,
    /// Simulate a workspace without a draft API key
    ///
    /// Without that key, Courier rejects all client keys.
    #[arg(long, hide_short_help = true)]
    pub(crate) no_draft_key: bool,
}

// Access from containers, emulators and other machines.
#[derive(Debug, Args)]
#[command(next_help_heading = "Access from elsewhere")]
pub(crate) struct AccessArgs {
    /// Also listen on this address; 0.0.0.0 for all
    ///
    /// Everyone who can reach the address can then read and change the users and messages of the
    /// sandbox. A container or a phone connects with COURIER_BASE_URL=http://HOST:PORT.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) host: Option<IpAddr>,
    /// Accept requests to this host name; repeatable
    ///
    /// Not needed for addresses, names without a dot, host.docker.internal and names below localhost.
    #[arg(long = "allow-host", value_name = "NAME", value_parser = values::host_name)]
    pub(crate) allowed_hosts: Vec<HostName>,
    /// Open the page and the control API to them too
    #[arg(long)]
    pub(crate) expose_control: bool,
}

impl AccessArgs {
    fn is_set(&self) -> bool {
        self.host.is_some() || !self.allowed_hosts.is_empty() || self.expose_control
    }
}

impl WorkspaceArgs {
    fn is_set(&self) -> bool {
        self.jwt_required || self.hmac_required || !self.domains.is_empty() || self.no_draft_key
    }
}
