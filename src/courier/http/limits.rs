//! The limits of one request: time and retries.

use std::time::Duration;

use super::retry::LONG_WAIT;

/// The limits of one request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RequestLimits {
    /// The time from the start to the end of the response, retries included.
    pub(crate) timeout: Duration,
    /// The part of the timeout that establishing a connection may take.
    pub(crate) connect_timeout: Duration,
    /// The number of retries of a request that may be repeated.
    pub(crate) retries: u32,
}

impl RequestLimits {
    /// Returns the time that establishing a connection may take.
    pub(crate) fn time_to_connect(&self) -> Duration {
        self.connect_timeout.min(self.timeout)
    }

    /// Returns the time after the first attempt in which the retries must start, for a caller that
    /// retries by itself: each attempt may take the whole timeout, and each wait is shorter than
    /// [`LONG_WAIT`].
    pub(crate) fn time_to_retry(&self) -> Duration {
        let attempt = self.timeout.saturating_add(LONG_WAIT);
        attempt.saturating_mul(self.retries.saturating_add(1))
    }
}
