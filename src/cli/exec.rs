//! Arguments of `exec`.

use std::ffi::OsString;

use clap::Args;

use super::{ApiArgs, KeyArgs, TEMPLATE, TokenRequestArgs};

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth exec --user alice -- npm test
  courier-auth exec --user alice --for inbox -- sh -c 'echo \"$COURIER_JWT\"'
  courier-auth exec --user alice --expires-in 10m --refresh -- npm run dev")]
pub(crate) struct ExecArgs {
    /// The id of the user the token is for, instead of the profile's
    #[arg(long, value_name = "ID")]
    pub(crate) user: Option<String>,
    #[command(flatten)]
    pub(crate) request: TokenRequestArgs,
    /// Keep a fresh token in the file COURIER_JWT_FILE while the command runs
    ///
    /// Only you can read the file. It is replaced before its token expires as long as Courier
    /// answers, is never half written, and is gone when the command has ended.
    #[arg(long)]
    pub(crate) refresh: bool,
    /// Leave the API key in the command's environment
    #[arg(long)]
    pub(crate) keep_api_key: bool,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    /// The command and its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
}
