//! Fault injection: errors, delays and dropped connections, once, a few times or always.
//!
//! A fault is written `ROUTE:WHAT`, for example `issue-token:429,retry-after=2,times=1`, on the
//! command line and in `/_sandbox/faults`.

use std::{fmt, str::FromStr, time::Duration};

use axum::http::{Method, StatusCode};
use serde::Serialize;

/// A route name that faults can refer to.
struct FaultRoute {
    name: &'static str,
    /// The path prefixes of the route, without the first slash.
    prefixes: &'static [&'static str],
}

/// The route name that refers to every request.
const ALL: &str = "all";

/// The route of the realtime socket, which has a prefix that only the path `/` has.
const SOCKET: &str = "socket";

/// The routes. The first one with a matching prefix is the route of a request.
const ROUTES: &[FaultRoute] = &[
    route("issue-token", &["auth"]),
    route("send", &["send"]),
    route("messages", &["messages", "requests"]),
    route("q", &["q"]),
    route("client-q", &["client/q"]),
    route("users", &["users"]),
    route("brands", &["brands"]),
    route("lists", &["client"]),
    route("inbound", &["inbound"]),
    route(SOCKET, &[""]),
    route(ALL, &[]),
];

const fn route(name: &'static str, prefixes: &'static [&'static str]) -> FaultRoute {
    FaultRoute { name, prefixes }
}

/// The names of all routes.
pub(super) fn route_names() -> impl Iterator<Item = &'static str> {
    ROUTES.iter().map(|route| route.name)
}

/// Lists the route names in a sentence: `a, b or c`.
pub(crate) fn route_list() -> String {
    let names: Vec<&str> = route_names().collect();
    match names.split_last() {
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// Returns the route name of a request, `all` if it has no name of its own.
pub(super) fn route_of(method: &Method, path: &str) -> &'static str {
    let path = path.trim_start_matches('/');
    let starts_with = |prefix: &&str| {
        let rest = path.strip_prefix(*prefix);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let mut routes = ROUTES.iter();
    let route = routes.find(|route| route.prefixes.iter().any(starts_with));
    match route.map_or(ALL, |route| route.name) {
        SOCKET if method != Method::GET => ALL,
        name => name,
    }
}

/// A fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The text from which the fault was parsed.
    text: String,
    route: String,
    kind: Option<FaultKind>,
    latency: Duration,
    /// The value of `Retry-After`, in seconds.
    retry_after: Option<u64>,
    /// The number of times that the fault is still to be applied, `None` for always.
    remaining: Option<u64>,
}

/// The effect of a fault, other than latency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FaultKind {
    Status(StatusCode),
    /// The connection is closed without a response.
    Drop,
    /// The response is invalid JSON.
    Malformed,
    /// The mutations of messages with these IDs fail, or of all messages if there is no ID. The
    /// other mutations of a request succeed.
    Partial(Vec<String>),
}

/// The combined effect of the faults that apply to a request.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct AppliedFault {
    pub(super) latency: Duration,
    pub(super) kind: Option<FaultKind>,
    pub(super) retry_after: Option<u64>,
}

/// A fault in the JSON of `/_sandbox/faults`.
#[derive(Debug, Serialize)]
pub(super) struct FaultView<'f> {
    fault: &'f str,
    left: Option<u64>,
}

/// The active faults.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Fault {
    fn applies_to(&self, route: &str) -> bool {
        self.remaining != Some(0) && (self.route == ALL || self.route == route)
    }

    fn fails_mutation(&self, id: &str) -> bool {
        match &self.kind {
            Some(FaultKind::Partial(ids)) => ids.is_empty() || ids.iter().any(|other| other == id),
            _ => false,
        }
    }

    fn count_application(&mut self) {
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
            return Err(format!("`{route}` is no route here; {}", usage()));
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
            let invalid = || format!("`{part}` makes no sense; {}", usage());
            let number = |text: &str| text.parse::<u64>().map_err(|_| invalid());
            match part.split_once('=') {
                None => {
                    let kind = part.parse().map_err(|()| invalid())?;
                    if fault.kind.replace(kind).is_some() {
                        return Err(format!("one fault is one thing; {}", usage()));
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
                return Err(format!("only q and client-q answer in parts; {}", usage()));
            }
            _ if !ids.is_empty() => return Err(format!("ids belong to partial; {}", usage())),
            None if fault.latency.is_zero() => return Err(usage()),
            _ => {}
        }
        Ok(fault)
    }
}

