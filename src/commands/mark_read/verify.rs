//! Verification against the user's message list, before and after messages are marked.

use std::collections::HashMap;

use super::{
    mark_run::MarkRun,
    report::{MarkFailure, MessageOutcome, Report, UserMessages},
};
use crate::{
    commands::shared::{message_list::MessageList, progress::Progress},
    context::Context,
    courier::{InboxMessage, MarkAction, MessageFilter, backoff},
    error::Error,
    reason::Reason,
    token::UserId,
};

/// Returns true if a message is in the state that an action leads to.
pub(super) fn has_state(message: &InboxMessage, action: MarkAction) -> bool {
    match action {
        MarkAction::Read => message.read.is_some(),
        MarkAction::Unread => message.read.is_none(),
        MarkAction::Opened => message.opened.is_some(),
        MarkAction::Archived => message.archived.is_some(),
        MarkAction::Unarchived => message.archived.is_none(),
    }
}

impl MarkRun<'_> {
    /// Removes the messages that have the state already from the groups, and records that.
    ///
    /// # Errors
    /// Returns an error if the messages cannot be listed.
    pub(super) async fn skip_already_marked(
        &self,
        groups: &mut [UserMessages],
        report: &mut Report,
        context: &Context<'_>,
    ) -> Result<(), Error> {
        for UserMessages { user, indexes } in groups {
            let states = self.listed_states(user, indexes, report, context).await?;
            for (index, has_state) in states {
                if has_state {
                    report.outcomes[index] = Some(MessageOutcome::AlreadyMarked);
                }
            }
            indexes.retain(|index| report.outcomes[*index].is_none());
        }
        Ok(())
    }

    /// Compares the recorded outcomes with the message lists. Where they differ, the list counts.
    pub(super) async fn verify(
        &self,
        groups: &[UserMessages],
        report: &mut Report,
        context: &Context<'_>,
    ) {
        report.is_verified = true;
        for group in groups {
            self.verify_group(group, report, context).await;
        }
    }

    async fn verify_group(&self, group: &UserMessages, report: &mut Report, context: &Context<'_>) {
        let mut remaining = group.indexes.clone();
        let mut retries = 0_u32;
        let states = loop {
            let listed = self.listed_states(&group.user, &remaining, report, context);
            let states = match listed.await {
                Ok(states) => states,
                Err(error) => {
                    report.verification_error = Some(error.to_string());
                    break HashMap::new();
                }
            };
            for (index, _) in states.iter().filter(|(_, has_state)| **has_state) {
                report.outcomes[*index] = Some(MessageOutcome::Marked);
            }
            remaining.retain(|index| states.get(index) != Some(&true));
            // The list may lag behind a successful request.
            let is_outdated = |index: &usize| {
                report.outcomes[*index] == Some(MessageOutcome::Marked)
                    && states.get(index) == Some(&false)
            };
            if retries >= self.courier.limits().retries || !remaining.iter().any(is_outdated) {
                break states;
            }
            retries = retries.saturating_add(1);
            tokio::time::sleep(backoff(retries)).await;
        };
        for index in remaining {
            if report.outcomes[index] != Some(MessageOutcome::Marked) {
                continue;
            }
            if states.contains_key(&index) {
                let state = report.action.resulting_state();
                let message = format!(
                    "Courier confirmed it, but the message list does not show it as {state}"
                );
                let failure = MarkFailure::new(Reason::Unconfirmed, message);
                report.outcomes[index] = Some(MessageOutcome::Failed(failure));
            } else {
                report.unverified.push(index);
            }
        }
    }

    /// Returns the listed messages among `indexes`, each with true if it has the report's state.
    async fn listed_states(
        &self,
        user: &UserId,
        indexes: &[usize],
        report: &Report,
        context: &Context<'_>,
    ) -> Result<HashMap<usize, bool>, Error> {
        let mut missing: HashMap<&str, usize> = indexes
            .iter()
            .map(|index| (report.ids[*index].as_str(), *index))
            .collect();
        let mut states = HashMap::new();
        for archived in [false, true] {
            let filter = MessageFilter {
                archived,
                tenant: self.args.filter.tenant.clone(),
                ..MessageFilter::default()
            };
            let progress = Progress::start("checking the message list", None, context);
            let mut list =
                MessageList::new(self.courier, self.access, user, &filter).with_progress(progress);
            while !missing.is_empty()
                && let Some(page) = list.next_page().await?
            {
                for message in &page.messages {
                    if let Some(index) = missing.remove(message.message_id.as_str()) {
                        states.insert(index, has_state(message, report.action));
                    }
                }
            }
        }
        Ok(states)
    }
}
