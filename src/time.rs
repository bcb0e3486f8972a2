//! Times as numbers, and spans in words a person reads at a glance.

use chrono::{DateTime, Datelike as _, Utc};

const MINUTE: f64 = 60.0;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;
const YEAR: f64 = 365.25 * DAY;

/// A moment in whole seconds since 1970, as JavaScript's numbers hold them.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "a float holds every second of a calendar date"
)]
pub(crate) fn seconds(time: DateTime<Utc>) -> f64 {
    time.timestamp() as f64
}

/// The date of a moment in seconds since 1970, rounded down; `None` where RFC 3339 has none, that
/// is after the year 9999 or before the year 0.
#[must_use]
pub(crate) fn date(seconds: f64) -> Option<DateTime<Utc>> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "saturates to what no calendar holds"
    )]
    let date = DateTime::from_timestamp(seconds.floor() as i64, 0)?;
    (0..=9999).contains(&date.year()).then_some(date)
}

/// `seconds`, whatever its sign, in the largest unit of which there are two at least or whole
/// ones, rounded down: `45 s`, `12 min`, `90 min`, `1 h`, `3 days`, `2 years`.
#[must_use]
pub(crate) fn in_words(seconds: f64) -> String {
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

/// A positive span as `--expires-in` takes it, rounded up to whole seconds, in the largest unit
/// that divides it: `90 minutes`, `1 day`.
#[must_use]
pub(crate) fn in_unit(seconds: f64) -> String {
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
    fn the_largest_fitting_unit_is_used() {
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
        for (seconds, words) in rows {
            assert_eq!(in_words(seconds), words);
        }
    }

    #[test]
    fn a_date_has_four_digits_of_year() {
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
            let date = date(seconds).map(|date| date.format("%Y-%m-%d").to_string());
            assert_eq!(date.as_deref(), expected, "{seconds}");
        }
    }

    #[test]
    fn a_span_is_written_as_courier_reads_it() {
        let rows = [
            (1.0, "1 second"),
            (59.5, "1 minute"),
            (61.0, "61 seconds"),
            (5_400.0, "90 minutes"),
            (3_600.0, "1 hour"),
            (86_400.0, "1 day"),
            (2_592_000.0, "30 days"),
        ];
        for (seconds, span) in rows {
            assert_eq!(in_unit(seconds), span);
            let read: crate::token::ExpiresIn = span.parse().unwrap();
            assert_eq!(read.milliseconds(), seconds.ceil() * 1_000.0, "{span}");
        }
    }
}
