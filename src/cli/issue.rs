//! `issue`

use clap::Args;

use super::{ApiArgs, KeyArgs, TEMPLATE, values};
use crate::token::{ExpiresIn, Feature, Scope, UserId};

/// Issue a user token (JWT) at Courier and print it
///
/// The token alone goes to standard output. It is checked first: that it is a token, for that
/// user, with those scopes and that lifetime.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth issue --user alice
  courier-auth issue --user alice --for inbox,preferences --expires-in '2 hours'
  courier-auth issue --user alice --scope inbox:read:messages --region eu
  export COURIER_JWT=$(courier-auth issue --user alice)")]
pub(crate) struct IssueArgs {
    /// The id of the user the token is for
    #[arg(long, value_name = "ID")]
    pub(crate) user: UserId,
    /// What the app will do with it: the features whose scopes to ask for
    #[arg(long = "for", value_name = "FEATURES", value_delimiter = ',', default_value = "sdk",
          value_parser = values::feature())]
    pub(crate) features: Vec<&'static Feature>,
    /// A scope to ask for, instead of those of --for; may be repeated
    #[arg(long = "scope", value_name = "SCOPE", conflicts_with = "features")]
    pub(crate) scopes: Vec<Scope>,
    /// How long it shall live: a number and its unit
    #[arg(long, value_name = "SPAN", default_value = "1 day", value_parser = values::lifetime)]
    pub(crate) expires_in: ExpiresIn,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
}
