//! Arguments of `mark-read`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{
    InboxArgs, KeyArgs, MessageFilterArgs, TEMPLATE, format::FormatArgs, time_arg::TimeArg, values,
};
use crate::token::UserId;

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
#[command(help_template = TEMPLATE,
    mut_arg("format", |arg| arg
        .help_heading(None)
        .help("ids (default), text (many on a terminal), json")
        .long_help(values::enum_help::<MarkReadFormat>(
            "Output format [default: ids, or text for many messages on a terminal]"))),
    before_help = "\
Examples:
  courier-auth mark-read MESSAGE_ID
  courier-auth mark-read --user alice --all --yes
  courier-auth mark-read --user alice --tag billing --before 30d --dry-run
  courier-auth mark-read --ids-file ids.txt --verify --failed-to failed.txt")]
pub(crate) struct MarkReadArgs {
    /// Message IDs; `-` reads standard input, one per line
    #[arg(value_name = "MESSAGE_ID",
          required_unless_present_any = ["ids_file", "all", "tags", "tenant", "before"])]
    pub(crate) ids: Vec<String>,
    /// File with message IDs, one per line; `-` reads stdin
    ///
    /// It can also be CSV with a header, or JSON such as the output of `messages --json`.
    #[arg(long, value_name = "PATH")]
    pub(crate) ids_file: Option<PathBuf>,
    /// Column with the message IDs, if the list is CSV or JSON
    ///
    /// The default is a column such as message_id or id.
    #[arg(long, value_name = "NAME", hide_short_help = true)]
    pub(crate) column: Option<String>,
    /// Mark all messages of the user that are not archived
    ///
    /// With --as unarchived: all messages that are archived.
    #[arg(long, conflicts_with_all = ["ids", "ids_file"])]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) filter: MessageFilterArgs,
    /// Only messages older than this, for example 7d
    ///
    /// RFC 3339, a date, seconds since 1970, or a duration: 7d and -7d both mean 7 days ago.
    #[arg(long, value_name = "TIME", value_parser = TimeArg::parse_past, allow_hyphen_values = true,
          conflicts_with_all = ["ids", "ids_file"])]
    pub(crate) before: Option<TimeArg>,
    /// Mark as unread; same as --as unread
    #[arg(long, conflicts_with = "mark")]
    pub(crate) undo: bool,
    /// Mark as unread, opened, archived or unarchived
    #[arg(long = "as", value_name = "STATE", default_value = "read", hide_default_value = true, hide_possible_values = true,
          long_help = values::enum_help::<Mark>("State to mark the messages as [default: read]"))]
    pub(crate) mark: Mark,
    /// User ID that the messages belong to
    ///
    /// The default is the user in the token. Without a token, the recipient of each message is
    /// looked up with Courier's Messages API.
    #[arg(long, value_name = "USER_ID")]
    pub(crate) user: Option<UserId>,
    /// List the messages, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Do not ask for confirmation
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Check the result in the message list
    ///
    /// Messages that are already in that state are skipped. Afterwards the message list must show
    /// the new state.
    #[arg(long)]
    pub(crate) verify: bool,
    /// Write the IDs that are not marked yet to this file
    ///
    /// Pass the file to --ids-file to try them again, also after an interrupted run. It can be the
    /// same file as --ids-file.
    #[arg(long, value_name = "PATH")]
    pub(crate) failed_to: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) format: FormatArgs<MarkReadFormat>,
    /// Maximum number of messages in a request
    #[arg(long, value_name = "N", default_value = "50", hide_short_help = true,
          value_parser = clap::value_parser!(u16).range(1..=500))]
    pub(crate) batch: u16,
    /// Maximum number of requests at the same time
    #[arg(long, value_name = "N", default_value = "10", hide_short_help = true,
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
    /// The user has read the message
    Read,
    /// The user has not read the message; same as --undo
    Unread,
    /// The user has seen the message in a list
    Opened,
    /// The message is only in the list of archived messages
    Archived,
    /// The message is back in the Inbox
    Unarchived,
}

/// An output format of `mark-read`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MarkReadFormat {
    /// Only a summary, on standard error
    Text,
    /// The IDs of the marked messages, one per line, and the summary
    Ids,
    /// One JSON document; same as --json
    Json,
}

impl MarkReadArgs {
    /// Returns true if the command line names the messages.
    pub(crate) fn names_messages(&self) -> bool {
        !self.ids.is_empty() || self.ids_file.is_some()
    }

    /// Returns true if all messages are arguments of the command line, and none comes from a file.
    pub(crate) fn names_each_message(&self) -> bool {
        let has_list = self.ids_file.is_some() || self.ids.iter().any(|id| id == "-");
        !self.ids.is_empty() && !has_list
    }
}
