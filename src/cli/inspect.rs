//! Arguments of `inspect`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{KeyArgs, TEMPLATE, format::FormatArgs, time_arg::TimeArg, values};
use crate::{
    inspect::{Level, LevelError, Levels, Selector, Severity},
    token::{ClientKey, CourierEnvironment, Feature},
    validate,
};

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth inspect - < token.txt
  courier-auth issue --user alice | courier-auth inspect -
  courier-auth inspect --for inbox,preferences --user alice --file token.txt
  courier-auth inspect --field claims.exp - < token.txt")]
pub(crate) struct InspectArgs {
    /// Tokens to inspect; `-` reads standard input
    #[arg(value_name = "TOKEN")]
    pub(crate) tokens: Vec<String>,
    /// File with tokens; `-` reads standard input; repeatable
    #[arg(long = "file", value_name = "PATH")]
    pub(crate) files: Vec<PathBuf>,
    /// Check the signature with the API key
    ///
    /// Courier signs tokens with an API key of the environment. An environment can have several
    /// keys, so a signature made with another key is a warning, not an error.
    #[arg(long)]
    pub(crate) verify: bool,
    #[command(flatten)]
    pub(crate) requirements: RequirementArgs,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) levels: LevelArgs,
    #[command(flatten)]
    pub(crate) output: InspectOutputArgs,
}

// The requirements that a token is checked against.
#[derive(Debug, Args)]
#[command(next_help_heading = "Requirements")]
pub(crate) struct RequirementArgs {
    /// Features of the app [default: inbox]
    #[arg(long = "for", value_name = "FEATURES", value_delimiter = ',',
          value_parser = values::feature(), hide_possible_values = true,
          long_help = values::features_help("inbox"))]
    pub(crate) features: Vec<&'static Feature>,
    /// Require this user ID
    #[arg(long, value_name = "USER_ID", value_parser = validate::user_id)]
    pub(crate) user: Option<String>,
    /// Require this environment: production or test
    ///
    /// It can also be the ID of an environment, as in `published/ID`.
    #[arg(long = "env", value_name = "ENV")]
    pub(crate) environment: Option<CourierEnvironment>,
    /// Client key that the app uses with the token
    #[arg(long, value_name = "KEY", hide_short_help = true)]
    pub(crate) client_key: Option<ClientKey>,
    /// Check as of this time, for example +2h
    ///
    /// RFC 3339, a date, seconds since 1970, or a duration from now such as +2h or -1d.
    /// The default is the current time.
    #[arg(long, value_name = "TIME", value_parser = TimeArg::parse, allow_hyphen_values = true)]
    pub(crate) at: Option<TimeArg>,
    /// Accept tokens that expired less than this long ago
    ///
    /// Courier itself has no clock tolerance.
    #[arg(long, value_name = "DURATION", default_value = "0", value_parser = values::seconds,
          hide_short_help = true)]
    pub(crate) leeway: f64,
    /// Fail if the token is valid for less than this
    #[arg(long, value_name = "DURATION", value_parser = values::seconds)]
    pub(crate) valid_for: Option<f64>,
    /// Warn if the lifetime is longer than this
    #[arg(long, value_name = "DURATION", default_value = "30 days", value_parser = values::seconds,
          hide_short_help = true)]
    pub(crate) max_lifetime: f64,
}

// The severity of findings, and the severity that fails.
#[derive(Debug, Args)]
#[command(next_help_heading = "Severity")]
pub(crate) struct LevelArgs {
    /// Fail on warnings too; same as --fail-on warning
    #[arg(long, conflicts_with = "fail_on")]
    pub(crate) strict: bool,
    /// Lowest severity that fails: error, warning or note [default: error]
    #[arg(
        long,
        value_name = "SEVERITY",
        hide_possible_values = true,
        hide_short_help = true
    )]
    pub(crate) fail_on: Option<FailOn>,
    /// Ignore these rules, for example CA202, no-expiry or CA2
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = values::selector(),
          hide_possible_values = true)]
    pub(crate) allow: Vec<Selector>,
    /// Report these rules as warnings
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = values::selector(),
          hide_possible_values = true, hide_short_help = true)]
    pub(crate) warn: Vec<Selector>,
    /// Report these rules as errors
    #[arg(long, value_name = "RULES", value_delimiter = ',', value_parser = values::selector(),
          hide_possible_values = true, hide_short_help = true)]
    pub(crate) deny: Vec<Selector>,
    /// Exit 0 even if the check fails
    #[arg(long, hide_short_help = true)]
    pub(crate) exit_zero: bool,
}

// The part of the report to print, and its format.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct InspectOutputArgs {
    #[command(flatten)]
    pub(crate) format: FormatArgs<InspectFormat>,
    /// JSON field to print, for example claims.exp
    ///
    /// With several tokens, prints one line per token. Exits 0 if the field exists, even if the
    /// token fails. Exits 1 and prints nothing if it does not exist, and 3 if the input is not a
    /// token.
    #[arg(long, value_name = "PATH", value_parser = values::field,
          conflicts_with = "format")]
    pub(crate) field: Option<String>,
    /// Also show header and payload as JSON
    ///
    /// Only in the text report. Values and duplicate names are shown as in the token, and the
    /// signature is left out.
    #[arg(long)]
    pub(crate) raw: bool,
    /// Print only the corrected scope string
    #[arg(long, hide_short_help = true, conflicts_with_all = ["format", "field"])]
    pub(crate) fix_scope: bool,
}

impl LevelArgs {
    /// Returns the lowest severity that fails, `None` if no option sets it.
    pub(crate) fn fail_on(&self) -> Option<Severity> {
        if self.strict {
            return Some(Severity::Warning);
        }
        self.fail_on.map(|severity| match severity {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Note => Severity::Note,
        })
    }

    /// Returns the levels of the rules.
    ///
    /// # Errors
    /// Returns an error if a rule or a family has two levels.
    pub(crate) fn levels(&self) -> Result<Levels, LevelError> {
        let at = |selectors: &[Selector], level| {
            let pairs = selectors.iter().map(|selector| (*selector, level));
            pairs.collect::<Vec<_>>()
        };
        let entries = [
            at(&self.allow, Level::Allow),
            at(&self.warn, Level::Warn),
            at(&self.deny, Level::Deny),
        ];
        Levels::new(entries.concat())
    }
}

impl InspectOutputArgs {
    /// Returns true if no option selects a format or a part of the report.
    pub(crate) fn names_no_format(&self) -> bool {
        self.field.is_none() && !self.fix_scope
    }
}

/// The lowest severity that makes a token fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Only errors: the token does not work for the app
    Error,
    /// Also warnings: the token works, but not as intended or at a risk
    Warning,
    /// Also notes
    Note,
}

/// An output format of `inspect`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InspectFormat {
    /// A report for people
    Text,
    /// One JSON document; same as --json
    Json,
    /// One JSON document per line, one line per token
    Jsonl,
    /// Annotations for GitHub Actions
    Github,
}