/// Describes the syntax of faults.
fn usage() -> String {
    format!(
        "write ROUTE:WHAT, as `issue-token:429,retry-after=2,times=1`; a route is {}; WHAT is a \
         status from 400 to 599, drop, malformed, latency=MILLISECONDS, or partial with ids=ID+ID; \
         all take times=N",
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

impl Faults {
    pub(super) fn new(faults: &[Fault]) -> Self {
        Self(faults.to_vec())
    }

    pub(super) fn add(&mut self, faults: Vec<Fault>) {
        self.0.extend(faults);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Describes the faults, in the order in which they were added.
    pub(super) fn views(&self) -> Vec<FaultView<'_>> {
        let faults = self.0.iter();
        faults
            .map(|fault| FaultView {
                fault: &fault.text,
                left: fault.remaining,
            })
            .collect()
    }

    /// Applies the faults to a request: the sum of the latencies, and the first other effect.
    /// Partial failures are left to [`Self::fails_mutation`].
    pub(super) fn apply(&mut self, route: &str) -> AppliedFault {
        let mut applied = AppliedFault::default();
        for fault in self.0.iter_mut().filter(|fault| fault.applies_to(route)) {
            match &fault.kind {
                Some(FaultKind::Partial(_)) => continue,
                Some(_) if applied.kind.is_some() => continue,
                Some(kind) => {
                    applied.kind = Some(kind.clone());
                    applied.retry_after = fault.retry_after;
                }
                None => {}
            }
            applied.latency += fault.latency;
            fault.count_application();
        }
        applied
    }

    /// Returns true if a partial fault makes the mutation of a message fail, and counts that as an
    /// application of the fault.
    pub(super) fn fails_mutation(&mut self, route: &str, message_id: &str) -> bool {
        let mut faults = self.0.iter_mut();
        let fault =
            faults.find(|fault| fault.applies_to(route) && fault.fails_mutation(message_id));
        match fault {
            Some(fault) => {
                fault.count_application();
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_request_has_a_route_name() {
        for (method, path, expected) in [
            (Method::POST, "/auth/issue-token", "issue-token"),
            (Method::POST, "/send", "send"),
            (Method::GET, "/messages", "messages"),
            (Method::PUT, "/requests/r/archive", "messages"),
            (Method::POST, "/q", "q"),
            (Method::POST, "/client/q", "client-q"),
            (Method::PUT, "/users/alice/tokens", "users"),
            (Method::GET, "/brands", "brands"),
            (Method::PUT, "/client/lists/l/subscribe/alice", "lists"),
            (Method::POST, "/inbound/courier", "inbound"),
            (Method::GET, "/", "socket"),
            (Method::POST, "/", "all"),
            (Method::GET, "/sender", "all"),
            (Method::GET, "/nowhere", "all"),
        ] {
            assert_eq!(route_of(&method, path), expected, "{method} {path}");
        }
    }

    #[test]
    fn usage_lists_every_route() {
        for name in route_names() {
            assert!(usage().contains(name), "{name}");
        }
    }

    #[test]
    fn fault_is_applied_as_often_as_it_says() {
        let fault = |text: &str| text.parse::<Fault>().unwrap();
        let mut faults = Faults::new(&[
            fault("issue-token:429,retry-after=2,times=1"),
            fault("all:latency=5,times=2"),
            fault("q:partial,ids=a+b,times=1"),
        ]);
        let first = AppliedFault {
            latency: Duration::from_millis(5),
            kind: Some(FaultKind::Status(StatusCode::TOO_MANY_REQUESTS)),
            retry_after: Some(2),
        };
        let second = AppliedFault {
            latency: Duration::from_millis(5),
            ..AppliedFault::default()
        };
        for expected in [first, second, AppliedFault::default()] {
            assert_eq!(faults.apply("issue-token"), expected);
        }
        assert!(!faults.fails_mutation("q", "c") && !faults.fails_mutation("client-q", "b"));
        assert!(faults.fails_mutation("q", "b") && !faults.fails_mutation("q", "a"));
        faults.add(vec![fault("q:drop")]);
        for _ in 0..3 {
            assert_eq!(faults.apply("q").kind, Some(FaultKind::Drop));
        }
        assert_eq!(faults.apply("send"), AppliedFault::default());
        let json = serde_json::to_string(&faults.views()).unwrap();
        assert!(json.contains(r#"{"fault":"q:drop","left":null}"#), "{json}");
        faults.clear();
        assert!(faults.views().is_empty());
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
