//! Arguments of `serve`.

use std::{net::IpAddr, time::Duration};

use clap::Args;

use super::{ApiArgs, KeyArgs, TEMPLATE, TokenRequestArgs, values};

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth serve --user alice --allow-origin http://localhost:3000
  courier-auth serve --allow-user alice --allow-user bob --expires-in 10m
  curl 'http://127.0.0.1:4030/api/generate-courier-jwt?user=alice'")]
pub(crate) struct ServeArgs {
    /// Issue tokens for this user only
    ///
    /// Without --user and --allow-user, the request names the user, and every user is allowed.
    #[arg(long, value_name = "USER_ID", conflicts_with = "allowed_users")]
    pub(crate) user: Option<String>,
    /// User ID that requests may name; repeatable
    #[arg(long = "allow-user", value_name = "USER_ID")]
    pub(crate) allowed_users: Vec<String>,
    /// Origin of your web app (CORS); repeatable
    #[arg(long = "allow-origin", value_name = "ORIGIN", value_parser = values::web_origin)]
    pub(crate) origins: Vec<String>,
    /// Renew a token when less than this lifetime is left
    #[arg(long, value_name = "DURATION", default_value = "60s", value_parser = values::duration,
          hide_short_help = true)]
    pub(crate) min_ttl: Duration,
    /// URL path
    #[arg(long, value_name = "PATH", default_value = "/api/generate-courier-jwt",
          value_parser = values::route_path)]
    pub(crate) path: String,
    /// Port; 0 chooses a free one
    #[arg(long, value_name = "PORT", default_value = "4030")]
    pub(crate) port: u16,
    /// Address to listen on; needs --allow-remote unless it is loopback
    #[arg(
        long,
        value_name = "ADDRESS",
        default_value = "127.0.0.1",
        hide_short_help = true
    )]
    pub(crate) host: IpAddr,
    /// Allow other machines to connect; anyone who can connect gets tokens
    #[arg(long, hide_short_help = true)]
    pub(crate) allow_remote: bool,
    /// Accept a production API key; its tokens open real users' Inboxes
    #[arg(long, hide_short_help = true)]
    pub(crate) allow_production: bool,
    #[command(flatten)]
    pub(crate) request: TokenRequestArgs,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
}
