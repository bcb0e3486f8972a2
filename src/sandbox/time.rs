//! Times in the formats of Courier's APIs.

#![warn(clippy::arithmetic_side_effects)]

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize, Serializer};

/// Formats a time as `YYYY-MM-DDTHH:MM:SS.sssZ`, always with three decimals: Courier's Android
/// SDK parses no other format (<https://github.com/trycourier/courier-android>).
pub(super) fn format_iso(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Parses an ISO 8601 date, or a date and a time. Without an offset it is in UTC.
pub(super) fn parse_iso(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.to_utc());
    }
    let formats = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let mut formats = formats.into_iter();
    let time = formats.find_map(|format| NaiveDateTime::parse_from_str(text, format).ok());
    let midnight = || {
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()?
            .and_hms_opt(0, 0, 0)
    };
    time.or_else(midnight).map(|time| time.and_utc())
}

/// Parses a time in ISO 8601, or in milliseconds since 1970.
pub(super) fn parse_iso_or_millis(text: &str) -> Option<DateTime<Utc>> {
    match text.parse() {
        Ok(milliseconds) => DateTime::from_timestamp_millis(milliseconds),
        Err(_) => parse_iso(text),
    }
}

/// A time that is written in RFC 3339 in JSON.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rfc3339(pub(super) DateTime<Utc>);

impl Serialize for Rfc3339 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format_iso(self.0))
    }
}

impl<'de> Deserialize<'de> for Rfc3339 {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let time = DateTime::parse_from_rfc3339(&text).ok();
        // Courier writes years with four digits, and no leap seconds.
        let is_writable = |time: &DateTime<Utc>| {
            (0..=9999).contains(&time.year()) && time.timestamp_subsec_nanos() < 1_000_000_000
        };
        let time = time.map(|time| time.to_utc()).filter(is_writable);
        time.map(Self).ok_or_else(|| {
            serde::de::Error::custom(format!(
                "`{text}` is not an RFC 3339 time such as `2026-01-31T12:00:00Z`"
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_iso_8601_format_is_parsed() {
        for (text, expected) in [
            ("2026-12-01T10:30:05.250Z", Some("2026-12-01T10:30:05.250Z")),
            (
                "2026-12-01T10:30:05+02:00",
                Some("2026-12-01T08:30:05.000Z"),
            ),
            ("2026-12-01T10:30:05.25", Some("2026-12-01T10:30:05.250Z")),
            ("2026-12-01T10:30", Some("2026-12-01T10:30:00.000Z")),
            ("2026-12-01", Some("2026-12-01T00:00:00.000Z")),
            ("2026-13-01", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(
                parse_iso(text).map(format_iso).as_deref(),
                expected,
                "{text}"
            );
        }
    }
}
