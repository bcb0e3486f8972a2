//! A point in time as a command line names it.

use chrono::{DateTime, TimeDelta, Utc};

/// A point in time, absolute or relative to the current time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum TimeArg {
    Absolute(DateTime<Utc>),
    /// The time since now, negative for the past.
    Relative(TimeDelta),
}

impl TimeArg {
    /// Returns the point in time, given the current time.
    pub(crate) fn resolve(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Absolute(time) => time,
            Self::Relative(delta) => now + delta,
        }
    }
}
