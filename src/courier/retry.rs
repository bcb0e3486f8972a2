//! When a request is worth another try, and how long to wait before it.
//!
//! As Courier's own server SDKs do (<https://github.com/trycourier/courier-node>), but never where
//! it is not known that the first try did nothing or may be repeated.

use std::time::Duration;

use chrono::DateTime;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// The wait before the first retry; each further one is twice as long.
const FIRST: Duration = Duration::from_millis(500);

/// The longest wait that is chosen here; a server may ask for more.
const LONGEST: Duration = Duration::from_secs(8);

/// A wait for which nobody keeps a request open.
pub(super) const LONG: Duration = Duration::from_secs(30);

/// The longest wait that a server is believed to ask for.
const MOST: Duration = Duration::from_hours(24);

/// By how much a wait is shortened at random, so that many clients do not come back at once.
const JITTER: f64 = 0.25;

/// Whether a server that answers with this status may answer otherwise in a moment.
pub(super) fn is_worth_it(status: u16) -> bool {
    matches!(status, 408 | 429 | 500..=599)
}

/// How long to wait before the retry after `tries` tries, where nobody asks for another wait.
pub(crate) fn backoff(tries: u32) -> Duration {
    wait(tries, None)
}

/// How long to wait before the retry after `tries` tries.
pub(super) fn wait(tries: u32, asked: Option<Duration>) -> Duration {
    let doubled = FIRST.saturating_mul(2_u32.saturating_pow(tries.saturating_sub(1)));
    let jitter = 1.0 - JITTER * fastrand::f64();
    asked.unwrap_or_else(|| doubled.min(LONGEST).mul_f64(jitter))
}

/// How long the server asks to wait: `retry-after-ms`, or `Retry-After` in seconds or as a date,
/// which is measured by the server's own clock.
pub(super) fn asked(headers: &HeaderMap) -> Option<Duration> {
    asked_for(headers).map(|wait| wait.min(MOST))
}

fn asked_for(headers: &HeaderMap) -> Option<Duration> {
    let text = |value: &reqwest::header::HeaderValue| value.to_str().ok().map(str::to_owned);
    let milliseconds = headers.get("retry-after-ms").and_then(text);
    if let Some(milliseconds) = milliseconds.and_then(|text| text.trim().parse::<f64>().ok()) {
        return Duration::try_from_secs_f64(milliseconds / 1_000.0).ok();
    }
    let after = headers.get(RETRY_AFTER).and_then(text)?;
    if let Ok(seconds) = after.trim().parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = |text: String| DateTime::parse_from_rfc2822(text.trim()).ok();
    let now = headers.get(DATE).and_then(text).and_then(date)?;
    (date(after)? - now).to_std().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(rows: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = rows.iter().map(|(name, value)| {
            (
                name.parse().unwrap(),
                reqwest::header::HeaderValue::from_static(value),
            )
        });
        pairs.collect()
    }

    #[test]
    fn a_server_can_ask_in_three_ways() {
        const DATE: (&str, &str) = ("date", "Wed, 21 Oct 2026 07:28:00 GMT");
        type Row = (&'static [(&'static str, &'static str)], Option<u64>);
        let rows: &[Row] = &[
            (&[], None),
            (&[("retry-after", "2")], Some(2_000)),
            (&[("retry-after", "0.5")], Some(500)),
            (&[("retry-after-ms", "30"), ("retry-after", "2")], Some(30)),
            (
                &[("retry-after", "Wed, 21 Oct 2026 07:28:05 GMT"), DATE],
                Some(5_000),
            ),
            (&[("retry-after", "Wed, 21 Oct 2026 07:28:05 GMT")], None),
            (
                &[("retry-after", "Wed, 21 Oct 2026 07:27:05 GMT"), DATE],
                None,
            ),
            (&[("retry-after", "-1")], None),
            (&[("retry-after", "soon")], None),
            (&[("retry-after", "1e300")], None),
            (&[("retry-after", "10000000000000000000")], Some(86_400_000)),
        ];
        for (rows, expected) in rows {
            let expected = expected.map(Duration::from_millis);
            assert_eq!(asked(&headers(rows)), expected, "{rows:?}");
        }
    }

    #[test]
    fn each_wait_is_longer_and_none_is_without_bound() {
        for (tries, longest) in [
            (1, 500),
            (2, 1_000),
            (3, 2_000),
            (9, 8_000),
            (u32::MAX, 8_000),
        ] {
            for _ in 0..100 {
                let wait = wait(tries, None).as_millis();
                assert!(
                    wait * 4 >= longest * 3 && wait <= longest,
                    "{tries}: {wait}"
                );
            }
        }
        assert_eq!(wait(1, Some(Duration::ZERO)), Duration::ZERO);
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        for status in [408, 429, 500, 502, 503, 599] {
            assert!(is_worth_it(status), "{status}");
        }
        for status in [200, 202, 301, 400, 401, 403, 404, 409, 413, 422] {
            assert!(!is_worth_it(status), "{status}");
        }
    }
}
