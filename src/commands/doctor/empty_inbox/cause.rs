//! The causes of an empty Inbox, and how each one is reported.

use std::{cmp::Reverse, collections::BTreeMap};

use crate::{
    commands::doctor::{
        commands::{doctor_command, user_command},
        delivery::{self, Delivery, delivery, describe_status, is_for_inbox},
    },
    courier::MessageRecord,
    output::doctor::{Check, CheckId},
    text::plural,
    time::humanize,
    token::{UserId, leftover::user_id_mistake},
};

/// The likeliest cause of an empty Inbox.
#[derive(Debug)]
pub(super) enum Cause {
    /// Nothing was sent to the user ID.
    NothingSent,
    /// Nothing was sent to the user ID, but to a similar one.
    SimilarUser { user: String, count: usize },
    /// Messages were sent to other channels only.
    OtherChannels(Sent),
    /// Courier did not deliver the newest message.
    Undeliverable(Sent),
    /// Courier has not delivered the newest message yet.
    Pending(Sent),
    /// Messages in the Inbox belong to these tenants.
    TenantOnly(Vec<String>),
    /// The user archived all messages. Holds their number.
    Archived(u64),
    /// Messages were delivered to the Inbox, and are not there anymore.
    NotInInbox(Sent),
    /// Sent messages can be listed with an API key only.
    NoApiKey,
    /// The search failed with this error.
    Unknown(String),
}

/// The messages that were sent to the user. There is at least one.
#[derive(Debug)]
pub(super) struct Sent {
    /// The number of messages on the first page.
    pub(super) total: usize,
    /// True if there are more pages.
    pub(super) has_more: bool,
    /// The newest messages, with their channels.
    pub(super) newest: Vec<MessageRecord>,
}

impl Cause {
    /// Returns the cause that explains why none of the sent messages is in the Inbox.
    pub(super) fn of(sent: Sent) -> Self {
        let is_in_inbox = |message: &&MessageRecord| {
            delivery(message) == Delivery::Delivered && is_for_inbox(message)
        };
        let mut in_inbox = sent.newest.iter().filter(is_in_inbox).peekable();
        if in_inbox.peek().is_some() {
            let mut tenants: Vec<String> = Vec::new();
            for message in in_inbox {
                match &message.account_id {
                    None => return Self::NotInInbox(sent),
                    Some(tenant) if !tenants.contains(tenant) => tenants.push(tenant.clone()),
                    Some(_) => {}
                }
            }
            return Self::TenantOnly(tenants);
        }
        match sent.newest.first().map(delivery) {
            Some(Delivery::Failed) => Self::Undeliverable(sent),
            Some(Delivery::Pending) => Self::Pending(sent),
            Some(Delivery::Delivered) | None => Self::OtherChannels(sent),
        }
    }

    /// Returns the check. `now` is the current time in seconds since 1970.
    pub(super) fn check(&self, user: &str, now: f64) -> Check {
        let (reason, cause, help) = self.describe(now);
        let message = format!("the Inbox of `{user}` is empty: {cause}");
        Check::warning(CheckId::Messages, reason, message, help).with_fix(self.fix(user))
    }

