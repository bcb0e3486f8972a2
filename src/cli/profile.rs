//! Arguments of `profile`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use url::Url;

use super::{ApiArgs, KeyArgs, TEMPLATE};
use crate::{config::KeyFrom, endpoints, token::CourierEnvironment, validate};

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
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
    /// Add a profile, with questions on a terminal
    ///
    /// On a terminal what is not given is asked for. In a script, say where the key is with
    /// --key-from, or give it with --api-key-file to be put into the system's keyring.
    Add(Box<AddArgs>),
    /// List the profiles; a star marks the one in use
    List(ListArgs),
    /// Show the settings in effect, and with --origin where each comes from
    ///
    /// The options and the environment count as for other commands: what is shown is what a command
    /// with them would use. The key is named by its kind and fingerprint. Exits 1 where the source
    /// of the key does not give one.
    Show(Box<ShowArgs>),
    /// Use a profile from now on where nothing names another
    Use(UseArgs),
    /// Remove a profile, and its key from the keyring
    Remove(RemoveArgs),
}

#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth profile add staging
  courier-auth profile add staging --env test --user alice --use
  courier-auth profile add prod --key-from 'command:op read op://dev/courier'
  courier-auth profile add ci --key-from env:STAGING_COURIER_KEY --region eu
  courier-auth profile add staging --api-key-file - --check < key.txt")]
pub(crate) struct AddArgs {
    /// Its name: letters, digits, `-`, `_` and `.`
    #[arg(value_parser = validate::profile_name)]
    pub(crate) name: Option<String>,
    /// Where the key is: keyring, command:LINE, shell:LINE, env:NAME or file:PATH
    ///
    /// `keyring` is the system's: Keychain, Credential Manager, Secret Service; the key is
    /// asked for, or comes from --api-key-file, unless keyring:ACCOUNT names one that is there.
    /// The first line that a command prints is the key; `command` runs a program without a
    /// shell, `shell` a line of shell.
    #[arg(long, value_name = "SOURCE")]
    pub(crate) key_from: Option<KeyFrom>,
    /// Keep the key itself in the configuration file, which is not encrypted
    #[arg(long, conflicts_with = "key_from")]
    pub(crate) insecure_storage: bool,
    /// Read the key to be kept from this file, or from standard input if `-`
    #[arg(long, value_name = "PATH")]
    pub(crate) api_key_file: Option<PathBuf>,
    /// Refuse keys of another environment than this: production, test, or an id
    #[arg(long = "env", value_name = "ENV")]
    pub(crate) environment: Option<CourierEnvironment>,
    /// The user where a command names none
    #[arg(long, value_name = "ID", value_parser = validate::user_id)]
    pub(crate) user: Option<String>,
    /// The lifetime of tokens where a command names none
    #[arg(long, value_name = "SPAN", value_parser = validate::lifetime)]
    pub(crate) expires_in: Option<String>,
    /// Check the key first: issue a token that lives for five seconds
    #[arg(long)]
    pub(crate) check: bool,
    /// Use it from now on where nothing names another
    #[arg(long = "use")]
    pub(crate) make_default: bool,
    /// Change the profile of that name; what is not given stays as it is
    #[arg(long)]
    pub(crate) replace: bool,
    /// The address of the Inbox API, instead of the region's
    #[arg(long, value_name = "URL", value_parser = endpoints::api_url, help_heading = "Connection")]
    pub(crate) inbox_url: Option<Url>,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth profile list
  courier-auth profile list --json | jq -r '.profiles[].name'")]
pub(crate) struct ListArgs;

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth profile show
  courier-auth profile show staging --origin
  COURIER_PROFILE=staging courier-auth profile show --origin --region eu")]
pub(crate) struct ShowArgs {
    /// The profile, as --profile
    #[arg(conflicts_with = "profile")]
    pub(crate) name: Option<String>,
    /// Tell where each value comes from, and what it shadows
    #[arg(long)]
    pub(crate) origin: bool,
    /// The address of the Inbox API, instead of COURIER_INBOX_URL or the region's
    #[arg(long, value_name = "URL", value_parser = endpoints::api_url, help_heading = "Connection")]
    pub(crate) inbox_url: Option<Url>,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth profile use staging
  courier-auth profile use --none")]
pub(crate) struct UseArgs {
    /// The profile
    #[arg(required_unless_present = "none")]
    pub(crate) name: Option<String>,
    /// Use none
    #[arg(long, conflicts_with = "name")]
    pub(crate) none: bool,
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth profile remove staging
  courier-auth profile remove staging --yes --keep-key")]
pub(crate) struct RemoveArgs {
    /// The profile
    pub(crate) name: String,
    /// Do not ask
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Leave its key in the keyring
    #[arg(long)]
    pub(crate) keep_key: bool,
}
