//! Arguments of `inspect`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{KeyArgs, TEMPLATE, time_arg::TimeArg, values};
use crate::{
    inspect::Selector,
    token::{ClientKey, CourierEnvironment, Feature},
    validate,
};

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth issue --user alice | courier-auth inspect -
  COURIER_JWT=... courier-auth inspect --for inbox,preferences --user alice
  courier-auth inspect --file tokens.txt --format github --strict
  courier-auth inspect --format jsonl < tokens.txt > reports.jsonl
  courier-auth inspect --field expires_at.rfc3339 - < token.txt
  courier-auth inspect eyJhbGciOiJIUzI1NiIs...")]
pub(crate) struct InspectArgs {
    /// The tokens; `-` reads standard input
    #[arg(value_name = "TOKEN")]
    pub(crate) tokens: Vec<String>,
    /// Read tokens from this file, or from standard input if `-`; may be repeated
    #[arg(long = "file", value_name = "PATH")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) requirements: RequirementArgs,
    /// Check the signature with the API key
    ///
    /// Courier signs with a key it stores for the environment. Where a workspace has
    /// several, another one than yours may be right: this warns and never fails by itself.
    #[arg(long)]
    pub(crate) verify: bool,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) levels: LevelArgs,
    #[command(flatten)]
    pub(crate) output: InspectOutputArgs,
}

// The requirements that a token is checked against.
#[derive(Debug, Args)]
#[command(next_help_heading = "What to judge by")]
pub(crate) struct RequirementArgs {
    /// What the app does with it: the features it must be good for
    #[arg(long = "for", value_name = "FEATURES", value_delimiter = ',', default_value = "inbox",
          value_parser = values::feature())]
    pub(crate) features: Vec<&'static Feature>,
    /// Whose token it must be
    #[arg(long, value_name = "ID", value_parser = validate::user_id)]
    pub(crate) user: Option<String>,
    /// Which environment it must be of: production, test, or an id
    #[arg(long = "env", value_name = "ENV")]
    pub(crate) environment: Option<CourierEnvironment>,
    /// The client key the app uses beside it
    #[arg(long, value_name = "KEY")]
    pub(crate) client_key: Option<ClientKey>,
    /// Judge as of this time: RFC 3339, a date, seconds since 1970, or +2h, -1d from now
    #[arg(long, value_name = "TIME", value_parser = values::time, allow_hyphen_values = true)]
    pub(crate) at: Option<TimeArg>,
    /// Let pass what is late by less than this; Courier itself allows nothing
    #[arg(long, value_name = "SPAN", default_value = "0", value_parser = values::seconds)]
    pub(crate) leeway: f64,
    /// Fail on less than this left to live
    #[arg(long, value_name = "SPAN", value_parser = values::seconds)]
    pub(crate) valid_for: Option<f64>,
    /// Warn of a token that lives longer than this in all
    #[arg(long, value_name = "SPAN", default_value = "30 days", value_parser = values::seconds)]
    pub(crate) max_lifetime: f64,
}

// The severity of findings, and the severity that fails.
#[derive(Debug, Args)]
#[command(next_help_heading = "What to fail on")]
pub(crate) struct LevelArgs {
    /// Fail on warnings too: the same as --fail-on warning
    #[arg(long, conflicts_with = "fail_on")]
    pub(crate) strict: bool,
    /// The mildest finding that makes a token bad
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    pub(crate) fail_on: FailOn,
    /// Drop what a rule or family finds, such as CA202, no-expiry or CA2
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = values::selector(),
          hide_possible_values = true)]
    pub(crate) allow: Vec<Selector>,
    /// Make what a rule or family finds a warning
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = values::selector(),
          hide_possible_values = true)]
    pub(crate) warn: Vec<Selector>,
    /// Make what a rule or family finds an error
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = values::selector(),
          hide_possible_values = true)]
    pub(crate) deny: Vec<Selector>,
    /// Exit 0 whatever the verdict
    #[arg(long)]
    pub(crate) exit_zero: bool,
}

// The part of the report to print, and its format.
#[derive(Debug, Args)]
#[command(next_help_heading = "What to print")]
pub(crate) struct InspectOutputArgs {
    /// The form of the answer
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "text",
        conflicts_with = "json"
    )]
    pub(crate) format: InspectFormat,
    /// Print one field of the JSON answer alone, such as claims.exp or findings.0.code
    ///
    /// Exits 0 where it is there, whatever the verdict; 1 where it is not, with nothing
    /// printed; 3 where there is no token. Of several tokens each has its line.
    #[arg(long, value_name = "PATH", value_parser = values::field,
          conflicts_with_all = ["format", "json"])]
    pub(crate) field: Option<String>,
    /// Print the corrected scope string alone
    #[arg(long, conflicts_with_all = ["format", "json", "field"])]
    pub(crate) fix_scope: bool,
}

/// The mildest severity that makes a token bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Errors: what was asked for will fail
    Error,
    /// Warnings too: what works, but surely not as meant, or at a risk
    Warning,
    /// Notes too
    Note,
}

/// An output format of `inspect`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InspectFormat {
    /// For people
    Text,
    /// One document, as --json
    Json,
    /// One document a token, each on its line
    Jsonl,
    /// Annotations of a GitHub Actions run
    Github,
}