    /// Returns the code of the cause, its text and the advice.
    fn describe(&self, now: f64) -> (&'static str, String, String) {
        let (reason, cause, help) = match self {
            Self::NothingSent => (
                "nothing-sent",
                "nothing was sent to this user ID".to_owned(),
                "the send call probably names another ID: compare the two letter by letter, or send \
                 a test message",
            ),
            Self::SimilarUser { user, count } => (
                "similar-user-id",
                format!(
                    "nothing was sent to this user ID, but {} to `{user}`",
                    plural(*count as u64, "message")
                ),
                if is_plain_id(user) {
                    "use the same ID in the send call and in the token; check that one"
                } else {
                    "correct the ID in the send call; then send a test message"
                },
            ),
            Self::OtherChannels(sent) => (
                "other-channels",
                format!("{}; none to the inbox channel", sent.by_channel()),
                "add the inbox channel to the template, or to `routing.channels` of the send \
                 call; then send a test message",
            ),
            Self::Undeliverable(sent) => {
                return (
                    "undeliverable",
                    format!("{}; {}", sent.count(), sent.undelivered()),
                    format!(
                        "{}; then send a test message",
                        sent.newest.first().map_or("", delivery::fix)
                    ),
                );
            }
            Self::Pending(sent) => (
                "pending",
                format!(
                    "{}; the newest is not delivered yet: {}",
                    sent.count(),
                    sent.newest_status()
                ),
                "wait, or remove the delay, digest or limit of the send call; then run doctor again",
            ),
            Self::TenantOnly(tenants) => (
                "tenant-only",
                format!("all messages belong to a tenant: {}", tenants.join(", ")),
                "set the tenantId of the app's SDK; check it",
            ),
            Self::Archived(count) => (
                "archived",
                match count {
                    1 => "its only message is archived".to_owned(),
                    count => format!("all {count} messages are archived"),
                },
                "an app shows these only in its archive; list them",
            ),
            Self::NotInInbox(sent) => (
                "not-in-inbox",
                format!(
                    "{}{}, and the Inbox does not contain them anymore",
                    sent.count(),
                    sent.age(now)
                ),
                "they expired or were deleted, or the token is for another environment than the API \
                 key; send a test message",
            ),
            Self::NoApiKey => (
                "empty",
                "what was sent is unknown without an API key".to_owned(),
                "set COURIER_API_KEY, and run doctor again",
            ),
            Self::Unknown(error) => (
                "empty",
                format!("what was sent is unknown: {error}"),
                "look at the requests",
            ),
        };
        (reason, cause, help.to_owned())
    }

    /// Returns the next command.
    fn fix(&self, user: &str) -> Option<String> {
        match self {
            Self::SimilarUser { user: similar, .. } if is_plain_id(similar) => {
                doctor_command(similar, &[])
            }
            Self::NothingSent
            | Self::SimilarUser { .. }
            | Self::OtherChannels(_)
            | Self::Undeliverable(_)
            | Self::NotInInbox(_) => doctor_command(user, &["--send"]),
            Self::TenantOnly(tenants) => {
                doctor_command(user, &["--tenant", tenants.first().map(String::as_str)?])
            }
            Self::Archived(_) => user_command("messages", user, &["--archived"]),
            Self::Pending(_) | Self::NoApiKey => doctor_command(user, &[]),
            Self::Unknown(_) => doctor_command(user, &["-v"]),
        }
    }
}

impl Sent {
    /// Returns the number of messages as text, for example `3 sent`.
    fn count(&self) -> String {
        let more = if self.has_more { " or more" } else { "" };
        format!("{}{more} sent", self.total)
    }

    /// Returns the number of messages by channel, for example `3 sent: 2 by email, 1 by sms`.
    fn by_channel(&self) -> String {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for message in &self.newest {
            if message.channels.is_empty() {
                *counts.entry("an unknown channel").or_default() += 1;
            }
            for channel in &message.channels {
                *counts.entry(channel).or_default() += 1;
            }
        }
        let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| Reverse(*count));
        let counts: Vec<String> = counts
            .into_iter()
            .map(|(channel, count)| format!("{count} by {channel}"))
            .collect();
        let newest = if self.newest.len() < self.total || self.has_more {
            format!(", the newest {}", self.newest.len())
        } else {
            String::new()
        };
        format!("{}{newest}: {}", self.count(), counts.join(", "))
    }

    /// Describes the newest message, which was not delivered, and how many others share its fate.
    fn undelivered(&self) -> String {
        let is_failed = |message: &&MessageRecord| delivery(message) == Delivery::Failed;
        let failed = self.newest.iter().filter(is_failed).count();
        let status = self.newest_status();
        if failed == self.total && !self.has_more {
            format!("none delivered: {status}")
        } else {
            format!("the newest not delivered: {status}")
        }
    }

    fn newest_status(&self) -> String {
        self.newest
            .first()
            .map_or_else(String::new, describe_status)
    }

    /// Returns the age of the newest message, if it is known.
    fn age(&self, now: f64) -> String {
        let enqueued = self.newest.first().and_then(|message| message.enqueued);
        let age = enqueued.map(|milliseconds| now - milliseconds / 1_000.0);
        let age = age.filter(|age| age.is_finite() && *age >= 0.0);
        age.map_or_else(String::new, |age| {
            format!(", the newest {} ago", humanize(age))
        })
    }
}

/// Returns true if a token can be for this user. A recipient may contain whitespace or quotes too.
fn is_plain_id(id: &str) -> bool {
    id.parse::<UserId>().is_ok() && user_id_mistake(id).is_none()
}
