//! A fault and its syntax.
//!
//! A fault is written `ROUTE:FAILURE`, for example `issue-token:429,retry-after=2,times=1`, on the
//! command line and in `/_sandbox/faults`.

#![warn(clippy::arithmetic_side_effects)]

use std::{str::FromStr, time::Duration};

use axum::http::StatusCode;

use super::route::{ALL, route_list, route_names};
use crate::{
    sandbox::limits::{MAX_LATENCY, MAX_RETRY_AFTER},
    validate::{DefaultUnit, duration},
};

/// The error for a text without a route or a failure.
const USAGE: &str = "expected ROUTE:FAILURE, for example `q:503,times=1`";

/// A fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The text from which the fault was parsed.
    text: String,
    route: String,
    pub(super) kind: Option<FaultKind>,
    /// The IDs of the messages whose mutations fail, or of none for all messages. The other mutations
    /// of a request succeed.
    pub(super) partial: Option<Vec<String>>,
    pub(super) latency: Duration,
    /// The value of `Retry-After`, in seconds.
    pub(super) retry_after: Option<u64>,
    /// The number of times that the fault is still to be applied, `None` for always.
    pub(super) remaining: Option<u64>,
}

/// The effect of a fault on a whole response, other than latency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sandbox) enum FaultKind {
    Status(StatusCode),
    /// The connection is closed without a response.
    Drop,
    /// The response is invalid JSON.
    Malformed,
}

impl Fault {
    /// The text from which the fault was parsed.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Returns true if the fault is not used up, and refers to the route.
    pub(super) fn applies_to(&self, route: &str) -> bool {
        self.remaining != Some(0) && (self.route == ALL || self.route == route)
    }

    /// Returns true if the fault makes the mutation of that message fail.
    pub(super) fn fails_mutation(&self, id: &str) -> bool {
        let ids = self.partial.as_ref();
        ids.is_some_and(|ids| ids.is_empty() || ids.iter().any(|other| other == id))
    }

    /// Counts an application of the fault.
    pub(super) fn count_application(&mut self) {
        if let Some(remaining) = &mut self.remaining {
            *remaining = remaining.saturating_sub(1);
        }
    }
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once(':');
        let is_complete = |(route, parts): &(&str, &str)| !route.is_empty() && !parts.is_empty();
        let (route, parts) = parts.filter(is_complete).ok_or(USAGE)?;
        if route_names().all(|name| name != route) {
            return Err(format!(
                "unknown route `{route}`: expected {}",
                route_list()
            ));
        }
        let mut fault = Self {
            text: text.to_owned(),
            route: route.to_owned(),
            kind: None,
            partial: None,
            latency: Duration::ZERO,
            retry_after: None,
            remaining: None,
        };
        let mut ids = Vec::new();
        for part in parts.split(',') {
            let number = |text: &str| {
                let number = text.parse::<u64>();
                number.map_err(|_| format!("invalid `{part}`: expected a whole number"))
            };
            let span = |text: &str, default_unit, maximum: Duration| {
                let span = duration(text, default_unit)
                    .map_err(|reason| format!("invalid `{part}`: {reason}"))?;
                if span > maximum {
                    let maximum = maximum.as_secs();
                    return Err(format!("invalid `{part}`: the maximum is {maximum} s"));
                }
                Ok(span)
            };
            match part.split_once('=') {
                None if fault.kind.is_some() || fault.partial.is_some() => {
                    return Err(format!("`{text}` has more than one failure"));
                }
                None if part == "partial" => fault.partial = Some(Vec::new()),
                None => fault.kind = Some(part.parse()?),
                Some(("latency", value)) => {
                    fault.latency = span(value, DefaultUnit::Milliseconds, MAX_LATENCY)?;
                }
                Some(("retry-after", value)) => {
                    let span = span(value, DefaultUnit::Seconds, MAX_RETRY_AFTER)?;
                    if span.subsec_nanos() > 0 {
                        return Err(format!("invalid `{part}`: expected whole seconds"));
                    }
                    fault.retry_after = Some(span.as_secs());
                }
                Some(("times", value)) => fault.remaining = Some(number(value)?),
                Some(("ids", value)) => ids = value.split('+').map(str::to_owned).collect(),
                Some((name, _)) => {
                    return Err(format!(
                        "unknown option `{name}`: expected latency, retry-after, times or ids"
                    ));
                }
            }
        }
        let has_status = matches!(fault.kind, Some(FaultKind::Status(_)));
        let problem = match &mut fault.partial {
            Some(_) if !matches!(route, "q" | "client-q" | ALL) => {
                "`partial` requires the route q, client-q or all"
            }
            Some(_) if !fault.latency.is_zero() => {
                "`partial` cannot be combined with `latency`; add a fault for each"
            }
            None if !ids.is_empty() => "`ids` requires `partial`",
            None if fault.kind.is_none() && fault.latency.is_zero() => USAGE,
            _ if fault.retry_after.is_some() && !has_status => {
                "`retry-after` requires a status, such as 429"
            }
            None => return Ok(fault),
            Some(partial_ids) => {
                *partial_ids = ids;
                return Ok(fault);
            }
        };
        Err(problem.to_owned())
    }
}

