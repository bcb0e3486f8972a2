//! Parsers of argument values that have no type of their own to parse them.

use std::time::Duration;

use chrono::{DateTime, Utc};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use url::Url;

use crate::token::{ExpiresIn, FEATURES, Feature};

/// The name of a feature.
pub(super) fn feature() -> impl TypedValueParser<Value = &'static Feature> {
    let names = FEATURES
        .iter()
        .map(|feature| PossibleValue::new(feature.name).help(feature.summary));
    PossibleValuesParser::new(names)
        .try_map(|name| Feature::from_name(&name).ok_or("no such feature"))
}

/// A span of time that means to Courier what it means to the person who typed it.
pub(super) fn lifetime(text: &str) -> Result<ExpiresIn, String> {
    let span: ExpiresIn = text.parse().map_err(|_| {
        "write one number and its unit, such as `15m`, `2 hours`, `1 day` or `30 days`; \
         Courier knows neither months nor `1d12h`"
            .to_owned()
    })?;
    let seconds = span.milliseconds() / 1_000.0;
    if !span.has_unit() {
        return Err(format!(
            "a bare number is milliseconds to Courier, here {seconds} s; write `{}s`",
            text.trim_end()
        ));
    }
    if seconds < 1.0 {
        return Err("such a token would be expired before anyone could use it".to_owned());
    }
    Ok(span)
}

/// A moment: RFC 3339, or seconds since 1970.
pub(super) fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    let epoch = text
        .parse()
        .ok()
        .and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let rfc3339 = || DateTime::parse_from_rfc3339(text).map(|time| time.to_utc());
    match epoch.map_or_else(rfc3339, Ok) {
        Ok(time) => Ok(time),
        Err(_) => Err("write it as `2026-01-31T12:00:00Z` or in seconds since 1970".to_owned()),
    }
}

/// A time-out in seconds.
pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(seconds) if (0.001..=86_400.0).contains(&seconds) => {
            Ok(Duration::from_secs_f64(seconds))
        }
        _ => Err("write it in seconds, up to a day, such as `10` or `0.5`".to_owned()),
    }
}

/// The address of an API: https, or http on this machine.
pub(super) fn api_url(text: &str) -> Result<Url, String> {
    crate::settings::api_url(text)
}
