//! Arguments of `mark-read`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{InboxArgs, KeyArgs, MessageFilterArgs, TEMPLATE, time_arg::TimeArg, values};
use crate::token::UserId;

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth mark-read MESSAGE_ID
  courier-auth mark-read --user alice MESSAGE_ID MESSAGE_ID
  courier-auth mark-read --user alice --all --yes
  courier-auth mark-read --user alice --tag billing --before -30d --dry-run
  courier-auth mark-read --ids-file ids.txt --verify --failed-to failed.txt
  courier-auth mark-read --user alice --undo MESSAGE_ID")]
pub(crate) struct MarkReadArgs {
    /// The ids of the messages; `-` reads more from standard input, one a line
    #[arg(value_name = "MESSAGE_ID",
          required_unless_present_any = ["ids_file", "all", "tags", "tenant", "before"])]
    pub(crate) ids: Vec<String>,
    /// Read ids from this file, one a line, or from standard input if `-`
    #[arg(long, value_name = "FILE")]
    pub(crate) ids_file: Option<PathBuf>,
    /// All messages of the user that are not archived; with --as unarchived, those that are
    #[arg(long, conflicts_with_all = ["ids", "ids_file"])]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) filter: MessageFilterArgs,
    /// Only messages before then: RFC 3339, a date, seconds since 1970, or -2h, -7d from now
    #[arg(long, value_name = "TIME", value_parser = values::time, allow_hyphen_values = true,
          conflicts_with_all = ["ids", "ids_file"])]
    pub(crate) before: Option<TimeArg>,
    /// Mark them unread
    #[arg(long, conflicts_with = "mark")]
    pub(crate) undo: bool,
    /// What to mark them as
    #[arg(long = "as", value_name = "STATE", default_value = "read")]
    pub(crate) mark: Mark,
    /// Whose messages they are
    ///
    /// Without it the user is the one the given token names, or else the recipient that
    /// Courier's Messages API tells for each id.
    #[arg(long, value_name = "ID")]
    pub(crate) user: Option<UserId>,
    /// List what would be marked, and mark nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Do not ask, where messages are not named one by one
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Look before which are marked already, and afterwards whether the list says the same
    #[arg(long)]
    pub(crate) verify: bool,
    /// Keep in this file the ids that are not marked, for --ids-file
    ///
    /// Until the end it holds all ids, for whoever is killed half way.
    #[arg(long, value_name = "FILE")]
    pub(crate) failed_to: Option<PathBuf>,
    /// How many messages go into one request
    #[arg(long, value_name = "N", default_value = "50",
          value_parser = clap::value_parser!(u16).range(1..=500))]
    pub(crate) batch: u16,
    /// How many requests are under way at once
    #[arg(long, value_name = "N", default_value = "10",
          value_parser = clap::value_parser!(u8).range(1..=64))]
    pub(crate) concurrency: u8,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) inbox: InboxArgs,
}

/// The state to mark messages as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Mark {
    /// As read
    Read,
    /// As unread, as --undo does
    Unread,
    /// As opened, that is seen in a list
    Opened,
    /// As archived, so that no list shows it but that of archived ones
    Archived,
    /// As not archived
    Unarchived,
}

impl MarkReadArgs {
    /// Returns true if the command line names the messages.
    pub(crate) fn names_messages(&self) -> bool {
        !self.ids.is_empty() || self.ids_file.is_some()
    }
}
