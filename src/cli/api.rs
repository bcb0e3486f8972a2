//! Arguments that commands share: the source of the API key, and the connection to Courier.

use std::{path::PathBuf, time::Duration};

use clap::Args;
use url::Url;

use super::values;
use crate::endpoints::{self, Region};

/// The largest number of retries of a request.
const MAX_RETRIES: i64 = 10;

// The source of the API key.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "API key")]
pub(crate) struct KeyArgs {
    /// File with the API key; `-` reads standard input
    ///
    /// Without it, the key comes from the first of these that is set:
    /// - the profile of --profile
    /// - COURIER_API_KEY, or COURIER_AUTH_TOKEN
    /// - the profile of COURIER_PROFILE, of the project file, or the default one
    /// - a prompt, on a terminal
    ///
    /// No option takes the key itself, because it would be in your shell
    /// history and in the process list.
    #[arg(long, value_name = "PATH", verbatim_doc_comment)]
    pub(crate) api_key_file: Option<PathBuf>,
    /// Profile to use: workspace, user and API key
    ///
    /// It takes precedence over the environment variables.
    #[arg(long, value_name = "NAME")]
    pub(crate) profile: Option<String>,
    /// Accept an API key from a different environment than the profile
    #[arg(long, hide_short_help = true)]
    pub(crate) any_environment: bool,
}

// The connection to the REST API.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Connection")]
pub(crate) struct ApiArgs {
    /// Region of the workspace: us or eu
    #[arg(long, value_parser = values::region(), conflicts_with = "api_url",
          hide_possible_values = true)]
    pub(crate) region: Option<Region>,
    /// URL of the REST API [default: COURIER_BASE_URL, or the region's URL]
    #[arg(long, value_name = "URL", value_parser = endpoints::api_url, hide_short_help = true)]
    pub(crate) api_url: Option<Url>,
    /// Time limit for a request, for example 10s or 500ms [default: 30s]
    ///
    /// It includes the retries. A number without a unit is in seconds.
    #[arg(long, value_name = "DURATION", value_parser = values::timeout, hide_short_help = true)]
    pub(crate) timeout: Option<Duration>,
    /// Time limit for establishing a connection [default: 5s]
    ///
    /// A number without a unit is in seconds.
    #[arg(long, value_name = "DURATION", value_parser = values::timeout, hide_short_help = true)]
    pub(crate) connect_timeout: Option<Duration>,
    /// PEM file with certificate authorities to trust instead of the system's
    #[arg(long, value_name = "PATH", hide_short_help = true)]
    pub(crate) ca_bundle: Option<PathBuf>,
    /// Retries after a connection failure, 408, 429 or 5xx, 10 at most [default: 2]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=MAX_RETRIES),
          hide_short_help = true)]
    pub(crate) retries: Option<u32>,
    /// Write all requests and responses to this file, without secrets
    ///
    /// Only you can read the file.
    #[arg(long, value_name = "PATH", hide_short_help = true)]
    pub(crate) debug_http: Option<PathBuf>,
}

// The connection to the Inbox API, and the credentials for it.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Connection")]
pub(crate) struct InboxArgs {
    #[command(flatten)]
    pub(crate) api: ApiArgs,
    /// URL of the Inbox API [default: COURIER_INBOX_URL, or the region's URL]
    #[arg(long, value_name = "URL", value_parser = endpoints::inbox_url, hide_short_help = true)]
    pub(crate) inbox_url: Option<Url>,
    /// File with the user token; `-` reads standard input
    ///
    /// Without it, the token in COURIER_JWT is used if it belongs to the user. Otherwise a
    /// token is issued with the API key. It expires after a minute or two and has only the
    /// scopes that this command needs.
    #[arg(long, value_name = "PATH")]
    pub(crate) token_file: Option<PathBuf>,
    /// Client key to use with an HMAC signature instead of a token (deprecated)
    ///
    /// The signature is computed with the API key. Courier recommends user tokens instead.
    #[arg(long, value_name = "KEY", value_parser = values::client_key,
          conflicts_with = "token_file", hide_short_help = true)]
    pub(crate) client_key: Option<String>,
}
