//! Arguments of `scan`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{LevelArgs, TEMPLATE, format::FormatArgs, values};
use crate::token::Feature;

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth scan
  courier-auth scan src docs --for inbox,preferences
  courier-auth scan --staged
  courier-auth scan --format sarif > courier-auth.sarif
  courier-auth scan --baseline known.json --write-baseline")]
pub(crate) struct ScanArgs {
    /// Files and folders [default: .]; `-` reads standard input
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) files: FileArgs,
    #[command(flatten)]
    pub(crate) requirements: ScanRequirementArgs,
    #[command(flatten)]
    pub(crate) levels: LevelArgs,
    #[command(flatten)]
    pub(crate) format: FormatArgs<ScanFormat>,
}

// The files that are scanned, and the findings that are known.
#[derive(Debug, Args)]
#[command(next_help_heading = "Files")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(crate) struct FileArgs {
    /// Scan what is staged for the next Git commit
    ///
    /// Reads the staged content, not the files in the folder. With PATH, only what is staged there.
    #[arg(long, conflicts_with_all = ["hidden", "no_ignore", "write_baseline"])]
    pub(crate) staged: bool,
    /// Skip this pattern, as in .gitignore; repeatable
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,
    /// Also scan hidden files and folders
    ///
    /// Hidden files of CI systems and `.env` files are always scanned, unless Git ignores them.
    #[arg(long)]
    pub(crate) hidden: bool,
    /// Also scan what .gitignore and .ignore exclude
    #[arg(long)]
    pub(crate) no_ignore: bool,
    /// Report only findings that this file does not list
    #[arg(long, value_name = "PATH")]
    pub(crate) baseline: Option<PathBuf>,
    /// Write all findings to the file of --baseline
    #[arg(long, requires = "baseline")]
    pub(crate) write_baseline: bool,
}

// The requirements for scopes and lifetimes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Requirements")]
pub(crate) struct ScanRequirementArgs {
    /// Features that every complete scope string must allow
    ///
    /// By default, a scope string must be complete for each feature that it has a scope of.
    #[arg(long = "for", value_name = "FEATURES", value_delimiter = ',',
          value_parser = values::feature(), hide_possible_values = true)]
    pub(crate) features: Vec<&'static Feature>,
    /// Warn if the lifetime is longer than this
    #[arg(long, value_name = "DURATION", default_value = "30 days", value_parser = values::seconds,
          hide_short_help = true)]
    pub(crate) max_lifetime: f64,
}

/// An output format of `scan`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ScanFormat {
    /// A report for people
    Text,
    /// One JSON document; same as --json
    Json,
    /// One JSON document per line, one line per finding
    Jsonl,
    /// Annotations for GitHub Actions
    Github,
    /// SARIF 2.1.0, for GitHub code scanning and other tools
    Sarif,
}
