//! Lists a user's messages, newest first, page by page.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

use super::InboxCredential;
use crate::{
    courier::{
        Courier,
        error::Error,
        json_object::{Object, Objects},
        wire::{InboxData, InboxMessage, MessageConnection, PageInfo, ResponseData},
    },
    token::UserId,
};

/// Query for a page of messages. The first one also counts the unread ones.
const MESSAGES: &str = "\
query Messages($params: FilterParamsInput, $unread: FilterParamsInput, $limit: Int, \
$after: String, $countsUnread: Boolean!, $data: Boolean!) {
  unread: count(params: $unread) @include(if: $countsUnread)
  messages(params: $params, limit: $limit, after: $after) {
    totalCount
    pageInfo { startCursor hasNextPage }
    nodes { messageId accountId title preview created read opened archived tags data @include(if: $data) }
  }
}";

/// Query for the tenant (`accountId`) of each of the newest messages.
const TENANTS: &str = "query Tenants { messages(limit: 100) { nodes { accountId } } }";

/// The conditions for messages to list. A message must meet all of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct MessageFilter {
    pub(crate) state: Option<ReadState>,
    /// True to list archived messages only, false to list the others only.
    pub(crate) archived: bool,
    /// The message has at least one of these tags. No condition if empty.
    pub(crate) tags: Vec<String>,
    /// The message belongs to this tenant. The messages of a tenant appear in no other list.
    pub(crate) tenant: Option<String>,
    /// The message was created at this time or later.
    pub(crate) since: Option<DateTime<Utc>>,
    /// True to list the data of messages too.
    pub(crate) includes_data: bool,
}

/// The read state of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReadState {
    Read,
    Unread,
}

/// A page of one user's messages.
pub(crate) struct MessagePage {
    /// The number of messages that match the filter, on all pages.
    pub(crate) total: u64,
    /// The number of unread messages that match the filter. `None` from the second page on.
    pub(crate) unread: Option<u64>,
    pub(crate) messages: Vec<InboxMessage>,
    /// The cursor of the next page, if there is one.
    pub(crate) next: Option<String>,
}

impl MessageFilter {
    /// Returns the filter as GraphQL parameters.
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

    /// Returns true if the filter excludes messages of an Inbox.
    pub(crate) fn has_conditions(&self) -> bool {
        !self.params().is_empty()
    }

    /// Returns the filter for the unread messages among those of this filter.
    fn unread(&self) -> Self {
        Self {
            state: Some(ReadState::Unread),
            ..self.clone()
        }
    }
}

impl Courier {
    /// Returns the tenant of each of the newest hundred messages. `None` if the response does not
    /// contain the messages.
    ///
    /// # Errors
    /// Returns an error if the request fails.
    pub(crate) async fn message_tenants(
        &self,
        credential: &InboxCredential,
        user: &UserId,
    ) -> Result<Option<Vec<Option<String>>>, Error> {
        let response = self
            .query::<ResponseData>(credential, user, TENANTS, Map::new(), true)
            .await?;
        let fields = response.data.fields().iter();
        let messages = fields.clone().find(|(name, _)| name == "messages");
        let nodes = messages.and_then(|(_, messages)| messages.get("nodes")?.as_array());
        let tenant = |node: &Value| node.get("accountId")?.as_str().map(str::to_owned);
        let has_succeeded = response.errors().is_empty();
        Ok(nodes
            .filter(|_| has_succeeded)
            .map(|nodes| nodes.iter().map(tenant).collect()))
    }

    /// Returns the messages after the cursor `after`, or the newest ones.
    ///
    /// # Errors
    /// Returns an error if the request fails or if the response is invalid.
    pub(crate) async fn list_messages(
        &self,
        credential: &InboxCredential,
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
        let is_first = after.is_none();
        put("data", filter.includes_data.into());
        put("countsUnread", (is_first && filter.state.is_none()).into());
        let response = self
            .query::<Option<Object<InboxData>>>(credential, user, MESSAGES, variables, true)
            .await?;
        let unexpected = |message| Error::unexpected(&self.inbox_server(), message);
        if let Some(error) = response.errors().first() {
            let message = format!("the Inbox query failed: {}", error.message);
            return Err(unexpected(message));
        }
        let missing =
            |field: &str| unexpected(format!("`{field}` is missing from the Inbox query's data"));
        let Some(Object(InboxData { unread, messages })) = response.data else {
            return Err(unexpected("the Inbox query returned no data".to_owned()));
        };
        let Object(MessageConnection {
            total_count: total,
            page_info: Object(page_info),
            nodes: Objects(messages),
        }) = messages.ok_or_else(|| missing("messages"))?;
        let PageInfo {
            start_cursor,
            has_next_page,
        } = page_info;
        // Courier's `startCursor` is the cursor of the next page.
        let next = match (has_next_page, start_cursor) {
            (true, Some(cursor)) if Some(cursor.as_str()) != after => Some(cursor),
            (true, _) => {
                let message = "the next page of the Inbox has no new cursor";
                return Err(unexpected(message.to_owned()));
            }
            (false, _) => None,
        };
        Ok(MessagePage {
            total,
            unread: match filter.state {
                _ if !is_first => None,
                Some(ReadState::Unread) => Some(total),
                Some(ReadState::Read) => Some(0),
                None => Some(unread.ok_or_else(|| missing("unread"))?),
            },
            messages,
            next,
        })
    }
}
