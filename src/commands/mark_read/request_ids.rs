//! Request IDs that are given instead of message IDs. A request to one user has a message with its
//! own ID. A request to several users has a message `REQUEST:USER` for each of them.

use std::collections::HashSet;

use futures_util::{StreamExt as _, stream};

use super::{
    mark_run::MarkRun,
    report::{MarkFailure, MessageOutcome, Report, UserMessages},
};
use crate::{
    commands::shared::message_list::MessageList,
    courier::{MarkAction, MessageFilter},
    error::Error,
    reason::Reason,
    token::{ApiKey, UserId},
};

/// The largest number of messages of one user that are looked for, so that a run whose messages all
/// fail does not send many more requests.
const MAX_LOOKUPS: usize = 100;

/// Splits the ID of a message of a request to several users into request ID and user.
pub(super) fn split(message_id: &str) -> Option<(&str, &str)> {
    let (request, user) = message_id.split_once(':')?;
    (is_request_id(request) && !user.is_empty()).then_some((request, user))
}

/// Returns true if a text has the form of Courier's request IDs.
fn is_request_id(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_hex = |part: Option<&str>, length| {
        let is_digit = |byte: u8| byte.is_ascii_hexdigit();
        part.is_some_and(|part| part.len() == length && part.bytes().all(is_digit))
    };
    parts.next() == Some("1")
        && is_hex(parts.next(), 8)
        && is_hex(parts.next(), 24)
        && parts.next().is_none()
}

/// Returns the advice for a message that Courier does not know, if its ID may be that of a request.
pub(super) fn advice(id: &str) -> Option<String> {
    is_request_id(id).then(|| {
        format!(
            "if it is the ID of a request to several users, their messages are `{id}:USER_ID`; \
             list them with `courier-auth messages --user USER_ID --format ids`"
        )
    })
}

impl MarkRun<'_> {
    /// Looks for messages `ID:USER` for the request IDs that could not be marked. A message that
    /// exists replaces the reason of the failure. The message is not marked: its ID was not passed.
    pub(super) async fn explain_request_ids(&self, groups: &[UserMessages], report: &mut Report) {
        if report.request_error.is_some() {
            return;
        }
        for UserMessages { user, indexes } in groups {
            let failed = indexes.iter().copied().filter(|index| {
                matches!(report.outcomes[*index], Some(MessageOutcome::Failed(_)))
                    && is_request_id(&report.ids[*index])
            });
            let candidates = failed.map(|index| (index, format!("{}:{user}", report.ids[index])));
            let candidates = candidates.take(MAX_LOOKUPS);
            for (index, id) in self.existing(candidates.collect(), user).await {
                let message = format!(
                    "it is the ID of a request to several users; its message for `{user}` is \
                     `{id}`; run `{}`",
                    command(user, &id, report.action)
                );
                let failure = MarkFailure::new(Reason::NotFound, message);
                report.outcomes[index] = Some(MessageOutcome::Failed(failure));
            }
        }
    }

    /// Returns the candidates that are messages of the user. An error counts as no message, because
    /// the messages have a reason already.
    async fn existing(
        &self,
        candidates: Vec<(usize, String)>,
        user: &UserId,
    ) -> Vec<(usize, String)> {
        if candidates.is_empty() {
            return candidates;
        }
        let ids = match self.access.api_key() {
            Some(key) => self.with_recipient(key, &candidates, user).await,
            None => self.in_inbox(&candidates, user).await.unwrap_or_default(),
        };
        let mut found = candidates;
        found.retain(|(_, id)| ids.contains(id));
        found
    }

    /// Returns the IDs of messages whose recipient is the user.
    async fn with_recipient(
        &self,
        key: &ApiKey,
        candidates: &[(usize, String)],
        user: &UserId,
    ) -> HashSet<String> {
        let lookups = stream::iter(candidates).map(async |(_, id)| {
            let recipient = self.courier.recipient(key, id).await;
            recipient
                .is_ok_and(|recipient| recipient == user.as_str())
                .then(|| id.clone())
        });
        let lookups = lookups.buffered(self.args.concurrency.into());
        lookups.filter_map(async |id| id).collect().await
    }

    /// Returns the IDs that are in the user's message list.
    async fn in_inbox(
        &self,
        candidates: &[(usize, String)],
        user: &UserId,
    ) -> Result<HashSet<String>, Error> {
        let mut missing: HashSet<&str> = candidates.iter().map(|(_, id)| id.as_str()).collect();
        let mut found = HashSet::new();
        let filter = MessageFilter::default();
        let mut list = MessageList::new(self.courier, self.access, user, &filter);
        while !missing.is_empty()
            && let Some(page) = list.next_page().await?
        {
            let ids = page.messages.into_iter().map(|message| message.message_id);
            found.extend(ids.filter(|id| missing.remove(id.as_str())));
        }
        Ok(found)
    }
}

/// Returns the command that marks a message.
fn command(user: &UserId, id: &str, action: MarkAction) -> String {
    let mut words = vec!["courier-auth", "mark-read", "--user", user.as_str()];
    if action != MarkAction::Read {
        words.extend(["--as", action.resulting_state()]);
    }
    words.push(id);
    shlex::try_join(words).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_is_read_from_the_id_of_a_message_to_several_users() {
        let request = "1-65f240a0-7bd8ba1d9c9cf1a04c3a4ff2";
        for (id, user) in [
            (format!("{request}:alice"), Some("alice")),
            (format!("{request}:tenant:alice"), Some("tenant:alice")),
            (request.to_owned(), None),
            (format!("{request}:"), None),
            ("mine:alice".to_owned(), None),
            (format!("{request}-1:alice"), None),
        ] {
            assert_eq!(split(&id).map(|(_, user)| user), user, "{id}");
        }
    }
}
