//! `inspect`

use chrono::{DateTime, Utc};
use clap::Args;

use super::{TEMPLATE, values};
use crate::token::Feature;

/// Decode a user token, and say what is wrong with it and how to mend that
///
/// Nothing is sent anywhere. Without TOKEN it is read from COURIER_JWT, else from standard
/// input. On the command line a token is seen by whoever lists the processes of this machine
/// and stays in the shell's history.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth issue --user alice | courier-auth inspect -
  COURIER_JWT=... courier-auth inspect --for inbox,preferences
  courier-auth inspect - < token.txt
  courier-auth inspect eyJhbGciOiJIUzI1NiIs...
  courier-auth inspect - --at 2026-01-31T12:00:00Z < token.txt")]
pub(crate) struct InspectArgs {
    /// The token; `-` reads it from standard input
    #[arg(value_name = "TOKEN")]
    pub(crate) token: Option<String>,
    /// What the app does with it: the features it must be good for
    #[arg(long = "for", value_name = "FEATURES", value_delimiter = ',', default_value = "inbox",
          value_parser = values::feature())]
    pub(crate) features: Vec<&'static Feature>,
    /// Judge it as of this time: RFC 3339, or seconds since 1970
    #[arg(long, value_name = "TIME", value_parser = values::moment)]
    pub(crate) at: Option<DateTime<Utc>>,
    /// Fail on warnings too
    #[arg(long)]
    pub(crate) strict: bool,
}
