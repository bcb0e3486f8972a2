//! Arguments of `hmac`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{
    KeyArgs, TEMPLATE,
    format::{FormatArgs, TextFormat},
    values,
};
use crate::validate;

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, args_conflicts_with_subcommands = true, before_help = "\
Examples:
  courier-auth hmac --user alice
  courier-auth hmac --user alice --user bob
  courier-auth hmac --batch < ids.txt > signatures.txt
  courier-auth hmac check --user alice - < signature.txt")]
pub(crate) struct HmacArgs {
    #[command(subcommand)]
    pub(crate) command: Option<HmacCommand>,
    /// User ID; repeatable [default: from project or profile]
    #[arg(long = "user", value_name = "USER_ID", allow_hyphen_values = true)]
    pub(crate) users: Vec<String>,
    /// Same as --batch
    #[arg(value_name = "-", value_parser = values::standard_input, conflicts_with = "users",
          hide_short_help = true)]
    pub(crate) stdin: Option<String>,
    /// Sign the user IDs on standard input, one per line
    ///
    /// Output has one signature per line, in the same order. In JSON, or in CSV with a header for the
    /// user IDs, only the IDs are signed.
    #[arg(long, conflicts_with = "users")]
    pub(crate) batch: bool,
    /// Like --batch, with user IDs separated by NUL bytes
    #[arg(long, short = '0', conflicts_with = "users", hide_short_help = true)]
    pub(crate) null: bool,
    /// Like --batch, for CSV or JSON with the user IDs in this column
    #[arg(long, value_name = "NAME", conflicts_with_all = ["users", "null"],
          hide_short_help = true)]
    pub(crate) column: Option<String>,
    #[command(flatten)]
    pub(crate) format: FormatArgs<HmacFormat>,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
}

/// An output format of `hmac`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum HmacFormat {
    /// One signature per line
    Text,
    /// One JSON document; same as --json
    Json,
    /// One JSON document per line, one line per user ID
    Jsonl,
}

#[derive(Debug, Subcommand)]
#[command(defer = true)]
pub(crate) enum HmacCommand {
    /// Check a signature, and explain why it is wrong
    ///
    /// It recognizes common mistakes. API key and user ID were swapped, a newline or quotes were signed
    /// too, or the user ID was URL-encoded. The signature is SHA-1, base64 or uppercase hex. It also
    /// tries the other keys that you pass.
    Check(HmacCheckArgs),
}

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth hmac check --user alice - < signature.txt
  courier-auth hmac --user alice | courier-auth hmac check --user alice -
  courier-auth hmac check --user alice --also-key-file key.txt - < signature.txt")]
pub(crate) struct HmacCheckArgs {
    /// Signature to check; `-` reads standard input
    #[arg(allow_hyphen_values = true)]
    pub(crate) signature: String,
    /// Signed user ID [default: from project or profile]
    #[arg(long, value_name = "USER_ID", allow_hyphen_values = true, value_parser = validate::user_id)]
    pub(crate) user: Option<String>,
    /// File with another API key to try; repeatable
    #[arg(long = "also-key-file", value_name = "PATH")]
    pub(crate) also: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) format: FormatArgs<TextFormat>,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
}
