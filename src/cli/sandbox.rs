//! Arguments of `sandbox`.

use std::{ffi::OsString, path::PathBuf, str::FromStr};

use clap::{Args, Subcommand, ValueEnum};

use super::TEMPLATE;
use crate::{
    env_vars,
    sandbox::{Domain, Fault, fault_route_list},
    validate,
};

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, arg_required_else_help = true, before_long_help = "\
Examples:
  courier-auth sandbox start
  courier-auth sandbox exec -- npm test
  eval \"$(courier-auth sandbox env)\"")]
pub(crate) struct SandboxArgs {
    #[command(subcommand)]
    pub(crate) command: SandboxCommand,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum SandboxCommand {
    /// Start a local Courier and keep it running until Ctrl-C
    ///
    /// Point the tool at it with the lines it prints. With --json it prints one line with `url`,
    /// `api_key`, `client_key`, `inbox_url`, `socket_url` and `pid` once it is ready. If one runs
    /// there already, it says where that is and leaves it as it is.
    Start(SandboxStartArgs),
    /// Run a command with a local Courier of its own
    ///
    /// The command gets COURIER_BASE_URL, COURIER_API_KEY, COURIER_INBOX_URL, COURIER_SOCKET_URL
    /// and COURIER_CLIENT_KEY, which lead to the sandbox; both end together. It ends with the
    /// command's own exit code; 125 if there was no sandbox, 126 if the command cannot be run, 127
    /// if it is not there.
    Exec(SandboxExecArgs),
    /// Print the variables that lead to a sandbox that runs
    Env(SandboxEnvArgs),
    /// Tell whether a sandbox runs, and what is in it; exits 1 if none does
    #[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth sandbox status
  courier-auth sandbox status --port 4021 --json")]
    Status(SandboxPortArgs),
    /// Stop a sandbox that runs; that none does is fine
    #[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth sandbox stop
  courier-auth sandbox stop --port 4021")]
    Stop(SandboxPortArgs),
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth sandbox start
  courier-auth sandbox start --port 0 --json
  courier-auth sandbox start --seed users.json")]
pub(crate) struct SandboxStartArgs {
    /// The port to listen on; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value = "4020")]
    pub(crate) port: u16,
    /// Write the ready line, as JSON, to this file too; it is gone when this process is
    #[arg(long, value_name = "FILE")]
    pub(crate) ready_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) options: SandboxOptionArgs,
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth sandbox exec -- npm test
  courier-auth sandbox exec --seed users.json -- pytest
  courier-auth sandbox exec --fault q:503,times=1 -- npm test
  courier-auth sandbox exec --name COURIER_BASE_URL=VITE_URL -- npm run dev")]
pub(crate) struct SandboxExecArgs {
    /// The port to listen on; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value = "0")]
    pub(crate) port: u16,
    #[command(flatten)]
    pub(crate) options: SandboxOptionArgs,
    /// Give a variable under another name too, as `COURIER_BASE_URL=VITE_COURIER_URL`
    #[arg(long = "name", value_name = "VARIABLE=NAME")]
    pub(crate) names: Vec<Alias>,
    /// The command and its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  eval \"$(courier-auth sandbox env)\"
  courier-auth sandbox env --format dotenv > .env.test
  courier-auth sandbox env --name COURIER_BASE_URL=VITE_COURIER_URL --format dotenv")]
pub(crate) struct SandboxEnvArgs {
    /// How they are written
    #[arg(long, value_enum, conflicts_with = "json")]
    pub(crate) format: Option<EnvFormat>,
    /// Print a variable under another name, as `COURIER_BASE_URL=VITE_COURIER_URL`
    #[arg(long = "name", value_name = "VARIABLE=NAME")]
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
    /// An object
    Json,
}

// The port of a running sandbox.
#[derive(Debug, Args)]
pub(crate) struct SandboxPortArgs {
    /// The port that it listens on
    #[arg(long, value_name = "PORT", default_value = "4020")]
    pub(crate) port: u16,
}

/// Another name for one of the sandbox's variables.
#[derive(Debug, Clone)]
pub(crate) struct Alias {
    pub(crate) variable: String,
    pub(crate) name: String,
}

impl FromStr for Alias {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = [
            env_vars::BASE_URL,
            env_vars::API_KEY,
            env_vars::INBOX_URL,
            env_vars::SOCKET_URL,
            env_vars::CLIENT_KEY,
        ];
        match text.split_once('=') {
            Some((variable, name)) if known.contains(&variable) => Ok(Self {
                variable: variable.to_owned(),
                name: validate::variable_name(name)?,
            }),
            _ => Err(format!(
                "write VARIABLE=NAME, where VARIABLE is one of {}",
                known.join(", ")
            )),
        }
    }
}

// The initial state of a sandbox, and its behavior.
#[derive(Debug, Args)]
pub(crate) struct SandboxOptionArgs {
    /// Begin with the users and messages of this file
    ///
    /// JSON of the form {"users": {"alice": {"messages": [{"title": "Hello"}]}}}; every
    /// field of a message may be left out.
    #[arg(long, value_name = "FILE")]
    pub(crate) seed: Option<PathBuf>,
    /// Fail on purpose, as `issue-token:429,retry-after=2,times=1`; may be given again
    #[arg(long = "fault", value_name = "FAULT", long_help = fault_help())]
    pub(crate) faults: Vec<Fault>,
    /// Let each answer wait, in milliseconds
    #[arg(
        long,
        value_name = "MS",
        default_value = "0",
        hide_default_value = true
    )]
    pub(crate) latency: u64,
    #[command(flatten)]
    pub(crate) workspace: WorkspaceArgs,
}

impl SandboxOptionArgs {
    /// Returns true if any of these options is set.
    pub(crate) fn is_set(&self) -> bool {
        self.seed.is_some()
            || !self.faults.is_empty()
            || self.latency > 0
            || self.workspace.is_set()
    }
}

/// Returns the long help of `--fault`, with the names of the routes.
fn fault_help() -> String {
    format!(
        "Fail on purpose, as `issue-token:429,retry-after=2,times=1`; may be given again\n\n\
         ROUTE:WHAT, where ROUTE is {}, and WHAT a status from 400 to 599, drop, malformed, \
         latency=MS, or partial with ids=ID+ID.",
        fault_route_list()
    )
}

// Access to the sandbox without a user token.
#[derive(Debug, Args)]
#[command(next_help_heading = "How apps come in that show the client key instead of a token")]
pub(crate) struct WorkspaceArgs {
    /// Refuse them, as a workspace does that enforces JWT
    #[arg(long)]
    pub(crate) jwt_required: bool,
    /// Ask for the user's signature, as a workspace does that enforces HMAC
    #[arg(long)]
    pub(crate) hmac_required: bool,
    /// Let them in from pages of this origin only, a regular expression; may be repeated
    #[arg(long = "domain", value_name = "REGEX")]
    pub(crate) domains: Vec<Domain>,
    /// Have no draft API key, without which a client key is good for nothing
    #[arg(long)]
    pub(crate) no_draft_key: bool,
}

impl WorkspaceArgs {
    fn is_set(&self) -> bool {
        self.jwt_required || self.hmac_required || !self.domains.is_empty() || self.no_draft_key
    }
}
