//! `mark-read`

use clap::Args;

use super::{InboxArgs, KeyArgs, TEMPLATE};
use crate::token::UserId;

/// Mark Inbox messages read
///
/// Courier has no REST route for this: it takes a user token at the Inbox API. The ids of the
/// messages that were marked go to standard output; a message counts only when Courier said so
/// for that very message.
#[derive(Debug, Args)]
#[command(help_template = TEMPLATE, before_long_help = "\
Examples:
  courier-auth mark-read MESSAGE_ID
  courier-auth mark-read --user alice MESSAGE_ID MESSAGE_ID
  courier-auth mark-read --token-file token.txt MESSAGE_ID")]
pub(crate) struct MarkReadArgs {
    /// The ids of the messages
    #[arg(value_name = "MESSAGE_ID", required = true)]
    pub(crate) ids: Vec<String>,
    /// Whose messages they are
    ///
    /// Without it the user is the one the given token file names, or else the recipient
    /// that Courier's Messages API tells for each id.
    #[arg(long, value_name = "ID")]
    pub(crate) user: Option<UserId>,
    #[command(flatten)]
    pub(crate) key: KeyArgs,
    #[command(flatten)]
    pub(crate) inbox: InboxArgs,
}
