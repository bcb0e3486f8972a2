//! Arguments of `serve`.

use std::{net::IpAddr, time::Duration};

use clap::Args;

use super::{ApiArgs, KeyArgs, TEMPLATE, TokenRequestArgs, values};

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth serve --user alice --allow-origin http://localhost:3000
  courier-auth serve --allow-user alice --allow-user bob --expires-in 10m
  courier-auth sandbox exec -- courier-auth serve --user alice
  curl 'http://127.0.0.1:4030/api/generate-courier-jwt?user=alice'")]
pub(crate) struct ServeArgs {
    /// Give tokens of this user alone, whoever asks; without it of every user who is named
    #[arg(long, value_name = "ID", conflicts_with = "allowed_users")]
    pub(crate) user: Option<String>,
    /// Give tokens of this user, if that one is asked for; may be repeated
    #[arg(long = "allow-user", value_name = "ID")]
    pub(crate) allowed_users: Vec<String>,
    /// Let pages of this origin read the answer; may be repeated
    #[arg(long = "allow-origin", value_name = "ORIGIN", value_parser = values::web_origin)]
    pub(crate) origins: Vec<String>,
    /// Give no token away that lives shorter than this
    #[arg(long, value_name = "SPAN", default_value = "60s", value_parser = values::duration)]
    pub(crate) min_ttl: Duration,
    /// Where tokens are asked for
    #[arg(long, value_name = "PATH", default_value = "/api/generate-courier-jwt",
          value_parser = values::route_path)]
    pub(crate) path: String,
    /// The port to listen on; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value = "4030")]
    pub(crate) port: u16,
    /// The address to listen on; another machine's reach takes --i-know too
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(crate) host: IpAddr,
    /// Whoever reaches the port may have tokens of my users
    #[arg(long)]
    pub(crate) i_know: bool,
    /// Take a key of production, whose tokens open the Inboxes of real users
    #[arg(long)]
    pub(crate) allow_production: bool,
    #[command(flatten)]
    pub(crate) request: TokenRequestArgs,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
}
