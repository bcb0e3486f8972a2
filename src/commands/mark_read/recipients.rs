//! Recipients of messages that are given by ID: groups the messages by user.

use std::collections::HashMap;

use futures_util::{StreamExt as _, stream};

use super::{
    mark_run::MarkRun,
    report::{MarkFailure, MessageOutcome, Report, UserMessages},
    request_ids,
};
use crate::{
    commands::shared::progress::Progress,
    context::Context,
    courier::{self, Courier},
    error::Error,
    reason::Reason,
    token::{ApiKey, UserId},
};

/// A reason why a message's recipient is unknown.
enum RecipientError {
    /// The message has no usable recipient.
    Message(MarkFailure),
    /// The lookup failed.
    Request(courier::Error),
}

impl MarkRun<'_> {
    /// Groups the pending messages by user: all in the group of `user`, or else each in the group of
    /// its recipient. With `--verify`, messages that have the state already are left out.
    ///
    /// # Errors
    /// Returns an error if a lookup fails for a reason that affects all messages, or if the messages
    /// cannot be listed.
    pub(super) async fn group_by_user(
        &self,
        user: Option<UserId>,
        report: &mut Report,
        context: &Context<'_>,
    ) -> Result<Vec<UserMessages>, Error> {
        let mut groups = match (user, self.access.api_key()) {
            (Some(user), _) => {
                let indexes = report.pending().collect();
                vec![UserMessages { user, indexes }]
            }
            (None, Some(key)) => self.group_by_recipient(key, report, context).await?,
            (None, None) => Vec::new(),
        };
        if self.args.verify {
            self.skip_already_marked(&mut groups, report, context)
                .await?;
        }
        Ok(groups)
    }

    /// Looks up the recipients. The groups are in the order in which their users first appear.
    async fn group_by_recipient(
        &self,
        key: &ApiKey,
        report: &mut Report,
        context: &Context<'_>,
    ) -> Result<Vec<UserMessages>, Error> {
        let total = report.ids.len() as u64;
        let progress = Progress::start("looking up recipients", Some(total), context);
        // `buffered` keeps the order.
        let ids = report.ids.clone();
        let lookups = stream::iter(&ids).map(|id| recipient(self.courier, key, id));
        let recipients = lookups.buffered(self.args.concurrency.into());
        let mut recipients = recipients.enumerate();
        let mut groups: Vec<UserMessages> = Vec::new();
        let mut group_of_user = HashMap::new();
        while let Some((index, recipient)) = recipients.next().await {
            progress.add(1);
            let user = match recipient {
                Ok(user) => user,
                // The other messages can still be marked.
                Err(RecipientError::Message(failure)) => {
                    report.outcomes[index] = Some(MessageOutcome::Failed(failure));
                    continue;
                }
                Err(RecipientError::Request(error)) if error.is_fatal_for_run() => {
                    return Err(error.into());
                }
                Err(RecipientError::Request(error)) => {
                    report.outcomes[index] = Some(MessageOutcome::Failed((&error).into()));
                    report.count_request_failure();
                    report.request_error.get_or_insert(error);
                    continue;
                }
            };
            let last = groups.len();
            let group = *group_of_user.entry(user.clone()).or_insert_with(|| {
                groups.push(UserMessages {
                    user,
                    indexes: Vec::new(),
                });
                last
            });
            groups[group].indexes.push(index);
        }
        Ok(groups)
    }
}

/// Returns the recipient of a message, from its ID if possible, or else from Courier's Messages API.
async fn recipient(courier: &Courier, key: &ApiKey, id: &str) -> Result<UserId, RecipientError> {
    // The ID becomes a segment of the URL's path. URL parsing drops or resolves these.
    if matches!(id, "" | "." | "..") || id.contains(char::is_control) {
        let failure = MarkFailure::new(Reason::Usage, "not a valid message ID");
        return Err(RecipientError::Message(failure));
    }
    let text = match request_ids::split(id) {
        Some((_, user)) => user.to_owned(),
        None => courier.recipient(key, id).await.map_err(|error| {
            if error.is_not_found() {
                let message = match request_ids::advice(id) {
                    Some(advice) => format!("{error}; {advice}"),
                    None => error.to_string(),
                };
                RecipientError::Message(MarkFailure::new(Reason::NotFound, message))
            } else {
                RecipientError::Request(error)
            }
        })?,
    };
    text.parse().map_err(|_| {
        let message = format!("a token cannot contain its recipient `{text}`");
        RecipientError::Message(MarkFailure::new(Reason::Usage, message))
    })
}
