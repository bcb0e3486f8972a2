//! Arguments of `issue`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{ApiArgs, KeyArgs, TEMPLATE, values};
use crate::{token::Feature, validate};

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth issue --user alice
  courier-auth issue --user alice --for inbox,preferences --expires-in '2 hours'
  courier-auth issue --user alice --scope inbox:read:messages --region eu
  export COURIER_JWT=$(courier-auth issue --user alice)
  courier-auth issue --user alice --format dotenv --output .env.courier
  courier-auth issue --user alice --dry-run --format curl
  courier-auth issue --users-file ids.txt > tokens.jsonl")]
pub(crate) struct IssueArgs {
    /// The id of the user the token is for, instead of the profile's; may be repeated
    #[arg(long = "user", value_name = "ID")]
    pub(crate) users: Vec<String>,
    /// Read user ids from this file, or from standard input if `-`, one a line
    #[arg(long, value_name = "PATH", conflicts_with = "users")]
    pub(crate) users_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) request: TokenRequestArgs,
    /// Send nothing: print the request, as JSON or with --format curl
    #[arg(long, conflicts_with = "output")]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) output: IssueOutputArgs,
    #[command(flatten)]
    pub(crate) bulk: BulkArgs,
    #[command(flatten)]
    pub(crate) api: ApiArgs,
}

// The token to request, except for its user.
#[derive(Debug, Args)]
pub(crate) struct TokenRequestArgs {
    /// What the app will do with it: the features whose scopes to ask for
    #[arg(long = "for", value_name = "FEATURES", value_delimiter = ',', default_value = "sdk",
          value_parser = values::feature())]
    pub(crate) features: Vec<&'static Feature>,
    /// A scope to ask for, instead of those of --for; may be repeated
    #[arg(
        long = "scope",
        value_name = "SCOPE",
        value_delimiter = ' ',
        conflicts_with = "features"
    )]
    pub(crate) scopes: Vec<String>,
    /// Ask for Courier Create's scopes of this tenant alone, not of all
    #[arg(long, value_name = "ID", value_parser = values::scope_id)]
    pub(crate) tenant: Option<String>,
    /// Ask for this brand alone, not for all
    #[arg(long, value_name = "ID", value_parser = values::scope_id)]
    pub(crate) brand: Option<String>,
    /// How long it shall live: a number and its unit [default: 1 day, or the profile's]
    #[arg(long, value_name = "SPAN", allow_hyphen_values = true)]
    pub(crate) expires_in: Option<String>,
    /// Ask even for what the rules say will fail; the lifetime must still be one
    #[arg(long)]
    pub(crate) no_preflight: bool,
}

// The format of the output, and its destination.
#[derive(Debug, Args)]
#[command(next_help_heading = "What to print")]
pub(crate) struct IssueOutputArgs {
    /// The form of the answer
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "token",
        conflicts_with = "json"
    )]
    pub(crate) format: IssueFormat,
    /// The variable to set with --format env or dotenv, instead of COURIER_JWT
    #[arg(long, value_name = "VAR", value_parser = validate::variable_name)]
    pub(crate) name: Option<String>,
    /// End the answer without a line end
    #[arg(long)]
    pub(crate) no_newline: bool,
    /// Write the answer to this file, which only you can read, instead of standard output
    #[arg(id = "output", long, value_name = "FILE")]
    pub(crate) path: Option<PathBuf>,
}

// Options of a run for several users.
#[derive(Debug, Args)]
#[command(next_help_heading = "Several users")]
pub(crate) struct BulkArgs {
    /// How many requests are under way at once
    #[arg(long, value_name = "N", default_value = "8",
          value_parser = clap::value_parser!(u8).range(1..=64))]
    pub(crate) concurrency: u8,
    /// Leave out users who have a token in this former answer that has not expired and holds
    /// what is asked for
    ///
    /// Of a user who stands in an answer twice the last line counts.
    #[arg(long, value_name = "FILE")]
    pub(crate) resume: Option<PathBuf>,
}

/// An output format of `issue`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum IssueFormat {
    /// The token alone
    Token,
    /// One document, as --json
    Json,
    /// A line that a POSIX shell runs: export COURIER_JWT=...
    Env,
    /// A line of a dotenv file: COURIER_JWT=...
    Dotenv,
    /// The header: Authorization: Bearer ...
    Header,
    /// The next request to make, for curl, with $COURIER_JWT in the token's place
    Curl,
}
