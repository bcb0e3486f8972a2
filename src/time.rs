//! Unix times as numbers, and durations as readable text.

use chrono::{DateTime, Datelike as _, Utc};

const MINUTE: f64 = 60.0;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;
const YEAR: f64 = 365.25 * DAY;

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
    (0..=9999).contains(&date.year()).then_some(date)
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
