//! Times in JSON.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

use crate::time::from_unix_seconds;

/// A time in whole seconds, as a number and as text.
#[derive(Serialize)]
pub(crate) struct Timestamp {
    epoch: i64,
    rfc3339: String,
}

impl Timestamp {
    pub(crate) fn of(time: DateTime<Utc>) -> Self {
        Self {
            epoch: time.timestamp(),
            rfc3339: time.to_rfc3339_opts(SecondsFormat::Secs, true),
        }
    }

    /// Creates a timestamp from seconds since 1970, rounded down. `None` if RFC 3339 has no such
    /// date.
    pub(crate) fn of_seconds(seconds: f64) -> Option<Self> {
        from_unix_seconds(seconds).map(Self::of)
    }
}
