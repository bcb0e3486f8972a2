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
    /// Returns the cause that explains why none of the sent messages is in the Inbox. `tenant` is the
    /// tenant that the app shows.
    pub(super) fn of(sent: Sent, tenant: Option<&str>) -> Self {
        let is_in_inbox = |message: &&MessageRecord| {
            delivery(message) == Delivery::Delivered && is_for_inbox(message)
        };
        let mut in_inbox = sent.newest.iter().filter(is_in_inbox).peekable();
        if in_inbox.peek().is_some() {
            let mut tenants: Vec<String> = Vec::new();
            for message in in_inbox {
                match &message.account_id {
                    None => return Self::NotInInbox(sent),
                    // The Inbox was also listed with this tenant.
                    Some(own) if tenant == Some(own.as_str()) => return Self::NotInInbox(sent),
                    Some(other) if !tenants.contains(other) => tenants.push(other.clone()),
                    Some(_) => {}
                }
            }
            return Self::TenantOnly(tenants);
        }
        match sent.most_relevant().map(delivery) {
            Some(Delivery::Failed) => Self::Undeliverable(sent),
            Some(Delivery::Pending) => Self::Pending(sent),
            Some(Delivery::Delivered) | None => Self::OtherChannels(sent),
        }
    }

    /// Returns the check. `tenant` is the tenant that the app shows, `now` the current time in seconds
    /// since 1970.
    pub(super) fn check(&self, user: &str, tenant: Option<&str>, now: f64) -> Check {
        let message = format!("the Inbox of `{user}` is empty: {}", self.describe(now));
        Check::warning(CheckId::Messages, self.reason(), message, self.help())
            .with_fix(self.fix(user, tenant))
    }

    /// Returns the code of the cause.
    fn reason(&self) -> &'static str {
        match self {
            Self::NothingSent => "nothing-sent",
            Self::SimilarUser { .. } => "similar-user-id",
            Self::OtherChannels(_) => "other-channels",
            Self::Undeliverable(_) => "undeliverable",
            Self::Pending(_) => "pending",
            Self::TenantOnly(_) => "tenant-only",
            Self::Archived(_) => "archived",
            Self::NotInInbox(_) => "not-in-inbox",
            Self::NoApiKey | Self::Unknown(_) => "empty",
        }
    }

    /// Describes the cause.
    fn describe(&self, now: f64) -> String {
        match self {
            Self::NothingSent => "nothing was sent to this user ID".to_owned(),
            Self::SimilarUser { user, count } => format!(
                "nothing was sent to this user ID, but {} to `{user}`",
                plural(*count as u64, "message")
            ),
            Self::OtherChannels(sent) => {
                format!("{}, none to the inbox channel", sent.by_channel())
            }
            Self::Undeliverable(sent) => format!("{}, {}", sent.count(), sent.undelivered()),
            Self::Pending(sent) => format!(
                "{}, {} is not delivered yet: {}",
                sent.count(),
                sent.newest_name(),
                sent.newest_status()
            ),
            Self::TenantOnly(tenants) => {
                format!("all messages belong to a tenant: {}", tenants.join(", "))
            }
            Self::Archived(1) => "its only message is archived".to_owned(),
            Self::Archived(count) => format!("all {count} messages are archived"),
            Self::NotInInbox(sent) => format!(
                "{}{}, and the Inbox does not contain them anymore",
                sent.count(),
                sent.age(now)
            ),
            Self::NoApiKey => "what was sent is unknown without an API key".to_owned(),
            Self::Unknown(error) => format!("what was sent is unknown: {error}"),
        }
    }

    /// Returns the advice. The command of [`Cause::fix`] follows it.
    fn help(&self) -> String {
        let help = match self {
            Self::NothingSent => {
                "the send call probably names another ID: compare the two letter by letter, or send \
                 a test message"
            }
            Self::SimilarUser { user, .. } if is_plain_id(user) => {
                "use the same ID in the send call and in the token, and check that ID"
            }
            Self::SimilarUser { .. } => "correct the ID in the send call, then send a test message",
            Self::OtherChannels(_) => {
                "add the inbox channel to the template, or to `routing.channels` of the send \
                 call, then send a test message"
            }
            Self::Undeliverable(sent) => {
                let fix = sent.newest.first().map_or("", delivery::fix);
                return format!("{fix}, then send a test message");
            }
            Self::Pending(_) => {
                "wait, or remove the delay, digest or limit of the send call, then run doctor again"
            }
            Self::TenantOnly(_) => "set the tenantId of the app's SDK, then check that tenant",
            Self::Archived(_) => "list the archive, because the app shows them only there",
            Self::NotInInbox(_) => {
                "they expired or were deleted, or the token is for another environment than the API \
                 key. Send a test message"
            }
            Self::NoApiKey => "set COURIER_API_KEY, and run doctor again",
            Self::Unknown(_) => "look at the requests",
        };
        help.to_owned()
    }

    /// Returns the next command.
    fn fix(&self, user: &str, tenant: Option<&str>) -> Option<String> {
        let mut options: Vec<&str> = Vec::new();
        if let Some(tenant) = tenant {
            options.extend(["--tenant", tenant]);
        }
        match self {
            Self::SimilarUser { user: similar, .. } if is_plain_id(similar) => {
                return doctor_command(similar, &options);
            }
            Self::TenantOnly(tenants) => options = vec!["--tenant", tenants.first()?.as_str()],
            Self::Archived(_) => return user_command("messages", user, &["--archived"]),
            Self::NothingSent
            | Self::SimilarUser { .. }
            | Self::OtherChannels(_)
            | Self::Undeliverable(_)
            | Self::NotInInbox(_) => options.push("--send"),
            Self::Pending(_) | Self::NoApiKey => {}
            Self::Unknown(_) => options.push("-v"),
        }
        doctor_command(user, &options)
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
        let mut count = |channel| {
            let count = counts.entry(channel).or_default();
            *count = count.saturating_add(1);
        };
        for message in &self.newest {
            if message.channels.is_empty() {
                count("an unknown channel");
            }
            for channel in &message.channels {
                count(channel);
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

    /// Describes why the newest message was not delivered, and says if none of the messages was.
    fn undelivered(&self) -> String {
        let is_failed = |message: &&MessageRecord| delivery(message) == Delivery::Failed;
        let failed = self.newest.iter().filter(is_failed).count();
        let status = self.newest_status();
        if failed == self.total && !self.has_more {
            format!("none delivered: {status}")
        } else {
            format!("{} was not delivered: {status}", self.newest_name())
        }
    }

    /// Returns the newest message for the Inbox, or else the newest one.
    fn most_relevant(&self) -> Option<&MessageRecord> {
        let for_inbox = self.newest.iter().find(|message| is_for_inbox(message));
        for_inbox.or(self.newest.first())
    }

    /// Returns the words for the most relevant message.
    fn newest_name(&self) -> &'static str {
        let newest = self.newest.first();
        if self.newest.iter().any(is_for_inbox) && !newest.is_some_and(is_for_inbox) {
            "the newest for the Inbox"
        } else {
            "the newest"
        }
    }

    fn newest_status(&self) -> String {
        self.most_relevant()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_is_the_cause_only_if_it_is_not_the_tenant_of_the_app() {
        for (app_tenant, expected, options) in [
            (None, "tenant-only", "--tenant acme"),
            (Some("acme"), "not-in-inbox", "--tenant acme --send"),
            (Some("other"), "tenant-only", "--tenant acme"),
        ] {
            let message = MessageRecord {
                account_id: Some("acme".to_owned()),
                channels: vec!["inbox".to_owned()],
                ..MessageRecord::default()
            };
            let sent = Sent {
                total: 1,
                has_more: false,
                newest: vec![message],
            };
            let check = Cause::of(sent, app_tenant).check("ada", app_tenant, 0.0);
            assert_eq!(check.reason, Some(expected), "{app_tenant:?}");
            let fix = format!("courier-auth doctor --user ada {options}");
            assert_eq!(check.fix, Some(fix), "{app_tenant:?}");
        }
    }

    #[test]
    fn an_undelivered_message_for_the_inbox_is_the_cause_beside_a_newer_email() {
        let message = |channel: &str, status: &str| MessageRecord {
            channels: vec![channel.to_owned()],
            status: Some(status.to_owned()),
            ..MessageRecord::default()
        };
        let sent = Sent {
            total: 2,
            has_more: false,
            newest: vec![
                message("email", "DELIVERED"),
                message("inbox", "UNDELIVERABLE"),
            ],
        };
        let check = Cause::of(sent, None).check("ada", None, 0.0);
        assert_eq!(check.reason, Some("undeliverable"));
        let expected = "the newest for the Inbox was not delivered: UNDELIVERABLE";
        assert!(check.message.contains(expected), "{}", check.message);
    }
}
