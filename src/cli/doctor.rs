//! Arguments of `doctor`.

use std::path::PathBuf;

use clap::Args;
use url::Url;

use super::{ApiArgs, KeyArgs, TEMPLATE, values};
use crate::{
    endpoints,
    token::{CourierEnvironment, Feature, UserId},
};

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth doctor
  courier-auth doctor --user alice --for inbox,preferences
  courier-auth doctor --user alice --token-file token.txt
  courier-auth doctor --client-key \"$COURIER_CLIENT_KEY\" --json",
    mut_arg("timeout", |arg| arg.help("How long each step may take, in seconds [default: 10]")),
    mut_arg("retries", |arg| arg.help(
        "How often to try again where there is no connection, or on 408, 429 and 5xx [default: 0]")))]
pub(crate) struct DoctorArgs {
    /// Whose Inbox; without it the profile's user, or the token's, or one who is nobody
    #[arg(long, value_name = "ID")]
    pub(crate) user: Option<UserId>,
    /// The tenant that the app shows messages of
    #[arg(long, value_name = "ID", value_parser = values::non_empty_text)]
    pub(crate) tenant: Option<String>,
    /// What the app does: the features that the token must be good for
    #[arg(long = "for", value_name = "FEATURES", value_delimiter = ',', default_value = "inbox",
          value_parser = values::feature())]
    pub(crate) features: Vec<&'static Feature>,
    /// Which environment the token must be of: production, test, or an id
    #[arg(long = "env", value_name = "ENV")]
    pub(crate) environment: Option<CourierEnvironment>,
    /// Diagnose the user token in this file, or on standard input if `-`, instead of a new one
    ///
    /// Without it the token of COURIER_JWT, if that is set.
    #[arg(long, value_name = "PATH")]
    pub(crate) token_file: Option<PathBuf>,
    /// Look too at what an app gets that shows this client key, or that of COURIER_CLIENT_KEY
    #[arg(long, value_name = "KEY", value_parser = values::non_empty_text)]
    pub(crate) client_key: Option<String>,
    /// If Courier refuses the key here, send it to the other region too
    #[arg(long)]
    pub(crate) try_other_region: bool,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
    /// The address of the Inbox API, instead of COURIER_INBOX_URL or the region's
    #[arg(long, value_name = "URL", value_parser = endpoints::api_url, help_heading = "Connection")]
    pub(crate) inbox_url: Option<Url>,
}
