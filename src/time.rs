//! Unix times as numbers, and durations as readable text.
#![deny(clippy::arithmetic_side_effects)]

use std::time::SystemTime;

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};

const MINUTE: f64 = 60.0;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;
const YEAR: f64 = 365.25 * DAY;

/// The last second of the year 9999, in seconds since 1970.
const LAST_SECOND: f64 = 253_402_300_799.0;

/// The whole seconds since 1970 as a 64-bit float, which is how JavaScript represents them.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "floats are exact for every second of the calendar"
)]
pub(crate) fn unix_seconds(time: DateTime<Utc>) -> f64 {
    time.timestamp() as f64
}

/// The date of a time in seconds since 1970, rounded down. `None` if RFC 3339 cannot express it,
/// which is after the year 9999 or before the year 0.
#[must_use]
pub(crate) fn from_unix_seconds(seconds: f64) -> Option<DateTime<Utc>> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "saturates to times outside of the calendar"
    )]
    let date = DateTime::from_timestamp(seconds.floor() as i64, 0)?;
    has_four_digit_year(date).then_some(date)
}

/// Returns true for a time that RFC 3339 and HTTP headers can express, which is one of the years 0 to
/// 9999.
#[must_use]
pub(crate) fn has_four_digit_year(time: DateTime<Utc>) -> bool {
    (0..=9999).contains(&time.year())
}

/// Returns the time of the system's clock. A clock that is not in the years 1970 to 9999 is set wrong,
/// and the closest time of these years is returned.
#[must_use]
pub fn from_system_time(time: SystemTime) -> DateTime<Utc> {
    let first = DateTime::UNIX_EPOCH;
    let last = from_unix_seconds(LAST_SECOND).unwrap_or(first);
    let Ok(since_1970) = time.duration_since(SystemTime::UNIX_EPOCH) else {
        return first;
    };
    let since_1970 = TimeDelta::from_std(since_1970).ok();
    let time = since_1970.and_then(|span| first.checked_add_signed(span));
    time.map_or(last, |time| time.min(last))
}

/// Formats a duration, regardless of its sign, for people: `45 s`, `12 min`, `90 min`, `1 h`,
/// `3 days` or `2 years`.
///
/// Uses the largest unit that fits at least twice or exactly once, and rounds down.
#[must_use]
pub(crate) fn humanize(seconds: f64) -> String {
    const UNITS: [(f64, &str, &str); 4] = [
        (YEAR, "year", "years"),
        (DAY, "day", "days"),
        (HOUR, "h", "h"),
        (MINUTE, "min", "min"),
    ];
    let seconds = seconds.abs();
    if seconds >= 10_000.0 * YEAR {
        return "over 10000 years".to_owned();
    }
    let fits = |(scale, ..): &(f64, &str, &str)| seconds >= 2.0 * scale || seconds == *scale;
    let (scale, one, many) = UNITS.into_iter().find(fits).unwrap_or((1.0, "s", "s"));
    match (seconds / scale).floor() {
        1.0 => format!("1 {one}"),
        amount => format!("{amount:.0} {many}"),
    }
}

/// Formats a positive duration as a value of `--expires-in`, such as `90 minutes` or `1 day`.
///
/// Rounds up to whole seconds and uses the largest unit that divides them.
#[must_use]
pub(crate) fn to_expires_in(seconds: f64) -> String {
    const UNITS: [(f64, &str); 4] = [
        (DAY, "day"),
        (HOUR, "hour"),
        (MINUTE, "minute"),
        (1.0, "second"),
    ];
    let seconds = seconds.ceil();
    let (scale, unit) = UNITS
        .into_iter()
        .find(|(scale, _)| seconds % scale == 0.0)
        .unwrap_or((1.0, "second"));
    match seconds / scale {
        1.0 => format!("1 {unit}"),
        amount => format!("{amount:.0} {unit}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_in_the_largest_suitable_unit() {
        let rows = [
            (0.0, "0 s"),
            (-3.0, "3 s"),
            (119.9, "119 s"),
            (60.0, "1 min"),
            (61.0, "61 s"),
            (120.0, "2 min"),
            (3_600.0, "1 h"),
            (5_400.0, "90 min"),
            (7_199.0, "119 min"),
            (7_200.0, "2 h"),
            (86_400.0, "1 day"),
            (90_000.0, "25 h"),
            (172_800.0, "2 days"),
            (63_115_200.0, "2 years"),
            (1e21, "over 10000 years"),
            (f64::INFINITY, "over 10000 years"),
        ];
        for (seconds, text) in rows {
            assert_eq!(humanize(seconds), text);
        }
    }

    #[test]
    fn dates_have_years_of_four_digits() {
        let rows = [
            (0.9, Some("1970-01-01")),
            (-1.0, Some("1969-12-31")),
            (253_402_300_799.0, Some("9999-12-31")),
            (253_402_300_800.0, None),
            (-1e12, None),
            (f64::INFINITY, None),
            (f64::NAN, Some("1970-01-01")),
        ];
        for (seconds, expected) in rows {
            let date = from_unix_seconds(seconds).map(|date| date.format("%Y-%m-%d").to_string());
            assert_eq!(date.as_deref(), expected, "{seconds}");
        }
    }

    #[test]
    fn clocks_that_are_set_wrong_are_corrected_to_the_closest_year() {
        let day = std::time::Duration::from_hours(24);
        let since_1970 = |days: u32| SystemTime::UNIX_EPOCH.checked_add(day * days);
        let before_1970 = |days: u32| SystemTime::UNIX_EPOCH.checked_sub(day * days);
        for (time, date) in [
            (since_1970(20_000), "2024-10-04"),
            (since_1970(0), "1970-01-01"),
            (before_1970(1), "1970-01-01"),
            (before_1970(1_000_000), "1970-01-01"),
            (since_1970(2_932_896), "9999-12-31"),
            (since_1970(2_932_897), "9999-12-31"),
            (since_1970(1_000_000_000), "9999-12-31"),
        ] {
            // Some systems cannot represent the extreme times.
            if let Some(time) = time {
                let text = from_system_time(time).format("%Y-%m-%d").to_string();
                assert_eq!(text, date, "{time:?}");
            }
        }
    }

    #[test]
    fn lifetimes_round_trip_through_expires_in() {
        let rows = [
            (1.0, "1 second"),
            (59.5, "1 minute"),
            (61.0, "61 seconds"),
            (5_400.0, "90 minutes"),
            (3_600.0, "1 hour"),
            (86_400.0, "1 day"),
            (2_592_000.0, "30 days"),
        ];
        for (seconds, text) in rows {
            assert_eq!(to_expires_in(seconds), text);
            let parsed: crate::token::ExpiresIn = text.parse().unwrap();
            assert_eq!(parsed.milliseconds(), seconds.ceil() * 1_000.0, "{text}");
        }
    }
}
