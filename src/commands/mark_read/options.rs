//! The options of `mark-read`: combinations that are refused, and the requests that follow from them.

use std::time::Duration;

use crate::{
    cli::{Mark, MarkReadArgs, MarkReadFormat},
    commands::shared::{planned_actions::PlannedActions, stdin},
    courier::{Courier, MarkAction},
    error::Error,
};

/// The number of IDs above which a terminal shows only the summary, unless they were typed.
const MAX_IDS_ON_TERMINAL: usize = 20;

/// Refuses combinations in which an option has no effect.
///
/// # Errors
/// Returns an error if an option has no effect, or if more than one option reads standard input.
pub(super) fn refuse_ineffective_options(args: &MarkReadArgs) -> Result<(), Error> {
    let names_messages = args.names_messages();
    let files = args.ids_file.iter().chain(&args.key.api_key_file);
    stdin::require_single_reader(
        // A second `-` among the ids adds none.
        args.ids.iter().map(String::as_str).find(|id| *id == "-"),
        files.chain(&args.inbox.token_file),
        "pass the IDs, the key or the token in a file",
    )?;
    let reads_list = args.ids_file.is_some() || args.ids.iter().any(|id| id == "-");
    let (message, help) = if args.column.is_some() && !reads_list {
        (
            "--column has no effect without a list of message IDs",
            "add --ids-file or `-`, or remove --column",
        )
    } else if names_messages && !args.filter.tags.is_empty() {
        (
            "--tag cannot be combined with message IDs",
            "remove --tag or the message IDs",
        )
    } else if names_messages && args.filter.tenant.is_some() && !args.verify {
        (
            "--tenant has no effect on message IDs without --verify",
            "remove --tenant, or add --verify",
        )
    } else if args.dry_run && (args.verify || args.failed_to.is_some()) {
        (
            "--verify and --failed-to have no effect with --dry-run",
            "remove them, or remove --dry-run",
        )
    } else {
        return Ok(());
    };
    Err(Error::Usage {
        message: message.to_owned(),
        help,
    })
}

/// Returns true if the IDs of so many messages are printed. On a terminal, many of them would push
/// the summary out of sight.
pub(super) fn prints_ids(args: &MarkReadArgs, count: usize, is_terminal: bool) -> bool {
    match args.format.selected() {
        Some(MarkReadFormat::Ids) => true,
        Some(MarkReadFormat::Text | MarkReadFormat::Json) => false,
        None => !is_terminal || count <= MAX_IDS_ON_TERMINAL || args.names_each_message(),
    }
}

/// Returns the action for each message.
pub(super) fn mark_action(args: &MarkReadArgs) -> MarkAction {
    match args.mark {
        Mark::Read if args.undo => MarkAction::Unread,
        Mark::Read => MarkAction::Read,
        Mark::Unread => MarkAction::Unread,
        Mark::Opened => MarkAction::Opened,
        Mark::Archived => MarkAction::Archived,
        Mark::Unarchived => MarkAction::Unarchived,
    }
}

/// Returns the actions that the credentials must allow, and the time that `count` messages may take.
pub(super) fn planned_actions(
    args: &MarkReadArgs,
    count: usize,
    courier: &Courier,
) -> PlannedActions {
    let action = match mark_action(args) {
        MarkAction::Read => "mark-read",
        MarkAction::Unread => "mark-unread",
        MarkAction::Opened => "mark-opened",
        MarkAction::Archived => "archive",
        MarkAction::Unarchived => "unarchive",
    };
    let lists_messages = args.verify || !args.names_messages();
    let actions: &[&str] = match (args.dry_run, lists_messages) {
        (true, _) => &["list"],
        (false, true) => &[action, "list"],
        (false, false) => &[action],
    };
    let per_round = usize::from(args.batch).saturating_mul(usize::from(args.concurrency));
    let rounds = count.checked_div(per_round).unwrap_or_default();
    let rounds = u32::try_from(rounds).unwrap_or(u32::MAX);
    // One second for each round of concurrent requests, and the whole timeout for the last round.
    let time = Duration::from_secs(rounds.into());
    PlannedActions::new(actions, courier.limits().timeout.saturating_add(time))
}
