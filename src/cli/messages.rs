//! `messages`

use clap::Args;

use super::{InboxArgs, KeyArgs, TEMPLATE};
use crate::token::UserId;

/// List the messages in a user's Inbox, newest first
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth messages --user alice
  courier-auth messages --user alice --unread
  courier-auth messages --user alice --json | jq -r '.messages[].id'")]
pub(crate) struct MessagesArgs {
    /// Whose Inbox, instead of that of the profile's user
    #[arg(long, value_name = "ID")]
    pub(crate) user: Option<UserId>,
    /// Only messages that are unread
    #[arg(long)]
    pub(crate) unread: bool,
    /// How many messages at the most
    #[arg(long, value_name = "N", default_value = "24", value_parser = clap::value_parser!(u8).range(1..=100))]
    pub(crate) limit: u8,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) inbox: InboxArgs,
}
