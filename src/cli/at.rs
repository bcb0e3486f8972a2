//! A time as it is typed.

use chrono::{DateTime, TimeDelta, Utc};

/// A moment that was given on the command line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum At {
    /// This very one.
    Moment(DateTime<Utc>),
    /// One so far from now, either way.
    FromNow(TimeDelta),
}

impl At {
    /// The moment, where it is `now`.
    pub(crate) fn resolve(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Moment(moment) => moment,
            Self::FromNow(span) => now + span,
        }
    }
}
