//! Pings of the server, which detect lost connections.

/// The interval of pings from each side, in seconds.
pub(super) const PING_INTERVAL: u64 = 60;

/// The maximum number of pings without a response.
pub(super) const MAX_OUTSTANDING_PINGS: u64 = 3;

/// The pings of a connection.
#[derive(Default)]
pub(super) struct Pings {
    sent: u64,
    outstanding: u64,
}

impl Pings {
    /// Returns the ID of the next ping, `None` if too many had no response.
    pub(super) fn next(&mut self) -> Option<String> {
        if self.outstanding == MAX_OUTSTANDING_PINGS {
            return None;
        }
        self.sent += 1;
        self.outstanding += 1;
        Some(format!("s{}", self.sent))
    }

    /// Records a response, to whichever ping: the client is connected.
    pub(super) fn record_pong(&mut self) {
        self.outstanding = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pings_end_after_too_many_without_a_response() {
        let mut pings = Pings::default();
        assert_eq!(pings.next().as_deref(), Some("s1"));
        pings.record_pong();
        for tid in ["s2", "s3", "s4"] {
            assert_eq!(pings.next().as_deref(), Some(tid));
        }
        assert_eq!(pings.next(), None);
    }
}
