//! Parsers of argument values, for those without a `FromStr` type.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use url::Url;

use super::{name_parser::NameParser, time_arg::TimeArg};
use crate::{
    endpoints::Region,
    inspect::{Selector, rules},
    token::{ACTIONS, Action, ExpiresIn, FEATURES, Feature},
};

/// The largest plausible distance from 1970 or from now: 3,000 years, in seconds.
const MAX_DISTANCE: f64 = 1e11;

/// Parses the name of a feature.
pub(super) fn feature() -> NameParser<&'static Feature> {
    NameParser {
        names: || {
            FEATURES
                .iter()
                .map(|feature| (feature.name, feature.summary))
                .collect()
        },
        find: Feature::from_name,
        suggest: |_| None,
        list_command: "courier-auth scopes",
    }
}

/// Parses a region.
pub(super) fn region() -> impl TypedValueParser<Value = Region> {
    let values = Region::ALL.map(|region| {
        let location = match region {
            Region::Us => "United States",
            Region::Eu => "European Union",
        };
        PossibleValue::new(region.name()).help(location)
    });
    PossibleValuesParser::from(values).try_map(|name| name.parse::<Region>())
}

/// Parses a text that is not blank.
pub(super) fn non_empty_text(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        Err("it cannot be empty".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// Parses an ID that becomes part of a scope.
pub(super) fn scope_id(text: &str) -> Result<String, String> {
    if text.is_empty() {
        Err("an id cannot be empty".to_owned())
    } else if text.contains(|c: char| c.is_whitespace() || c.is_control() || c == ':') {
        Err("an id in a scope cannot hold white space or a colon".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// Parses the name of an action.
pub(super) fn action() -> NameParser<&'static Action> {
    NameParser {
        names: || {
            ACTIONS
                .iter()
                .map(|action| (action.name, action.required.purpose))
                .collect()
        },
        find: Action::from_name,
        suggest: |scope| {
            let action = ACTIONS.iter().find(|action| action.required.scope == scope);
            action.map(|action| action.name)
        },
        list_command: "courier-auth can --list",
    }
}

/// Parses the name or code of a rule, or the common prefix of a family's codes.
pub(super) fn selector() -> NameParser<Selector> {
    NameParser {
        names: || {
            let rules = rules::all().map(|rule| (rule.name, rule.summary));
            let codes = rules::all().map(|rule| (rule.code, rule.summary));
            let families = rules::FAMILIES
                .iter()
                .map(|family| (family.code, family.about));
            rules.chain(codes).chain(families).collect()
        },
        find: |text| text.parse().ok(),
        suggest: |_| None,
        list_command: "courier-auth explain",
    }
}

/// Parses the path of a JSON field. `a[0]` and `.a.0` become `a.0`.
pub(super) fn field(text: &str) -> Result<String, String> {
    match text.strip_prefix('.').unwrap_or(text) {
        "" => Err("name a field, such as `claims.exp`".to_owned()),
        path => Ok(path.replace('[', ".").replace(']', "")),
    }
}

/// Parses a time: RFC 3339, a date, seconds since 1970, `now`, or a signed duration from now.
pub(super) fn time(text: &str) -> Result<TimeArg, String> {
    let delta = |text: &str| match seconds(text)? {
        #[expect(clippy::cast_possible_truncation, reason = "small enough")]
        seconds if seconds < MAX_DISTANCE => {
            Ok(TimeDelta::milliseconds((seconds * 1_000.0) as i64))
        }
        _ => Err("no calendar goes that far".to_owned()),
    };
    if text == "now" {
        return Ok(TimeArg::Relative(TimeDelta::zero()));
    }
    if let Some(ahead) = text.strip_prefix('+') {
        return delta(ahead).map(TimeArg::Relative);
    }
    if let Some(ago) = text.strip_prefix('-') {
        return delta(ago).map(|delta| TimeArg::Relative(-delta));
    }
    if let Ok(seconds) = text.parse::<i64>() {
        #[expect(clippy::cast_precision_loss, reason = "only its size matters")]
        let is_plausible = (seconds as f64) < MAX_DISTANCE;
        let time = DateTime::from_timestamp(seconds, 0).filter(|_| is_plausible);
        return time.map(TimeArg::Absolute).ok_or_else(|| {
            "that is too far away for seconds since 1970; were these milliseconds?".to_owned()
        });
    }
    // A date alone means midnight UTC.
    let day = text
        .parse()
        .map(|day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc());
    let time = DateTime::parse_from_rfc3339(text).map(|time| time.to_utc());
    time.or(day).map(TimeArg::Absolute).map_err(|_| {
        "write it with its zone, as `2026-01-31T12:00:00Z`, or as a date, in seconds since 1970, \
         or as `+2h` or `-1d` from now"
            .to_owned()
    })
}

/// Parses a duration with its unit, as seconds. Zero needs no unit.
pub(super) fn seconds(text: &str) -> Result<f64, String> {
    let Ok(duration) = text.parse::<ExpiresIn>() else {
        return Err("write one number and its unit, such as `90s`, `2h` or `30 days`".to_owned());
    };
    let seconds = duration.milliseconds() / 1_000.0;
    if seconds < 0.0 {
        Err("write a span that is not negative".to_owned())
    } else if duration.has_unit() || seconds == 0.0 {
        Ok(seconds)
    } else {
        let text = text.trim_end();
        Err(format!("write its unit: `{text}s`, `{text}m` or `{text}h`"))
    }
}

/// Parses a timeout: a number of seconds without a unit.
pub(super) fn timeout(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(seconds) if (0.001..=86_400.0).contains(&seconds) => {
            Ok(Duration::from_secs_f64(seconds))
        }
        _ => Err("write it in seconds, up to a day, such as `10` or `0.5`".to_owned()),
    }
}

/// Parses a duration with its unit. Zero needs no unit.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    Duration::try_from_secs_f64(seconds(text)?).map_err(|error| error.to_string())
}

/// Parses an origin as browsers send it.
pub(super) fn web_origin(text: &str) -> Result<String, String> {
    let url = Url::parse(text).ok();
    let origin = url.map(|url| url.origin().ascii_serialization());
    match origin {
        Some(origin) if origin == text.trim_end_matches('/') => Ok(origin),
        _ => Err("write scheme, host and port alone, as `http://localhost:3000`".to_owned()),
    }
}

/// Parses the path of an HTTP route.
pub(super) fn route_path(text: &str) -> Result<String, String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    if text.starts_with('/') && text.bytes().all(is_plain) && text != "/health" {
        Ok(text.to_owned())
    } else {
        Err("write a path such as `/api/token`; `/health` is taken".to_owned())
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
            assert_eq!(time(text), expected, "{text}");
        }
        for (text, hint) in [
            ("+60", "`60s`"),
            ("1767225600000", "milliseconds"),
            ("tomorrow", "from now"),
            ("--1d", "not negative"),
            ("+1e9", "its unit"),
            ("+999999999999y", "no calendar"),
            ("", "2026"),
        ] {
            let error = time(text).unwrap_err();
            assert!(error.contains(hint), "{text}: {error}");
        }
    }
}
