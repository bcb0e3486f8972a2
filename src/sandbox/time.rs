//! Times as Courier writes them.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize, Serializer};

/// `YYYY-MM-DDTHH:MM:SS.sssZ`, always with three decimals: Courier's Android SDK reads no other
/// form (<https://github.com/trycourier/courier-android>).
pub(super) fn iso(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// A time in ISO 8601: a day, or a day and a time, which are UTC where they do not say.
pub(super) fn moment(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.to_utc());
    }
    let bare = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let mut bare = bare.into_iter();
    let time = bare.find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let day = || {
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()?
            .and_hms_opt(0, 0, 0)
    };
    time.or_else(day).map(|time| time.and_utc())
}

/// A time in RFC 3339.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment(pub(super) DateTime<Utc>);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&iso(self.0))
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let time = DateTime::parse_from_rfc3339(&text).ok();
        // Courier writes years with four digits, and no second is the 61st.
        let is_plain = |time: &DateTime<Utc>| {
            (0..=9999).contains(&time.year()) && time.timestamp_subsec_nanos() < 1_000_000_000
        };
        let time = time.map(|time| time.to_utc()).filter(is_plain);
        time.map(Self)
            .ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a time in RFC 3339")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_each_form_of_iso_8601() {
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
            assert_eq!(moment(text).map(iso).as_deref(), expected, "{text}");
        }
    }
}
