//! The options of `mark-read`: combinations that are refused, and the requests that follow from them.

use std::time::Duration;

use crate::{
    cli::{Mark, MarkReadArgs},
    commands::shared::{planned_actions::PlannedActions, stdin},
    courier::{Courier, MarkAction},
    error::Error,
};

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
        "put the ids, the key or the token into a file",
    )?;
    let (message, help) = if names_messages && !args.filter.tags.is_empty() {
        (
            "--tag chooses messages, and these are named",
            "leave one of them out",
        )
    } else if names_messages && args.filter.tenant.is_some() && !args.verify {
        (
            "--tenant is for messages that are not named, and for --verify",
            "leave it out",
        )
    } else if args.dry_run && (args.verify || args.failed_to.is_some()) {
        (
            "a dry run marks nothing, so that there is nothing to verify or to keep",
            "leave --verify and --failed-to out",
        )
    } else {
        return Ok(());
    };
    Err(Error::Usage {
        message: message.to_owned(),
        help,
    })
}

/// Returns the event to send for each message.
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
    let rounds = count / usize::from(args.batch) / usize::from(args.concurrency);
    let rounds = u32::try_from(rounds).unwrap_or(u32::MAX);
    // One second for each round of concurrent requests, and the whole time-out for the last round.
    PlannedActions::new(
        actions,
        courier.limits().timeout + Duration::from_secs(rounds.into()),
    )
}
