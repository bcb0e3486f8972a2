//! Arguments that commands share: the source of the API key, and the connection to Courier.

use std::{path::PathBuf, time::Duration};

use clap::Args;
use url::Url;

use super::values;
use crate::endpoints::{self, Region};

// The source of the API key.
#[derive(Debug, Clone, Args)]
pub(crate) struct KeyArgs {
    /// Read the API key from this file, or from standard input if `-`
    ///
    /// Without it the key comes from the profile that --profile names, COURIER_API_KEY,
    /// COURIER_AUTH_TOKEN, the profile of COURIER_PROFILE or `profile use`, or a prompt
    /// on a terminal, in this order. No option takes the key itself: it would be in your
    /// shell's history and in the list of processes.
    #[arg(long, value_name = "PATH")]
    pub(crate) api_key_file: Option<PathBuf>,
    /// Use this profile, whatever the environment says
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Use the key even if the profile expects one of another environment
    #[arg(long)]
    pub(crate) any_environment: bool,
}

// The connection to the REST API.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Connection")]
pub(crate) struct ApiArgs {
    /// The region of the workspace
    #[arg(long, value_parser = values::region(), conflicts_with = "api_url")]
    pub(crate) region: Option<Region>,
    /// The address of the REST API, instead of COURIER_BASE_URL or the region's
    #[arg(long, value_name = "URL", value_parser = endpoints::api_url)]
    pub(crate) api_url: Option<Url>,
    /// How long one request may take in all, in seconds [default: 30]
    #[arg(long, value_name = "SECONDS", value_parser = values::timeout)]
    pub(crate) timeout: Option<Duration>,
    /// How often to try again where there is no connection, or on 408, 429 and 5xx [default: 2]
    #[arg(long, value_name = "N")]
    pub(crate) retries: Option<u32>,
    /// Write all requests and answers to this file, which only you can read, without secrets
    #[arg(long, value_name = "FILE")]
    pub(crate) debug_http: Option<PathBuf>,
}

// The connection to the Inbox API, and the credentials for it.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Connection")]
pub(crate) struct InboxArgs {
    #[command(flatten)]
    pub(crate) api: ApiArgs,
    /// The address of the Inbox API, instead of COURIER_INBOX_URL or the region's
    #[arg(long, value_name = "URL", value_parser = endpoints::api_url)]
    pub(crate) inbox_url: Option<Url>,
    /// Use the user token in this file, or on standard input if `-`
    ///
    /// Without it the token comes from COURIER_JWT if that names the user; else one that
    /// lives for a minute or two and is for this alone is issued with the API key.
    #[arg(long, value_name = "PATH")]
    pub(crate) token_file: Option<PathBuf>,
    /// Get in by this client key and a signature made with the API key, as old apps do
    ///
    /// Courier has deprecated it in favour of user tokens.
    #[arg(long, value_name = "KEY", value_parser = values::non_empty_text, conflicts_with = "token_file")]
    pub(crate) client_key: Option<String>,
}
