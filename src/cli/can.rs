//! Arguments of `can`.

use clap::Args;

use super::{TEMPLATE, time_arg::TimeArg, values};
use crate::{token::Action, validate};

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth can mark-read - < token.txt
  COURIER_JWT=... courier-auth can list --user alice
  courier-auth can read-preferences --at +1h - < token.txt || echo \"ask for a new token\"
  courier-auth can --list")]
pub(crate) struct CanArgs {
    /// What it is to do; --list tells all there is
    #[arg(value_parser = values::action(), hide_possible_values = true,
          required_unless_present = "list")]
    pub(crate) action: Option<&'static Action>,
    /// The token; `-` reads standard input
    #[arg(value_name = "TOKEN")]
    pub(crate) token: Option<String>,
    /// For which user
    #[arg(long, value_name = "ID", value_parser = validate::user_id)]
    pub(crate) user: Option<String>,
    /// As of this time: RFC 3339, a date, seconds since 1970, or +2h, -1d from now
    #[arg(long, value_name = "TIME", value_parser = values::time, allow_hyphen_values = true)]
    pub(crate) at: Option<TimeArg>,
    /// List every action, its scope and where SDKs ask for it
    #[arg(long, conflicts_with_all = ["action", "token", "user", "at"])]
    pub(crate) list: bool,
}
