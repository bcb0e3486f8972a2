//! A fault and its syntax.
//!
//! A fault is written `ROUTE:WHAT`, for example `issue-token:429,retry-after=2,times=1`, on the
//! command line and in `/_sandbox/faults`.

use std::{fmt, str::FromStr, time::Duration};

use axum::http::StatusCode;

use super::route::{ALL, route_list, route_names};

/// A fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The text from which the fault was parsed.
    pub(super) text: String,
    route: String,
    pub(super) kind: Option<FaultKind>,
    pub(super) latency: Duration,
    /// The value of `Retry-After`, in seconds.
    pub(super) retry_after: Option<u64>,
    /// The number of times that the fault is still to be applied, `None` for always.
    pub(super) remaining: Option<u64>,
}

/// The effect of a fault, other than latency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::sandbox) enum FaultKind {
    Status(StatusCode),
    /// The connection is closed without a response.
    Drop,
    /// The response is invalid JSON.
    Malformed,
    /// The mutations of messages with these IDs fail, or of all messages if there is no ID. The
    /// other mutations of a request succeed.
    Partial(Vec<String>),
}

impl Fault {
    /// Returns true if the fault is not used up, and refers to the route.
    pub(super) fn applies_to(&self, route: &str) -> bool {
        self.remaining != Some(0) && (self.route == ALL || self.route == route)
    }

    /// Returns true if the fault makes the mutation of that message fail.
    pub(super) fn fails_mutation(&self, id: &str) -> bool {
        match &self.kind {
            Some(FaultKind::Partial(ids)) => ids.is_empty() || ids.iter().any(|other| other == id),
            _ => false,
        }
    }

    /// Counts an application of the fault.
    pub(super) fn count_application(&mut self) {
        if let Some(remaining) = &mut self.remaining {
            *remaining -= 1;
        }
    }
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (route, parts) = text.split_once(':').ok_or_else(usage)?;
        if route_names().all(|name| name != route) {
            return Err(format!("unknown route `{route}`; {}", usage()));
        }
        let mut fault = Self {
            text: text.to_owned(),
            route: route.to_owned(),
            kind: None,
            latency: Duration::ZERO,
            retry_after: None,
            remaining: None,
        };
        let mut ids = Vec::new();
        for part in parts.split(',') {
            let invalid = || format!("invalid fault `{part}`; {}", usage());
            let number = |text: &str| text.parse::<u64>().map_err(|_| invalid());
            match part.split_once('=') {
                None => {
                    let kind = part.parse().map_err(|()| invalid())?;
                    if fault.kind.replace(kind).is_some() {
                        return Err(format!("a fault can have only one effect; {}", usage()));
                    }
                }
                Some(("latency", value)) => fault.latency = Duration::from_millis(number(value)?),
                Some(("retry-after", value)) => fault.retry_after = Some(number(value)?),
                Some(("times", value)) => fault.remaining = Some(number(value)?),
                Some(("ids", value)) => ids = value.split('+').map(str::to_owned).collect(),
                Some(_) => return Err(invalid()),
            }
        }
        match &mut fault.kind {
            Some(FaultKind::Partial(partial_ids)) if matches!(route, "q" | "client-q" | ALL) => {
                *partial_ids = ids;
            }
            Some(FaultKind::Partial(_)) => {
                return Err(format!(
                    "partial requires the route q, client-q or all; {}",
                    usage()
                ));
            }
            _ if !ids.is_empty() => return Err(format!("ids requires partial; {}", usage())),
            None if fault.latency.is_zero() => return Err(usage()),
            _ => {}
        }
        Ok(fault)
    }
}

/// Describes the syntax of faults.
fn usage() -> String {
    format!(
        "write a fault as ROUTE:WHAT, for example `issue-token:429,retry-after=2,times=1`; \
         ROUTE is {}; WHAT is a status from 400 to 599, drop, malformed, partial with optional ids=ID+ID, or \
         latency=MILLISECONDS; times=N limits how often it applies",
        route_list()
    )
}

impl FromStr for FaultKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "drop" => Ok(Self::Drop),
            "malformed" => Ok(Self::Malformed),
            "partial" => Ok(Self::Partial(Vec::new())),
            status => match StatusCode::from_bytes(status.as_bytes()) {
                Ok(status) if status.is_client_error() || status.is_server_error() => {
                    Ok(Self::Status(status))
                }
                _ => Err(()),
            },
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_lists_every_route() {
        for name in route_names() {
            assert!(usage().contains(name), "{name}");
        }
    }

    #[test]
    fn invalid_fault_is_refused() {
        for text in [
            "",
            "q",
            "q:",
            "x:500",
            "q:200",
            "q:600",
            "q:99",
            "q:drop,500",
            "q:times=1",
            "q:500,times=x",
            "q:500,ids=a",
            "send:partial",
            "q:latency=-1",
            "q:500,what=1",
            ":500",
        ] {
            assert!(text.parse::<Fault>().is_err(), "{text}");
        }
    }
}