impl FromStr for FaultKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "drop" => Ok(Self::Drop),
            "malformed" => Ok(Self::Malformed),
            status => match StatusCode::from_bytes(status.as_bytes()) {
                Ok(status) if status.is_client_error() || status.is_server_error() => {
                    Ok(Self::Status(status))
                }
                _ => Err(format!(
                    "unknown failure `{text}`: expected a status from 400 to 599, drop, malformed, \
                     partial or latency=DURATION"
                )),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_names_what_is_wrong_and_what_is_valid() {
        let routes = "expected issue-token, send, messages, q, client-q, users, brands, lists, \
                      inbound, socket or all";
        let failures =
            "expected a status from 400 to 599, drop, malformed, partial or latency=DURATION";
        let rows = [
            ("", USAGE.to_owned()),
            ("q", USAGE.to_owned()),
            ("q:times=1", USAGE.to_owned()),
            ("q:", USAGE.to_owned()),
            ("x:500", format!("unknown route `x`: {routes}")),
            (":500", USAGE.to_owned()),
            ("q:200", format!("unknown failure `200`: {failures}")),
            ("q:600", format!("unknown failure `600`: {failures}")),
            ("q:99", format!("unknown failure `99`: {failures}")),
            (
                "q:drop,500",
                "`q:drop,500` has more than one failure".to_owned(),
            ),
            (
                "q:500,times=x",
                "invalid `times=x`: expected a whole number".to_owned(),
            ),
            (
                "q:latency=-1",
                "invalid `latency=-1`: the duration is negative".to_owned(),
            ),
            (
                "q:503,retry-after=500ms",
                "invalid `retry-after=500ms`: expected whole seconds".to_owned(),
            ),
            (
                "q:503,retry-after=soon",
                "invalid `retry-after=soon`: expected a number and a unit, for example `90s`, `2 min` or `2h`".to_owned(),
            ),
            (
                "q:latency=18446744073709551615",
                "invalid `latency=18446744073709551615`: the maximum is 600 s".to_owned(),
            ),
            (
                "q:latency=600001",
                "invalid `latency=600001`: the maximum is 600 s".to_owned(),
            ),
            (
                "q:503,retry-after=366 days",
                "invalid `retry-after=366 days`: the maximum is 31536000 s".to_owned(),
            ),
            ("q:500,ids=a", "`ids` requires `partial`".to_owned()),
            (
                "send:partial",
                "`partial` requires the route q, client-q or all".to_owned(),
            ),
            (
                "q:partial,drop",
                "`q:partial,drop` has more than one failure".to_owned(),
            ),
            (
                "q:partial,latency=200ms",
                "`partial` cannot be combined with `latency`; add a fault for each".to_owned(),
            ),
            (
                "q:latency=1s,retry-after=2",
                "`retry-after` requires a status, such as 429".to_owned(),
            ),
            (
                "q:drop,retry-after=2",
                "`retry-after` requires a status, such as 429".to_owned(),
            ),
            (
                "q:500,what=1",
                "unknown option `what`: expected latency, retry-after, times or ids".to_owned(),
            ),
        ];
        for (text, error) in rows {
            assert_eq!(text.parse::<Fault>(), Err(error), "{text}");
        }
    }

    #[test]
    fn durations_have_units_or_default_ones() {
        for (text, milliseconds, retry_after) in [
            ("q:503,latency=200", 200, None),
            ("q:latency=10min", 600_000, None),
            ("q:503,retry-after=365 days", 0, Some(31_536_000)),
            ("q:503,latency=1.5s,times=1", 1_500, None),
            ("q:503,retry-after=2", 0, Some(2)),
            ("q:429,retry-after=2 min,latency=1s", 1_000, Some(120)),
        ] {
            let fault = text.parse::<Fault>().unwrap();
            assert_eq!(fault.latency, Duration::from_millis(milliseconds), "{text}");
            assert_eq!(fault.retry_after, retry_after, "{text}");
        }
    }
}
