//! The checks of the test message, except that of archiving it.

use std::time::Duration;

use super::{
    TestMessage,
    arrival::{Arrival, Arrivals},
};
use crate::{
    commands::doctor::{
        commands::user_command,
        delivery::{Delivery, delivery, describe_status, fix, is_for_inbox},
        failure::{failed_request, reason},
    },
    courier::Error,
    output::doctor::{Check, CheckId, CheckStatus, Checks},
};

/// The checks that need an accepted message.
const AFTER_SENDING: [CheckId; 3] = [
    CheckId::SendInInbox,
    CheckId::SendOnSocket,
    CheckId::SendArchived,
];

/// The advice for a message that was perhaps accepted.
const LOOK_FOR_IT: &str = "the message may arrive nevertheless: look for it, and archive it";

impl TestMessage<'_> {
    /// Reports that the send request failed.
    pub(super) fn report_refused(&self, error: &Error, duration: Duration, checks: &mut Checks) {
        let check = failed_request(CheckId::SendAccepted, error).with_duration(duration);
        checks.add(if error.may_have_succeeded() {
            Check {
                help: Some(LOOK_FOR_IT.to_owned()),
                fix: user_command("messages", self.user.as_str(), &[]),
                ..check
            }
        } else {
            check
        });
        for id in AFTER_SENDING {
            checks.add(Check::skipped(id, "the message was not accepted"));
        }
    }

    pub(super) fn interrupted_send(&self) -> Check {
        Check::failed(
            CheckId::SendAccepted,
            "interrupted",
            "interrupted while the message was sent",
            LOOK_FOR_IT,
        )
        .with_fix(user_command("messages", self.user.as_str(), &[]))
    }

    pub(super) async fn report_arrivals(&self, id: &str, arrivals: &Arrivals, checks: &mut Checks) {
        let in_inbox = match &arrivals.inbox {
            Some(Arrival::TimedOut) => self.missing_in_inbox(id).await,
            other => arrival(CheckId::SendInInbox, other.as_ref(), "listed by the Inbox"),
        };
        checks.add(in_inbox);
        let has_arrived = matches!(arrivals.inbox, Some(Arrival::Arrived(_)));
        let on_socket = match &arrivals.socket {
            Some(Arrival::TimedOut) if has_arrived => Check::failed(
                CheckId::SendOnSocket,
                "timeout",
                format!("no event within {}", self.time_limit()),
                "check COURIER_SOCKET_URL, and whether a proxy blocks or buffers WebSockets",
            ),
            Some(Arrival::TimedOut) => {
                Check::same_cause(CheckId::SendOnSocket, CheckId::SendInInbox.title())
            }
            Some(Arrival::Failed(_)) if has_failed(CheckId::Socket, checks) => {
                Check::same_cause(CheckId::SendOnSocket, CheckId::Socket.title())
            }
            other => arrival(CheckId::SendOnSocket, other.as_ref(), "event received"),
        };
        checks.add(on_socket);
    }

    /// Returns the check for a message that the Inbox does not list in time, with what Courier says
    /// about it.
    async fn missing_in_inbox(&self, id: &str) -> Check {
        let (code, cause, help) = match self.courier.sent_message(self.key, id).await {
            Err(error) => (
                reason(&error),
                format!("its status is unknown: {error}"),
                "set a longer --timeout, for example 60",
            ),
            Ok(record) => {
                let status = describe_status(&record);
                match delivery(&record) {
                    Delivery::Failed => (
                        "undeliverable",
                        format!("Courier says {status}"),
                        fix(&record),
                    ),
                    Delivery::Pending => (
                        "pending",
                        format!("Courier says {status}"),
                        "set a longer --timeout, for example 60",
                    ),
                    Delivery::Delivered if is_for_inbox(&record) => (
                        "not-in-inbox",
                        format!("Courier says {status}"),
                        "use a token and an API key of the same environment, or set a longer \
                         --timeout",
                    ),
                    Delivery::Delivered => (
                        "other-channels",
                        format!(
                            "sent by {}, not to the inbox channel",
                            record.channels.join(", ")
                        ),
                        "add the provider Courier Inbox to this environment: \
                         https://app.courier.com/integrations",
                    ),
                }
            }
        };
        let message = format!("not in the Inbox within {}; {cause}", self.time_limit());
        Check::failed(CheckId::SendInInbox, code, message, help)
    }

    fn time_limit(&self) -> String {
        format!("{} s", self.courier.limits().timeout.as_secs_f64())
    }
}

fn has_failed(id: CheckId, checks: &Checks) -> bool {
    let mut checks = checks.iter();
    checks.any(|check| check.id == id && check.status == CheckStatus::Failed)
}

/// Returns the check for an arrival that is not a timeout.
fn arrival(id: CheckId, arrival: Option<&Arrival>, message: &str) -> Check {
    match arrival {
        Some(Arrival::Arrived(duration)) => Check::passed(id, message).with_duration(*duration),
        Some(Arrival::Failed(error)) => failed_request(id, error),
        Some(Arrival::TimedOut) | None => Check::skipped(id, "interrupted"),
    }
}
