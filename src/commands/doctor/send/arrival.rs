//! The arrival of the test message in the Inbox and on the socket.

use std::time::Duration;

use crate::courier::Error;

/// The result of waiting for the message at one place.
pub(super) enum Arrival {
    /// It arrived after this time.
    Arrived(Duration),
    /// It did not arrive in time.
    TimedOut,
    Failed(Error),
}

/// The arrivals of the message, `None` if the wait was interrupted before the result.
#[derive(Default)]
pub(super) struct Arrivals {
    pub(super) inbox: Option<Arrival>,
    pub(super) socket: Option<Arrival>,
    /// True if an interrupt ended the wait, or the request that follows a timeout.
    pub(super) is_interrupted: bool,
}

impl Arrivals {
    /// Returns true if the message is in the Inbox, as one of the two shows.
    pub(super) fn is_in_inbox(&self) -> bool {
        [&self.inbox, &self.socket]
            .iter()
            .any(|arrival| matches!(arrival, Some(Arrival::Arrived(_))))
    }
}
