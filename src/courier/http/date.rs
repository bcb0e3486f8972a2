//! Dates in response headers, and the server's clock.

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{DATE, HeaderMap, HeaderName};

use crate::time::has_four_digit_year;

/// Returns the date in a header. `None` if it is missing or invalid, or if its year has not the four
/// digits of an HTTP date (<https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7>).
pub(super) fn date(headers: &HeaderMap, name: HeaderName) -> Option<DateTime<Utc>> {
    let text = headers.get(name)?.to_str().ok()?;
    let date = DateTime::parse_from_rfc2822(text.trim()).ok()?.to_utc();
    has_four_digit_year(date).then_some(date)
}

/// Returns the lead of the server's clock over the local clock in seconds, from the `Date` header of
/// a response. It is 0 if it is within the precision of that header, which is one second, and of the
/// time between request and response.
pub(super) fn clock_offset(
    headers: &HeaderMap,
    sent_at: DateTime<Utc>,
    received_at: DateTime<Utc>,
) -> Option<f64> {
    let start = date(headers, DATE)?;
    let end = start.checked_add_signed(TimeDelta::seconds(1))?;
    let least = start.signed_duration_since(received_at).as_seconds_f64();
    let most = end.signed_duration_since(sent_at).as_seconds_f64();
    Some(0.0_f64.clamp(least, most.max(least)))
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn offset(date: &'static str, local: [&str; 2]) -> Option<f64> {
        let headers = HeaderMap::from_iter([(DATE, HeaderValue::from_static(date))]);
        let [sent_at, received_at] = local.map(|time| time.parse().unwrap());
        clock_offset(&headers, sent_at, received_at)
    }

    #[test]
    fn clock_offset_is_measured_within_the_precision_of_the_header() {
        let local = ["2026-10-21T07:28:00Z", "2026-10-21T07:28:01Z"];
        for (date, expected) in [
            ("Wed, 21 Oct 2026 07:28:00 GMT", Some(0.0)),
            ("Wed, 21 Oct 2026 07:27:58 GMT", Some(-1.0)),
            ("Wed, 21 Oct 2026 07:28:05 GMT", Some(4.0)),
            ("31 Dec 9999 23:59:59 +0000", Some(251_609_733_118.0)),
            ("01 Jan 1970 00:00:00 +0000", Some(-1_792_567_679.0)),
            // The end of the second and the end of the calendar: without a checked addition, a panic.
            ("31 Dec 262142 23:59:59 +0000", None),
            ("31 Dec 262142 23:59:58 +0000", None),
            ("31 Dec 262142 23:59:59 -2359", None),
            ("01 Jan 10000 00:00:00 +0000", None),
            ("99 Dec 2026 23:59:59 +0000", None),
            ("", None),
        ] {
            assert_eq!(offset(date, local), expected, "{date}");
        }
    }

    #[test]
    fn extreme_local_clocks_are_compared_with_any_date() {
        let local = [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC];
        for date in ["31 Dec 9999 23:59:59 +0000", "01 Jan 0000 00:00:00 +0000"] {
            let headers = HeaderMap::from_iter([(DATE, HeaderValue::from_static(date))]);
            for sent_at in local {
                for received_at in local {
                    assert!(clock_offset(&headers, sent_at, received_at).is_some());
                }
            }
        }
    }
}
