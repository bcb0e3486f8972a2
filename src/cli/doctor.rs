//! Arguments of `doctor`.

use std::path::PathBuf;

use clap::Args;
use url::Url;

use super::{ApiArgs, KeyArgs, TEMPLATE, values};
use crate::{
    endpoints,
    token::{CourierEnvironment, Feature, UserId},
};

// The default limits of `doctor` differ from those of other commands.
const TIMEOUT_HELP: &str = "Time limit for a check, for example 10s or 500ms [default: 10s]";
const TIMEOUT_LONG_HELP: &str = "\
Time limit for a check, for example 10s or 500ms [default: 10s]

It includes the retries. A number without a unit is in seconds.";
const RETRIES_HELP: &str =
    "Retries after a connection failure, 408, 429 or 5xx, 10 at most [default: 0]";
const RETRIES_LONG_HELP: &str = "\
Retries after a connection failure, 408, 429 or 5xx, 10 at most [default: 0]

By default, a failed request is reported and not repeated.";

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth doctor --user alice
  courier-auth doctor --user alice --for inbox,preferences
  courier-auth doctor --user alice --token-file token.txt
  courier-auth doctor --user alice --send
  courier-auth doctor --user alice --json > report.json",
    mut_arg("timeout", |arg| arg.help(TIMEOUT_HELP).long_help(TIMEOUT_LONG_HELP)),
    mut_arg("retries", |arg| arg.help(RETRIES_HELP).long_help(RETRIES_LONG_HELP)))]
pub(crate) struct DoctorArgs {
    /// User ID of the Inbox to check
    ///
    /// The default is the user of the project file or the profile, then the token's user, then a
    /// test user without messages.
    #[arg(long, value_name = "USER_ID")]
    pub(crate) user: Option<UserId>,
    /// Tenant ID that the app sets in the SDK
    #[arg(long, value_name = "TENANT_ID", value_parser = values::non_empty_text)]
    pub(crate) tenant: Option<String>,
    /// Features of the app [default: inbox]
    #[arg(long = "for", value_name = "FEATURES", value_delimiter = ',',
          value_parser = values::feature(), hide_possible_values = true,
          long_help = values::features_help("inbox"))]
    pub(crate) features: Vec<&'static Feature>,
    /// Environment of the token: production, test or an ID
    #[arg(long = "env", value_name = "ENV")]
    pub(crate) environment: Option<CourierEnvironment>,
    /// File with the token to check; `-` reads stdin
    ///
    /// The default is COURIER_JWT. If that is not set, a new token is issued and checked.
    #[arg(long, value_name = "PATH")]
    pub(crate) token_file: Option<PathBuf>,
    /// Also send a test message, then archive it
    ///
    /// The user gets the message in the Inbox, on no other channel. Needs an API key and --user.
    #[arg(long, requires = "user")]
    pub(crate) send: bool,
    /// Also check access with this client key [default: COURIER_CLIENT_KEY]
    #[arg(long, value_name = "KEY", value_parser = values::non_empty_text, hide_short_help = true)]
    pub(crate) client_key: Option<String>,
    /// Also try the other region if the key is rejected
    #[arg(long)]
    pub(crate) try_other_region: bool,
    /// Exit 0 even if a check fails
    #[arg(long, hide_short_help = true)]
    pub(crate) exit_zero: bool,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
    /// URL of the Inbox API [default: COURIER_INBOX_URL, or the region's URL]
    #[arg(long, value_name = "URL", value_parser = endpoints::inbox_url, help_heading = "Connection",
          hide_short_help = true)]
    pub(crate) inbox_url: Option<Url>,
}
