//! Times in JSON.

use chrono::{DateTime, SecondsFormat, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use crate::time::from_unix_seconds;

/// A time in UTC in whole seconds, as RFC 3339.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(inline)]
pub(crate) struct Timestamp(#[schemars(extend("format" = "date-time"))] String);

impl Timestamp {
    pub(crate) fn of(time: DateTime<Utc>) -> Self {
        Self(time.to_rfc3339_opts(SecondsFormat::Secs, true))
    }

    /// Creates a timestamp from seconds since 1970, rounded down. `None` if RFC 3339 has no such
    /// date.
    pub(super) fn of_seconds(seconds: f64) -> Option<Self> {
        from_unix_seconds(seconds).map(Self::of)
    }
}

/// Returns whole seconds since 1970, rounded down. `None` if RFC 3339 has no such date, so that a
/// document contains either both forms of a time or neither.
pub(super) fn epoch(seconds: f64) -> Option<i64> {
    from_unix_seconds(seconds).map(|time| time.timestamp())
}
