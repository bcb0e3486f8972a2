//! Arguments of `profile`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use url::Url;

use super::{ApiArgs, KeyArgs, TEMPLATE};
use crate::{config::KeyFrom, endpoints, token::CourierEnvironment, validate};

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth profile add staging
  courier-auth profile use staging
  courier-auth profile show --origin
  courier-auth issue --user alice --profile staging")]
pub(crate) struct ProfileArgs {
    #[command(subcommand)]
    pub(crate) command: ProfileCommand,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum ProfileCommand {
    /// Add a profile
    ///
    /// On a terminal, you are prompted for everything that you do not pass as an option. In a
    /// script, pass --key-from, or pass --api-key-file to store the key in the system keyring.
    Add(Box<AddArgs>),
    /// List the profiles, with the one in use marked
    List(ListArgs),
    /// Show the settings in effect and where they come from
    ///
    /// Options and environment variables are applied as in other commands. The API key is shown
    /// as its type and fingerprint. Exits 1 if the key cannot be read.
    Show(Box<ShowArgs>),
    /// Set the default profile
    Use(UseArgs),
    /// Remove a profile, and its API key from the keyring
    Remove(RemoveArgs),
}

#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth profile add staging
  courier-auth profile add staging --env test --user alice --use
  courier-auth profile add prod --key-from 'command:op read op://dev/courier'
  courier-auth profile add ci --key-from env:STAGING_COURIER_KEY --region eu
  courier-auth profile add staging --api-key-file - --check < key.txt")]
pub(crate) struct AddArgs {
    /// Profile name: letters, digits, `-`, `_` and `.`
    #[arg(value_parser = validate::profile_name)]
    pub(crate) name: Option<String>,
    /// Where the API key is, for example env:COURIER_KEY
    ///
    /// - keyring: the system keyring (Keychain, Credential Manager or
    ///   Secret Service); prompts for the key without --api-key-file
    /// - keyring:ACCOUNT: an existing entry of the keyring
    /// - command:LINE: the first line that this program prints
    /// - shell:LINE: the first line that this shell command prints
    /// - env:NAME: an environment variable
    /// - file:PATH: a file that only you can read
    #[arg(long, value_name = "SOURCE", verbatim_doc_comment)]
    pub(crate) key_from: Option<KeyFrom>,
    /// Store the API key in the configuration file, unencrypted
    #[arg(long, conflicts_with = "key_from", hide_short_help = true)]
    pub(crate) insecure_storage: bool,
    /// File with the API key to store; `-` reads stdin
    #[arg(long, value_name = "PATH")]
    pub(crate) api_key_file: Option<PathBuf>,
    /// Accepted environment: production, test or an ID
    #[arg(long = "env", value_name = "ENV")]
    pub(crate) environment: Option<CourierEnvironment>,
    /// Default user ID
    #[arg(long, value_name = "USER_ID", value_parser = validate::user_id)]
    pub(crate) user: Option<String>,
    /// Default token lifetime, for example '2 hours'
    #[arg(long, value_name = "DURATION", value_parser = validate::lifetime)]
    pub(crate) expires_in: Option<String>,
    /// Check the API key first with a 5-second token
    #[arg(long)]
    pub(crate) check: bool,
    /// Make this the default profile
    #[arg(long = "use")]
    pub(crate) make_default: bool,
    /// Change an existing profile
    ///
    /// Settings that you do not pass are kept.
    #[arg(long)]
    pub(crate) replace: bool,
    /// URL of the Inbox API [default: the region's URL]
    #[arg(long, value_name = "URL", value_parser = endpoints::inbox_url, help_heading = "Connection",
          hide_short_help = true)]
    pub(crate) inbox_url: Option<Url>,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth profile list
  courier-auth profile list --json | jq -r '.profiles[].name'")]
pub(crate) struct ListArgs;

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth profile show
  courier-auth profile show staging --origin
  COURIER_PROFILE=staging courier-auth profile show --origin --region eu")]
pub(crate) struct ShowArgs {
    /// Profile to show; same as --profile
    #[arg(conflicts_with = "profile")]
    pub(crate) name: Option<String>,
    /// Show the source of each setting, and what it overrides
    #[arg(long)]
    pub(crate) origin: bool,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    /// URL of the Inbox API [default: COURIER_INBOX_URL, or the region's URL]
    #[arg(long, value_name = "URL", value_parser = endpoints::inbox_url, help_heading = "Connection",
          hide_short_help = true)]
    pub(crate) inbox_url: Option<Url>,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth profile use staging
  courier-auth profile use --none")]
pub(crate) struct UseArgs {
    /// Profile to use by default
    #[arg(required_unless_present = "none")]
    pub(crate) name: Option<String>,
    /// Use no default profile
    #[arg(long, conflicts_with = "name")]
    pub(crate) none: bool,
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth profile remove staging
  courier-auth profile remove staging --yes --keep-key")]
pub(crate) struct RemoveArgs {
    /// Profile to remove
    pub(crate) name: String,
    /// Do not ask for confirmation
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Keep its API key in the keyring
    #[arg(long)]
    pub(crate) keep_key: bool,
}
