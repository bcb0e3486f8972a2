//! Arguments of `exec`.

use std::ffi::OsString;

use clap::Args;

use super::{Alias, ApiArgs, KeyArgs, TEMPLATE, TokenRequestArgs};
use crate::env_vars;

/// The environment variables that may be passed under other names. The API key is not one of them: a
/// bundler would publish it under a name such as `VITE_KEY`.
const VARIABLES: [&str; 4] = [
    env_vars::JWT,
    env_vars::JWT_EXPIRES_AT,
    env_vars::USER_ID,
    env_vars::JWT_FILE,
];

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth exec --user alice -- npm test
  courier-auth exec --user alice --for inbox -- sh -c 'echo \"$COURIER_JWT\"'
  courier-auth exec --user alice --name COURIER_JWT=VITE_JWT -- npm run dev
  courier-auth exec --user alice --expires-in 10m --refresh -- npm run dev")]
pub(crate) struct ExecArgs {
    /// Command to run, with its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,
    /// User ID [default: from project or profile]
    #[arg(long, value_name = "USER_ID")]
    pub(crate) user: Option<String>,
    #[command(flatten)]
    pub(crate) request: TokenRequestArgs,
    /// Another name for a variable; repeatable
    ///
    /// For example COURIER_JWT=VITE_COURIER_JWT, for a bundler that passes only variables with its
    /// prefix on to the app.
    #[arg(long = "name", value_name = "VARIABLE=NAME", value_parser = Alias::parser(&VARIABLES))]
    pub(crate) names: Vec<Alias>,
    /// Keep a valid token in $COURIER_JWT_FILE
    ///
    /// COURIER_JWT_FILE is the path of a file that only you can read. Its token is renewed before it
    /// expires. The file is replaced as a whole and removed when the command ends.
    #[arg(long)]
    pub(crate) refresh: bool,
    /// Pass the API key on to the command too
    #[arg(long)]
    pub(crate) keep_api_key: bool,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
}
