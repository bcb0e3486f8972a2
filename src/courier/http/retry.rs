//! Retry policy: which requests are retried, and the delay before a retry.
//!
//! It follows Courier's server SDKs (<https://github.com/trycourier/courier-node>), except that only
//! idempotent requests are retried. `POST /send` is not idempotent, because it would send a second
//! message.
//!
//! - A request is retried after a status that may be temporary, after a failure to connect, and after
//!   a connection that ended without a complete response. It does not matter if the response had begun:
//!   repeating an idempotent request has no other effect than sending it once. A response that is too
//!   large, and a timeout, are final.
//! - The number of retries is `--retries`, 10 at most.
//! - Each delay is at least the backoff. A server may request a longer one, but not a shorter one.
//! - All attempts and delays together take no longer than `--timeout`. `mark-read` repeats its requests
//!   itself, within [`RequestLimits::time_to_retry`](super::RequestLimits::time_to_retry).

use std::time::Duration;

use reqwest::header::{DATE, HeaderMap, HeaderValue, RETRY_AFTER};

use super::date::date;

/// The delay before the first retry. Each further delay is twice as long.
const FIRST_DELAY: Duration = Duration::from_millis(500);

/// The longest delay of the backoff. A server may request a longer one.
const MAX_BACKOFF: Duration = Duration::from_secs(8);

/// A delay from which on a request fails instead of waiting.
pub(crate) const LONG_WAIT: Duration = Duration::from_secs(30);

/// The longest delay that is accepted from a server.
const MAX_RETRY_AFTER: Duration = Duration::from_hours(24);

/// The largest fraction by which a delay is shortened at random, so that many clients do not retry
/// at the same time.
const JITTER: f64 = 0.25;

/// Returns true if a request that got this status may succeed when it is repeated.
pub(crate) fn is_retryable(status: u16) -> bool {
    matches!(status, 408 | 429 | 500..=599)
}

/// Returns the delay before the next attempt, given the number of attempts so far.
pub(crate) fn backoff(attempts: u32) -> Duration {
    let doubled = FIRST_DELAY.saturating_mul(2_u32.saturating_pow(attempts.saturating_sub(1)));
    let jitter = 1.0 - JITTER * fastrand::f64();
    doubled.min(MAX_BACKOFF).mul_f64(jitter)
}

/// Returns the delay that the server requests, and at least the [`backoff`].
pub(crate) fn retry_delay(attempts: u32, retry_after: Option<Duration>) -> Duration {
    backoff(attempts).max(retry_after.unwrap_or_default())
}

/// Returns the delay that the server requests, at most [`MAX_RETRY_AFTER`]. The headers are
/// `retry-after-ms`, or `Retry-After` with seconds or with a date. A date is compared with the
/// server's own clock.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    parse_retry_after(headers).map(|delay| delay.min(MAX_RETRY_AFTER))
}

fn parse_retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |value: &HeaderValue| value.to_str().ok().map(str::to_owned);
    let milliseconds = headers.get("retry-after-ms").and_then(text);
    if let Some(milliseconds) = milliseconds.and_then(|text| text.trim().parse::<f64>().ok()) {
        return Duration::try_from_secs_f64(milliseconds / 1_000.0).ok();
    }
    let requested = headers.get(RETRY_AFTER).and_then(text)?;
    if let Ok(seconds) = requested.trim().parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let now = date(headers, DATE)?;
    let end = date(headers, RETRY_AFTER)?;
    end.signed_duration_since(now).to_std().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(rows: &[(&'static str, &'static str)]) -> HeaderMap {
        let pairs = rows
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
        pairs.collect()
    }

    #[test]
    fn retry_after_is_read_in_three_forms() {
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
            (
                &[("retry-after", "31 Dec 262142 23:59:59 +0000"), DATE],
                None,
            ),
            (
                &[
                    ("retry-after", "31 Dec 9999 23:59:59 +0000"),
                    ("date", "01 Jan 0000 00:00:00 +0000"),
                ],
                Some(86_400_000),
            ),
            (&[("retry-after-ms", "1e400")], None),
            (&[("retry-after-ms", "NaN"), ("retry-after", "2")], None),
            (&[("retry-after", "")], None),
            (&[("retry-after", "-1")], None),
            (&[("retry-after", "soon")], None),
            (&[("retry-after", "1e300")], None),
            (&[("retry-after", "10000000000000000000")], Some(86_400_000)),
        ];
        for (rows, expected) in rows {
            let expected = expected.map(Duration::from_millis);
            assert_eq!(retry_after(&headers(rows)), expected, "{rows:?}");
        }
    }

    #[test]
    fn backoff_doubles_up_to_its_maximum() {
        for (attempts, longest) in [
            (1, 500),
            (2, 1_000),
            (3, 2_000),
            (9, 8_000),
            (u32::MAX, 8_000),
        ] {
            for _ in 0..100 {
                let delay = retry_delay(attempts, None).as_millis();
                assert!(
                    delay * 4 >= longest * 3 && delay <= longest,
                    "{attempts}: {delay}"
                );
            }
        }
    }

    #[test]
    fn server_may_lengthen_the_delay_but_not_shorten_it() {
        for (requested, least, most) in [(0, 375, 500), (1, 375, 500), (600, 600, 600)] {
            for _ in 0..100 {
                let delay = retry_delay(1, Some(Duration::from_millis(requested)));
                let delay = delay.as_millis();
                assert!(least <= delay && delay <= most, "{requested}: {delay}");
            }
        }
    }

    #[test]
    fn timeouts_rate_limits_and_server_errors_are_retryable() {
        for status in [408, 429, 500, 502, 503, 599] {
            assert!(is_retryable(status), "{status}");
        }
        for status in [200, 202, 301, 400, 401, 403, 404, 409, 413, 422] {
            assert!(!is_retryable(status), "{status}");
        }
    }
}
