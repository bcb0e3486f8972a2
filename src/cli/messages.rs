//! Arguments of `messages`.

use std::str::FromStr;

use clap::{Args, ValueEnum};

use super::{InboxArgs, KeyArgs, TEMPLATE, format::FormatArgs, time_arg::TimeArg, values};
use crate::token::UserId;

#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_help = "\
Examples:
  courier-auth messages --user alice
  courier-auth messages --user alice --unread --tag billing --since 7d
  courier-auth messages --user alice --limit all --format jsonl | jq -r .title
  courier-auth messages --user alice --unread --format ids > ids.txt
  courier-auth messages --user alice --unread --format count")]
pub(crate) struct MessagesArgs {
    /// User ID whose Inbox to list
    ///
    /// The default is the token's user, then that of the project file or the profile.
    #[arg(long, value_name = "USER_ID")]
    pub(crate) user: Option<UserId>,
    /// Only unread messages
    #[arg(long, conflicts_with = "read")]
    pub(crate) unread: bool,
    /// Only read messages
    #[arg(long)]
    pub(crate) read: bool,
    /// Archived messages instead of the Inbox
    #[arg(long)]
    pub(crate) archived: bool,
    #[command(flatten)]
    pub(crate) filter: MessageFilterArgs,
    /// Only messages newer than this, for example 7d
    ///
    /// RFC 3339, a date, seconds since 1970, or a duration: 7d and -7d both mean 7 days ago.
    #[arg(long, value_name = "TIME", value_parser = TimeArg::parse_past, allow_hyphen_values = true)]
    pub(crate) since: Option<TimeArg>,
    /// Maximum number of messages, or `all`
    #[arg(long, value_name = "N|all", default_value = "24")]
    pub(crate) limit: Limit,
    #[command(flatten)]
    pub(crate) format: FormatArgs<MessageFormat>,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) inbox: InboxArgs,
}

// Filters of a message list.
#[derive(Debug, Args)]
pub(crate) struct MessageFilterArgs {
    /// Only messages with this tag; repeatable
    ///
    /// With several tags, a message needs one of them.
    #[arg(long = "tag", value_name = "TAG", value_parser = values::non_empty_text)]
    pub(crate) tags: Vec<String>,
    /// Only messages of this tenant
    #[arg(long, value_name = "TENANT_ID", value_parser = values::non_empty_text)]
    pub(crate) tenant: Option<String>,
}

/// An output format of `messages`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MessageFormat {
    /// A table for people
    Table,
    /// One JSON document; same as --json
    Json,
    /// One JSON document per line, one line per message
    Jsonl,
    /// Only the message IDs, one per line
    Ids,
    /// Only the number of messages
    Count,
}

/// The maximum number of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    Some(u64),
    All,
}

impl FromStr for Limit {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse() {
            _ if text == "all" => Ok(Self::All),
            Ok(number @ 1..) => Ok(Self::Some(number)),
            _ => Err("expected a number greater than 0, or `all`"),
        }
    }
}
