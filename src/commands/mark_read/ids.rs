//! IDs of the messages to mark: given by the caller, or selected from the user's message list.

use std::{collections::HashSet, path::Path};

use chrono::{DateTime, Utc};

use super::{
    mark_run::MarkRun,
    report::{MessageOutcome, Report, UserMessages},
    verify::has_state,
};
use crate::{
    cli::MarkReadArgs,
    commands::shared::{id_file, message_list::MessageList, progress::Progress},
    context::Context,
    courier::{InboxMessage, MarkAction, MessageFilter},
    error::Error,
    id_list::IdKind,
    token::UserId,
};

/// Returns the IDs from the command line and from `--ids-file`, without duplicates, in their order.
///
/// # Errors
/// Returns an error if a file cannot be read or is not a list of IDs, or if `--failed-to` cannot
/// represent an ID.
pub(super) fn given_ids(
    args: &MarkReadArgs,
    context: &mut Context<'_>,
) -> Result<Vec<String>, Error> {
    let mut ids = Vec::new();
    for id in &args.ids {
        match id.as_str() {
            "-" => ids.extend(read_ids(Path::new("-"), args, context)?),
            id => ids.push(id.to_owned()),
        }
    }
    if let Some(path) = &args.ids_file {
        ids.extend(read_ids(path, args, context)?);
    }
    if args.failed_to.is_some() && ids.iter().any(|id| id.contains(['\n', '\r'])) {
        return Err(Error::Usage {
            message: "--failed-to cannot store a message ID with a line break in it".to_owned(),
            help: "remove --failed-to",
        });
    }
    let mut seen = HashSet::with_capacity(ids.len());
    ids.retain(|id| seen.insert(id.clone()));
    Ok(ids)
}

fn read_ids(
    path: &Path,
    args: &MarkReadArgs,
    context: &mut Context<'_>,
) -> Result<Vec<String>, Error> {
    id_file::read(path, IdKind::Message, args.column.as_deref(), context)
}

impl MarkRun<'_> {
    /// Adds the messages of one user's list to the report, filtered by the options. Those that have
    /// the state already get their outcome; the others are returned.
    ///
    /// # Errors
    /// Returns an error if the messages cannot be listed.
    pub(super) async fn select_from_list(
        &self,
        user: UserId,
        report: &mut Report,
        context: &Context<'_>,
    ) -> Result<UserMessages, Error> {
        let now = (context.now)();
        let before = self.args.before.map(|before| before.resolve(now));
        let is_selected =
            |message: &InboxMessage| before.is_none_or(|before| is_created_before(message, before));
        let filter = MessageFilter {
            archived: report.action == MarkAction::Unarchived,
            tags: self.args.filter.tags.clone(),
            tenant: self.args.filter.tenant.clone(),
            ..MessageFilter::default()
        };
        let mut list = MessageList::new(self.courier, self.access, &user, &filter)
            .with_progress(Progress::start("listing messages", None, context));
        let mut seen = HashSet::new();
        while let Some(page) = list.next_page().await? {
            for message in page.messages.into_iter().filter(is_selected) {
                // A message that moves between pages during the listing appears twice.
                if seen.insert(message.message_id.clone()) {
                    let has_state = has_state(&message, report.action);
                    let outcome = has_state.then_some(MessageOutcome::AlreadyMarked);
                    report.ids.push(message.message_id);
                    report.outcomes.push(outcome);
                }
            }
        }
        let indexes = report.pending().collect();
        Ok(UserMessages { user, indexes })
    }
}

/// Returns true if a message was created before a time; false if its creation time is unknown.
fn is_created_before(message: &InboxMessage, time: DateTime<Utc>) -> bool {
    let created = message.created.as_deref().map(DateTime::parse_from_rfc3339);
    matches!(created, Some(Ok(created)) if created < time)
}
