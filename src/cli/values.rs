//! Parsers of argument values that have no type of their own to parse them.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta};
use url::Url;

use super::{at::At, named::Named};
use crate::{
    inspect::{Selector, rules},
    token::{ACTIONS, Action, ExpiresIn, FEATURES, Feature, key::api_key_prefix},
};

/// Beyond this no date can be meant, in seconds from 1970 or from now: 3,000 years.
const FAR: f64 = 1e11;

/// The name of a feature.
pub(super) fn feature() -> Named<&'static Feature> {
    Named {
        names: || {
            FEATURES
                .iter()
                .map(|feature| (feature.name, feature.summary))
                .collect()
        },
        find: Feature::from_name,
        meant: |_| None,
        list: "courier-auth scopes",
    }
}

/// A text that says something.
pub(super) fn some_text(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        Err("it cannot be empty".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// An id that is to stand in a scope.
pub(super) fn scope_id(text: &str) -> Result<String, String> {
    if text.is_empty() {
        Err("an id cannot be empty".to_owned())
    } else if text.contains(|c: char| c.is_whitespace() || c.is_control() || c == ':') {
        Err("an id in a scope cannot hold white space or a colon".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// The name of an environment variable.
pub(crate) fn variable(text: &str) -> Result<String, String> {
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if starts && text.bytes().all(is_name) {
        Ok(text.to_owned())
    } else {
        Err("a variable's name has letters, digits and `_` only".to_owned())
    }
}

/// The name of an action.
pub(super) fn action() -> Named<&'static Action> {
    Named {
        names: || {
            ACTIONS
                .iter()
                .map(|action| (action.name, action.required.purpose))
                .collect()
        },
        find: Action::from_name,
        meant: |scope| {
            let action = ACTIONS.iter().find(|action| action.required.scope == scope);
            action.map(|action| action.name)
        },
        list: "courier-auth can --list",
    }
}

/// The name or code of a rule, or the start of a family's codes.
pub(super) fn selector() -> Named<Selector> {
    Named {
        names: || {
            let rules = rules::all().map(|rule| (rule.name, rule.summary));
            let codes = rules::all().map(|rule| (rule.code, rule.summary));
            let families = rules::FAMILIES
                .iter()
                .map(|family| (family.code, family.about));
            rules.chain(codes).chain(families).collect()
        },
        find: |text| text.parse().ok(),
        meant: |_| None,
        list: "courier-auth explain",
    }
}

/// A user id that is to be looked for: any text but the empty one. A key in its place is not
/// repeated in an answer.
pub(crate) fn wanted_user(text: &str) -> Result<String, String> {
    if text.is_empty() {
        Err("a user id cannot be empty".to_owned())
    } else if api_key_prefix(text).is_some() || text.starts_with("eyJ") {
        Err("that is a key or a token, not a user id".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// The path of a field, whose dots may be brackets.
pub(super) fn field(text: &str) -> Result<String, String> {
    match text.strip_prefix('.').unwrap_or(text) {
        "" => Err("name a field, such as `claims.exp`".to_owned()),
        path => Ok(path.replace('[', ".").replace(']', "")),
    }
}

/// A moment: RFC 3339, a date, seconds since 1970, `now`, or a span from now with its sign.
pub(super) fn moment(text: &str) -> Result<At, String> {
    let span = |text: &str| match span(text)? {
        #[expect(clippy::cast_possible_truncation, reason = "small enough")]
        seconds if seconds < FAR => Ok(TimeDelta::milliseconds((seconds * 1_000.0) as i64)),
        _ => Err("no calendar goes that far".to_owned()),
    };
    if text == "now" {
        return Ok(At::FromNow(TimeDelta::zero()));
    }
    if let Some(ahead) = text.strip_prefix('+') {
        return span(ahead).map(At::FromNow);
    }
    if let Some(ago) = text.strip_prefix('-') {
        return span(ago).map(|span| At::FromNow(-span));
    }
    if let Ok(seconds) = text.parse::<i64>() {
        #[expect(clippy::cast_precision_loss, reason = "only its size matters")]
        let is_near = (seconds as f64) < FAR;
        let moment = DateTime::from_timestamp(seconds, 0).filter(|_| is_near);
        return moment.map(At::Moment).ok_or_else(|| {
            "that is too far away for seconds since 1970; were these milliseconds?".to_owned()
        });
    }
    // A date alone is its first moment in UTC.
    let day = text
        .parse()
        .map(|day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc());
    let moment = DateTime::parse_from_rfc3339(text).map(|time| time.to_utc());
    moment.or(day).map(At::Moment).map_err(|_| {
        "write it with its zone, as `2026-01-31T12:00:00Z`, or as a date, in seconds since 1970, \
         or as `+2h` or `-1d` from now"
            .to_owned()
    })
}

/// A span of time in seconds, its unit named; a bare zero needs none.
pub(super) fn span(text: &str) -> Result<f64, String> {
    let Ok(span) = text.parse::<ExpiresIn>() else {
        return Err("write one number and its unit, such as `90s`, `2h` or `30 days`".to_owned());
    };
    let seconds = span.milliseconds() / 1_000.0;
    if seconds < 0.0 {
        Err("write a span that is not negative".to_owned())
    } else if span.has_unit() || seconds == 0.0 {
        Ok(seconds)
    } else {
        let text = text.trim_end();
        Err(format!("write its unit: `{text}s`, `{text}m` or `{text}h`"))
    }
}

/// The lifetime of a token, as `issue` takes it.
pub(crate) fn lifetime(text: &str) -> Result<String, String> {
    match crate::inspect::parse_lifetime(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(fault) => Err(format!("{}; {}", fault.message, fault.help)),
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

/// A span of time, as [`span`] reads it, as a duration.
pub(super) fn time(text: &str) -> Result<Duration, String> {
    Duration::try_from_secs_f64(span(text)?).map_err(|error| error.to_string())
}

/// An origin as a browser sends it.
pub(super) fn origin(text: &str) -> Result<String, String> {
    let url = Url::parse(text).ok();
    let origin = url.map(|url| url.origin().ascii_serialization());
    match origin {
        Some(origin) if origin == text.trim_end_matches('/') => Ok(origin),
        _ => Err("write scheme, host and port alone, as `http://localhost:3000`".to_owned()),
    }
}

/// The path of a route.
pub(super) fn route(text: &str) -> Result<String, String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
    if text.starts_with('/') && text.bytes().all(is_plain) && text != "/health" {
        Ok(text.to_owned())
    } else {
        Err("write a path such as `/api/token`; `/health` is taken".to_owned())
    }
}

/// The address of an API: https, or http on this machine.
pub(super) fn api_url(text: &str) -> Result<Url, String> {
    crate::settings::api_url(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_three_forms() {
        let at = |seconds| Ok(At::Moment(DateTime::from_timestamp(seconds, 0).unwrap()));
        let from_now = |seconds| Ok(At::FromNow(TimeDelta::seconds(seconds)));
        let rows = [
            ("1000", at(1000)),
            ("1970-01-01T00:16:40Z", at(1000)),
            ("1970-01-01T01:16:40+01:00", at(1000)),
            ("+2h", from_now(7_200)),
            ("-1 day", from_now(-86_400)),
            ("+0", from_now(0)),
            ("now", from_now(0)),
            ("1970-01-02", at(86_400)),
        ];
        for (text, expected) in rows {
            assert_eq!(moment(text), expected, "{text}");
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
            let error = moment(text).unwrap_err();
            assert!(error.contains(hint), "{text}: {error}");
        }
    }
}
