//! The Inbox message list: queries, filter and pages, newest message first.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

use super::InboxCredential;
use crate::{
    courier::{
        Courier, Error, InboxMessage,
        wire::{InboxData, PageInfo},
    },
    token::UserId,
};

/// The query for a page of messages. The first page includes the number of unread messages.
const MESSAGES: &str = "\
query Messages($params: FilterParamsInput, $unread: FilterParamsInput, $limit: Int, \
$after: String, $isFirst: Boolean!) {
  unread: count(params: $unread) @include(if: $isFirst)
  messages(params: $params, limit: $limit, after: $after) {
    totalCount
    pageInfo { startCursor hasNextPage }
    nodes { messageId title preview created read opened archived tags }
  }
}";

/// The query for the tenant (`accountId`) of each of the newest 100 messages.
const TENANTS: &str = "query Tenants { messages(limit: 100) { nodes { accountId } } }";

/// A filter for the message list. A message matches if it meets all conditions.
#[derive(Debug, Clone, Default)]
pub(crate) struct MessageFilter {
    /// The read state, `None` for both.
    pub(crate) state: Option<ReadState>,
    /// True to match only archived messages, false to match only messages that are not archived.
    pub(crate) archived: bool,
    /// The tags, of which a message needs at least one. An empty list matches every message.
    pub(crate) tags: Vec<String>,
    /// The tenant. Courier lists a tenant's messages only if the filter names the tenant.
    pub(crate) tenant: Option<String>,
    /// The earliest creation time.
    pub(crate) since: Option<DateTime<Utc>>,
}

/// The read state of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReadState {
    Read,
    Unread,
}

/// A page of a user's messages.
pub(crate) struct MessagePage {
    /// The number of messages on all pages.
    pub(crate) total: u64,
    /// The number of unread, unarchived messages of the same tenant. Only on the first page.
    pub(crate) unread: Option<u64>,
    pub(crate) messages: Vec<InboxMessage>,
    /// The cursor of the next page, `None` on the last page.
    pub(crate) next: Option<String>,
}

impl MessageFilter {
    /// Returns the filter as a `FilterParamsInput`.
    fn params(&self) -> Map<String, Value> {
        let mut params = Map::new();
        let mut put = |name: &str, value: Value| _ = params.insert(name.to_owned(), value);
        match self.state {
            Some(ReadState::Read) => put("status", "read".into()),
            Some(ReadState::Unread) => put("status", "unread".into()),
            None => {}
        }
        if self.archived {
            put("archived", true.into());
        }
        if !self.tags.is_empty() {
            put("tags", json!(self.tags));
        }
        if let Some(tenant) = &self.tenant {
            put("accountId", tenant.as_str().into());
        }
        if let Some(since) = self.since {
            let since = since.to_rfc3339_opts(SecondsFormat::Millis, true);
            put("from", since.into());
        }
        params
    }

    /// Returns the filter for all unread, unarchived messages of the same tenant.
    fn unread(&self) -> Self {
        Self {
            state: Some(ReadState::Unread),
            tenant: self.tenant.clone(),
            ..Self::default()
        }
    }
}

impl Courier {
    /// Returns the tenant of each of the newest 100 messages, `None` for a message without one.
    /// Returns `None` instead of the list if the response does not contain the messages.
    ///
    /// # Errors
    /// Returns an error if the request fails.
    pub(crate) async fn message_tenants(
        &self,
        access: &InboxCredential,
        user: &UserId,
    ) -> Result<Option<Vec<Option<String>>>, Error> {
        let response = self.query(access, user, TENANTS, Map::new(), true).await?;
        let fields = response.data.fields().iter();
        let messages = fields.clone().find(|(name, _)| name == "messages");
        let nodes = messages.and_then(|(_, messages)| messages.get("nodes")?.as_array());
        let tenant = |node: &Value| node.get("accountId")?.as_str().map(str::to_owned);
        let has_no_errors = response.errors.is_none();
        Ok(nodes
            .filter(|_| has_no_errors)
            .map(|nodes| nodes.iter().map(tenant).collect()))
    }

    /// Lists at most `limit` messages, from the cursor `after` or from the newest message on.
    ///
    /// # Errors
    /// Returns an error if the request fails or the response is unexpected.
    pub(crate) async fn list_messages(
        &self,
        access: &InboxCredential,
        user: &UserId,
        filter: &MessageFilter,
        limit: u8,
        after: Option<&str>,
    ) -> Result<MessagePage, Error> {
        let mut variables = Map::new();
        let mut put = |name: &str, value: Value| _ = variables.insert(name.to_owned(), value);
        put("params", filter.params().into());
        put("unread", filter.unread().params().into());
        put("limit", limit.into());
        put("after", after.into());
        put("isFirst", after.is_none().into());
        let response = self.query(access, user, MESSAGES, variables, true).await?;
        if let Some(error) = response.errors.unwrap_or_default().first() {
            return Err(Error::UnexpectedResponse(format!(
                "the Inbox query failed: {}",
                error.message
            )));
        }
        let data = Value::Object(response.data.fields().iter().cloned().collect());
        let data: InboxData = serde_json::from_value(data)
            .map_err(|error| Error::UnexpectedResponse(format!("of the Inbox query: {error}")))?;
        let PageInfo {
            start_cursor,
            has_next_page,
        } = data.messages.page_info;
        // Courier's `startCursor` is the cursor of the next page. A cursor that does not change
        // would request the same page forever.
        let next = match (has_next_page, start_cursor) {
            (true, Some(cursor)) if Some(cursor.as_str()) != after => Some(cursor),
            (true, _) => {
                return Err(Error::UnexpectedResponse(
                    "there is another page of the Inbox, and nothing says where".to_owned(),
                ));
            }
            (false, _) => None,
        };
        Ok(MessagePage {
            total: data.messages.total_count,
            unread: data.unread,
            messages: data.messages.nodes,
            next,
        })
    }
}
