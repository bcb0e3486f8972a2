//! The events of an Inbox, without gaps and duplicates, over any number of connections.
//!
//! A connection delivers events from its subscription on. What came before, or between two connections, is
//! in the list of messages. So each connection is followed by a list, and a message that is in both, or in
//! the list of an earlier connection, is left out. Changes to messages are in no list: those that happen
//! while there is no connection are missed.

use std::{collections::VecDeque, mem, pin::pin, time::Duration};

use futures_util::FutureExt as _;
use tokio::time::{Instant, sleep};

use super::seen::{SeenMessages, created};
use crate::{
    commands::shared::{inbox_access::InboxAccess, message_list::MessageList},
    console::{Console, Level, Verbosity},
    courier::{
        self, AcceptedProtocols, Courier, Delivery, HttpError, InboxEvent, InboxMessage,
        InboxSocket, MessageFilter, backoff,
    },
    error::Error,
    runtime::wait_until,
    time::humanize,
    token::UserId,
};

/// The maximum number of events that are kept while the messages are listed. Further ones stay in the
/// connection.
const MAX_WAITING: usize = 10_000;

/// The events of a user's Inbox.
pub(super) struct Listener<'l> {
    pub(super) courier: &'l Courier,
    pub(super) access: &'l InboxAccess,
    pub(super) user: &'l UserId,
    pub(super) tenant: Option<&'l str>,
    pub(super) console: Console,
    pub(super) seen: SeenMessages,
    pub(super) state: State,
}

/// The connection and the events that it delivered.
#[derive(Default)]
pub(super) struct State {
    socket: Option<InboxSocket>,
    /// The time to connect with a new token. `None` if the token cannot be replaced.
    renewal: Option<Instant>,
    events: VecDeque<Event>,
    /// The number of failures since the last connection.
    failures: u32,
    /// The delay before the next connection.
    delay: Duration,
    /// The delay that the server asked for while a connection was made.
    retry_after: Option<Duration>,
    /// Why there is no connection.
    failure: Option<String>,
    has_connected: bool,
    /// The number of connections after the first one that replaced a lost one.
    pub(super) reconnections: u64,
}

/// An event, and where it was found.
pub(super) struct Event {
    pub(super) event: InboxEvent,
    /// True if it was found in the list of messages.
    pub(super) is_listed: bool,
}

impl Event {
    /// An event that the connection delivered.
    fn received(event: InboxEvent) -> Self {
        Self {
            event,
            is_listed: false,
        }
    }
}

