//! Parsers of argument values, for those without a `FromStr` type.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta};
use clap::{
    ValueEnum,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
};
use url::Url;

use super::{name_parser::NameParser, time_arg::TimeArg};
use crate::{
    endpoints::Region,
    inspect::{Selector, rules, suggest_lifetime},
    token::{ACTIONS, Action, ClientKey, ClientKeyError, ExpiresIn, FEATURES, Feature},
};

/// The width of a list in long help, in columns: 80 without clap's indent.
const LIST_WIDTH: usize = 70;

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
        list_hint: "`courier-auth scopes` lists all features",
    }
}

/// Parses `-`, which stands for standard input.
pub(super) fn standard_input(text: &str) -> Result<String, String> {
    if text == "-" {
        Ok(text.to_owned())
    } else {
        Err("expected `-`".to_owned())
    }
}

/// Returns the long help of an option whose short help has no room for its values.
pub(super) fn enum_help<T: ValueEnum>(summary: &str) -> String {
    let values: Vec<_> = T::value_variants()
        .iter()
        .filter_map(ValueEnum::to_possible_value)
        .collect();
    let help = |value: &PossibleValue| value.get_help().map(ToString::to_string);
    let rows = values
        .iter()
        .map(|value| (value.get_name(), help(value).unwrap_or_default()));
    list_help(summary, rows)
}

/// Returns the long help of an option that takes features. Not a default value of clap, because a
/// project file can set another one.
pub(super) fn features_help(default: &str) -> String {
    let rows = FEATURES
        .iter()
        .map(|feature| (feature.name, feature.summary.to_owned()));
    let summary = format!("Features that the app uses, comma-separated [default: {default}]");
    list_help(&summary, rows)
}

/// Returns a long help with a list of names and their descriptions.
pub(super) fn list_help<'n>(
    summary: &str,
    rows: impl IntoIterator<Item = (&'n str, String)>,
) -> String {
    // clap wraps at a greater width, without an indent.
    let options = textwrap::Options::new(LIST_WIDTH).subsequent_indent("  ");
    let rows = rows
        .into_iter()
        .map(|(name, help)| textwrap::fill(&format!("- {name}: {help}"), &options));
    format!("{summary}\n\n{}", rows.collect::<Vec<_>>().join("\n"))
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
        Err("the value is empty".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// Parses a client key. Refuses a text that is certainly something else, such as an API key.
pub(super) fn client_key(text: &str) -> Result<String, String> {
    match text.parse::<ClientKey>() {
        Err(error) if error != ClientKeyError::Other => Err(error.to_string()),
        _ => non_empty_text(text),
    }
}

/// Parses an ID that becomes part of a scope.
pub(super) fn scope_id(text: &str) -> Result<String, String> {
    if text.is_empty() {
        Err("the ID is empty".to_owned())
    } else if text.contains(|c: char| c.is_whitespace() || c.is_control() || c == ':') {
        Err("an ID in a scope cannot contain spaces or a colon".to_owned())
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
        list_hint: "`courier-auth can --list` lists all actions",
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
        list_hint: "`courier-auth explain` lists all rules",
    }
}

/// Parses the path of a JSON field. `a[0]` and `.a.0` become `a.0`.
pub(super) fn field(text: &str) -> Result<String, String> {
    match text.strip_prefix('.').unwrap_or(text) {
        "" => Err("expected the name of a field, for example `claims.exp`".to_owned()),
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
        _ => Err("the time is out of range".to_owned()),
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
            "the time is out of range; is it in milliseconds instead of seconds?".to_owned()
        });
    }
    // A date alone means midnight UTC.
    let day = text
        .parse()
        .map(|day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc());
    let time = DateTime::parse_from_rfc3339(text).map(|time| time.to_utc());
    time.or(day).map(TimeArg::Absolute).map_err(|_| {
        "expected a time such as `2026-01-31T12:00:00Z`, `2026-01-31`, seconds since 1970, or \
         `+2h` or `-1d` from now"
            .to_owned()
    })
}

/// Parses a duration with its unit, as seconds. Zero needs no unit.
pub(super) fn seconds(text: &str) -> Result<f64, String> {
    match parse_duration(text)? {
        (amount, true) => Ok(amount / 1_000.0),
        (0.0, false) => Ok(0.0),
        (_, false) => {
            let text = text.trim();
            Err(format!(
                "the unit is missing; did you mean `{text}s`, `{text}m` or `{text}h`?"
            ))
        }
    }
}

/// Parses a timeout. A number without a unit is in seconds.
pub(super) fn timeout(text: &str) -> Result<Duration, String> {
    let seconds = match parse_duration(text)? {
        (milliseconds, true) => milliseconds / 1_000.0,
        (seconds, false) => seconds,
    };
    if (0.001..=86_400.0).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err("expected a time between 1 ms and 1 day, for example `10` or `500ms`".to_owned())
    }
}

/// Parses the delay of a response. A number without a unit is in milliseconds.
pub(super) fn latency(text: &str) -> Result<Duration, String> {
    let (milliseconds, _) = parse_duration(text)?;
    Duration::try_from_secs_f64(milliseconds / 1_000.0).map_err(|error| error.to_string())
}

/// Returns the milliseconds of a duration, and whether it has a unit. Without one, the number is
/// returned as it is.
fn parse_duration(text: &str) -> Result<(f64, bool), String> {
    let Ok(duration) = text.trim().parse::<ExpiresIn>() else {
        return Err(match suggest_lifetime(text) {
            Some(suggestion) => {
                format!("expected a number and a unit; did you mean `{suggestion}`?")
            }
            None => "expected a number and a unit, for example `90s`, `2 min` or `2h`".to_owned(),
        });
    };
    let amount = duration.milliseconds();
    if amount < 0.0 {
        Err("the duration is negative".to_owned())
    } else {
        Ok((amount, duration.has_unit()))
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
        _ => Err("expected scheme, host and port, for example `http://localhost:3000`".to_owned()),
    }
}

/// Parses the path of an HTTP route.
pub(super) fn route_path(text: &str) -> Result<String, String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    let is_reserved = text.strip_suffix('/').unwrap_or(text) == "/health";
    if text.starts_with('/') && text.bytes().all(is_plain) && !is_reserved {
        Ok(text.to_owned())
    } else {
        Err("expected a path such as `/api/token` (`/health` is reserved)".to_owned())
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
            ("+60", "the unit is missing; did you mean `60s`"),
            ("1767225600000", "milliseconds"),
            ("tomorrow", "from now"),
            ("--1d", "is negative"),
            ("+1e9", "a unit"),
            ("+999999999999y", "out of range"),
            ("", "2026"),
        ] {
            let error = time(text).unwrap_err();
            assert!(error.contains(hint), "{text}: {error}");
        }
    }
}
