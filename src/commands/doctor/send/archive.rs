//! Archives the test message.

use std::time::{Duration, Instant};

use tokio::time::timeout;

use super::{TestMessage, arrival::Arrivals};
use crate::{
    commands::doctor::commands::user_command,
    courier::{InboxCredential, MarkAction, MarkResponse, MarkResult},
    output::doctor::{Check, CheckId},
    reason::Reason,
    signals::Interrupts,
};

/// The time that archiving may take after an interrupt.
const INTERRUPT_GRACE: Duration = Duration::from_secs(2);

impl TestMessage<'_> {
    /// Archives the message. Returns the check, and true if that was interrupted.
    pub(super) async fn archive(
        &self,
        id: &str,
        arrivals: &Arrivals,
        interrupts: &mut Interrupts,
    ) -> (Check, bool) {
        let by_hand = |check: Check| {
            let options = ["--as", "archived", id];
            check.with_fix(user_command("mark-read", self.user.as_str(), &options))
        };
        let failed = |reason: Reason, message: String| {
            let help = "archive it by hand";
            by_hand(Check::failed(
                CheckId::SendArchived,
                reason.as_str(),
                message,
                help,
            ))
        };
        let credential = InboxCredential::Token(self.new_token.clone());
        let ids = [id];
        let request = self
            .courier
            .mark(&credential, self.user, MarkAction::Archived, &ids);
        let time_limit = if arrivals.is_interrupted {
            INTERRUPT_GRACE
        } else {
            self.courier.limits().timeout
        };
        let start = Instant::now();
        let result = tokio::select! {
            result = timeout(time_limit, request) => result,
            () = interrupts.next() => {
                let message = "interrupted before it was archived".to_owned();
                return (failed(Reason::Interrupted, message), true);
            }
        };
        let check = match result {
            Ok(Ok(response)) => match problem(response) {
                None => Check::passed(CheckId::SendArchived, "archived"),
                Some(problem) if arrivals.is_in_inbox() => failed(Reason::Rejected, problem),
                Some(_) => by_hand(Check::warning(
                    CheckId::SendArchived,
                    "not-in-inbox",
                    "the message is not in the Inbox yet",
                    "archive it by hand when it arrives",
                )),
            },
            Ok(Err(error)) => failed(error.reason(), error.to_string()),
            Err(_) => failed(Reason::Timeout, "no response in time".to_owned()),
        };
        (check.with_duration(start.elapsed()), false)
    }
}

/// Returns the reason why the message was not archived, `None` if it was.
fn problem(response: MarkResponse) -> Option<String> {
    match response {
        MarkResponse::Rejected(reason) => Some(reason),
        MarkResponse::PerMessage(results) => match results.into_iter().next() {
            Some(MarkResult::Marked) => None,
            Some(MarkResult::Refused(reason) | MarkResult::Unknown(reason)) => Some(reason),
            None => Some("the response does not contain it".to_owned()),
        },
    }
}
