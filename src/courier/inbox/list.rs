//! Lists a user's messages, newest first, a page at a time.

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

/// A page of messages, and beside the first one the count of all that are unread.
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

/// Of which tenants the newest messages are.
const TENANTS: &str = "query Tenants { messages(limit: 100) { nodes { accountId } } }";

/// Which messages to list: all conditions must hold.
#[derive(Debug, Clone, Default)]
pub(crate) struct MessageFilter {
    pub(crate) state: Option<ReadState>,
    /// Archived ones instead of those that are not.
    pub(crate) archived: bool,
    /// Having one of these tags; no tags are no condition.
    pub(crate) tags: Vec<String>,
    /// Of this tenant, whose messages stand in no other list.
    pub(crate) tenant: Option<String>,
    /// Created at this time or after.
    pub(crate) since: Option<DateTime<Utc>>,
}

/// Whether a message was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ReadState {
    Read,
    Unread,
}

/// Messages of one user.
pub(crate) struct MessagePage {
    /// How many match the filter, on all pages.
    pub(crate) total: u64,
    /// How many are unread of those in the same place; on the first page only.
    pub(crate) unread: Option<u64>,
    pub(crate) messages: Vec<InboxMessage>,
    /// Where the next page begins, if there is one.
    pub(crate) next: Option<String>,
}

impl MessageFilter {
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

    /// Those in the same place that are unread.
    fn unread(&self) -> Self {
        Self {
            state: Some(ReadState::Unread),
            tenant: self.tenant.clone(),
            ..Self::default()
        }
    }
}

impl Courier {
    /// The tenant of each of the newest hundred messages; nothing where Courier does not tell.
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
        let is_told = response.errors.is_none();
        Ok(nodes
            .filter(|_| is_told)
            .map(|nodes| nodes.iter().map(tenant).collect()))
    }

    /// Lists messages from `after` on, or the newest.
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
        // The next page begins at what Courier calls the start.
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
