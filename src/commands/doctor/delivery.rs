//! The delivery of a sent message: its status, the reason and how to fix it
//! (<https://www.courier.com/docs/api-reference/sent-messages/get-message>).

use crate::courier::MessageRecord;

/// The channel of the Inbox.
const INBOX: &str = "inbox";

/// The state of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivery {
    /// The message reached a channel.
    Delivered,
    /// Courier has not delivered the message yet.
    Pending,
    /// Courier will not deliver the message.
    Failed,
}

use Delivery::{Delivered, Failed, Pending};

/// The statuses of messages.
const STATUSES: &[(&str, Delivery)] = &[
    ("CANCELED", Failed),
    ("CLICKED", Delivered),
    ("DELAYED", Pending),
    ("DELIVERED", Delivered),
    ("DIGESTED", Pending),
    ("ENQUEUED", Pending),
    ("FILTERED", Failed),
    ("OPENED", Delivered),
    ("ROUTED", Pending),
    ("SENT", Delivered),
    ("SIMULATED", Failed),
    ("THROTTLED", Pending),
    ("UNDELIVERABLE", Failed),
    ("UNMAPPED", Failed),
    ("UNROUTABLE", Failed),
];

/// The reasons for statuses, and statuses that say enough without one, with how to fix each.
const FIXES: &[(&str, &str)] = &[
    (
        "BOUNCED",
        "the user's address rejected it: add the inbox channel, which needs no address",
    ),
    ("FAILED", DEFAULT_FIX),
    (
        "FILTERED",
        "check the conditions of the template's channels and the user's preferences",
    ),
    (
        "NO_CHANNELS",
        "add the inbox channel to the template, or to `routing.channels` of the send call",
    ),
    (
        "NO_PROVIDERS",
        "add the provider Courier Inbox to this environment: https://app.courier.com/integrations",
    ),
    (
        "OPT_IN_REQUIRED",
        "the user has to opt in to the template's topic: check the user's preferences",
    ),
    (
        "PROVIDER_ERROR",
        "check the settings of the provider: https://app.courier.com/integrations",
    ),
    ("UNPUBLISHED", "publish the template"),
    (
        "UNSUBSCRIBED",
        "the user has opted out of the template's topic: check the user's preferences",
    ),
    (
        "CANCELED",
        "find out what cancels the message: a call of the cancel API, or an automation",
    ),
    (
        "UNMAPPED",
        "connect the event of the send call to a template, or name the template's ID",
    ),
    (
        "UNROUTABLE",
        "add the inbox channel to the template, or to `routing.channels` of the send call",
    ),
];

/// The help for anything else.
const DEFAULT_FIX: &str = "look at the message in Courier's logs: https://app.courier.com/logs";

/// Returns the state of a message's delivery. An unknown status counts as delivered, because it is
/// no reason to name a failure.
pub(super) fn delivery(record: &MessageRecord) -> Delivery {
    let status = record.status.as_deref().unwrap_or_default();
    let mut statuses = STATUSES.iter();
    let known = statuses.find(|(name, _)| *name == status);
    known.map_or(Delivered, |(_, delivery)| *delivery)
}

/// Returns true if the message was sent to the Inbox.
pub(super) fn is_for_inbox(record: &MessageRecord) -> bool {
    record.channels.iter().any(|channel| channel == INBOX)
}

/// Describes the status with its reason and error, as far as Courier names them.
pub(super) fn describe_status(record: &MessageRecord) -> String {
    let status = record.status.as_deref().unwrap_or("an unknown status");
    let reason = record.reason.as_deref().filter(|text| !text.is_empty());
    let error = record.error.as_deref().filter(|text| !text.is_empty());
    match (reason, error) {
        (None, None) => status.to_owned(),
        (Some(reason), None) => format!("{status}, {reason}"),
        (None, Some(error)) => format!("{status} ({error})"),
        (Some(reason), Some(error)) => format!("{status}, {reason} ({error})"),
    }
}

/// Returns how to fix the cause of a message that was not delivered.
pub(super) fn fix(record: &MessageRecord) -> &'static str {
    let causes = [&record.reason, &record.status];
    let mut fixes = causes.into_iter().flatten().filter_map(|cause| {
        let mut fixes = FIXES.iter();
        fixes.find(|(name, _)| name == cause)
    });
    fixes.next().map_or(DEFAULT_FIX, |(_, fix)| fix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(status: &str, reason: &str, error: &str) -> MessageRecord {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        MessageRecord {
            status: text(status),
            reason: text(reason),
            error: text(error),
            ..MessageRecord::default()
        }
    }

    #[test]
    fn status_reason_and_error_are_named() {
        for (status, reason, error, expected) in [
            ("ENQUEUED", "", "", "ENQUEUED"),
            ("UNROUTABLE", "NO_CHANNELS", "", "UNROUTABLE, NO_CHANNELS"),
            ("UNROUTABLE", "", "oops", "UNROUTABLE (oops)"),
            (
                "UNDELIVERABLE",
                "BOUNCED",
                "550",
                "UNDELIVERABLE, BOUNCED (550)",
            ),
            ("", "", "", "an unknown status"),
        ] {
            assert_eq!(describe_status(&record(status, reason, error)), expected);
        }
    }

    #[test]
    fn the_reason_decides_before_the_status() {
        let help = |status: &str, reason: &str| fix(&record(status, reason, ""));
        assert_eq!(help("UNROUTABLE", "UNPUBLISHED"), "publish the template");
        assert!(help("UNROUTABLE", "").contains("inbox channel"));
        assert!(help("UNROUTABLE", "NEW_REASON").contains("inbox channel"));
        assert_eq!(help("SIMULATED", ""), DEFAULT_FIX);
    }

    #[test]
    fn an_unknown_status_is_no_failure() {
        assert_eq!(delivery(&record("UNDELIVERABLE", "", "")), Failed);
        assert_eq!(delivery(&record("THROTTLED", "", "")), Pending);
        assert_eq!(delivery(&record("SENT", "", "")), Delivered);
        assert_eq!(delivery(&record("NEW_STATUS", "", "")), Delivered);
        assert_eq!(delivery(&record("", "", "")), Delivered);
    }
}
