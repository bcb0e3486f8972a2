//! Arguments of `issue`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{ApiArgs, KeyArgs, TEMPLATE, format::FormatArgs, values};
use crate::{token::Feature, validate};

/// The rule for the scopes of a token, for the help of both options.
const SCOPE_RULE: &str = "The token gets the scopes of --for and of --scope together. If \
    neither is given, it gets those of `--for sdk`.";

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth issue --user alice
  courier-auth issue --user alice --for inbox,preferences --expires-in '2 hours'
  courier-auth issue --user alice --format dotenv --output .env.courier
  courier-auth issue --user alice --for inbox --scope read:brands --curl
  courier-auth issue --users-file ids.txt --output tokens.jsonl")]
pub(crate) struct IssueArgs {
    /// User ID [default: from project or profile]
    ///
    /// Repeat it for several users.
    #[arg(long = "user", value_name = "USER_ID")]
    pub(crate) users: Vec<String>,
    /// File with user IDs, one per line; `-` reads stdin
    ///
    /// It can also be CSV with a header, or JSON.
    #[arg(long, value_name = "PATH", conflicts_with = "users")]
    pub(crate) users_file: Option<PathBuf>,
    /// Column with the user IDs, if --users-file is CSV or JSON
    ///
    /// The default is a column such as user_id or id.
    #[arg(
        long,
        value_name = "NAME",
        requires = "users_file",
        conflicts_with = "users",
        hide_short_help = true
    )]
    pub(crate) column: Option<String>,
    #[command(flatten)]
    pub(crate) request: TokenRequestArgs,
    /// Print the request as JSON and send nothing
    #[arg(long, conflicts_with = "output")]
    pub(crate) dry_run: bool,
    /// Print a curl command and send nothing
    ///
    /// It sends the same request from a POSIX shell, and takes the API key from $COURIER_API_KEY. For several
    /// users, one command for each is printed.
    #[arg(long, conflicts_with_all = ["output", "json"])]
    pub(crate) curl: bool,
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
    /// Features to request scopes for [default: sdk]
    #[arg(long = "for", value_name = "FEATURES", value_delimiter = ',',
          value_parser = values::feature(), hide_possible_values = true,
          long_help = features_help())]
    pub(crate) features: Vec<&'static Feature>,
    /// Scopes to request, alone or with --for
    #[arg(long = "scope", value_name = "SCOPES", long_help = scopes_help())]
    pub(crate) scopes: Vec<String>,
    /// Limit Courier Create's scopes to this tenant
    #[arg(long, value_name = "TENANT_ID", value_parser = values::scope_id, hide_short_help = true)]
    pub(crate) tenant: Option<String>,
    /// Limit the brand scopes to this brand
    #[arg(long, value_name = "BRAND_ID", value_parser = values::scope_id, hide_short_help = true)]
    pub(crate) brand: Option<String>,
    /// Lifetime, for example '2 hours' [default: 1 day]
    ///
    /// A number and a unit: seconds, minutes, hours, days, weeks or years. A profile or a
    /// project file can set another default.
    #[arg(long, value_name = "DURATION", allow_hyphen_values = true)]
    pub(crate) expires_in: Option<String>,
    /// Skip the checks of user ID and scopes before the request
    ///
    /// The lifetime must still be valid.
    #[arg(long, hide_short_help = true)]
    pub(crate) no_preflight: bool,
}

// The format of the output, and its destination.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct IssueOutputArgs {
    #[command(flatten)]
    pub(crate) format: FormatArgs<IssueFormat>,
    /// Variable name for --format env and dotenv [default: COURIER_JWT]
    #[arg(long, value_name = "VARIABLE", value_parser = validate::variable_name,
          hide_short_help = true)]
    pub(crate) name: Option<String>,
    /// Do not print a newline at the end
    #[arg(long, hide_short_help = true)]
    pub(crate) no_newline: bool,
    /// Write to this file, which only you can read
    #[arg(id = "output", long, value_name = "PATH")]
    pub(crate) path: Option<PathBuf>,
}

// Options of a run for several users.
#[derive(Debug, Args)]
#[command(next_help_heading = "Multiple users")]
pub(crate) struct BulkArgs {
    /// Maximum number of requests at the same time
    #[arg(long, value_name = "N", default_value = "8", hide_short_help = true,
          value_parser = clap::value_parser!(u8).range(1..=64))]
    pub(crate) concurrency: u8,
    /// Skip users who have a valid token in this output
    ///
    /// Pass the output file of an earlier run to continue it. A token counts if it has not expired
    /// and has the requested scopes. If a user appears more than once, the last line wins.
    #[arg(long, value_name = "PATH")]
    pub(crate) resume: Option<PathBuf>,
}

/// An output format of `issue`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum IssueFormat {
    /// Only the token
    Token,
    /// One JSON document; same as --json
    Json,
    /// One JSON document per line, which is the format for several users
    Jsonl,
    /// A line for a POSIX shell: export COURIER_JWT=...
    Env,
    /// A line for a dotenv file: COURIER_JWT=...
    Dotenv,
    /// An HTTP header: Authorization: Bearer ...
    Header,
}

fn scopes_help() -> String {
    format!(
        "Scopes to request, separated by spaces; repeatable\n\n\
         The whole scope string of a token is accepted too. Its entry `user_id:ID` names the user, \
         as --user does.\n\n{SCOPE_RULE}"
    )
}

fn features_help() -> String {
    format!("{}\n\n{SCOPE_RULE}", values::features_help("sdk"))
}
