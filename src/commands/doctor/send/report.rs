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
        failure::failed_request,
    },
    courier::{Error, MessageRecord},
    output::doctor::{Check, CheckId, CheckStatus, Checks},
    reason::Reason,
    signals::Interrupts,
};

/// The checks that need an accepted message.
const AFTER_SENDING: [CheckId; 3] = [
    CheckId::SendInInbox,
    CheckId::SendOnSocket,
    CheckId::SendArchived,
];

/// The advice for a message that was perhaps accepted.
const LOOK_FOR_IT: &str = "the message may arrive nevertheless: look for it, and archive it";

/// The advice for a message that may only be late.
const WAIT_LONGER: &str = "set a longer --timeout, for example 60s";

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
        skip_after_sending("the message was not accepted", checks);
    }

    /// Reports that the send request was interrupted.
    pub(super) fn report_interrupted_send(&self, checks: &mut Checks) {
        let check = Check::failed(
            CheckId::SendAccepted,
            Reason::Interrupted.as_str(),
            "interrupted while the message was sent",
            LOOK_FOR_IT,
        );
        checks.add(check.with_fix(user_command("messages", self.user.as_str(), &[])));
        skip_after_sending("interrupted", checks);
    }

    /// Reports the arrivals. If the Inbox does not list the message, requests its status, until an
    /// interrupt.
    pub(super) async fn report_arrivals(
        &self,
        id: &str,
        arrivals: &mut Arrivals,
        interrupts: &mut Interrupts,
        checks: &mut Checks,
    ) {
        let in_inbox = if matches!(arrivals.inbox, Some(Arrival::TimedOut)) {
            let record = if arrivals.is_interrupted {
                None
            } else {
                tokio::select! {
                    record = self.courier.sent_message(self.key, id) => Some(record),
                    () = interrupts.next() => None,
                }
            };
            arrivals.is_interrupted |= record.is_none();
            self.missing_in_inbox(record)
        } else {
            let inbox = arrivals.inbox.as_ref();
            arrival(CheckId::SendInInbox, inbox, "listed by the Inbox")
        };
        checks.add(in_inbox);
        let has_arrived = matches!(arrivals.inbox, Some(Arrival::Arrived(_)));
        let on_socket = match &arrivals.socket {
            Some(Arrival::TimedOut) if has_arrived => Check::failed(
                CheckId::SendOnSocket,
                Reason::Timeout.as_str(),
                format!("no event within {}", self.time_limit()),
                "check COURIER_SOCKET_URL, and whether a proxy blocks or buffers WebSockets",
            ),
            Some(Arrival::TimedOut) => {
                Check::same_cause(CheckId::SendOnSocket, CheckId::SendInInbox.title())
            }
            Some(Arrival::Failed(_)) if is_socket_unusable(checks) => {
                Check::same_cause(CheckId::SendOnSocket, CheckId::Socket.title())
            }
            other => arrival(CheckId::SendOnSocket, other.as_ref(), "event received"),
        };
        checks.add(on_socket);
    }

    /// Returns the check for a message that the Inbox does not list in time. `record` is what Courier
    /// says about it, `None` after an interrupt.
    fn missing_in_inbox(&self, record: Option<Result<MessageRecord, Error>>) -> Check {
        let (code, cause, help) = match record {
            None => (
                Reason::Interrupted.as_str(),
                "its status is unknown: interrupted".to_owned(),
                WAIT_LONGER,
            ),
            Some(Err(error)) => (
                error.reason().as_str(),
                format!("its status is unknown: {error}"),
                WAIT_LONGER,
            ),
            Some(Ok(record)) => {
                let status = describe_status(&record);
                match delivery(&record) {
                    Delivery::Failed => (
                        "undeliverable",
                        format!("Courier says {status}"),
                        fix(&record),
                    ),
                    Delivery::Pending => ("pending", format!("Courier says {status}"), WAIT_LONGER),
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

fn skip_after_sending(reason: &str, checks: &mut Checks) {
    for id in AFTER_SENDING {
        checks.add(Check::skipped(id, reason));
    }
}

/// Returns true if the check of the socket failed, or was skipped because its host is unreachable.
fn is_socket_unusable(checks: &Checks) -> bool {
    let mut checks = checks.iter();
    let is_unusable = |status| matches!(status, CheckStatus::Failed | CheckStatus::Skipped);
    checks.any(|check| check.id == CheckId::Socket && is_unusable(check.status))
}

/// Returns the check for an arrival that is not a timeout.
fn arrival(id: CheckId, arrival: Option<&Arrival>, message: &str) -> Check {
    match arrival {
        Some(Arrival::Arrived(duration)) => Check::passed(id, message).with_duration(*duration),
        Some(Arrival::Failed(error)) => failed_request(id, error),
        Some(Arrival::TimedOut) | None => Check::skipped(id, "interrupted"),
    }
}
