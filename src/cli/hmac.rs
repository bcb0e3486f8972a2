//! Arguments of `hmac`.

use std::path::PathBuf;

use clap::{Args, Subcommand, builder::PossibleValuesParser};

use super::{KeyArgs, TEMPLATE};
use crate::validate;

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, args_conflicts_with_subcommands = true, before_long_help = "\
Examples:
  courier-auth hmac --user alice
  courier-auth hmac --user alice --user bob
  courier-auth hmac --batch < user-ids.txt
  courier-auth hmac --batch --json < user-ids.txt
  courier-auth hmac check SIGNATURE --user alice")]
pub(crate) struct HmacArgs {
    #[command(subcommand)]
    pub(crate) command: Option<HmacCommand>,
    /// A user id, taken as it is, instead of the profile's; may be repeated
    #[arg(long = "user", value_name = "ID", allow_hyphen_values = true)]
    pub(crate) users: Vec<String>,
    /// The same as --batch
    #[arg(value_name = "-", value_parser = PossibleValuesParser::new(["-"]),
          hide_possible_values = true, conflicts_with = "users")]
    pub(crate) stdin: Option<String>,
    /// Sign any number of user ids from standard input, one a line; --json writes a line for each
    #[arg(long, conflicts_with = "users")]
    pub(crate) batch: bool,
    /// As --batch, with ids that a zero byte ends, as `find -print0` writes them
    #[arg(long, short = '0', conflicts_with = "users")]
    pub(crate) null: bool,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum HmacCommand {
    /// Say whether a signature is the one of a user, and if not, what was done instead
    ///
    /// It recognises a key and a user id that changed places, a line end that was signed too, upper
    /// case and base64, a URL-encoded user id, and other keys that are given.
    Check(HmacCheckArgs),
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth hmac check SIGNATURE --user alice
  courier-auth hmac check - --user alice < signature.txt
  courier-auth hmac check SIGNATURE --user alice --also-key-file test-key.txt")]
pub(crate) struct HmacCheckArgs {
    /// The signature; `-` reads it from standard input
    #[arg(allow_hyphen_values = true)]
    pub(crate) signature: String,
    /// The user id, taken as it is, instead of the profile's
    #[arg(long, value_name = "ID", allow_hyphen_values = true, value_parser = validate::user_id)]
    pub(crate) user: Option<String>,
    /// Try the key in this file too, such as that of the test environment; may be repeated
    #[arg(long = "also-key-file", value_name = "PATH")]
    pub(crate) also: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
}
