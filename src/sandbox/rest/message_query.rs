//! The query parameters of `GET /messages`
//! (<https://www.courier.com/docs/api-reference/sent-messages/list-messages>).

use chrono::{DateTime, Utc};
use url::form_urlencoded;

use crate::sandbox::{
    state::{INBOX, Message, Rank},
    time::parse_iso_or_millis,
};

/// The provider of the Inbox channel. Other channels have a provider of the same name.
const INBOX_PROVIDER: &str = "courier";

/// A query of messages. A message matches if it meets every condition; an empty list is no
/// condition.
#[derive(Default)]
pub(super) struct MessageQuery {
    pub(super) cursor: Option<Rank>,
    pub(super) recipient: Option<String>,
    /// True if messages of archived requests match, too.
    archived: bool,
    after: Option<DateTime<Utc>>,
    id: Option<String>,
    tenant: Option<String>,
    statuses: Vec<String>,
    tags: Vec<String>,
    providers: Vec<String>,
    templates: Vec<String>,
    /// True if the query has a condition that no message of the sandbox meets: an event, a list or
    /// a trace.
    matches_nothing: bool,
}

impl MessageQuery {
    /// Parses a query string. A list is a repeated parameter, with or without `[]` after its name,
    /// or one value with commas.
    ///
    /// # Errors
    /// Returns an error if a cursor or a time is invalid.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut query = Self::default();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            if value.is_empty() {
                continue;
            }
            let one = || Some(value.to_string());
            let list = || value.split(',').map(|text| text.trim().to_owned());
            match name.strip_suffix("[]").unwrap_or(&name) {
                "cursor" => {
                    let cursor = Rank::decode(&value);
                    query.cursor =
                        Some(cursor.ok_or("\"cursor\" is not a cursor from this server")?);
                }
                "archived" => query.archived = value == "true",
                "enqueued_after" => {
                    let time = parse_iso_or_millis(&value);
                    let time = time.ok_or("\"enqueued_after\" must be an ISO 8601 time")?;
                    query.after = Some(time);
                }
                "messageId" => query.id = one(),
                "recipient" => query.recipient = one(),
                "tenant_id" => query.tenant = one(),
                "status" => query.statuses.extend(list()),
                "tag" | "tags" => query.tags.extend(list()),
                "provider" => query.providers.extend(list()),
                "notification" => query.templates.extend(list()),
                "event" | "list" | "traceId" => query.matches_nothing = true,
                _ => {}
            }
        }
        Ok(query)
    }

    /// Returns true if the message meets every condition but the cursor and the recipient.
    pub(super) fn matches(&self, message: &Message) -> bool {
        let template = message.template.as_deref().unwrap_or_default();
        !self.matches_nothing
            && (self.archived || !message.is_request_archived)
            && self.after.is_none_or(|after| message.created > after)
            && self
                .id
                .as_ref()
                .is_none_or(|id| *id == message.id || *id == message.request_id)
            && (self.tenant.is_none() || self.tenant == message.account_id)
            && allows(&self.statuses, &[status(message)])
            && allows(&self.templates, &[template])
            && self.allows_provider(message)
            && (self.tags.is_empty() || self.tags.iter().any(|tag| message.tags.contains(tag)))
    }
}

impl MessageQuery {
    /// Returns true if a provider of the message meets the condition. The channel is a name of its
    /// provider, too.
    fn allows_provider(&self, message: &Message) -> bool {
        let channels = message.delivery.channels.iter();
        let names: Vec<&str> = channels
            .flat_map(|channel| [channel.as_str(), provider(channel)])
            .collect();
        allows(&self.providers, &names)
    }
}

/// The provider of a channel.
pub(super) fn provider(channel: &str) -> &str {
    if channel == INBOX {
        INBOX_PROVIDER
    } else {
        channel
    }
}

/// Returns true if the condition is empty, or has one of the values in any case.
fn allows(condition: &[String], values: &[&str]) -> bool {
    let has = |value: &&str| {
        condition
            .iter()
            .any(|text| text.eq_ignore_ascii_case(value))
    };
    condition.is_empty() || values.iter().any(has)
}

/// The status of a message in the REST API. The sandbox knows of no delivery outside the Inbox, so
/// other messages are `SENT`.
pub(super) fn status(message: &Message) -> &str {
    if let Some(status) = &message.delivery.status {
        return status;
    }
    match (message.clicked, message.opened) {
        (Some(_), _) => "CLICKED",
        (None, Some(_)) => "OPENED",
        (None, None) if message.delivery.is_in_inbox() => "DELIVERED",
        (None, None) => "SENT",
    }
}
