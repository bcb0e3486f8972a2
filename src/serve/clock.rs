//! Readings of two clocks, whose difference survives system sleep and a clock that is set.

use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::Instant;

/// A reading of two clocks. The monotonic clock stops during system sleep; the wall clock runs on,
/// but can be set.
#[derive(Clone, Copy)]
pub(super) struct ClockReading {
    pub(super) monotonic: Instant,
    pub(super) wall: DateTime<Utc>,
}

impl ClockReading {
    /// Returns the time since an earlier reading, by the clock that has advanced further.
    pub(super) fn since(self, earlier: Self) -> Duration {
        // A wall clock that was set back counts as zero.
        let wall = (self.wall - earlier.wall).to_std().unwrap_or_default();
        let monotonic = self.monotonic.saturating_duration_since(earlier.monotonic);
        monotonic.max(wall)
    }
}

/// Returns a time on the clock that runs on during system sleep.
#[cfg(test)]
pub(super) fn at(seconds: i64) -> ClockReading {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    ClockReading {
        monotonic: *START,
        wall: DateTime::from_timestamp(seconds, 0).unwrap(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_two_clock_readings_have_a_difference() {
        let reading = |wall| ClockReading { wall, ..at(0) };
        let (first, last) = (
            reading(DateTime::<Utc>::MIN_UTC),
            reading(DateTime::<Utc>::MAX_UTC),
        );
        assert_eq!(first.since(last), Duration::ZERO);
        assert!(last.since(first) > Duration::from_hours(24 * 365 * 500_000));
    }
}
