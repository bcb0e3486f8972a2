//! The delivery of a message: its channels, and why it did not reach them
//! (<https://www.courier.com/docs/api-reference/sent-messages/list-messages>).

use crate::sandbox::size::{Size, total};

/// The channel of the Inbox.
pub(in crate::sandbox) const INBOX: &str = "inbox";

/// The statuses of messages that have not reached their channels.
const UNDELIVERED_STATUSES: [&str; 11] = [
    "CANCELED",
    "DELAYED",
    "DIGESTED",
    "ENQUEUED",
    "FILTERED",
    "ROUTED",
    "SIMULATED",
    "THROTTLED",
    "UNDELIVERABLE",
    "UNMAPPED",
    "UNROUTABLE",
];

/// The reasons that Courier gives for a status.
const REASONS: [&str; 9] = [
    "BOUNCED",
    "FAILED",
    "FILTERED",
    "NO_CHANNELS",
    "NO_PROVIDERS",
    "OPT_IN_REQUIRED",
    "PROVIDER_ERROR",
    "UNPUBLISHED",
    "UNSUBSCRIBED",
];

/// The delivery of a message.
#[derive(Debug, Clone)]
pub(in crate::sandbox) struct Delivery {
    /// The channels to which the message was sent, such as `inbox` and `email`.
    pub(in crate::sandbox) channels: Vec<String>,
    /// The status of a message that has not reached its channels.
    pub(in crate::sandbox) status: Option<String>,
    /// The reason for this status.
    pub(in crate::sandbox) reason: Option<String>,
    /// The error behind this status, as text.
    pub(in crate::sandbox) error: Option<String>,
}

impl Default for Delivery {
    /// A message that was delivered to the Inbox only.
    fn default() -> Self {
        Self::to(vec![INBOX.to_owned()])
    }
}

impl Delivery {
    /// A message that was delivered to these channels.
    pub(in crate::sandbox) fn to(channels: Vec<String>) -> Self {
        Self {
            channels,
            status: None,
            reason: None,
            error: None,
        }
    }

    /// Returns true if the Inbox shows the message.
    pub(in crate::sandbox) fn is_in_inbox(&self) -> bool {
        self.status.is_none() && self.channels.iter().any(|channel| channel == INBOX)
    }

    /// Checks that status and reason are among those that Courier documents.
    ///
    /// # Errors
    /// Returns an error if one of them is not, or if a delivered message has a reason or an error.
    pub(in crate::sandbox) fn check(&self) -> Result<(), String> {
        let is_undelivered = self.status.is_some();
        if !is_undelivered && (self.reason.is_some() || self.error.is_some()) {
            return Err("a message with a `reason` or an `error` needs a `status`".to_owned());
        }
        for (field, value, known) in [
            ("status", &self.status, &UNDELIVERED_STATUSES[..]),
            ("reason", &self.reason, &REASONS[..]),
        ] {
            if let Some(value) = value
                && !known.contains(&value.as_str())
            {
                let known = known.join(", ");
                return Err(format!("unknown `{field}` `{value}`: expected {known}"));
            }
        }
        Ok(())
    }
}

impl Size for Delivery {
    fn size(&self) -> usize {
        let texts = [&self.status, &self.reason, &self.error];
        total(texts.map(Size::size)).saturating_add(self.channels.size())
    }
}