impl Listener<'_> {
    /// Connects for the first time. Unless old messages are included, those in the Inbox are left out.
    ///
    /// # Errors
    /// Returns an error if the connection fails, or if the messages cannot be listed.
    pub(super) async fn start(&mut self, includes_old: bool) -> Result<(), Error> {
        if !includes_old {
            self.skip_old_messages().await?;
        }
        self.connect().await
    }

    /// Marks the messages that are in the Inbox as seen.
    async fn skip_old_messages(&mut self) -> Result<(), Error> {
        let filter = self.filter();
        let mut list = MessageList::new(self.courier, self.access, self.user, &filter);
        while let Some(page) = list.next_page().await? {
            for message in &page.messages {
                self.seen.add(message);
            }
            // Older messages are in no later list.
            let oldest = page.messages.last().and_then(created);
            if oldest < self.seen.since() {
                break;
            }
        }
        Ok(())
    }

    /// Waits for the next event. Connects, and connects again, as needed.
    ///
    /// # Errors
    /// Returns an error if Courier refuses the credential.
    pub(super) async fn next(&mut self) -> Result<Event, Error> {
        loop {
            while let Some(event) = self.state.events.pop_front() {
                let message = event.event.message.as_ref();
                if message.is_none_or(|message| self.seen.add(message)) {
                    return Ok(event);
                }
            }
            let Some(socket) = &mut self.state.socket else {
                self.connect().await?;
                continue;
            };
            let delivery = tokio::select! {
                delivery = socket.next() => delivery,
                () = wait_until(self.state.renewal) => {
                    self.read_received_events().await;
                    self.state.socket = None;
                    continue;
                }
            };
            match delivery {
                Ok(Delivery::Event(event)) => self.state.events.push_back(Event::received(*event)),
                Ok(Delivery::Closed {
                    reason,
                    retry_after,
                }) => self.lose_connection(&reason, retry_after),
                Err(error) => self.lose_connection(&error.to_string(), None),
            }
        }
    }

    /// Returns an error if there is no connection.
    pub(super) fn require_connection(&self) -> Result<(), Error> {
        match (&self.state.failure, self.state.has_connected) {
            (None, true) => Ok(()),
            (reason, _) => {
                let reason = reason.as_deref().unwrap_or("not connected in time");
                Err(broken(self.courier, reason.to_owned()))
            }
        }
    }

    /// Takes the events that the connection has received already.
    async fn read_received_events(&mut self) {
        while let Some(socket) = &mut self.state.socket
            && let Some(Ok(Delivery::Event(event))) = socket.next().now_or_never()
        {
            self.state.events.push_back(Event::received(*event));
            // Lets the connection read what has arrived.
            tokio::task::yield_now().await;
        }
    }

    /// Waits until there is a connection. Failures after the first connection are repeated.
    async fn connect(&mut self) -> Result<(), Error> {
        loop {
            let delay = mem::take(&mut self.state.delay);
            if !delay.is_zero() {
                sleep(delay).await;
            }
            let is_first = !self.state.has_connected;
            match self.try_connect().await {
                Ok(()) => {
                    self.state.has_connected = true;
                    if is_first || self.state.failures > 0 {
                        let user = self.user;
                        let again = if is_first { "" } else { " again" };
                        self.say(
                            Level::Info,
                            &format!("listening{again} to the events of {user}"),
                        );
                    }
                    let is_again = self.state.failures > 0;
                    let reconnections = self.state.reconnections;
                    self.state.reconnections = reconnections.saturating_add(is_again.into());
                    self.state.failures = 0;
                    self.state.failure = None;
                    return Ok(());
                }
                Err(error) if is_first || !is_temporary(&error) => return Err(error),
                Err(error) => {
                    let retry_after = self.state.retry_after.take().or(retry_after(&error));
                    self.lose_connection(&error.to_string(), retry_after);
                }
            }
        }
    }

    /// Opens a connection, and lists the messages that came before it.
    async fn try_connect(&mut self) -> Result<(), Error> {
        let mut socket = self.open_socket().await?;
        let filter = MessageFilter {
            since: self.seen.since(),
            ..self.filter()
        };
        let mut waiting = VecDeque::new();
        let listed = {
            let list = MessageList::new(self.courier, self.access, self.user, &filter);
            let mut listing = pin!(list_all(list));
            loop {
                tokio::select! {
                    listed = &mut listing => break listed,
                    delivery = socket.next(), if waiting.len() < MAX_WAITING => match delivery {
                        Ok(Delivery::Event(event)) => waiting.push_back(Event::received(*event)),
                        Ok(Delivery::Closed { reason, retry_after }) => {
                            self.state.retry_after = retry_after;
                            break Err(broken(self.courier, reason));
                        }
                        Err(error) => break Err(error.into()),
                    },
                }
            }
        };
        if listed.is_err() {
            // The messages are listed again. Other events are not.
            waiting.retain(|event| event.event.message.is_none());
            self.state.events.append(&mut waiting);
        }
        let listed = listed?.into_iter().rev().map(|message| Event {
            event: InboxEvent::arrival(message),
            is_listed: true,
        });
        self.state.events.extend(listed);
        self.state.events.append(&mut waiting);
        self.state.socket = Some(socket);
        Ok(())
    }

    /// Opens a connection, with a new token if Courier refuses the present one.
    async fn open_socket(&mut self) -> Result<InboxSocket, Error> {
        let mut has_failed = false;
        loop {
            let credential = self.access.credentials_for(self.user, self.courier).await?;
            let socket = self.courier.open_socket(
                &credential,
                self.user,
                self.tenant,
                AcceptedProtocols::All,
            );
            match socket.await {
                Ok(socket) => {
                    self.state.renewal = self.access.fresh_until(self.user).await;
                    return Ok(socket);
                }
                Err(error)
                    if error.is_credential_refused()
                        && !has_failed
                        && self.access.invalidate(self.user, &credential).await =>
                {
                    has_failed = true;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn lose_connection(&mut self, reason: &str, retry_after: Option<Duration>) {
        self.state.socket = None;
        self.state.failure = Some(reason.to_owned());
        self.state.failures = self.state.failures.saturating_add(1);
        let delay = retry_after.unwrap_or_else(|| backoff(self.state.failures));
        self.state.delay = delay;
        let time = match delay.as_secs() {
            0 => String::new(),
            _ => format!(" in {}", humanize(delay.as_secs_f64())),
        };
        let text = format!("connection lost: {reason}; reconnecting{time}");
        self.say(Level::Warning, &text);
    }

    fn say(&self, level: Level, text: &str) {
        self.console.print(Verbosity::Normal, level, text);
    }

    fn filter(&self) -> MessageFilter {
        MessageFilter {
            tenant: self.tenant.map(str::to_owned),
            includes_data: true,
            ..MessageFilter::default()
        }
    }
}

/// Returns all messages of a list, the newest first.
async fn list_all(mut list: MessageList<'_>) -> Result<Vec<InboxMessage>, Error> {
    let mut messages = Vec::new();
    while let Some(page) = list.next_page().await? {
        messages.extend(page.messages);
    }
    Ok(messages)
}

/// Returns the error of a connection that was lost.
fn broken(courier: &Courier, reason: String) -> Error {
    let server = Box::new(courier.socket_server());
    courier::Error::Http(HttpError::Broken { server, reason }).into()
}

/// Returns the delay that a server asked for.
fn retry_after(error: &Error) -> Option<Duration> {
    match error {
        Error::Courier(courier::Error::Status { retry_after, .. }) => *retry_after,
        _ => None,
    }
}

/// Returns true if a later attempt may succeed.
fn is_temporary(error: &Error) -> bool {
    use courier::Error as CourierError;
    matches!(
        error,
        Error::Courier(
            CourierError::Http(_)
                | CourierError::Status {
                    status: 429 | 500..,
                    ..
                }
                | CourierError::UnexpectedResponse { .. }
        )
    )
}
