//! `--send`: sends a test message, waits for it in the Inbox and on the socket, and archives it.

mod archive;
mod arrival;
mod report;

use std::{
    pin::pin,
    time::{Duration, Instant},
};

use tokio::time::{sleep, timeout};

use self::arrival::{Arrival, Arrivals};
use crate::{
    courier::{
        AcceptedProtocols, Courier, Error, InboxCredential, InboxSocket, MessageFilter, SentMessage,
    },
    output::doctor::{Check, CheckId, Checks},
    signals::Interrupts,
    token::{ApiKey, Jwt, UserId},
};

/// The title of a test message. The diagnosis of an empty Inbox ignores messages with it.
pub(super) const TITLE: &str = "Test message from courier-auth";

const BODY: &str = "A developer checks your Inbox with `courier-auth doctor --send`. You can ignore \
                    this message.";

/// The delay between two requests that list the Inbox.
const POLL_INTERVAL: Duration = Duration::from_millis(250);

/// The number of the newest messages among which the test message is searched.
const SEARCHED_MESSAGES: u8 = 20;

/// The scopes that list and archive the test message.
pub(super) const SCOPES: &[&str] = &["inbox:read:messages", "inbox:write:events"];

/// The checks of the test message.
const CHECKS: [CheckId; 4] = [
    CheckId::SendAccepted,
    CheckId::SendInInbox,
    CheckId::SendOnSocket,
    CheckId::SendArchived,
];

/// A test message to a user.
pub(super) struct TestMessage<'t> {
    pub(super) courier: &'t Courier,
    pub(super) key: &'t ApiKey,
    pub(super) user: &'t UserId,
    pub(super) tenant: Option<&'t str>,
    /// The token that the app uses. It reads the Inbox.
    pub(super) app_token: &'t Jwt,
    /// A new token. It archives the message.
    pub(super) new_token: &'t Jwt,
}

/// Skips all checks of the test message.
pub(super) fn skip(reason: &str, checks: &mut Checks) {
    for id in CHECKS {
        checks.add(Check::skipped(id, reason));
    }
}

impl TestMessage<'_> {
    /// Sends the message, waits for it and archives it. Returns true if it was interrupted.
    pub(super) async fn run(&self, checks: &mut Checks) -> bool {
        // Opened before the message is sent, so that no event is missed.
        let credential = InboxCredential::Token(self.app_token.clone());
        let socket =
            self.courier
                .open_socket(&credential, self.user, self.tenant, AcceptedProtocols::V1);
        let socket = socket.await;
        let Ok(mut interrupts) = Interrupts::new() else {
            skip("this system does not report Ctrl-C", checks);
            return false;
        };
        let start = Instant::now();
        let (user, tenant) = (self.user.as_str(), self.tenant);
        let sent = tokio::select! {
            sent = self.courier.send_to_inbox(self.key, user, tenant, TITLE, BODY) => sent,
            () = interrupts.next() => {
                self.report_interrupted_send(checks);
                return true;
            }
        };
        let duration = start.elapsed();
        let message = match sent {
            Ok(message) => message,
            Err(error) => {
                self.report_refused(&error, duration, checks);
                return false;
            }
        };
        let id = &message.request_id;
        let accepted = Check::passed(CheckId::SendAccepted, format!("message {id}"));
        checks.add(accepted.with_duration(duration));
        let mut arrivals = self.wait(&message, socket, &mut interrupts).await;
        self.report_arrivals(id, &mut arrivals, &mut interrupts, checks)
            .await;
        let (archived, is_interrupted) = self.archive(id, &arrivals, &mut interrupts).await;
        checks.add(archived);
        arrivals.is_interrupted || is_interrupted
    }

    /// Waits until the message is in the Inbox and on the socket, or until an interrupt.
    async fn wait(
        &self,
        message: &SentMessage,
        socket: Result<InboxSocket, Error>,
        interrupts: &mut Interrupts,
    ) -> Arrivals {
        let start = Instant::now();
        let mut in_inbox = pin!(self.wait_in_inbox(&message.request_id, start));
        let mut on_socket = pin!(self.wait_on_socket(&message.request_id, start, socket));
        let mut arrivals = Arrivals::default();
        while arrivals.inbox.is_none() || arrivals.socket.is_none() {
            tokio::select! {
                arrival = &mut in_inbox, if arrivals.inbox.is_none() => {
                    arrivals.inbox = Some(arrival);
                }
                arrival = &mut on_socket, if arrivals.socket.is_none() => {
                    arrivals.socket = Some(arrival);
                }
                () = interrupts.next() => {
                    arrivals.is_interrupted = true;
                    break;
                }
            }
        }
        arrivals
    }

    /// Lists the Inbox until it contains the message. A failed request is repeated.
    async fn wait_in_inbox(&self, id: &str, start: Instant) -> Arrival {
        let credential = InboxCredential::Token(self.app_token.clone());
        let filter = MessageFilter {
            tenant: self.tenant.map(str::to_owned),
            ..MessageFilter::default()
        };
        loop {
            let page = self.courier.list_messages(
                &credential,
                self.user,
                &filter,
                SEARCHED_MESSAGES,
                None,
            );
            let error = match page.await {
                Ok(page) if page.messages.iter().any(|message| message.message_id == id) => {
                    return Arrival::Arrived(start.elapsed());
                }
                Ok(_) => None,
                Err(error) => Some(error),
            };
            if start.elapsed().saturating_add(POLL_INTERVAL) > self.courier.limits().timeout {
                return error.map_or(Arrival::TimedOut, Arrival::Failed);
            }
            sleep(POLL_INTERVAL).await;
        }
    }

    async fn wait_on_socket(
        &self,
        id: &str,
        start: Instant,
        socket: Result<InboxSocket, Error>,
    ) -> Arrival {
        let mut socket = match socket {
            Ok(socket) => socket,
            Err(error) => return Arrival::Failed(error),
        };
        match timeout(self.courier.limits().timeout, socket.wait_for_message(id)).await {
            Ok(Ok(())) => Arrival::Arrived(start.elapsed()),
            Ok(Err(error)) => Arrival::Failed(error),
            Err(_) => Arrival::TimedOut,
        }
    }
}
