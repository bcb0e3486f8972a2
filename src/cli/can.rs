//! Arguments of `can`.

use clap::Args;

use super::{TEMPLATE, time_arg::TimeArg, values};
use crate::{token::Action, validate};

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth can mark-read - < token.txt
  courier-auth can list --user alice - < token.txt
  courier-auth can list --at +1h - < token.txt || echo 'issue a new token'
  courier-auth can --list")]
pub(crate) struct CanArgs {
    /// Action to check; --list prints all actions
    #[arg(value_parser = values::action(), hide_possible_values = true,
          required_unless_present = "list")]
    pub(crate) action: Option<&'static Action>,
    /// Token to check; `-` reads standard input
    #[arg(value_name = "TOKEN")]
    pub(crate) token: Option<String>,
    /// Require this user ID
    #[arg(long, value_name = "USER_ID", value_parser = validate::user_id)]
    pub(crate) user: Option<String>,
    /// Check as of this time, for example +2h
    ///
    /// RFC 3339, a date, seconds since 1970, or a duration from now such as +2h or -1d.
    /// The default is the current time.
    #[arg(long, value_name = "TIME", value_parser = TimeArg::parse, allow_hyphen_values = true)]
    pub(crate) at: Option<TimeArg>,
    /// List all actions with their scopes and endpoints
    #[arg(long, conflicts_with_all = ["action", "token", "user", "at"])]
    pub(crate) list: bool,
}
