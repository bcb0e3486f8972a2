//! A point in time as a command line names it.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::values::seconds;
use crate::validate::is_unsigned_duration;

/// The largest plausible distance from 1970 or from now: 3,000 years, in seconds.
const MAX_DISTANCE: f64 = 1e11;

/// A point in time, absolute or relative to the current time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum TimeArg {
    Absolute(DateTime<Utc>),
    /// The time since now, negative for the past.
    Relative(TimeDelta),
}

impl TimeArg {
    /// Parses a time: RFC 3339, a date, seconds since 1970, `now`, or a signed duration from now.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if text == "now" {
            return Ok(Self::Relative(TimeDelta::zero()));
        }
        if let Some(ahead) = text.strip_prefix('+') {
            return delta(ahead).map(Self::Relative);
        }
        if let Some(ago) = text.strip_prefix('-') {
            return delta(ago).map(|delta| Self::Relative(-delta));
        }
        if is_unsigned_duration(text) {
            return Err(format!(
                "the sign is missing: `+{text}` from now or `-{text}` ago"
            ));
        }
        absolute_time(text, "`+2h` or `-1d` from now")
    }

    /// Parses a time in the past like [`Self::parse`]. A duration without a sign is also in the past:
    /// `2h` is two hours ago.
    pub(super) fn parse_past(text: &str) -> Result<Self, String> {
        if is_unsigned_duration(text) {
            delta(text).map(|delta| Self::Relative(-delta))
        } else if text.starts_with(['+', '-']) || text == "now" {
            Self::parse(text)
        } else {
            absolute_time(text, "`2h` or `7d` for a duration ago")
        }
    }

    /// Returns the point in time, given the current time.
    pub(crate) fn resolve(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Absolute(time) => time,
            Self::Relative(delta) => now + delta,
        }
    }
}

/// Parses RFC 3339, a date, or seconds since 1970. `durations` are examples for the error.
fn absolute_time(text: &str, durations: &str) -> Result<TimeArg, String> {
    if let Ok(seconds) = text.parse::<i64>() {
        #[expect(clippy::cast_precision_loss, reason = "only its size matters")]
        let is_plausible = (seconds as f64) < MAX_DISTANCE;
        let time = DateTime::from_timestamp(seconds, 0).filter(|_| is_plausible);
        return time.map(TimeArg::Absolute).ok_or_else(|| {
            "the time is out of range; is it in milliseconds instead of seconds?".to_owned()
        });
    }
    // A date alone means midnight UTC.
    let day = text
        .parse()
        .map(|day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc());
    let time = DateTime::parse_from_rfc3339(text).map(|time| time.to_utc());
    time.or(day).map(TimeArg::Absolute).map_err(|_| {
        format!(
            "expected a time such as `2026-01-31T12:00:00Z`, `2026-01-31`, seconds since 1970, or \
             {durations}"
        )
    })
}

/// Parses a duration as the distance between two times.
fn delta(text: &str) -> Result<TimeDelta, String> {
    match seconds(text)? {
        #[expect(clippy::cast_possible_truncation, reason = "small enough")]
        seconds if seconds < MAX_DISTANCE => {
            Ok(TimeDelta::milliseconds((seconds * 1_000.0) as i64))
        }
        _ => Err("the time is out of range".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_absolute_or_relative_and_others_are_refused_with_a_hint() {
        let absolute = |seconds| {
            Ok(TimeArg::Absolute(
                DateTime::from_timestamp(seconds, 0).unwrap(),
            ))
        };
        let relative = |seconds| Ok(TimeArg::Relative(TimeDelta::seconds(seconds)));
        let rows = [
            ("1000", absolute(1000)),
            ("1970-01-01T00:16:40Z", absolute(1000)),
            ("1970-01-01T01:16:40+01:00", absolute(1000)),
            ("+2h", relative(7_200)),
            ("-1 day", relative(-86_400)),
            ("+0", relative(0)),
            ("now", relative(0)),
            ("1970-01-02", absolute(86_400)),
        ];
        for (text, expected) in rows {
            assert_eq!(TimeArg::parse(text), expected, "{text}");
        }
        for (text, hint) in [
            ("+60", "the unit is missing; did you mean `60s`"),
            ("1767225600000", "milliseconds"),
            ("tomorrow", "from now"),
            ("2h", "the sign is missing: `+2h` from now or `-2h` ago"),
            ("--1d", "is negative"),
            ("+1e9", "a unit"),
            ("+999999999999y", "out of range"),
            ("", "2026"),
        ] {
            let error = TimeArg::parse(text).unwrap_err();
            assert!(error.contains(hint), "{text}: {error}");
        }
    }

    #[test]
    fn past_times_need_no_sign() {
        let ago = |seconds: i64| Ok(TimeArg::Relative(TimeDelta::seconds(-seconds)));
        for (text, expected) in [
            ("1h", ago(3_600)),
            ("7 days", ago(604_800)),
            ("-1.5h", ago(5_400)),
            ("+1h", ago(-3_600)),
            ("now", ago(0)),
            ("2026-01-31", TimeArg::parse("2026-01-31")),
            ("7", TimeArg::parse("7")),
        ] {
            assert_eq!(TimeArg::parse_past(text), expected, "{text}");
        }
        for (text, hint) in [
            ("yesterday", "`2h` or `7d` for a duration ago"),
            ("--1h", "is negative"),
            ("999999999999y", "out of range"),
        ] {
            let error = TimeArg::parse_past(text).unwrap_err();
            assert!(error.contains(hint), "{text}: {error}");
        }
    }
}
