//! The diagnosis of an empty Inbox: looks for messages that were sent, and names the likeliest cause.

mod cause;
mod spelling;

use std::collections::HashSet;

use futures_util::future::join_all;

use self::{
    cause::{Cause, Sent},
    spelling::{is_similar, spellings},
};
use super::send;
use crate::{
    courier::{Courier, Error, InboxCredential, MessageFilter, MessagePage, MessageRecord},
    output::doctor::Check,
    token::{ApiKey, UserId},
};

/// The number of archived messages that are requested. Only these can be told from test messages.
const MAX_ARCHIVED: u8 = 100;

/// The number of messages whose channels are requested, one by one.
const MAX_DETAILS: usize = 10;

/// An Inbox without messages.
pub(super) struct EmptyInbox<'i> {
    pub(super) courier: &'i Courier,
    pub(super) user: &'i UserId,
    /// The tenant whose messages the app shows.
    pub(super) tenant: Option<&'i str>,
    /// The API key, if there is one and the REST API can be reached.
    pub(super) key: Option<&'i ApiKey>,
    /// The current time in seconds since 1970.
    pub(super) now: f64,
}

impl EmptyInbox<'_> {
    /// Returns the check of the messages.
    pub(super) async fn diagnose(&self, credential: &InboxCredential) -> Check {
        let cause = self.find_cause(credential).await;
        let cause = cause.unwrap_or_else(|error| Cause::Unknown(error.to_string()));
        cause.check(self.user.as_str(), self.tenant, self.now)
    }

    /// # Errors
    /// Returns an error if a request fails without which nothing is known.
    async fn find_cause(&self, credential: &InboxCredential) -> Result<Cause, Error> {
        let archived = self.archived(credential).await?;
        let tests = archived.messages.iter();
        let tests = tests.filter(|message| message.title.as_deref() == Some(send::TITLE));
        let tests: HashSet<&str> = tests.map(|message| message.message_id.as_str()).collect();
        let others = archived.total.saturating_sub(tests.len() as u64);
        if others > 0 {
            return Ok(Cause::Archived(others));
        }
        let Some(key) = self.key else {
            return Ok(Cause::NoApiKey);
        };
        let user = self.user.as_str();
        let mut list = self.courier.sent_messages(key, Some(user)).await?;
        list.messages
            .retain(|message| !tests.contains(message.id.as_str()));
        if list.messages.is_empty() {
            return Ok(match self.find_similar_user(key).await {
                Some((user, count)) => Cause::SimilarUser { user, count },
                None => Cause::NothingSent,
            });
        }
        let newest = list.messages.iter().take(MAX_DETAILS);
        let details = newest.map(|message| self.details(key, message));
        let sent = Sent {
            total: list.messages.len(),
            has_more: list.has_more,
            newest: join_all(details).await,
        };
        Ok(Cause::of(sent, self.tenant))
    }

    async fn archived(&self, credential: &InboxCredential) -> Result<MessagePage, Error> {
        let filter = MessageFilter {
            archived: true,
            tenant: self.tenant.map(str::to_owned),
            ..MessageFilter::default()
        };
        self.courier
            .list_messages(credential, self.user, &filter, MAX_ARCHIVED, None)
            .await
    }

    /// Returns a message with its channels, or without them if the request fails.
    async fn details(&self, key: &ApiKey, message: &MessageRecord) -> MessageRecord {
        let details = self.courier.sent_message(key, &message.id).await;
        details.unwrap_or_else(|_| message.clone())
    }

    /// Finds a user with a similar ID who has messages: by other spellings of the ID, and among the
    /// recipients of the newest messages. Returns the ID and the number of messages found.
    async fn find_similar_user(&self, key: &ApiKey) -> Option<(String, usize)> {
        let user = self.user.as_str();
        let searches = spellings(user).into_iter().map(async |spelling| {
            let list = self.courier.sent_messages(key, Some(&spelling)).await;
            (spelling, list.map_or(0, |list| list.messages.len()))
        });
        let found = join_all(searches).await;
        if let Some(found) = found.into_iter().find(|(_, count)| *count > 0) {
            return Some(found);
        }
        let newest = self.courier.sent_messages(key, None).await.ok()?;
        let recipients = || {
            let recipients = newest.messages.iter();
            recipients.filter_map(|message| message.recipient.as_deref())
        };
        let similar = recipients().find(|recipient| is_similar(user, recipient))?;
        let count = recipients().filter(|recipient| *recipient == similar);
        Some((similar.to_owned(), count.count()))
    }
}
