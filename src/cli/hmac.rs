//! `hmac`

use clap::{Args, builder::PossibleValuesParser};

use super::{KeyArgs, TEMPLATE};

/// Compute the legacy HMAC signature of a user id
///
/// It is what the header `x-courier-user-signature` takes: lower-case hex of HMAC-SHA256 of the
/// user id under the API key. Courier has deprecated it in favour of user tokens, which expire
/// and carry scopes: see `courier-auth issue`.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth hmac --user alice
  courier-auth hmac --user alice --user bob
  courier-auth hmac - < user-ids.txt")]
pub(crate) struct HmacArgs {
    /// A user id, taken as it is, instead of the profile's; may be repeated
    #[arg(long = "user", value_name = "ID", allow_hyphen_values = true)]
    pub(crate) users: Vec<String>,
    /// Read user ids from standard input, one a line
    #[arg(value_name = "-", value_parser = PossibleValuesParser::new(["-"]),
          hide_possible_values = true, conflicts_with = "users")]
    pub(crate) stdin: Option<String>,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
}
